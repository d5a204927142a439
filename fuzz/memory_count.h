/* The injected allocator of the targets: watched memory, counted. */
#ifndef FUZZ_MEMORY_COUNT_H
#define FUZZ_MEMORY_COUNT_H

#include "hc/allocator.h"

/* memory_count: bytes in use now and at most. The zero state has counted nothing. */
struct memory_count {
  size_t live;
  size_t peak;
};

/* memory_count_allocator: an allocator that counts in |count|, which outlives all that is made with
 * it. */
struct hc_allocator memory_count_allocator(struct memory_count *count);

#endif
