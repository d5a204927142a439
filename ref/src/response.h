/* A response from inside: its fields, and the parts that read its body. */
#ifndef RESPONSE_H
#define RESPONSE_H

#include "chunk_run.h"
#include "debug_output.h"
#include "edition.h"
#include "hc/response.h"
#include "hc/status_line.h"

/* Bytes of a reason phrase that need no memory of their own: those of the standard ones. */
enum { HC_SHORT_REASON = 32 };

/* Invariant: `chunked`, `will_close`, `length` and `chunk_left` mean something once `headers` is
 * set, and headers are never unset. */
struct hc_response {
  const struct hc_allocator *allocator;
  const struct hc_traits *traits;
  size_t references;
  bool is_head;
  struct hc_reader *reader; /* http.client's fp: NULL once the body is over or closed */
  bool closed;              /* close() was called */
  struct hc_debug debug;
  bool has_url;
  struct hc_buffer url;

  bool has_status;
  int status;
  struct hc_span reason; /* in one of the two below */
  char short_reason[HC_SHORT_REASON];
  struct hc_buffer long_reason;
  bool has_version;
  int version;
  struct hc_message *headers;

  bool chunked;
  bool will_close;
  bool has_length;
  struct hc_integer length; /* left of the declared one */
  bool has_chunk;
  struct hc_integer chunk_left;
  struct hc_chunk_run run;
};

/* hc_response_retain adds a reference, which hc_response_free gives up. */
struct hc_response *hc_response_retain(struct hc_response *response);

/* hc_response_read_status_line reads one status line and judges all of it but the version; the
 * parts are borrowed until the response reads on. Errors: hc_response_begin. */
enum hc_kind hc_response_read_status_line(struct hc_response *response,
                                          struct hc_status_line *parsed, struct hc_error *error);

/* hc_response_close_reader lets the reader go: _close_conn(). */
void hc_response_close_reader(struct hc_response *response);

/* hc_response_subtract returns `value` less `amount`; a magnitude of more than 64 bits is
 * UINT64_MAX, and stays so, since nobody knows how much more it is. */
struct hc_integer hc_response_subtract(struct hc_integer value, struct hc_integer amount);

/* hc_response_view_size returns the length of the Python slice [:end] of a view of `size` bytes, so
 * that a negative end counts from the view's end. */
size_t hc_response_view_size(size_t size, struct hc_integer end);

/* hc_response_check_index fails with HC_OVERFLOW_ERROR if `value` is no index to CPython. */
enum hc_kind hc_response_check_index(struct hc_integer value, struct hc_error *error);

/* hc_response_check_ssize is the same where CPython reads ahead, and words it otherwise. */
enum hc_kind hc_response_check_ssize(struct hc_integer value, struct hc_error *error);

/* hc_response_safe_read appends `size` bytes to `into`, for read(amt) if `of_amount`; fewer are
 * HC_INCOMPLETE_READ, whose partial holds them and `into` then no longer does. -1 reads to the end
 * of the stream; other negative sizes are HC_VALUE_ERROR (CK.10), unless a chunk of negative size
 * is empty in the edition (CK.11). */
enum hc_kind hc_response_safe_read(struct hc_response *response, struct hc_integer size,
                                   bool of_amount, struct hc_buffer *into, struct hc_error *error);

/* What the body-reading functions of hc/response.h do for a chunked body. `amount` NULL: all. */
enum hc_kind hc_chunked_read(struct hc_response *response, const int64_t *amount,
                             struct hc_buffer *into, struct hc_error *error);
enum hc_kind hc_chunked_readinto(struct hc_response *response, char *into, size_t size, size_t *got,
                                 struct hc_error *error);
enum hc_kind hc_chunked_read1(struct hc_response *response, int64_t amount, struct hc_buffer *into,
                              struct hc_error *error);
enum hc_kind hc_chunked_peek(struct hc_response *response, struct hc_span *bytes,
                             struct hc_error *error);
enum hc_kind hc_chunked_readline(struct hc_response *response, int64_t limit,
                                 struct hc_buffer *into, struct hc_error *error);

#endif
