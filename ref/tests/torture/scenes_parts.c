/* Scenes of the parts that need no connection: text in, values out. */
#include <errno.h>

#include "hc/chunk_size.h"
#include "hc/content_length.h"
#include "hc/host_field.h"
#include "hc/memory_transport.h"
#include "hc/request_line.h"
#include "hc/response_stream.h"
#include "hc/status_code.h"
#include "hc/status_line.h"
#include "support/guarded.h"
#include "support/testing.h"
#include "torture/scenes.h"

/* --- Bytes --- */

static enum hc_kind fill_buffers(struct stage *stage) {
  struct hc_buffer buffer = hc_buffer_make(&stage->allocator, 0);
  struct hc_buffer taken = hc_buffer_make(&stage->allocator, 0);
  bool complete = hc_buffer_reserve(&buffer, 10) && hc_buffer_append(&buffer, hc_str("text")) &&
                  hc_buffer_append(&taken, hc_str("old"));
  if (complete) hc_buffer_take(&taken, &buffer);
  assert_true(hc_buffer_valid(&buffer));
  assert_true(hc_buffer_valid(&taken));
  hc_buffer_empty(&taken);
  hc_buffer_free(&taken);
  hc_buffer_free(&buffer);
  return complete ? HC_OK : hc_error_set(stage->error, HC_MEMORY_ERROR, hc_str(""));
}

static enum hc_kind fill_lines(struct stage *stage) {
  struct hc_line_list lines = hc_line_list_make(&stage->allocator);
  size_t added = 0;
  bool complete = true;
  for (size_t i = 0; i < 20 && complete; i++) {
    complete = hc_line_list_add(&lines, hc_str("a line\n"));
    if (complete) added++;
  }
  assert_int_equal(hc_line_list_count(&lines), added);
  assert_int_equal(hc_line_list_at(&lines, added).size, 0);
  if (added > 0) assert_text_is(hc_line_list_at(&lines, added - 1), "a line\n", "last");
  hc_line_list_empty(&lines);
  hc_line_list_free(&lines);
  return complete ? HC_OK : hc_error_set(stage->error, HC_MEMORY_ERROR, hc_str(""));
}

/* --- Values --- */

static enum hc_kind read_numbers(struct stage *stage) {
  (void)stage;
  struct hc_integer number;
  uint64_t length = 0;
  char text[HC_CHUNK_SIZE_TEXT];
  assert_true(hc_integer_parse_text(hc_str(" +1_0 "), &number));
  assert_true(hc_integer_parse_utf8(hc_str("\xD9\xA3"), &number));
  assert_true(hc_integer_parse_hex(hc_str("0xF"), &number));
  assert_int_equal(hc_integer_to_int64(number), 15);
  assert_true(hc_content_length_parse(hc_str("12"), &length));
  assert_true(hc_chunk_size_parse(hc_str("1f;x\r\n"), &number));
  assert_int_equal(hc_chunk_size_write(31, text), 4);
  return HC_OK;
}

static enum hc_kind look_up_constants(struct stage *stage) {
  (void)stage;
  struct hc_status_code code;
  enum hc_edition edition;
  enum hc_kind bases[HC_KIND_ANCESTORS_MAX];
  assert_true(hc_edition_from_name(hc_str("3.9"), &edition));
  assert_string_equal(hc_edition_name(hc_edition_resolve(edition)), "3.9");
  assert_string_equal(hc_responses(edition, 404), "Not Found");
  assert_true(hc_status_code_at(edition, hc_status_code_count(edition) - 1, &code));
  assert_int_equal(hc_status_code_by_name(edition, hc_str(code.name)), code.code);
  assert_non_null(hc_kind_text(HC_OK));
  assert_true(hc_kind_ancestors(HC_REMOTE_DISCONNECTED, bases) > 0);
  assert_true(hc_kind_is(HC_REMOTE_DISCONNECTED, HC_OS_ERROR));
  assert_non_null(hc_defect_name(HC_DEFECT_INVALID_HEADER));
  return HC_OK;
}

static enum hc_kind use_timeouts(struct stage *stage) {
  const struct hc_timeout minute = {HC_TIMEOUT_SECONDS, 60};
  const struct hc_timeout initial = {HC_TIMEOUT_DEFAULT, 0};
  enum hc_kind kind = hc_timeout_check(minute, stage->error);
  if (kind == HC_OK) kind = hc_set_default_timeout(minute, stage->error);
  assert_int_equal(hc_get_default_timeout().kind, HC_TIMEOUT_SECONDS);
  return kind == HC_OK ? hc_set_default_timeout(initial, stage->error) : kind;
}

