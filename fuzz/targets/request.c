/* A request made of any arguments: method, url, fields and body, each ended by RECORD_END in the
 * input. No argument can add a line to the request; what is refused writes nothing; and the body
 * reads back as it was given. */
#include "../choices.h"
#include "../memory_count.h"
#include "../target.h"
#include "hc/connection.h"
#include "hc/memory_transport.h"

enum { RECORD_END = 0x1E };

/* --- the input --- */

static struct hc_span take_record(struct hc_span *bytes) {
  const char *end = bytes->size ? memchr(bytes->data, RECORD_END, bytes->size) : NULL;
  size_t length = end ? (size_t)(end - bytes->data) : bytes->size;
  struct hc_span record = hc_span_make(bytes->data, length);
  size_t taken = length + (end != NULL);
  if (taken) *bytes = hc_span_make(bytes->data + taken, bytes->size - taken);
  return record;
}

/* The kind of an argument is a choice: text two times of three, so that Latin-1 and UTF-8 are both
 * met. */
static struct hc_value take_value(struct hc_span *bytes, uint8_t choice) {
  struct hc_value value = {choice % 3 == 2 ? HC_VALUE_BYTES : HC_VALUE_TEXT, take_record(bytes),
                           choice};
  return value;
}

/* --- a connection that goes nowhere --- */

struct wire {
  struct memory_count memory;
  struct hc_allocator allocator;
  struct hc_buffer written;
};

static enum hc_kind open_wire(void *payload, const struct hc_transport_target *target,
                              struct hc_transport **transport, struct hc_error *error) {
  static const struct hc_memory_script silence = {.segment_count = 0};
  struct wire *wire = payload;
  return hc_memory_transport_new(&silence, &wire->written, target->edition, target->allocator,
                                 transport, error);
}

/* --- lines --- */

/* The lines of a header block as any recipient may count them: a CR, an LF or both end a line,
 * unless white space follows, which continues it. The blank line that ends the block is not
 * counted; |*length| is the block's with it. */
static size_t count_lines(struct hc_span block, size_t *length) {
  size_t count = 0, line = 0;
  for (size_t i = 0; i < block.size; i++) {
    if (block.data[i] != '\r' && block.data[i] != '\n') continue;
    bool is_empty = i == line;
    if (block.data[i] == '\r' && i + 1 < block.size && block.data[i + 1] == '\n') i++;
    if (is_empty) {
      *length = i + 1;
      return count;
    }
    bool goes_on = i + 1 < block.size && (block.data[i + 1] == ' ' || block.data[i + 1] == '\t');
    if (goes_on) continue;
    line = i + 1;
    count++;
  }
  *length = block.size;
  return count;
}

/* --- the request --- */

struct expected {
  size_t lines;
  bool is_chunked;
};

/* Field lines, one call each; returns how many were accepted. */
static size_t put_fields(struct hc_connection *connection, struct hc_span bytes,
                         const struct choices *choices) {
  size_t count = 0;
  for (size_t i = 2; bytes.size; i++) {
    struct hc_value name = take_value(&bytes, choices->of[2 + i % 4]);
    struct hc_value values[2] = {take_value(&bytes, choices->of[2 + (i + 1) % 4])};
    size_t value_count = 1;
    if (choices->of[6] & 1 && bytes.size) values[value_count++] = take_value(&bytes, 0);
    struct hc_error error = {.kind = HC_OK};
    enum hc_kind kind = hc_connection_putheader(connection, name, values, value_count, &error);
    PROPERTY(kind == error.kind);
    PROPERTY(kind == HC_OK || hc_kind_is(kind, HC_VALUE_ERROR));
    hc_error_clear(&error);
    count += kind == HC_OK;
  }
  return count;
}

