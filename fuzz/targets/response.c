/* A whole response over the memory transport: delivered at once and in pieces it comes to the same, and reading is
 * bounded by what was sent. The first byte chooses method, edition and the size of the pieces. */
#include "../target.h"
#include "hc/memory_transport.h"
#include "hc/response.h"

static const enum hc_edition editions[] = {HC_EDITION_3_8, HC_EDITION_3_9, HC_EDITION_3_11, HC_EDITION_3_13};

/* What a reading came to. */
struct outcome {
  enum hc_kind begin;
  enum hc_kind read;
  struct hc_buffer body;
  struct hc_error error;
  int status;
  bool closed;
};

static void outcome_free(struct outcome *outcome) {
  hc_buffer_free(&outcome->body);
  hc_error_clear(&outcome->error);
}

/* Receives |bytes| in reads of at most |piece| bytes; 0 is no limit. */
static struct outcome receive(struct hc_span bytes, size_t piece, uint8_t choice) {
  struct outcome outcome = {0};
  enum hc_edition edition = editions[choice >> 1 & 3];
  struct hc_memory_script script = {.segments = &bytes, .segment_count = 1, .piece = piece};
  struct hc_transport *transport = NULL;
  PROPERTY(hc_memory_transport_new(&script, NULL, edition, NULL, &transport, NULL) == HC_OK);
  struct hc_response_options options = {.method = hc_str(choice & 1 ? "HEAD" : "GET"), .edition = edition};
  struct hc_response *response = NULL;
  PROPERTY(hc_response_new(transport, &options, &response, NULL) == HC_OK);
  hc_transport_release(transport);
  outcome.begin = hc_response_begin(response, &outcome.error);
  if (outcome.begin == HC_OK) {
    outcome.read = hc_response_read_all(response, &outcome.body, &outcome.error);
    hc_response_status(response, &outcome.status);
  }
  outcome.closed = hc_response_isclosed(response);
  hc_response_free(response);
  return outcome;
}

static void check_same(const struct outcome *a, const struct outcome *b) {
  PROPERTY(a->begin == b->begin);
  PROPERTY(a->read == b->read);
  PROPERTY(a->status == b->status);
  PROPERTY(a->closed == b->closed);
  PROPERTY(hc_span_equal(hc_buffer_span(&a->body), hc_buffer_span(&b->body)));
  PROPERTY(hc_span_equal(hc_buffer_span(&a->error.partial), hc_buffer_span(&b->error.partial)));
  PROPERTY(hc_span_equal(hc_buffer_span(&a->error.text), hc_buffer_span(&b->error.text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1) return 0;
  struct hc_span bytes = hc_span_make((const char *)data + 1, size - 1);
  struct outcome at_once = receive(bytes, 0, data[0]);
  struct outcome in_pieces = receive(bytes, 1 + (size_t)(data[0] >> 3), data[0]);
  check_same(&at_once, &in_pieces);
  PROPERTY(at_once.body.size <= bytes.size);
  outcome_free(&at_once);
  outcome_free(&in_pieces);
  return 0;
}
