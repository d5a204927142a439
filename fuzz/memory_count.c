#include "memory_count.h"

#include <stdlib.h>

#include "target.h"

static void *resize(void *payload, void *block, size_t old_size, size_t new_size) {
  struct memory_count *count = payload;
  PROPERTY(old_size <= count->live); /* an owner that misstates a size would show here */
  if (new_size == 0) {
    free(block);
    count->live -= old_size;
    return NULL;
  }
  void *resized = realloc(block, new_size);
  if (!resized) return NULL;
  count->live += new_size - old_size;
  if (count->live > count->peak) count->peak = count->live;
  return resized;
}

struct hc_allocator memory_count_allocator(struct memory_count *count) {
  return (struct hc_allocator){resize, count};
}