static enum hc_kind next_half(void *payload, struct hc_span *chunk, bool *end,
                              struct hc_error *error) {
  (void)error;
  struct hc_span *left = payload;
  size_t length = (left->size + 1) / 2;
  *end = length == 0;
  *chunk = hc_span_make(left->data, length);
  if (length) *left = hc_span_make(left->data + length, left->size - length);
  return HC_OK;
}

/* --- what was written --- */

static void check_chunked(struct hc_span sent, struct hc_span body,
                          const struct hc_allocator *allocator) {
  const struct hc_span segments[] = {
      hc_str("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), sent};
  struct hc_memory_script script = {.segments = segments, .segment_count = 2};
  struct hc_transport *transport = NULL;
  struct hc_response *response = NULL;
  static const struct hc_response_options options = {.method = {"GET", 3}};
  PROPERTY(hc_memory_transport_new(&script, NULL, HC_EDITION_NEWEST, allocator, &transport, NULL) ==
           HC_OK);
  PROPERTY(hc_response_new(transport, &options, &response, NULL) == HC_OK);
  hc_transport_release(transport);
  PROPERTY(hc_response_begin(response, NULL) == HC_OK);
  struct hc_buffer read = hc_buffer_make(allocator, 0);
  PROPERTY(hc_response_read_all(response, &read, NULL) == HC_OK);
  PROPERTY(hc_span_equal(hc_buffer_span(&read), body));
  hc_buffer_free(&read);
  hc_response_free(response);
}

static void check_written(const struct wire *wire, const struct expected *expected,
                          struct hc_span body) {
  struct hc_span written = hc_buffer_span(&wire->written);
  size_t length = 0;
  PROPERTY(count_lines(written, &length) == expected->lines);
  struct hc_span sent = hc_span_make(written.data + length, written.size - length);
  if (expected->is_chunked)
    check_chunked(sent, body, &wire->allocator);
  else
    PROPERTY(hc_span_equal(sent, body));
}

static void send_request(struct hc_connection *connection, struct wire *wire, struct hc_span bytes,
                         const struct choices *choices) {
  struct hc_span method = take_record(&bytes), url = take_record(&bytes),
                 body = take_record(&bytes);
  struct hc_putrequest_options options = {.skip_host = choices->of[1] & 1,
                                          .skip_accept_encoding = choices->of[1] & 2};
  if (hc_connection_putrequest(connection, method, url, &options, NULL) != HC_OK) return;
  struct expected expected = {.lines = 1, .is_chunked = choices->of[1] & 4};
  expected.lines += (options.skip_host ? 0u : 1u) + (options.skip_accept_encoding ? 0u : 1u);
  expected.lines += put_fields(connection, bytes, choices);
  struct hc_span left = body;
  struct hc_body given = hc_body_bytes(body);
  if (choices->of[1] & 8)
    given = (struct hc_body){.kind = HC_BODY_ITERABLE, .next = next_half, .payload = &left};
  PROPERTY(wire->written.size == 0); /* nothing goes out before endheaders() */
  if (hc_connection_endheaders(connection, &given, expected.is_chunked, NULL) == HC_OK)
    check_written(wire, &expected, body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span bytes = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&bytes);
  struct wire wire = {.memory = {0, 0}};
  wire.allocator = memory_count_allocator(&wire.memory);
  wire.written = hc_buffer_make(&wire.allocator, 0);
  struct hc_span host = choices.of[7] & 1 ? take_record(&bytes) : hc_str("example.org");
  struct hc_connection_options options = {.host = host,
                                          .edition = choices_edition(choices.of[0]),
                                          .allocator = &wire.allocator,
                                          .open = open_wire,
                                          .open_payload = &wire};
  struct hc_connection *connection = NULL;
  if (hc_connection_new(&options, &connection, NULL) == HC_OK) {
    send_request(connection, &wire, bytes, &choices);
    hc_connection_free(connection);
  }
  hc_buffer_free(&wire.written);
  PROPERTY(wire.memory.live == 0);
  PROPERTY(wire.memory.peak <= 64 * 1024 + 64 * size);
  return 0;
}
