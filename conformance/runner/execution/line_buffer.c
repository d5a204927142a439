/* One block of memory that doubles when it is full. What was handed out is dropped when the next
 * bytes are read; a block that one large answer made is given back then. */
#include "execution/line_buffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/memory.h"

enum { SMALLEST_ROOM = 16 * 1024, LARGEST_KEPT = 1024 * 1024 };

void line_buffer_clear(struct line_buffer *buffer) {
  free(buffer->data);
  *buffer = (struct line_buffer){0};
}

static void drop_taken(struct line_buffer *buffer) {
  if (buffer->taken == 0) return;
  size_t rest = buffer->length - buffer->taken;
  if (rest == 0 && buffer->room > LARGEST_KEPT) {
    line_buffer_clear(buffer);
    return;
  }
  memmove(buffer->data, buffer->data + buffer->taken, rest);
  buffer->searched -= buffer->taken;
  buffer->length = rest;
  buffer->taken = 0;
}

static bool make_room(struct line_buffer *buffer) {
  drop_taken(buffer);
  if (buffer->length < buffer->room) return true;
  if (buffer->room == LINE_MAX_LENGTH) return false;
  buffer->room = buffer->room ? 2 * buffer->room : SMALLEST_ROOM;
  buffer->data = memory_resize(buffer->data, buffer->room);
  return true;
}

enum fill_result line_buffer_fill(struct line_buffer *buffer, int descriptor) {
  if (!make_room(buffer)) return FILL_FULL;
  ssize_t count = read(descriptor, buffer->data + buffer->length, buffer->room - buffer->length);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return FILL_WAIT;
  if (count <= 0) return FILL_ENDED;
  buffer->length += (size_t)count;
  return FILL_GREW;
}

bool line_buffer_take(struct line_buffer *buffer, const char **line, size_t *length) {
  if (buffer->searched == buffer->length) return false;
  const char *start = buffer->data + buffer->taken;
  const char *end =
      memchr(buffer->data + buffer->searched, '\n', buffer->length - buffer->searched);
  if (!end) {
    buffer->searched = buffer->length;
    return false;
  }
  *line = start;
  *length = (size_t)(end - start);
  buffer->taken = buffer->searched = (size_t)(end + 1 - buffer->data);
  return true;
}

size_t line_buffer_rest(const struct line_buffer *buffer, const char **rest) {
  *rest = buffer->data ? buffer->data + buffer->taken : "";
  return buffer->length - buffer->taken;
}
