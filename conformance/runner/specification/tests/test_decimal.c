#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "specification/decimal.h"

static struct decimal number(const char *digits) {
  struct decimal result = {0};
  if (!decimal_read(digits, strlen(digits), &result)) fail_msg("'%s' is not read", digits);
  return result;
}

static void assert_number(const struct decimal *actual, const char *expected) {
  char text[DECIMAL_TEXT_SIZE];
  decimal_write(actual, text);
  assert_string_equal(text, expected);
}

static void what_is_read_is_written_back(void **state) {
  (void)state;
  static const char *const rows[] = {"0",         "7",          "-7",
                                     "999999999", "1000000000", "-1000000000000000000000000000001"};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct decimal value = number(rows[i]);
    assert_number(&value, rows[i]);
  }
  struct decimal zero = number("-000");
  assert_number(&zero, "0");
}

static void what_is_no_number_is_refused_and_changes_nothing(void **state) {
  (void)state;
  static const char *const rows[] = {"", "-", "1a", "+1", " 1"};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct decimal value = number("5");
    assert_false(decimal_read(rows[i], strlen(rows[i]), &value));
    assert_number(&value, "5");
  }
}

typedef bool operation(const struct decimal *, const struct decimal *, struct decimal *);

static void arithmetic_carries_borrows_and_keeps_signs(void **state) {
  (void)state;
  static const struct {
    operation *compute;
    const char *a, *b, *result;
  } rows[] = {
      {decimal_add, "999999999", "1", "1000000000"},
      {decimal_add, "5", "-7", "-2"},
      {decimal_add, "-5", "-7", "-12"},
      {decimal_add, "5", "-5", "0"},
      {decimal_subtract, "1000000000000000000", "1", "999999999999999999"},
      {decimal_subtract, "1", "1000000000000000000", "-999999999999999999"},
      {decimal_subtract, "0", "0", "0"},
      {decimal_subtract, "3", "-4", "7"},
      {decimal_multiply, "999999999999999999", "999999999999999999",
       "999999999999999998000000000000000001"},
      {decimal_multiply, "-3", "4", "-12"},
      {decimal_multiply, "-3", "0", "0"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct decimal a = number(rows[i].a), b = number(rows[i].b), result = {0};
    assert_true(rows[i].compute(&a, &b, &result));
    assert_number(&result, rows[i].result);
  }
}

static void powers_are_exact(void **state) {
  (void)state;
  static const struct {
    const char *base;
    uint64_t exponent;
    const char *result;
  } rows[] = {
      {"2", 64, "18446744073709551616"},
      {"2", 0, "1"},
      {"0", 0, "1"},
      {"0", 5, "0"},
      {"-2", 63, "-9223372036854775808"},
      {"1", UINT64_MAX, "1"},
      {"10", 30, "1000000000000000000000000000000"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct decimal base = number(rows[i].base), result = {0};
    assert_true(decimal_power(&base, rows[i].exponent, &result));
    assert_number(&result, rows[i].result);
  }
}

static void results_of_too_many_digits_are_refused_and_change_nothing(void **state) {
  (void)state;
  char digits[DECIMAL_DIGITS + 2];
  memset(digits, '9', sizeof digits - 1);
  digits[sizeof digits - 1] = '\0';
  struct decimal largest = number(digits + 1), one = number("1"), ten = number("10"),
                 result = number("5");
  assert_false(decimal_read(digits, DECIMAL_DIGITS + 1, &result));
  assert_false(decimal_add(&largest, &one, &result));
  assert_false(decimal_multiply(&largest, &ten, &result));
  assert_false(decimal_power(&ten, DECIMAL_DIGITS, &result));
  assert_number(&result, "5");
  assert_true(decimal_power(&ten, DECIMAL_DIGITS - 1, &result));
}

static void the_ends_of_64_bits_are_known(void **state) {
  (void)state;
  static const struct {
    const char *digits;
    bool fits;
    int64_t value;
  } rows[] = {
      {"9223372036854775807", true, INT64_MAX},
      {"9223372036854775808", false, 0},
      {"-9223372036854775808", true, INT64_MIN},
      {"-9223372036854775809", false, 0},
      {"0", true, 0},
      {"100000000000000000000000000", false, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct decimal value = number(rows[i].digits);
    int64_t result = 0;
    assert_int_equal(decimal_to_int64(&value, &result), rows[i].fits);
    assert_true(result == rows[i].value);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_read_is_written_back),
      cmocka_unit_test(what_is_no_number_is_refused_and_changes_nothing),
      cmocka_unit_test(arithmetic_carries_borrows_and_keeps_signs),
      cmocka_unit_test(powers_are_exact),
      cmocka_unit_test(results_of_too_many_digits_are_refused_and_change_nothing),
      cmocka_unit_test(the_ends_of_64_bits_are_known),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
