/* The targets' memory: watched by AddressSanitizer to the byte, and cheap.
 *
 * AddressSanitizer's malloc() takes a stack trace for each block and keeps freed blocks for long,
 * which is half of what a short input costs. Here blocks lie one behind the other, between bytes
 * that may not be touched; what is freed may not be touched either, and is used again only when no
 * block is left, which is when an input has been dealt with. One that is resized always moves. So
 * an overflow and every use of a freed block are found as with malloc(); the report
 * (use-after-poison) tells where the bytes were touched, and with HCSPEC_FUZZ_MALLOC=1 in the
 * environment, which makes this malloc() again, also where the block came from. */
#ifndef FUZZ_WATCHED_MEMORY_H
#define FUZZ_WATCHED_MEMORY_H

#include <stddef.h>

/* WATCHED_BY_ASAN: whether this is compiled with AddressSanitizer; without it nobody watches. */
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED_BY_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED_BY_ASAN 1
#endif
#endif

/* watched_memory_resize: allocates, resizes or frees, as hc_resize_function says. Aborts when
 * |block| is none of its own, is freed already or does not have |old_size| bytes. NULL: there is no
 * memory. */
void *watched_memory_resize(void *block, size_t old_size, size_t new_size);

#endif
