/* Watched memory (watched_memory.h) as an allocator of the library. */
#ifndef FUZZ_WATCHED_ALLOCATOR_H
#define FUZZ_WATCHED_ALLOCATOR_H

#include "hc/allocator.h"

extern const struct hc_allocator watched_allocator;

#endif
