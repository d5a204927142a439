#include "support/bodies.h"

static enum hc_kind next_piece(struct pieces *pieces, struct hc_span *piece, bool *end,
                               struct hc_error *error) {
  if (pieces->given < pieces->count) {
    *piece = pieces->pieces[pieces->given++];
    return HC_OK;
  }
  if (pieces->failure != HC_OK) return hc_error_set(error, pieces->failure, hc_str("no more"));
  *end = true;
  return HC_OK;
}

static enum hc_kind iterate(void *payload, struct hc_span *chunk, bool *end,
                            struct hc_error *error) {
  return next_piece(payload, chunk, end, error);
}

static enum hc_kind read_piece(void *payload, int64_t size, struct hc_span *block,
                               struct hc_error *error) {
  struct pieces *pieces = payload;
  bool end = false;
  pieces->asked = size;
  return next_piece(pieces, block, &end, error);
}

static enum hc_kind read_content(void *payload, int64_t size, struct hc_span *block,
                                 struct hc_error *error) {
  (void)error;
  struct hc_span *rest = payload;
  size_t taken = size < 0 || (uint64_t)size > rest->size ? rest->size : (size_t)size;
  *block = hc_span_make(rest->data, taken);
  *rest = hc_span_make(rest->data + taken, rest->size - taken);
  return HC_OK;
}

struct hc_body pieces_iterable(struct pieces *pieces) {
  struct hc_body body = {.kind = HC_BODY_ITERABLE, .next = iterate, .payload = pieces};
  return body;
}

struct hc_body pieces_file(struct pieces *pieces, bool text) {
  struct hc_body body = {
      .kind = HC_BODY_FILE, .text_file = text, .read = read_piece, .payload = pieces};
  return body;
}

struct hc_body content_file(struct hc_span *content) {
  struct hc_body body = {.kind = HC_BODY_FILE, .read = read_content, .payload = content};
  return body;
}
