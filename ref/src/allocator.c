/* The default allocator, and the one place that chooses between it and an owner's. */
#include "hc/allocator.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* From this size on, in bytes, a block is worth huge pages. */
enum { LARGE_BLOCK = 4 * 1024 * 1024 };

/* Most of what it costs to fill a large block with a body are page faults, so huge pages are asked
 * for. It is advice: without them, all else is the same. Every page of the block is named, since a
 * mapping of which only a part is advised is two to the kernel, and realloc() then has to copy. */
static void advise(void *block, size_t size) {
#ifdef MADV_HUGEPAGE
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  size_t before = (uintptr_t)block % page;
  size_t whole = (before + size + page - 1) / page * page;
  madvise((char *)block - before, whole, MADV_HUGEPAGE);
#else
  (void)block;
  (void)size;
#endif
}

static void *resize_large(void *block, size_t new_size) {
  void *resized = realloc(block, new_size);
  if (resized != NULL) advise(resized, new_size);
  return resized;
}

static void *resize_with_malloc(void *block, size_t new_size) {
  if (new_size == 0) {
    free(block);
    return NULL;
  }
  if (new_size >= LARGE_BLOCK) return resize_large(block, new_size);
  /* What realloc(NULL) does, without the way there. */
  return block != NULL ? realloc(block, new_size) : malloc(new_size);
}

void *hc_resize(const struct hc_allocator *allocator, void *block, size_t old_size,
                size_t new_size) {
  if (block == NULL && new_size == 0) return NULL;
  if (allocator == NULL) return resize_with_malloc(block, new_size);
  return allocator->resize(allocator->payload, block, old_size, new_size);
}
