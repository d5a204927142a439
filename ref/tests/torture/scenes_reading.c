/* Scenes of receiving: each framing, read in every way. */
#include "support/guarded.h"
#include "support/testing.h"
#include "torture/scenes.h"

/* --- Steps: head --- */

static enum hc_kind ask_for(struct stage *stage, const char *method) {
  const struct hc_request request = {.method = hc_str(method), .url = hc_str("/")};
  enum hc_kind kind = hc_connection_request(stage->connection, &request, stage->error);
  return kind == HC_OK ? stage_await(stage) : kind;
}

static enum hc_kind get(struct stage *stage) {
  return ask_for(stage, "GET");
}

static enum hc_kind head(struct stage *stage) {
  return ask_for(stage, "HEAD");
}

static enum hc_kind look_at_head(struct stage *stage) {
  int number = 0;
  bool flag = false;
  struct hc_span text;
  struct hc_integer length;
  const struct hc_response *response = stage->response;
  assert_int_equal(hc_response_status(response, &number), HC_PRESENT);
  assert_true(number >= 100 && number <= 999);
  assert_int_equal(hc_response_reason(response, &text), HC_PRESENT);
  assert_int_equal(hc_response_version(response, &number), HC_PRESENT);
  assert_int_equal(hc_response_chunked(response, &flag), HC_PRESENT);
  assert_int_equal(hc_response_will_close(response, &flag), HC_PRESENT);
  assert_true(hc_response_length(response, &length) != HC_UNKNOWN);
  hc_response_chunk_left(response, &length);
  assert_non_null(hc_response_headers(stage->response));
  assert_int_equal(hc_response_debuglevel(response), 0);
  hc_response_set_debuglevel(stage->response, 0);
  return HC_OK;
}

static enum hc_kind look_at_fields(struct stage *stage) {
  bool found = false;
  const struct hc_message *headers = NULL;
  struct hc_span url;
  enum hc_kind kind =
      hc_response_getheader(stage->response, hc_str("x-twice"), &stage->into, &found, stage->error);
  if (kind == HC_OK) kind = hc_response_getheaders(stage->response, &headers, stage->error);
  if (kind == HC_OK) {
    kind = hc_message_add(hc_response_headers(stage->response), hc_str("X"), hc_str("added"),
                          stage->error);
  }
  if (kind == HC_OK) kind = hc_response_set_url(stage->response, hc_str("/set"), stage->error);
  if (kind == HC_OK) kind = hc_response_url(stage->response, &url, stage->error);
  return kind;
}

/* --- Steps: body. What each gives is noted. --- */

static enum hc_kind note(struct stage *stage, enum hc_kind kind) {
  if (kind == HC_OK) stage_note(stage, hc_buffer_span(&stage->into));
  return kind;
}

static enum hc_kind note_bytes(struct stage *stage, enum hc_kind kind, const char *bytes,
                               size_t size) {
  if (kind == HC_OK) stage_note(stage, hc_span_make(bytes, size));
  return kind;
}

static enum hc_kind peek(struct stage *stage) {
  struct hc_span ahead;
  return hc_response_peek(stage->response, &ahead, stage->error);
}

static enum hc_kind read_all(struct stage *stage) {
  return note(stage, hc_response_read_all(stage->response, &stage->into, stage->error));
}

static enum hc_kind read_some(struct stage *stage) {
  return note(stage, hc_response_read(stage->response, 3, &stage->into, stage->error));
}

static enum hc_kind read1(struct stage *stage) {
  return note(stage, hc_response_read1(stage->response, 3, &stage->into, stage->error));
}

static enum hc_kind readline(struct stage *stage) {
  return note(stage, hc_response_readline(stage->response, -1, &stage->into, stage->error));
}

static enum hc_kind next_line(struct stage *stage) {
  bool end = false;
  enum hc_kind kind = hc_response_next_line(stage->response, &stage->into, &end, stage->error);
  return kind == HC_OK && !end ? note(stage, kind) : kind;
}

