/* Consumed bytes are reclaimed when room is needed, so that a long conversation does not grow the
 * memory. */
#include "buffer.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

enum { SMALLEST_ROOM = 512 };

struct buffer buffer_of(size_t maximum) {
  return (struct buffer){.maximum = maximum};
}

void buffer_clear(struct buffer *buffer) {
  free(buffer->data);
  *buffer = buffer_of(buffer->maximum);
}

static void move_to_front(struct buffer *buffer) {
  size_t length = buffer->end - buffer->start;
  if (length) memmove(buffer->data, buffer->data + buffer->start, length);
  buffer->start = 0;
  buffer->end = length;
}

bool buffer_reserve(struct buffer *buffer, size_t length) {
  size_t held = buffer->end - buffer->start;
  if (length > buffer->maximum - held) return false;
  if (length <= buffer->room - buffer->end) return true;
  if (buffer->start) move_to_front(buffer);
  size_t room = buffer->room ? buffer->room : SMALLEST_ROOM;
  while (room < held + length)
    room *= 2;
  if (room > buffer->room) buffer->data = memory_resize(buffer->data, room);
  buffer->room = room;
  return true;
}

bool buffer_append(struct buffer *buffer, const void *data, size_t length) {
  if (!buffer_reserve(buffer, length)) return false;
  if (length) memcpy(buffer->data + buffer->end, data, length);
  buffer->end += length;
  return true;
}

struct bytes buffer_view(const struct buffer *buffer) {
  static const unsigned char nothing[1];
  if (!buffer->data) return (struct bytes){nothing, 0};
  return (struct bytes){buffer->data + buffer->start, buffer->end - buffer->start};
}

void buffer_consume(struct buffer *buffer, size_t length) {
  buffer->start += length;
  if (buffer->start == buffer->end) buffer_empty(buffer);
}

void buffer_empty(struct buffer *buffer) {
  buffer->start = buffer->end = 0;
}
