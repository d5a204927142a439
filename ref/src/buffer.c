#include "hc/buffer.h"

#include <stdint.h>

/* The first allocation of a buffer that grows byte by byte. */
enum { SMALLEST_CAPACITY = 64 };

static size_t maximum_of(const struct hc_buffer *buffer) {
  return buffer->maximum != 0 ? buffer->maximum : PTRDIFF_MAX;
}

void hc_buffer_empty(struct hc_buffer *buffer) {
  buffer->size = 0;
}

/* At least `needed`, which is not above `maximum`; double the present capacity if that fits. */
static size_t next_capacity(size_t capacity, size_t needed, size_t maximum) {
  size_t doubled = capacity <= maximum / 2 ? capacity * 2 : maximum;
  size_t wanted = doubled > needed ? doubled : needed;
  if (wanted < SMALLEST_CAPACITY && SMALLEST_CAPACITY <= maximum) wanted = SMALLEST_CAPACITY;
  return wanted;
}

bool hc_buffer_reserve(struct hc_buffer *buffer, size_t more) {
  if (more <= buffer->capacity - buffer->size) return true;
  size_t maximum = maximum_of(buffer);
  if (buffer->size > maximum || more > maximum - buffer->size) return false;
  size_t capacity = next_capacity(buffer->capacity, buffer->size + more, maximum);
  char *data = hc_resize(buffer->allocator, buffer->data, buffer->capacity, capacity);
  if (data == NULL) return false;
  buffer->data = data;
  buffer->capacity = capacity;
  return true;
}

void hc_buffer_take(struct hc_buffer *into, struct hc_buffer *from) {
  hc_buffer_free(into);
  *into = *from;
  *from = hc_buffer_make(into->allocator, into->maximum);
}

bool hc_buffer_valid(const struct hc_buffer *buffer) {
  return buffer->size <= buffer->capacity && buffer->capacity <= maximum_of(buffer) &&
         (buffer->data == NULL) == (buffer->capacity == 0);
}
