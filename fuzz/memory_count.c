#include "memory_count.h"

#include "target.h"
#include "watched_memory.h"

static void *resize(void *payload, void *block, size_t old_size, size_t new_size) {
  struct memory_count *count = payload;
  PROPERTY(old_size <= count->live); /* an owner that misstates a size would show here */
  void *resized = watched_memory_resize(block, old_size, new_size);
  if (!resized && new_size > 0) return NULL;
  count->live += new_size - old_size;
  if (count->live > count->peak) count->peak = count->live;
  return resized;
}

struct hc_allocator memory_count_allocator(struct memory_count *count) {
  return (struct hc_allocator){resize, count};
}
