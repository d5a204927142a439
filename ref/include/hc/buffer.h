/* hc/buffer.h — growing bytes with an owner and a maximum.
 *
 * Invariant: size <= capacity <= maximum (a maximum of 0 stands for PTRDIFF_MAX), and
 * data == NULL exactly if capacity == 0. */
#ifndef HC_BUFFER_H
#define HC_BUFFER_H

#include "hc/allocator.h"
#include "hc/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_buffer's zero state is empty, of the malloc family and without a maximum of its own. */
struct hc_buffer {
  char *data;
  size_t size;
  size_t capacity;
  size_t maximum;
  const struct hc_allocator *allocator;
};

/* hc_buffer_make returns an empty buffer that may grow to `maximum` bytes (0: PTRDIFF_MAX). */
static inline struct hc_buffer hc_buffer_make(const struct hc_allocator *allocator,
                                              size_t maximum) {
  struct hc_buffer buffer = {NULL, 0, 0, maximum, allocator};
  return buffer;
}

/* hc_buffer_free releases the memory; the buffer is then empty and usable. */
static inline void hc_buffer_free(struct hc_buffer *buffer) {
  if (buffer->data != NULL) hc_resize(buffer->allocator, buffer->data, buffer->capacity, 0);
  buffer->data = NULL;
  buffer->size = 0;
  buffer->capacity = 0;
}

/* hc_buffer_empty forgets the content and keeps the memory. */
void hc_buffer_empty(struct hc_buffer *buffer);

/* hc_buffer_reserve makes room for `more` bytes after the content, doubling the capacity as far
 * as the maximum lets it. Returns false, with the buffer unchanged, if there is no memory or the
 * maximum would be passed. */
bool hc_buffer_reserve(struct hc_buffer *buffer, size_t more);

/* hc_buffer_append copies `bytes` to the end; false as hc_buffer_reserve. */
static inline bool hc_buffer_append(struct hc_buffer *buffer, struct hc_span bytes) {
  if (bytes.size == 0) return true;
  if (bytes.size > buffer->capacity - buffer->size && !hc_buffer_reserve(buffer, bytes.size)) {
    return false;
  }
  memcpy(buffer->data + buffer->size, bytes.data, bytes.size);
  buffer->size += bytes.size;
  return true;
}

/* hc_buffer_take moves the content and memory of `from` into `into`, whose own memory is
 * released; `from` is then empty. */
void hc_buffer_take(struct hc_buffer *into, struct hc_buffer *from);

/* hc_buffer_span borrows the content until the buffer next changes. */
static inline struct hc_span hc_buffer_span(const struct hc_buffer *buffer) {
  return hc_span_make(buffer->data, buffer->size);
}

/* hc_buffer_valid checks the invariant above. */
bool hc_buffer_valid(const struct hc_buffer *buffer);

#ifdef __cplusplus
}
#endif
#endif