/* --- Errors --- */

/* What a callback may fail with. */
static enum hc_kind set_errors(struct hc_error *error) {
  static const struct {
    int errnum;
    enum hc_kind kind;
  } rows[] = {{EINTR, HC_INTERRUPTED_ERROR},
              {ECONNABORTED, HC_CONNECTION_ABORTED_ERROR},
              {ECHILD, HC_CHILD_PROCESS_ERROR},
              {EEXIST, HC_FILE_EXISTS_ERROR},
              {ESRCH, HC_PROCESS_LOOKUP_ERROR}};
  enum hc_kind kind = hc_error_set(error, HC_VALUE_ERROR, hc_str("callback"));
  for (size_t i = 0; i < sizeof rows / sizeof rows[0] && kind != HC_MEMORY_ERROR; i++) {
    kind = hc_error_set_errno(error, rows[i].errnum);
    if (kind != HC_MEMORY_ERROR) assert_kind_is(kind, rows[i].kind, "errno");
  }
  return kind;
}

static enum hc_kind move_errors(struct stage *stage) {
  struct hc_error error = {.allocator = &stage->allocator};
  struct hc_error moved = {.allocator = &stage->allocator};
  enum hc_kind kind = set_errors(&error);
  hc_error_move(&moved, &error);
  assert_int_equal(error.kind, HC_OK);
  assert_int_equal(moved.kind, kind);
  hc_error_clear(&moved);
  bool refused = kind == HC_MEMORY_ERROR;
  return refused ? hc_error_set(stage->error, kind, hc_str("")) : HC_OK;
}

/* What `call` refuses is refused for want of memory, or for the reason it is given for. */
static enum hc_kind expect(struct stage *stage, enum hc_kind kind, enum hc_kind expected) {
  if (kind == HC_MEMORY_ERROR && stage->fired) return kind;
  assert_kind_is(kind, expected, "refusal");
  hc_error_clear(stage->error);
  return HC_OK;
}

static enum hc_kind refuse(struct stage *stage) {
  struct hc_error *error = stage->error;
  struct hc_status_line line;
  struct hc_host_port parsed;
  const struct hc_port none = {HC_PORT_NONE, 0, {NULL, 0}};
  int version;
  enum hc_kind kind =
      expect(stage, hc_status_line_parse(hc_str("HTTP/1.1 x"), &line, error), HC_BAD_STATUS_LINE);
  if (kind == HC_OK) {
    kind = expect(stage, hc_http_version(hc_str("HTTP/3"), &version, error), HC_UNKNOWN_PROTOCOL);
  }
  if (kind == HC_OK) {
    kind = expect(stage, hc_method_validate(hc_str("G\nT"), error), HC_VALUE_ERROR);
  }
  if (kind == HC_OK) {
    kind = expect(stage, hc_url_validate(hc_str("/a b\xC3\xA9"), error), HC_INVALID_URL);
  }
  if (kind == HC_OK) kind = expect(stage, hc_host_validate(hc_str("a b"), error), HC_INVALID_URL);
  if (kind != HC_OK) return kind;
  return expect(stage,
                hc_host_port_parse(hc_str("h:p"), none, 80, HC_EDITION_NEWEST, &parsed, error),
                HC_INVALID_URL);
}

static enum hc_kind refuse_characters(struct stage *stage) {
  struct hc_buffer *into = &stage->into;
  const struct hc_value euro = hc_text("1 \xE2\x82\xAC");
  enum hc_kind kind = expect(stage,
                             hc_request_line_write(hc_str("GET"), hc_str("/\xC3\xA9"),
                                                   hc_str("HTTP/1.1"), into, stage->error),
                             HC_UNICODE_ENCODE_ERROR);
  if (kind != HC_OK) return kind;
  return expect(stage, hc_field_write(hc_text("X"), &euro, 1, into, stage->error),
                HC_UNICODE_ENCODE_ERROR);
}

/* --- Texts --- */

static enum hc_kind write_texts(struct stage *stage) {
  const struct hc_host_port origin = {hc_str("caf\xC3\xA9.test"), hc_port_number(8080)};
  const struct hc_value value = hc_text("v\xC3\xA4lue");
  struct hc_error *error = stage->error;
  hc_buffer_empty(&stage->into);
  enum hc_kind kind = hc_host_field_write(hc_str("/"), &origin, HC_HTTP_PORT, HC_EDITION_NEWEST,
                                          &stage->into, error);
  if (kind == HC_OK) {
    kind =
        hc_request_line_write(hc_str("GET"), hc_str("/"), hc_str("HTTP/1.1"), &stage->into, error);
  }
  if (kind == HC_OK) kind = hc_field_write(hc_text("Name"), &value, 1, &stage->into, error);
  return kind;
}

