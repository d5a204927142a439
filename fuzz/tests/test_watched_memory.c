/* The memory of the fuzz targets: what may be touched of it, and when it is used again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../watched_memory.h"

/* Without AddressSanitizer nobody looks at what is touched. */
#ifdef WATCHED_BY_ASAN
#include <sanitizer/asan_interface.h>
static bool may_be_touched(const void *byte) {
  return !__asan_address_is_poisoned(byte);
}
#define NEEDS_ASAN() ((void)0)
#else
static bool may_be_touched(const void *byte) {
  (void)byte;
  return false;
}
#define NEEDS_ASAN() skip()
#endif

static char *allocate(size_t size) {
  char *block = watched_memory_resize(NULL, 0, size);
  assert_non_null(block);
  return block;
}

static void release(char *block, size_t size) {
  assert_null(watched_memory_resize(block, size, 0));
}

static void the_bytes_around_a_block_may_not_be_touched(void **state) {
  (void)state;
  NEEDS_ASAN();
  for (size_t size = 1; size < 100; size++) {
    char *first = allocate(size), *second = allocate(size);
    assert_true(may_be_touched(first) && may_be_touched(first + size - 1));
    assert_false(may_be_touched(first - 1));
    assert_false(may_be_touched(first + size));
    assert_false(may_be_touched(second - 1));
    assert_false(may_be_touched(second + size));
    release(first, size);
    release(second, size);
  }
}

static void a_freed_block_may_not_be_touched_until_its_memory_is_used_again(void **state) {
  (void)state;
  NEEDS_ASAN();
  char *kept = allocate(10), *freed = allocate(10);
  release(freed, 10);
  char *later = allocate(10);
  assert_ptr_not_equal(later, freed);
  assert_false(may_be_touched(freed) || may_be_touched(freed + 9));
  release(later, 10);
  release(kept, 10);
  assert_false(may_be_touched(kept));
}

static void memory_is_used_again_when_no_block_is_left(void **state) {
  (void)state;
  char *first = allocate(100), *second = allocate(1);
  release(first, 100);
  release(second, 1);
  char *again = allocate(7);
  assert_ptr_equal(again, first);
  release(again, 7);
}

static void a_block_that_is_resized_moves_with_what_it_holds(void **state) {
  (void)state;
  static const size_t sizes[] = {20, 5, 300000, 3000000, 2000000};
  char *block = allocate(sizes[0]);
  memcpy(block, "abcd", 5);
  for (size_t i = 1; i < sizeof sizes / sizeof *sizes; i++) {
    char *resized = watched_memory_resize(block, sizes[i - 1], sizes[i]);
    assert_non_null(resized);
    assert_string_equal(resized, "abcd");
    if (sizes[i] <= 300000) assert_ptr_not_equal(resized, block); /* larger ones are malloc()'s */
    block = resized;
  }
  release(block, sizes[4]);
}

static void blocks_are_aligned_as_those_of_malloc(void **state) {
  (void)state;
  char *odd = allocate(1), *next = allocate(3), *last = allocate(8);
  assert_int_equal((uintptr_t)odd % _Alignof(max_align_t), 0);
  assert_int_equal((uintptr_t)next % _Alignof(max_align_t), 0);
  assert_int_equal((uintptr_t)last % _Alignof(max_align_t), 0);
  release(odd, 1);
  release(next, 3);
  release(last, 8);
}

/* Whether giving back |block| ends the process. */
static bool aborts(void *block, size_t size) {
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    close(STDERR_FILENO);
    watched_memory_resize(block, size, 0);
    _exit(0);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

static void an_owner_that_misstates_a_size_or_frees_twice_is_stopped(void **state) {
  (void)state;
  char *kept = allocate(1), *block = allocate(16);
  assert_false(aborts(block, 16));
  assert_true(aborts(block, 15));
  assert_true(aborts(block, 17));
  release(block, 16);
  assert_true(aborts(block, 16));
  release(kept, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_bytes_around_a_block_may_not_be_touched),
      cmocka_unit_test(a_freed_block_may_not_be_touched_until_its_memory_is_used_again),
      cmocka_unit_test(memory_is_used_again_when_no_block_is_left),
      cmocka_unit_test(a_block_that_is_resized_moves_with_what_it_holds),
      cmocka_unit_test(blocks_are_aligned_as_those_of_malloc),
      cmocka_unit_test(an_owner_that_misstates_a_size_or_frees_twice_is_stopped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
