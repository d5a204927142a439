/* Every allocation of a request and its response fails in turn: each time the error is MemoryError,
 * and nothing is left allocated. */
#include "hc/connection.h"
#include "support/bodies.h"
#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

/* Counts allocations, fails the one of number `failing`, and knows what is in use. */
struct counter {
  size_t allocations;
  size_t failing; /* from 1; 0: none */
  size_t in_use;
};

static void *count(void *payload, void *block, size_t old_size, size_t new_size) {
  struct counter *counter = payload;
  if (new_size > 0 && ++counter->allocations == counter->failing) return NULL;
  void *resized = hc_resize(NULL, block, old_size, new_size);
  counter->in_use = counter->in_use - old_size + new_size;
  return resized;
}

typedef enum hc_kind play_function(struct hc_connection *connection, struct hc_response **response,
                                   struct hc_buffer *into, struct hc_error *error);

/* Everything that reading can allocate. */
static enum hc_kind read_everything(struct hc_response *response, struct hc_buffer *into,
                                    struct hc_error *error) {
  bool found;
  enum hc_kind kind = hc_response_getheader(response, hc_str("x"), into, &found, error);
  if (kind == HC_OK) {
    kind = hc_message_add(hc_response_headers(response), hc_str("y"), hc_str("z"), error);
  }
  if (kind == HC_OK) kind = hc_response_readline(response, -1, into, error);
  if (kind == HC_OK) kind = hc_response_read1(response, 1, into, error);
  if (kind == HC_OK) kind = hc_response_read(response, 1, into, error);
  return kind == HC_OK ? hc_response_read_all(response, into, error) : kind;
}

static enum hc_kind play_exchange(struct hc_connection *connection, struct hc_response **response,
                                  struct hc_buffer *into, struct hc_error *error) {
  const struct hc_span list[] = {BYTES("caf\xC3\xA9")};
  struct pieces pieces = {.pieces = list, .count = 1};
  const struct hc_body file = pieces_file(&pieces, true);
  const struct hc_header header = {hc_text("X"), hc_text("\xC3\xA9")};
  const struct hc_request request = {.method = hc_str("POST"),
                                     .url = hc_str("/"),
                                     .body = &file,
                                     .headers = &header,
                                     .header_count = 1};
  enum hc_kind kind = hc_connection_request(connection, &request, error);
  if (kind == HC_OK) kind = hc_connection_getresponse(connection, response, error);
  return kind == HC_OK ? read_everything(*response, into, error) : kind;
}

static enum hc_kind play_text_body(struct hc_connection *connection, struct hc_response **response,
                                   struct hc_buffer *into, struct hc_error *error) {
  (void)response;
  (void)into;
  const struct hc_body body = hc_body_text(bytes_of("\xC3\xA9"));
  const struct hc_request request = {
      .method = hc_str("PUT"), .url = hc_str("http://[::1]/"), .body = &body};
  enum hc_kind kind = hc_connection_set_host(connection, hc_str("\xC3\xA9:1"), error);
  if (kind == HC_OK) kind = hc_connection_request(connection, &request, error);
  hc_connection_close(connection);
  const struct hc_request plain = {.method = hc_str("GET"), .url = hc_str("/")};
  return kind == HC_OK ? hc_connection_request(connection, &plain, error) : kind;
}

static const struct hc_span answers[] = {
    BYTES("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: 1\r\nX: 2\r\n fold\r\n"
          "Content-Type: multipart/x\r\nTransfer-Encoding: chunked\r\n\r\n"
          "3\r\na\nb\r\n4\r\ncdef\r\n0\r\n\r\n"),
    BYTES("")};

/* Plays with allocation number `failing` refused; returns how many there were. */
static size_t play(play_function *scene, size_t piece, size_t failing, enum hc_kind *kind) {
  struct counter counter = {.failing = failing};
  struct hc_allocator allocator = {count, &counter};
  struct script script = {.answers = answers,
                          .answer_count = 2,
                          .memory = {.piece = piece},
                          .allocator = &allocator,
                          .written = hc_buffer_make(&allocator, 0)};
  const struct hc_connection_options options = {.host = hc_str("host"),
                                                .allocator = &allocator,
                                                .open = script_open,
                                                .open_payload = &script};
  struct hc_error error = {.allocator = &allocator};
  struct hc_connection *connection = NULL;
  struct hc_response *response = NULL;
  struct hc_buffer into = hc_buffer_make(&allocator, 0);
  *kind = hc_connection_new(&options, &connection, &error);
  if (*kind == HC_OK) *kind = scene(connection, &response, &into, &error);
  assert_int_equal(error.kind, *kind);
  hc_response_free(response);
  hc_connection_free(connection);
  hc_buffer_free(&into);
  hc_error_clear(&error);
  script_free(&script);
  assert_int_equal(counter.in_use, 0);
  return counter.allocations;
}

static void fail_each(play_function *scene, size_t piece, enum hc_kind undisturbed) {
  enum hc_kind kind;
  size_t allocations = play(scene, piece, 0, &kind);
  assert_kind_is(kind, undisturbed, "undisturbed");
  assert_true(allocations > 5);
  for (size_t failing = 1; failing <= allocations; failing++) {
    play(scene, piece, failing, &kind);
    assert_kind_is(kind, HC_MEMORY_ERROR, "refused");
  }
}

static void an_exchange_survives_every_refused_allocation(void **state) {
  (void)state;
  fail_each(play_exchange, 0, HC_OK);
  fail_each(play_exchange, 1, HC_OK);
}

static void a_text_body_survives_every_refused_allocation(void **state) {
  (void)state;
  fail_each(play_text_body, 0, HC_OK);
}

static enum hc_kind play_cut_body(struct hc_connection *connection, struct hc_response **response,
                                  struct hc_buffer *into, struct hc_error *error) {
  static const struct hc_span cut = BYTES("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                          "3\r\nabc\r\n4\r\nde");
  struct hc_memory_script memory = {.segments = &cut, .segment_count = 1};
  struct hc_transport *transport = NULL;
  const struct hc_allocator *allocator = error->allocator;
  enum hc_kind kind =
      hc_memory_transport_new(&memory, NULL, HC_EDITION_NEWEST, allocator, &transport, error);
  if (kind != HC_OK) return kind;
  hc_connection_set_transport(connection, transport);
  hc_transport_release(transport);
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  kind = hc_connection_request(connection, &request, error);
  if (kind == HC_OK) kind = hc_connection_getresponse(connection, response, error);
  if (kind == HC_OK) kind = hc_response_read_all(*response, into, error);
  hc_response_free(*response);
  *response = NULL;
  hc_connection_close(connection);
  return kind;
}

static void an_incomplete_read_survives_every_refused_allocation(void **state) {
  (void)state;
  fail_each(play_cut_body, 0, HC_INCOMPLETE_READ);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_exchange_survives_every_refused_allocation),
      cmocka_unit_test(a_text_body_survives_every_refused_allocation),
      cmocka_unit_test(an_incomplete_read_survives_every_refused_allocation),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