static enum hc_kind take_apart(struct stage *stage) {
  struct hc_status_line line;
  struct hc_host_port parsed;
  int version = 0;
  const struct hc_port none = {HC_PORT_NONE, 0, {NULL, 0}};
  assert_true(hc_span_equal(hc_str("Via"), hc_str("Via")));
  assert_true(hc_span_equal_ignoring_case(hc_str("Via"), hc_str("vIA")));
  assert_true(hc_field_name_legal(hc_str("Via")));
  assert_true(hc_field_value_legal(hc_str("1.1 x")));
  assert_int_equal(hc_field_name_validate(hc_str("Via"), NULL), HC_OK);
  assert_int_equal(hc_field_value_validate(hc_str("1.1 x"), NULL), HC_OK);
  assert_true(hc_status_line_is_http(hc_str("HTTP/1.1 200")));
  enum hc_kind kind = hc_status_line_parse(hc_str("HTTP/1.1 200 OK\r\n"), &line, stage->error);
  if (kind == HC_OK) kind = hc_http_version(line.version, &version, stage->error);
  if (kind != HC_OK) return kind;
  kind = hc_host_port_parse(hc_str("h:18446744073709551616"), none, HC_HTTPS_PORT,
                            HC_EDITION_NEWEST, &parsed, stage->error);
  if (kind != HC_OK) return kind;
  bool complete = hc_port_append(parsed.port, &stage->into);
  return complete ? HC_OK : hc_error_set(stage->error, HC_MEMORY_ERROR, hc_str(""));
}

/* --- Fields --- */

static const struct hc_span block = BYTES("From me\r\nContent-Type: message/rfc822\r\n"
                                          "X: 1\r\n folded\r\nx: 2\r\nno field\r\n\r\n");

static void look_at_message(struct hc_message *message) {
  struct hc_span value;
  size_t index = 0;
  assert_true(hc_message_envelope(message, &value));
  assert_int_equal(hc_message_count(message), 3);
  assert_text_is(hc_message_field(message, 1).name, "X", "field");
  assert_true(hc_message_get(message, hc_str("x"), &value));
  assert_true(hc_message_next(message, hc_str("x"), &index));
  assert_int_equal(index, 1);
  assert_true(hc_message_defect_count(message) > 0);
  assert_int_equal(hc_message_defect(message, 99).kind, HC_DEFECT_KIND_COUNT);
  assert_true(hc_message_leftover(message).size > 0);
  assert_true(hc_message_is_multipart(message));
}

static enum hc_kind parse_message(struct stage *stage) {
  struct hc_message *message = NULL;
  bool found = false;
  enum hc_kind kind =
      hc_message_parse(block, HC_EDITION_NEWEST, &stage->allocator, &message, stage->error);
  if (kind != HC_OK) return kind;
  look_at_message(message);
  kind = hc_message_add(message, hc_str("X"), hc_str("3"), stage->error);
  hc_buffer_empty(&stage->into);
  if (kind == HC_OK) {
    kind = hc_message_join(message, hc_str("x"), &stage->into, &found, stage->error);
  }
  assert_int_equal(hc_message_remove(message, hc_str("x")), kind == HC_OK ? 3 : 2 + found);
  hc_message_free(message);
  return kind;
}

static enum hc_kind walk_lines(struct stage *stage) {
  (void)stage;
  struct hc_field_lines lines = hc_field_lines_make(block, HC_EDITION_NEWEST);
  size_t items = 0;
  while (hc_field_lines_next(&lines).kind != HC_ITEM_END)
    items++;
  assert_true(items >= 4);
  return HC_OK;
}

/* --- Readers --- */