static enum hc_kind readinto(struct stage *stage) {
  char bytes[4];
  size_t got = 0;
  enum hc_kind kind =
      hc_response_readinto(stage->response, bytes, sizeof bytes, &got, stage->error);
  return note_bytes(stage, kind, bytes, got);
}

static enum hc_kind readinto1(struct stage *stage) {
  char bytes[4];
  size_t got = 0;
  enum hc_kind kind =
      hc_response_readinto1(stage->response, bytes, sizeof bytes, &got, stage->error);
  return note_bytes(stage, kind, bytes, got);
}

static enum hc_kind readlines(struct stage *stage) {
  struct hc_line_list lines = hc_line_list_make(&stage->allocator);
  enum hc_kind kind = hc_response_readlines(stage->response, 8, &lines, stage->error);
  for (size_t i = 0; i < hc_line_list_count(&lines); i++)
    stage_note(stage, hc_line_list_at(&lines, i));
  hc_line_list_free(&lines);
  return kind;
}

/* More than a reader takes ahead. */
static enum hc_kind readinto_much(struct stage *stage) {
  static char bytes[9000];
  size_t got = 0;
  enum hc_kind kind =
      hc_response_readinto(stage->response, bytes, sizeof bytes, &got, stage->error);
  return note_bytes(stage, kind, bytes, got);
}

/* --- Steps: the stream --- */

/* An operation that a response does not have says so. */
static void assert_unsupported(struct stage *stage, enum hc_kind kind) {
  if (kind == HC_MEMORY_ERROR && stage->fired) return;
  assert_kind_is(kind, HC_UNSUPPORTED_OPERATION, "CL.07");
  hc_error_clear(stage->error);
}

static enum hc_kind fail_as_stream(struct stage *stage) {
  struct hc_response *response = stage->response;
  struct hc_error *error = stage->error;
  const struct hc_span line = BYTES("line");
  assert_unsupported(stage, hc_response_tell(response, error));
  if (stage->details.kind != HC_OK) return stage->details.kind;
  assert_unsupported(stage, hc_response_seek(response, 0, 0, error));
  if (stage->details.kind != HC_OK) return stage->details.kind;
  assert_unsupported(stage, hc_response_truncate(response, error));
  if (stage->details.kind != HC_OK) return stage->details.kind;
  assert_unsupported(stage, hc_response_write(response, line, error));
  if (stage->details.kind != HC_OK) return stage->details.kind;
  assert_unsupported(stage, hc_response_detach(response, error));
  if (stage->details.kind != HC_OK) return stage->details.kind;
  return hc_response_writelines(response, &line, 1, error);
}

static enum hc_kind use_as_stream(struct stage *stage) {
  bool terminal = true;
  int fd = 0;
  assert_true(hc_response_readable(stage->response));
  assert_false(hc_response_writable(stage->response));
  assert_false(hc_response_seekable(stage->response));
  enum hc_kind kind = hc_response_enter(stage->response, stage->error);
  if (kind == HC_OK) kind = hc_response_flush(stage->response, stage->error);
  if (kind == HC_OK) kind = hc_response_isatty(stage->response, &terminal, stage->error);
  if (kind == HC_OK) kind = hc_response_fileno(stage->response, &fd, stage->error);
  return kind;
}

/* Another owner may close it, too; a closed one is at its end. */
static enum hc_kind close_response(struct stage *stage) {
  hc_response_close(stage->response);
  assert_true(hc_response_closed(stage->response));
  assert_true(hc_response_isclosed(stage->response));
  enum hc_kind kind = hc_response_read_all(stage->response, &stage->into, stage->error);
  assert_int_equal(stage->into.size, 0);
  stage_dismiss(stage);
  hc_connection_close(stage->connection);
  return kind;
}

static enum hc_kind dismiss(struct stage *stage) {
  stage_dismiss(stage);
  return HC_OK;
}

