/* A proxy's answer to CONNECT: at once and in pieces it comes to the same, exactly what answers 200
 * opens the tunnel, and the fields that are kept are those of the answer. Both are judged by the
 * parsers of status lines and of field sections, put to the bytes directly. */
#include "../choices.h"
#include "../memory_count.h"
#include "../message_check.h"
#include "../target.h"
#include "hc/connection.h"
#include "hc/limits.h"
#include "hc/memory_transport.h"
#include "hc/status_line.h"

/* --- an attempt --- */

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

/* --- what the answer says --- */

struct verdict {
  struct memory_count memory;
  struct hc_allocator allocator;
  enum hc_kind kind;          /* of connect() */
  int status;                 /* 0: the answer has none */
  struct hc_message *headers; /* those that are kept; NULL: none */
};

/* Editions before it pass the fields over. */
static bool keeps_fields(enum hc_edition edition) {
  return edition >= HC_EDITION_3_12;
}

static struct hc_span take_line(struct hc_span *rest) {
  const char *end = memchr(rest->data, '\n', rest->size);
  size_t size = end ? (size_t)(end - rest->data) + 1 : rest->size;
  struct hc_span line = hc_span_make(rest->data, size);
  *rest = hc_span_make(rest->data + size, rest->size - size);
  return line;
}

/* Of any status and version: no interim response is passed over. */
static enum hc_kind judge_status_line(struct hc_span line, int *status) {
  struct hc_status_line parsed = {.status = 0};
  if (!line.size) return HC_REMOTE_DISCONNECTED;
  if (line.size > HC_LIMIT_LINE) return HC_LINE_TOO_LONG;
  enum hc_kind kind = hc_status_line_parse(line, &parsed, NULL);
  *status = parsed.status;
  return kind;
}

static enum hc_kind parse_fields(struct verdict *verdict, struct hc_span rest,
                                 enum hc_edition edition) {
  struct hc_memory_script script = {.segments = &rest, .segment_count = 1};
  struct hc_transport *transport = NULL;
  struct hc_reader *reader = NULL;
  PROPERTY(hc_memory_transport_new(&script, NULL, edition, &verdict->allocator, &transport, NULL) ==
           HC_OK);
  PROPERTY(hc_reader_new(transport, &verdict->allocator, &reader, NULL) == HC_OK);
  hc_transport_release(transport);
  enum hc_kind kind =
      hc_parse_headers(reader, edition, &verdict->allocator, &verdict->headers, NULL);
  hc_reader_free(reader);
  return kind;
}

/* Unlike fields that are kept, any number of them. */
static enum hc_kind pass_fields_over(struct hc_span rest) {
  for (;;) {
    struct hc_span line = take_line(&rest);
    if (line.size > HC_LIMIT_LINE) return HC_LINE_TOO_LONG;
    bool is_blank = hc_span_equal(line, hc_str("\r\n")) || hc_span_equal(line, hc_str("\n"));
    if (!line.size || is_blank) return HC_OK;
  }
}

static void verdict_make(struct verdict *verdict, struct hc_span answer, enum hc_edition edition) {
  *verdict = (struct verdict){.status = 0};
  verdict->allocator = memory_count_allocator(&verdict->memory);
  verdict->kind = judge_status_line(take_line(&answer), &verdict->status);
  if (verdict->kind == HC_OK && keeps_fields(edition))
    verdict->kind = parse_fields(verdict, answer, edition);
  if (verdict->kind != HC_OK) return;
  if (verdict->status != 200)
    verdict->kind = HC_OS_ERROR;
  else if (!keeps_fields(edition))
    verdict->kind = pass_fields_over(answer);
}

static void verdict_release(struct verdict *verdict) {
  hc_message_free(verdict->headers);
  PROPERTY(verdict->memory.live == 0);
}

/* --- both attempts --- */

static void check_refusal(const struct attempt *attempt, int status) {
  char begins[40];
  snprintf(begins, sizeof begins, "Tunnel connection failed: %d ", status);
  struct hc_span text = hc_buffer_span(&attempt->error.text), expected = hc_str(begins);
  PROPERTY(text.size >= expected.size);
  PROPERTY(hc_span_equal(hc_span_make(text.data, expected.size), expected));
  PROPERTY(hc_connection_transport(attempt->connection) == NULL);
}

static void check_headers(const struct attempt *attempt, const struct verdict *verdict,
                          enum hc_edition edition) {
  struct hc_message *headers = NULL;
  enum hc_kind kind = hc_connection_proxy_headers(attempt->connection, &headers, NULL);
  PROPERTY(kind == (keeps_fields(edition) ? HC_OK : HC_ATTRIBUTE_ERROR));
  PROPERTY((headers == NULL) == (verdict->headers == NULL));
  if (headers) message_check_same(headers, verdict->headers);
  hc_message_free(headers);
}

static void check_verdict(const struct attempt *attempt, const struct verdict *verdict,
                          enum hc_edition edition) {
  PROPERTY(attempt->kind == verdict->kind);
  if (attempt->kind == HC_OK) PROPERTY(hc_connection_transport(attempt->connection) != NULL);
  if (attempt->kind == HC_OS_ERROR) check_refusal(attempt, verdict->status);
  check_headers(attempt, verdict, edition);
}

static void check_same(const struct attempt *a, const struct attempt *b) {
  PROPERTY(a->kind == b->kind);
  PROPERTY(hc_span_equal(hc_buffer_span(&a->error.text), hc_buffer_span(&b->error.text)));
  PROPERTY(hc_span_equal(hc_buffer_span(&a->written), hc_buffer_span(&b->written)));
  bool is_connected = hc_connection_transport(a->connection) != NULL;
  PROPERTY(is_connected == (hc_connection_transport(b->connection) != NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span answer = hc_span_make(data ? (const char *)data : "", size);
  struct choices choices = choices_take(&answer);
  enum hc_edition edition = choices_edition(choices.of[0]);
  struct attempt at_once, in_pieces;
  struct verdict verdict;
  attempt_make(&at_once, &answer, 0, edition);
  attempt_make(&in_pieces, &answer, choices_piece(choices.of[1], answer.size), edition);
  verdict_make(&verdict, answer, edition);
  check_same(&at_once, &in_pieces);
  check_verdict(&at_once, &verdict, edition);
  check_verdict(&in_pieces, &verdict, edition);
  verdict_release(&verdict);
  attempt_release(&at_once, answer.size);
  attempt_release(&in_pieces, answer.size);
  return 0;
}
