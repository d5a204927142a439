/* A queue of bytes: appended at the end, consumed from the start, never more than its maximum. */
#ifndef PEER_BUFFER_H
#define PEER_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "text/literal.h"

/* start <= end <= room, and end - start <= maximum. The zero state holds nothing and can hold
 * nothing. */
struct buffer {
  unsigned char *data;
  size_t start;
  size_t end;
  size_t room;
  size_t maximum;
};

/* buffer_of: an empty buffer for at most |maximum| bytes; the caller clears it. */
struct buffer buffer_of(size_t maximum);

/* buffer_clear: releases the memory; the buffer is empty and keeps its maximum. */
void buffer_clear(struct buffer *buffer);

/* buffer_reserve: room for |length| bytes more, so that appending them moves nothing. Returns
 * false, and changes nothing, when the buffer would exceed its maximum. */
bool buffer_reserve(struct buffer *buffer, size_t length);

/* buffer_append: as buffer_reserve(), then adds the bytes at |data|. */
bool buffer_append(struct buffer *buffer, const void *data, size_t length);

/* buffer_view: all bytes held; borrowed until the buffer changes. */
struct bytes buffer_view(const struct buffer *buffer);

/* buffer_consume: drops the first |length| bytes, of at least as many. */
void buffer_consume(struct buffer *buffer, size_t length);

/* buffer_empty: drops all bytes and keeps the memory. */
void buffer_empty(struct buffer *buffer);

#endif