/* A response over a transport that no connection has. */
static enum hc_kind begin_alone(struct stage *stage) {
  const struct hc_response_options options = {.allocator = &stage->allocator};
  enum hc_kind kind = hc_connection_connect(stage->connection, stage->error);
  if (kind != HC_OK) return kind;
  kind = hc_response_new(hc_connection_transport(stage->connection), &options, &stage->response,
                         stage->error);
  if (kind != HC_OK) return kind;
  stage->phase = AWAITING;
  kind = hc_response_begin(stage->response, stage->error);
  if (kind == HC_OK) stage->phase = READING;
  return kind;
}

/* --- Scenes --- */

#define HEAD "HTTP/1.1 200 OK\r\nX-Twice: 1\r\nX-Twice: 2\r\nX-Folded: a\r\n b\r\n"
#define LINES                                                                                      \
  "the first line\nthe second line\nthe third line\nthe fourth line\nand the rest of it\n"

#define NO_BODY BYTES(HEAD "Content-Length: 0\r\n\r\n")

static const char zeros[20000];

static const struct hc_span by_length[] = {BYTES(HEAD "Content-Length: 81\r\n\r\n"), BYTES(LINES),
                                           NO_BODY, NO_BODY, NEXT_CONNECTION};
static const struct hc_span by_end[] = {
    BYTES(HEAD "\r\n"), BYTES(LINES), NEXT_CONNECTION, NO_BODY, NO_BODY, NEXT_CONNECTION};
static const struct hc_span by_chunks[] = {
    BYTES(HEAD "Transfer-Encoding: chunked\r\n\r\n7;ext=1\r\nthe fir\r\n"),
    BYTES("20\r\nst line\nthe second line\nthe thir\r\n"),
    BYTES("2a\r\nd line\nthe fourth line\nand the rest of it\n\r\n0\r\nTrailer: 1\r\n\r\n"),
    NO_BODY,
    NO_BODY,
    NEXT_CONNECTION};
static step *const every_way[] = {
    get,      look_at_head, look_at_fields, use_as_stream, peek,           read1,    read_some,
    readinto, readinto1,    readline,       next_line,     readlines,      read_all, dismiss,
    head,     read_all,     dismiss,        get,           close_response, NULL};

static const struct hc_span much_by_length[] = {
    BYTES("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n"), {zeros, sizeof zeros}};
static const struct hc_span much_by_end[] = {BYTES("HTTP/1.1 200 OK\r\n\r\n"),
                                             {zeros, sizeof zeros}};
static const struct hc_span much_in_a_chunk[] = {
    BYTES("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4E20\r\n"),
    {zeros, sizeof zeros},
    BYTES("\r\n0\r\n\r\n")};
#define EQUAL_CHUNK {zeros, 0x800}, BYTES("\r\n800\r\n")
static const struct hc_span equal_chunks[] = {
    BYTES("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n"),
    EQUAL_CHUNK,
    EQUAL_CHUNK,
    EQUAL_CHUNK,
    EQUAL_CHUNK,
    EQUAL_CHUNK,
    EQUAL_CHUNK,
    EQUAL_CHUNK,
    EQUAL_CHUNK,
    EQUAL_CHUNK,
    {zeros, 0x800},
    BYTES("\r\n4\r\nlast\r\n0\r\n\r\n")};
static step *const much_and_more[] = {get,      readinto_much, readinto_much, readinto_much,
                                      readline, dismiss,       NULL};
static step *const much[] = {get, readinto_much, readline, dismiss, NULL};
static step *const much_at_once[] = {get, read_some, read_all, dismiss, NULL};

static const struct hc_span cut_length[] = {BYTES(HEAD "Content-Length: 9\r\n\r\ncut")};
static const struct hc_span cut_chunk[] = {
    BYTES(HEAD "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n9\r\ncut")};
static const struct hc_span cut_chunk_end[] = {
    BYTES(HEAD "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r")};
static const struct hc_span no_chunk_size[] = {
    BYTES(HEAD "Transfer-Encoding: chunked\r\n\r\nz\r\n")};
static step *const cut_all[] = {get, read_all, NULL};
static step *const cut_after_some[] = {get, read_some, read_all, NULL};
static step *const cut_into[] = {get, readinto_much, NULL};
static step *const peek_and_read[] = {get, peek, read_all, NULL};

