/* hc/body.h — what a request carries after its header block. */
#ifndef HC_BODY_H
#define HC_BODY_H

#include "hc/error.h"

#ifdef __cplusplus
extern "C" {
#endif

enum hc_body_kind {
  HC_BODY_NONE = 0,
  HC_BODY_TEXT,    /* str: `data` in UTF-8; sent as Latin-1 (BD.04) */
  HC_BODY_BYTES,   /* bytes-like: `data` */
  HC_BODY_FILE,    /* an object with read(): the `read` callback */
  HC_BODY_ITERABLE /* an iterable of bytes: the `next` callback */
};

/* hc_body_read is a file's read(size): it lets `*block` point to the next bytes, or characters in
 * UTF-8 if the file is a text file; at most `size` of them, all if `size` is negative. An empty
 * block is the end. The block stays the callback's and is used before the next call. A failure is
 * passed on as it is (ST.11). */
typedef enum hc_kind hc_body_read(void *payload, int64_t size, struct hc_span *block,
                                  struct hc_error *error);

/* hc_body_next is an iterator's next(): it lets `*chunk` point to the next element, which may be
 * empty, or sets `*end`. Otherwise as hc_body_read. */
typedef enum hc_kind hc_body_next(void *payload, struct hc_span *chunk, bool *end,
                                  struct hc_error *error);

/* The zero state is "no body". Everything is borrowed for the duration of the call. A kind that is
 * none, and a file or iterable without its callback, are HC_TYPE_ERROR before anything is done. */
struct hc_body {
  enum hc_body_kind kind;
  struct hc_span data;
  bool text_file; /* HC_BODY_FILE: an io.TextIOBase, whose blocks are sent as Latin-1 (EH.05) */
  hc_body_read *read;
  hc_body_next *next;
  void *payload;
  /* What repr() shows of the object, UTF-8, for debug output; empty: as of bytes or str, and a
   * placeholder for a file or iterable. */
  struct hc_span repr;
};

/* hc_body_bytes and hc_body_text return the body of the span. */
static inline struct hc_body hc_body_bytes(struct hc_span data) {
  struct hc_body body = {HC_BODY_BYTES, data, false, NULL, NULL, NULL, {NULL, 0}};
  return body;
}
static inline struct hc_body hc_body_text(struct hc_span data) {
  struct hc_body body = {HC_BODY_TEXT, data, false, NULL, NULL, NULL, {NULL, 0}};
  return body;
}

#ifdef __cplusplus
}
#endif
#endif
