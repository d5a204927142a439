#include "watched_allocator.h"

#include "../watched_memory.h"

static void *resize(void *payload, void *block, size_t old_size, size_t new_size) {
  (void)payload;
  return watched_memory_resize(block, old_size, new_size);
}

const struct hc_allocator watched_allocator = {resize, NULL};
