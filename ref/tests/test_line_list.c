#include "hc/line_list.h"

#include "support/guarded.h"
#include "support/testing.h"

/* Refuses the allocation of number `failing`, counted from 1. */
struct refusal {
  size_t allocations;
  size_t failing;
};

static void *refuse_one(void *payload, void *block, size_t old_size, size_t new_size) {
  struct refusal *refusal = payload;
  if (new_size > 0 && ++refusal->allocations == refusal->failing) return NULL;
  return hc_resize(NULL, block, old_size, new_size);
}

static void lines_are_kept_apart_and_in_order(void **state) {
  (void)state;
  static const struct hc_span lines[] = {BYTES("one\n"), BYTES(""), BYTES("a\nb"), BYTES("\0")};
  struct hc_line_list list = {0};
  assert_int_equal(hc_line_list_count(&list), 0);
  for (size_t i = 0; i < 4; i++)
    assert_true(hc_line_list_add(&list, lines[i]));
  assert_int_equal(hc_line_list_count(&list), 4);
  for (size_t i = 0; i < 4; i++)
    assert_span_is(hc_line_list_at(&list, i), lines[i], "as it was added");
  assert_int_equal(hc_line_list_at(&list, 4).size, 0);
  hc_line_list_free(&list);
}

static void an_emptied_or_freed_list_is_usable(void **state) {
  (void)state;
  struct hc_line_list list = hc_line_list_make(NULL);
  for (int i = 0; i < 3; i++) {
    assert_true(hc_line_list_add(&list, hc_str("line")));
    assert_int_equal(hc_line_list_count(&list), 1);
    if (i == 0)
      hc_line_list_empty(&list);
    else
      hc_line_list_free(&list);
    assert_int_equal(hc_line_list_count(&list), 0);
  }
}

static void without_memory_a_list_stays_as_it_was(void **state) {
  (void)state;
  for (size_t failing = 1; failing <= 2; failing++) {
    struct refusal refusal = {.failing = failing};
    const struct hc_allocator allocator = {refuse_one, &refusal};
    struct hc_line_list list = hc_line_list_make(&allocator);
    assert_false(hc_line_list_add(&list, hc_str("line")));
    assert_int_equal(hc_line_list_count(&list), 0);
    assert_true(hc_line_list_add(&list, hc_str("next")));
    assert_text_is(hc_line_list_at(&list, 0), "next", "nothing of the first is left");
    hc_line_list_free(&list);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_are_kept_apart_and_in_order),
      cmocka_unit_test(an_emptied_or_freed_list_is_usable),
      cmocka_unit_test(without_memory_a_list_stays_as_it_was),
  };
  return cmocka_run_group_tests_name("line_list", tests, NULL, NULL);
}