static enum hc_kind read_each_way(struct stage *stage, struct hc_reader *reader) {
  struct hc_span bytes;
  struct hc_message *message = NULL;
  char two[2];
  size_t got = 0;
  struct hc_error *error = stage->error;
  enum hc_kind kind =
      hc_parse_headers(reader, HC_EDITION_NEWEST, &stage->allocator, &message, error);
  hc_message_free(message);
  hc_buffer_empty(&stage->into);
  if (kind == HC_OK) kind = hc_reader_peek(reader, &bytes, error);
  hc_reader_skip(reader, 0);
  if (kind == HC_OK) kind = hc_reader_readline(reader, 100, &bytes, error);
  if (kind == HC_OK) kind = hc_reader_readinto_part(reader, two, 1, &got, error);
  if (kind == HC_OK) kind = hc_reader_readinto(reader, two, 1, &got, error);
  const struct hc_room room = hc_room_make(two, 1);
  const struct hc_span read = hc_span_make(two, 1);
  if (kind == HC_OK) kind = hc_reader_read_rooms(reader, &room, 1, 1, &got, error);
  size_t buffered = hc_reader_buffered(reader);
  if (kind == HC_OK && got == 1) kind = hc_reader_put_back(reader, &read, 1, buffered, error);
  if (kind == HC_OK) kind = hc_reader_read1(reader, 2, &stage->into, error);
  if (kind == HC_OK) kind = hc_reader_read(reader, 2, &stage->into, error);
  if (kind == HC_OK) kind = hc_reader_read_view(reader, 2, &stage->into, error);
  if (kind == HC_OK) kind = hc_reader_read_to_end(reader, &stage->into, error);
  return kind;
}

/* Reads `size` bytes, at most two, and gives them back. */
static enum hc_kind look(struct stage *stage, struct hc_transport *transport, size_t size) {
  char bytes[2];
  size_t got = 0;
  enum hc_kind kind = hc_transport_read(transport, bytes, size, &got, stage->error);
  const struct hc_span span = hc_span_make(bytes, got);
  if (kind != HC_OK) return kind;
  return hc_transport_put_back(transport, &span, 1, &stage->allocator, stage->error);
}

static enum hc_kind use_reader(struct stage *stage) {
  struct hc_reader *reader = NULL;
  enum hc_kind kind = hc_connection_connect(stage->connection, stage->error);
  if (kind != HC_OK) return kind;
  struct hc_transport *transport = hc_connection_transport(stage->connection);
  stage->phase = READING;
  kind = look(stage, transport, 1);
  if (kind == HC_OK) kind = look(stage, transport, 2);
  if (kind == HC_OK) kind = hc_reader_new(transport, &stage->allocator, &reader, stage->error);
  if (kind != HC_OK) return kind;
  assert_int_equal(hc_reader_fileno(reader), hc_transport_fileno(transport));
  kind = read_each_way(stage, reader);
  hc_reader_free(reader);
  return kind;
}

static enum hc_kind use_memory_transport(struct stage *stage) {
  static const struct hc_span segments[] = {BYTES("bytes")};
  const struct hc_memory_script script = {.segments = segments, .segment_count = 1};
  const struct hc_span span = BYTES("out");
  struct hc_buffer written = hc_buffer_make(&stage->allocator, 0);
  struct hc_transport *transport = NULL;
  char bytes[8];
  size_t got = 0;
  enum hc_kind kind = hc_memory_transport_new(&script, &written, HC_EDITION_NEWEST,
                                              &stage->allocator, &transport, stage->error);
  if (kind != HC_OK) return kind;
  kind = hc_transport_write(transport, &span, 1, stage->error);
  assert_int_equal(hc_memory_transport_writes(transport), 1);
  const struct hc_room rooms[] = {hc_room_make(bytes, 2), hc_room_make(bytes + 2, 2)};
  if (kind == HC_OK) kind = hc_transport_read_rooms(transport, rooms, 2, &got, stage->error);
  const struct hc_span read = hc_span_make(bytes, got);
  if (kind == HC_OK) {
    kind = hc_transport_put_back(transport, &read, 1, &stage->allocator, stage->error);
  }
  if (kind == HC_OK) kind = hc_transport_read(transport, bytes, 1, &got, stage->error);
  if (kind == HC_OK) kind = hc_transport_read_full(transport, bytes, 8, &got, stage->error);
  hc_transport_release(transport);
  hc_buffer_free(&written);
  return kind;
}

/* --- Scenes --- */

static step *const parts[] = {fill_buffers,         fill_lines,  read_numbers,  look_up_constants,
                              use_timeouts,         move_errors, refuse,        refuse_characters,
                              write_texts,          take_apart,  parse_message, walk_lines,
                              use_memory_transport, NULL};
static const struct hc_span for_reader[] = {BYTES("X: 1\r\n\r\n"), BYTES("line\nand the rest")};
static step *const with_reader[] = {use_reader, NULL};

const struct scene part_scenes[] = {
    {.name = "parts", .steps = parts},
    {.name = "a reader", .steps = with_reader, SEGMENTS(for_reader)},
    {.name = NULL},
};