static const struct hc_span interim[] = {BYTES("HTTP/1.1 100 Continue\r\nX: 1\r\n\r\n"
                                               "HTTP/1.1 103 Early Hints\r\n\r\n"),
                                         BYTES("HTTP/1.1 304 Not Modified\r\n\r\n"),
                                         BYTES("HTTP/1.1 204 No Content\r\n\r\n")};
static step *const without_body[] = {get,     read_all, dismiss,  get,     read_all,
                                     dismiss, get,      read_all, dismiss, NULL};

static const struct hc_span nonsense[] = {BYTES("SSH-2.0-OpenSSH_9.2\r\n")};
static const struct hc_span unknown[] = {BYTES("HTTP/2.0 200 OK\r\n\r\n")};
static step *const ask[] = {get, NULL};
static step *const streaming[] = {get, fail_as_stream, NULL};
static step *const alone[] = {begin_alone, readlines, read_all, close_response, NULL};

const struct scene reading_scenes[] = {
    {.name = "a body by length", .steps = every_way, SEGMENTS(by_length)},
    {.name = "a body in edition 3.8",
     .steps = every_way,
     SEGMENTS(by_chunks),
     .options = {.edition = HC_EDITION_3_8}},
    {.name = "a body up to the end", .steps = every_way, SEGMENTS(by_end)},
    {.name = "a body in chunks", .steps = every_way, SEGMENTS(by_chunks)},
    {.name = "much by length", .steps = much, SEGMENTS(much_by_length)},
    {.name = "much by length at once", .steps = much_at_once, SEGMENTS(much_by_length)},
    {.name = "much up to the end", .steps = much, SEGMENTS(much_by_end)},
    {.name = "much up to the end at once", .steps = much_at_once, SEGMENTS(much_by_end)},
    {.name = "much in a chunk", .steps = much, SEGMENTS(much_in_a_chunk)},
    {.name = "much in a chunk at once", .steps = much_at_once, SEGMENTS(much_in_a_chunk)},
    {.name = "much in equal chunks", .steps = much_and_more, SEGMENTS(equal_chunks)},
    {.name = "an early end", .steps = cut_all, SEGMENTS(cut_length), .kind = HC_INCOMPLETE_READ},
    {.name = "an early end after some",
     .steps = cut_after_some,
     SEGMENTS(cut_length),
     .kind = HC_INCOMPLETE_READ},
    {.name = "an early end in a chunk",
     .steps = cut_all,
     SEGMENTS(cut_chunk),
     .kind = HC_INCOMPLETE_READ},
    {.name = "an early end in a chunk, by readinto()",
     .steps = cut_into,
     SEGMENTS(cut_chunk),
     .kind = HC_INCOMPLETE_READ},
    {.name = "an early end after a chunk, by readinto()",
     .steps = cut_into,
     SEGMENTS(cut_chunk_end),
     .kind = HC_INCOMPLETE_READ},
    {.name = "an early end in edition 3.8",
     .steps = cut_all,
     SEGMENTS(cut_chunk),
     .options = {.edition = HC_EDITION_3_8},
     .kind = HC_INCOMPLETE_READ},
    {.name = "no chunk size", .steps = peek_and_read, SEGMENTS(no_chunk_size), .kind = HC_OK},
    {.name = "interim, and without a body", .steps = without_body, SEGMENTS(interim)},
    {.name = "no HTTP", .steps = ask, SEGMENTS(nonsense), .kind = HC_BAD_STATUS_LINE},
    {.name = "another HTTP", .steps = ask, SEGMENTS(unknown), .kind = HC_UNKNOWN_PROTOCOL},
    {.name = "a stream's operations",
     .steps = streaming,
     SEGMENTS(by_length),
     .kind = HC_UNSUPPORTED_OPERATION},
    {.name = "a response alone", .steps = alone, SEGMENTS(by_chunks)},
    {.name = NULL},
};
