/* hc/allocator.h — where the library's memory comes from.
 *
 * One function allocates, grows, shrinks and frees, so that an owner can count or deny every
 * allocation. A null allocator pointer anywhere in the API means the malloc family. */
#ifndef HC_ALLOCATOR_H
#define HC_ALLOCATOR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* hc_resize_function allocates, resizes or frees `block`.
 *   block == NULL   allocate `new_size` bytes (`old_size` is 0)
 *   new_size == 0   free `block` and return NULL
 *   otherwise       resize `block` from `old_size` to `new_size` bytes, content kept
 * Returns NULL when there is no memory, and `block` is then unchanged. Blocks are aligned as
 * malloc's. */
typedef void *hc_resize_function(void *payload, void *block, size_t old_size, size_t new_size);

/* hc_allocator outlives every object made with it. */
struct hc_allocator {
  hc_resize_function *resize;
  void *payload;
};

/* hc_resize calls `allocator->resize`, or the malloc family if `allocator` is NULL. */
void *hc_resize(const struct hc_allocator *allocator, void *block, size_t old_size,
                size_t new_size);

#ifdef __cplusplus
}
#endif
#endif
