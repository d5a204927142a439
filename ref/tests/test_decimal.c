#include "decimal.h"

#include "support/testing.h"

static void numbers_are_appended_in_decimal(void **state) {
  (void)state;
  const struct {
    int64_t number;
    const char *expected;
  } rows[] = {
      {0, "=0"},
      {7, "=7"},
      {10, "=10"},
      {65535, "=65535"},
      {-1, "=-1"},
      {-90, "=-90"},
      {INT64_MAX, "=9223372036854775807"},
      {INT64_MIN, "=-9223372036854775808"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_buffer text = {0};
    assert_true(hc_buffer_append(&text, hc_str("=")));
    assert_true(hc_append_decimal(&text, rows[i].number));
    assert_text_is(hc_buffer_span(&text), rows[i].expected, "after what was there");
    hc_buffer_free(&text);
  }
}

static void a_number_that_does_not_fit_changes_nothing(void **state) {
  (void)state;
  struct hc_buffer text = hc_buffer_make(NULL, 4);
  assert_true(hc_append_decimal(&text, 12));
  assert_false(hc_append_decimal(&text, 345));
  assert_text_is(hc_buffer_span(&text), "12", "the maximum is 4 bytes");
  hc_buffer_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_are_appended_in_decimal),
      cmocka_unit_test(a_number_that_does_not_fit_changes_nothing),
  };
  return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
