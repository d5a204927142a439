#include "hc/response_stream.h"

#include "raise.h"
#include "response.h"

/* --- Reading --- */

enum hc_kind hc_response_readinto1(struct hc_response *response, void *into, size_t size,
                                   size_t *got, struct hc_error *error) {
  *got = 0;
  struct hc_buffer bytes = hc_buffer_make(response->allocator, 0);
  int64_t amount = size < INT64_MAX ? (int64_t)size : INT64_MAX;
  enum hc_kind kind = hc_response_read1(response, amount, &bytes, error);
  /* CK.10: of a chunk of negative size read1() gives what it gets. */
  if (kind == HC_OK && bytes.size > size) {
    kind = hc_raise(error, HC_VALUE_ERROR,
                    "read() returned too much data: %zu bytes requested, %zu returned", size,
                    bytes.size);
  }
  if (kind == HC_OK && bytes.size > 0) memcpy(into, bytes.data, bytes.size);
  if (kind == HC_OK) *got = bytes.size;
  hc_buffer_free(&bytes);
  return kind;
}

enum hc_kind hc_response_next_line(struct hc_response *response, struct hc_buffer *into, bool *end,
                                   struct hc_error *error) {
  enum hc_kind kind = hc_response_readline(response, -1, into, error);
  *end = kind == HC_OK && into->size == 0;
  return kind;
}

enum hc_kind hc_response_readlines(struct hc_response *response, int64_t hint,
                                   struct hc_line_list *lines, struct hc_error *error) {
  hc_line_list_empty(lines);
  struct hc_buffer line = hc_buffer_make(response->allocator, 0);
  enum hc_kind kind = HC_OK;
  bool end = false;
  while (kind == HC_OK && !end && (hint <= 0 || lines->bytes.size <= (uint64_t)hint)) {
    kind = hc_response_next_line(response, &line, &end, error);
    if (kind != HC_OK || end) break;
    if (!hc_line_list_add(lines, hc_buffer_span(&line))) kind = hc_raise_memory(error);
  }
  hc_buffer_free(&line);
  if (kind != HC_OK) hc_line_list_empty(lines);
  return kind;
}

/* --- What the stream can do --- */

static enum hc_kind check_open(const struct hc_response *response, struct hc_error *error) {
  if (!response->closed) return HC_OK;
  return hc_raise(error, HC_VALUE_ERROR, "I/O operation on closed file.");
}

enum hc_kind hc_response_enter(const struct hc_response *response, struct hc_error *error) {
  return check_open(response, error);
}

bool hc_response_readable(const struct hc_response *response) {
  (void)response;
  return true;
}

bool hc_response_writable(const struct hc_response *response) {
  (void)response;
  return false;
}

bool hc_response_seekable(const struct hc_response *response) {
  (void)response;
  return false;
}

enum hc_kind hc_response_flush(const struct hc_response *response, struct hc_error *error) {
  return check_open(response, error);
}

enum hc_kind hc_response_isatty(const struct hc_response *response, bool *terminal,
                                struct hc_error *error) {
  *terminal = false;
  return check_open(response, error);
}

/* --- What it cannot do --- */

static enum hc_kind refuse(const char *operation, struct hc_error *error) {
  return hc_raise(error, HC_UNSUPPORTED_OPERATION, "%s", operation);
}

enum hc_kind hc_response_tell(const struct hc_response *response, struct hc_error *error) {
  (void)response;
  return refuse("seek", error);
}

enum hc_kind hc_response_seek(struct hc_response *response, int64_t offset, int whence,
                              struct hc_error *error) {
  (void)response, (void)offset, (void)whence;
  return refuse("seek", error);
}

enum hc_kind hc_response_truncate(struct hc_response *response, struct hc_error *error) {
  (void)response;
  return refuse("truncate", error);
}

enum hc_kind hc_response_write(struct hc_response *response, struct hc_span bytes,
                               struct hc_error *error) {
  (void)response, (void)bytes;
  return refuse("write", error);
}

enum hc_kind hc_response_detach(struct hc_response *response, struct hc_error *error) {
  (void)response;
  return refuse("detach", error);
}

enum hc_kind hc_response_writelines(struct hc_response *response, const struct hc_span *lines,
                                    size_t count, struct hc_error *error) {
  enum hc_kind kind = check_open(response, error);
  return kind == HC_OK && count > 0 ? hc_response_write(response, lines[0], error) : kind;
}
