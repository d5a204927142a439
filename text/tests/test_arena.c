#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/arena.h"

static void memory_is_zeroed_and_aligned(void **state) {
  (void)state;
  struct arena *arena = arena_new();
  for (size_t size = 1; size < 40000; size = size * 3 + 1) {
    unsigned char *memory = arena_alloc(arena, size);
    assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
    for (size_t i = 0; i < size; i++)
      assert_int_equal(memory[i], 0);
    memset(memory, 0xAA, size);
  }
  arena_free(arena);
}

static void copies_end_with_nul_and_may_hold_nul(void **state) {
  (void)state;
  struct arena *arena = arena_new();
  assert_memory_equal(arena_copy(arena, "a\0b", 3), "a\0b", 4);
  assert_string_equal(arena_copy(arena, NULL, 0), "");
  assert_string_equal(arena_printf(arena, "%s:%d", "x", 7), "x:7");
  arena_free(arena);
}

static void a_growing_array_keeps_its_elements(void **state) {
  (void)state;
  struct arena *arena = arena_new();
  int *numbers = NULL;
  for (int i = 0; i < 1000; i++) {
    numbers = arena_grow(arena, numbers, (size_t)i, sizeof *numbers);
    assert_int_equal(numbers[i], 0);
    numbers[i] = i;
  }
  for (int i = 0; i < 1000; i++)
    assert_int_equal(numbers[i], i);
  arena_free(arena);
}

static void freeing_nothing_is_allowed(void **state) {
  (void)state;
  arena_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_is_zeroed_and_aligned),
      cmocka_unit_test(copies_end_with_nul_and_may_hold_nul),
      cmocka_unit_test(a_growing_array_keeps_its_elements),
      cmocka_unit_test(freeing_nothing_is_allowed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
