#include "support/guarded.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/testing.h"

static size_t page_size(void) {
  return (size_t)sysconf(_SC_PAGESIZE);
}

static size_t readable_size(size_t size) {
  size_t page = page_size();
  return (size / page + 1) * page;
}

struct hc_span guarded_copy(struct hc_span bytes) {
  size_t readable = readable_size(bytes.size);
  char *start = mmap(NULL, readable + page_size(), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  assert_true(start != MAP_FAILED);
  assert_int_equal(mprotect(start + readable, page_size(), PROT_NONE), 0);
  char *copy = start + readable - bytes.size;
  if (bytes.size > 0) memcpy(copy, bytes.data, bytes.size);
  return hc_span_make(copy, bytes.size);
}

void guarded_free(struct hc_span bytes) {
  size_t readable = readable_size(bytes.size);
  uintptr_t start = (uintptr_t)(bytes.data + bytes.size) - readable;
  assert_int_equal(munmap((void *)start, readable + page_size()), 0);
}

struct hc_span guarded_start_copy(struct hc_span bytes) {
  char *start = mmap(NULL, page_size() + readable_size(bytes.size), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  assert_true(start != MAP_FAILED);
  assert_int_equal(mprotect(start, page_size(), PROT_NONE), 0);
  char *copy = start + page_size();
  if (bytes.size > 0) memcpy(copy, bytes.data, bytes.size);
  return hc_span_make(copy, bytes.size);
}

void guarded_start_free(struct hc_span bytes) {
  uintptr_t start = (uintptr_t)bytes.data - page_size();
  assert_int_equal(munmap((void *)start, page_size() + readable_size(bytes.size)), 0);
}
