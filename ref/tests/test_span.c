#include "hc/span.h"
#include "support/guarded.h"
#include "support/testing.h"

static void comparison_ignores_the_case_of_ascii_letters_only(void **state) {
  (void)state;
  assert_true(hc_span_equal_ignoring_case(bytes_of("CONTENT-length"), bytes_of("content-LENGTH")));
  assert_false(hc_span_equal_ignoring_case(bytes_of("a"), bytes_of("ab")));
  assert_false(hc_span_equal_ignoring_case(bytes_of("[`"), bytes_of("{@")));
  assert_false(hc_span_equal_ignoring_case(bytes_of("\xC4"), bytes_of("\xE4")));
  assert_true(hc_span_equal_ignoring_case(bytes_of(""), hc_str(NULL)));
}

static void equality_is_of_every_byte(void **state) {
  (void)state;
  assert_true(hc_span_equal(bytes_of("a\0b"), bytes_of("a\0b")));
  assert_false(hc_span_equal(bytes_of("a\0b"), bytes_of("a\0c")));
  assert_true(hc_span_equal(hc_str(NULL), bytes_of("")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(comparison_ignores_the_case_of_ascii_letters_only),
      cmocka_unit_test(equality_is_of_every_byte),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
