#include "hc/buffer.h"
#include "support/testing.h"

/* An allocator that fails after `allowed` calls, and counts what is in use. */
struct budget {
  int allowed;
  size_t in_use;
};

static void *spend(void *payload, void *block, size_t old_size, size_t new_size) {
  struct budget *budget = payload;
  if (new_size > 0 && budget->allowed-- <= 0) return NULL;
  budget->in_use = budget->in_use - old_size + new_size;
  return hc_resize(NULL, block, old_size, new_size);
}

static void zero_state_is_an_empty_buffer_that_can_be_freed(void **state) {
  (void)state;
  struct hc_buffer buffer = {0};
  assert_true(hc_buffer_valid(&buffer));
  hc_buffer_free(&buffer);
  assert_true(hc_buffer_append(&buffer, hc_str("text")));
  assert_text_is(hc_buffer_span(&buffer), "text", "zero state");
  assert_true(hc_buffer_valid(&buffer));
  hc_buffer_free(&buffer);
  assert_true(hc_buffer_valid(&buffer));
}

static void content_survives_growth(void **state) {
  (void)state;
  struct hc_buffer buffer = {0};
  for (int i = 0; i < 10000; i++) {
    char byte = (char)('a' + i % 26);
    assert_true(hc_buffer_append(&buffer, hc_span_make(&byte, 1)));
    assert_true(hc_buffer_valid(&buffer));
  }
  for (int i = 0; i < 10000; i++)
    assert_int_equal(buffer.data[i], 'a' + i % 26);
  hc_buffer_free(&buffer);
}

static void first_large_reservation_is_exact(void **state) {
  (void)state;
  struct hc_buffer buffer = {0};
  assert_true(hc_buffer_reserve(&buffer, 100000));
  assert_int_equal(buffer.capacity, 100000);
  hc_buffer_free(&buffer);
}

static void maximum_is_reached_and_never_passed(void **state) {
  (void)state;
  struct hc_buffer buffer = hc_buffer_make(NULL, 100);
  assert_true(hc_buffer_append(&buffer, hc_str("0123456789")));
  assert_true(hc_buffer_reserve(&buffer, 90));
  assert_int_equal(buffer.capacity, 100);
  assert_false(hc_buffer_reserve(&buffer, 91));
  assert_false(hc_buffer_reserve(&buffer, SIZE_MAX));
  assert_text_is(hc_buffer_span(&buffer), "0123456789", "a refused reservation changes nothing");
  assert_true(hc_buffer_valid(&buffer));
  hc_buffer_free(&buffer);
}

static void failed_allocation_leaves_the_buffer_unchanged(void **state) {
  (void)state;
  struct budget budget = {1, 0};
  struct hc_allocator allocator = {spend, &budget};
  struct hc_buffer buffer = hc_buffer_make(&allocator, 0);
  assert_true(hc_buffer_append(&buffer, hc_str("kept")));
  assert_false(hc_buffer_reserve(&buffer, 1000));
  assert_text_is(hc_buffer_span(&buffer), "kept", "after a failed allocation");
  assert_true(hc_buffer_valid(&buffer));
  hc_buffer_free(&buffer);
  assert_int_equal(budget.in_use, 0);
}

static void taking_moves_memory_and_releases_the_old(void **state) {
  (void)state;
  struct budget budget = {10, 0};
  struct hc_allocator allocator = {spend, &budget};
  struct hc_buffer into = hc_buffer_make(&allocator, 0);
  struct hc_buffer from = hc_buffer_make(&allocator, 0);
  assert_true(hc_buffer_append(&into, hc_str("old")));
  assert_true(hc_buffer_append(&from, hc_str("new")));
  char *moved = from.data;
  hc_buffer_take(&into, &from);
  assert_ptr_equal(into.data, moved);
  assert_int_equal(from.size, 0);
  assert_true(hc_buffer_valid(&from));
  hc_buffer_free(&into);
  assert_int_equal(budget.in_use, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(zero_state_is_an_empty_buffer_that_can_be_freed),
      cmocka_unit_test(content_survives_growth),
      cmocka_unit_test(first_large_reservation_is_exact),
      cmocka_unit_test(maximum_is_reached_and_never_passed),
      cmocka_unit_test(failed_allocation_leaves_the_buffer_unchanged),
      cmocka_unit_test(taking_moves_memory_and_releases_the_old),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
