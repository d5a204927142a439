/* The default allocator, and the one place that chooses between it and an owner's. */
#include "hc/allocator.h"

#include <stdlib.h>

static void *resize_with_malloc(void *block, size_t new_size) {
  if (new_size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, new_size);
}

void *hc_resize(const struct hc_allocator *allocator, void *block, size_t old_size,
                size_t new_size) {
  if (block == NULL && new_size == 0) return NULL;
  if (allocator == NULL) return resize_with_malloc(block, new_size);
  return allocator->resize(allocator->payload, block, old_size, new_size);
}
