/* A proxy's answer to CONNECT: at once and in pieces it comes to the same, exactly what answers 200
 * opens the tunnel, and the fields that are kept are those of the answer. */
#include "../choices.h"
#include "../memory_count.h"
#include "../target.h"
#include "hc/connection.h"
#include "hc/limits.h"
#include "hc/memory_transport.h"

struct attempt {
  struct memory_count memory;
  struct hc_allocator allocator;
  struct hc_memory_script script;
  struct hc_buffer written;
  struct hc_connection *connection;
  enum hc_kind kind;
  struct hc_error error;
};

static enum hc_kind open_proxy(void *payload, const struct hc_transport_target *target,
                               struct hc_transport **transport, struct hc_error *error) {
  struct attempt *attempt = payload;
  return hc_memory_transport_new(&attempt->script, &attempt->written, target->edition,
                                 target->allocator, transport, error);
}

static void attempt_make(struct attempt *attempt, const struct hc_span *answer, size_t piece,
                         enum hc_edition edition) {
  static const struct hc_port port = {HC_PORT_NUMBER, 443, {NULL, 0}};
  *attempt = (struct attempt){.script = {.segments = answer, .segment_count = 1, .piece = piece}};
  attempt->allocator = memory_count_allocator(&attempt->memory);
  attempt->written = hc_buffer_make(&attempt->allocator, 0);
  attempt->error.allocator = &attempt->allocator;
  struct hc_connection_options options = {.host = {"proxy", 5},
                                          .port = {HC_PORT_NUMBER, 3128, {NULL, 0}},
                                          .edition = edition,
                                          .allocator = &attempt->allocator,
                                          .open = open_proxy,
                                          .open_payload = attempt};
  PROPERTY(hc_connection_new(&options, &attempt->connection, NULL) == HC_OK);
  PROPERTY(hc_connection_set_tunnel(attempt->connection, hc_str("origin"), port, NULL, 0, NULL) ==
           HC_OK);
  attempt->kind = hc_connection_connect(attempt->connection, &attempt->error);
  PROPERTY(attempt->kind == attempt->error.kind);
}

static void attempt_release(struct attempt *attempt, size_t size) {
  hc_connection_free(attempt->connection);
  hc_buffer_free(&attempt->written);
  hc_error_clear(&attempt->error);
  PROPERTY(attempt->memory.live == 0);
  PROPERTY(attempt->memory.peak <= 8 * HC_READ_BUFFER_SIZE + 64 * size);
}

static struct hc_message *proxy_headers(const struct attempt *attempt) {
  struct hc_message *headers = NULL;
  enum hc_kind kind = hc_connection_proxy_headers(attempt->connection, &headers, NULL);
  PROPERTY(kind == HC_OK || kind == HC_ATTRIBUTE_ERROR);
  return headers;
}

static void check_same_headers(const struct attempt *a, const struct attempt *b) {
  struct hc_message *one = proxy_headers(a), *other = proxy_headers(b);
  PROPERTY((one == NULL) == (other == NULL));
  size_t count = one ? hc_message_count(one) : 0;
  if (one) PROPERTY(count == hc_message_count(other));
  for (size_t i = 0; i < count; i++) {
    struct hc_field left = hc_message_field(one, i), right = hc_message_field(other, i);
    PROPERTY(hc_span_equal(left.name, right.name) && hc_span_equal(left.value, right.value));
  }
  hc_message_free(one);
  hc_message_free(other);
}

static void check_same(const struct attempt *a, const struct attempt *b) {
  PROPERTY(a->kind == b->kind);
  PROPERTY(hc_span_equal(hc_buffer_span(&a->error.text), hc_buffer_span(&b->error.text)));
  PROPERTY(hc_span_equal(hc_buffer_span(&a->written), hc_buffer_span(&b->written)));
  bool is_connected = hc_connection_transport(a->connection) != NULL;
  PROPERTY(is_connected == (hc_connection_transport(b->connection) != NULL));
  if (a->kind == HC_OK) PROPERTY(is_connected);
  check_same_headers(a, b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span answer = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&answer);
  enum hc_edition edition = choices_edition(choices.of[0]);
  struct attempt at_once, in_pieces;
  attempt_make(&at_once, &answer, 0, edition);
  attempt_make(&in_pieces, &answer, choices_piece(choices.of[1], answer.size), edition);
  check_same(&at_once, &in_pieces);
  attempt_release(&at_once, answer.size);
  attempt_release(&in_pieces, answer.size);
  return 0;
}
