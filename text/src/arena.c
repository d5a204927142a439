/* Blocks of memory in a list; the newest serves small requests, a large request gets a block of its
 * own. */
#include "text/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

enum { BLOCK_SIZE = 16 * 1024 };

struct block {
  struct block *next;
  size_t used; /* used <= room */
  size_t room;
  alignas(max_align_t) unsigned char bytes[];
};

struct arena {
  struct block *newest;
};

struct arena *arena_new(void) {
  return memory_array(1, sizeof(struct arena));
}

void arena_free(struct arena *arena) {
  if (!arena) return;
  for (struct block *block = arena->newest; block;) {
    struct block *next = block->next;
    free(block);
    block = next;
  }
  free(arena);
}

static struct block *add_block(struct arena *arena, size_t size) {
  size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
  if (room > SIZE_MAX - sizeof(struct block)) memory_give_up();
  struct block *block = memory_array(1, sizeof *block + room);
  block->room = room;
  block->next = arena->newest;
  arena->newest = block;
  return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
  const size_t alignment = alignof(max_align_t);
  if (size > SIZE_MAX - alignment) memory_give_up();
  size = (size + alignment - 1) / alignment * alignment;
  struct block *block = arena->newest;
  if (!block || block->room - block->used < size) block = add_block(arena, size);
  void *memory = block->bytes + block->used;
  block->used += size;
  return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) memory_give_up();
  return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const void *data, size_t length) {
  if (length == SIZE_MAX) memory_give_up();
  char *copy = arena_alloc(arena, length + 1);
  if (length) memcpy(copy, data, length);
  return copy;
}

char *arena_string(struct arena *arena, const char *text) {
  return arena_copy(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length < 0) memory_give_up();
  char *text = arena_alloc(arena, (size_t)length + 1);
  vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return text;
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t size) {
  int is_full = (count & (count - 1)) == 0; /* full at 0, 1, 2, 4, 8, … */
  if (!is_full) return array;
  void *larger = arena_array(arena, count ? 2 * count : 1, size);
  if (count) memcpy(larger, array, count * size);
  return larger;
}
