/* Floats are said as Python's repr() says them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "float_text.h"

static const struct {
  double real;
  const char *text;
  const char *why;
} spellings[] = {
    {0.0, "0.0", "a float always shows that it is one"},
    {-0.0, "-0.0", "zero keeps its sign"},
    {1.5, "1.5", "as few digits as tell it from its neighbours"},
    {0.1, "0.1", "no matter what binary makes of it"},
    {0.30000000000000004, "0.30000000000000004", "as many digits as are needed"},
    {100000.0, "100000.0", "no exponent for a number below 1e16"},
    {9999999999999998.0, "9999999999999998.0", "the largest below 1e16"},
    {1e16, "1e+16", "an exponent from 1e16 on"},
    {1.25e17, "1.25e+17", "digits before the exponent"},
    {0.0001, "0.0001", "no exponent down to 1e-4"},
    {0.00001, "1e-05", "an exponent below it, of two digits"},
    {5e-324, "5e-324", "the smallest"},
    {1.7976931348623157e308, "1.7976931348623157e+308", "the largest"},
};

static void every_spelling_is_repr_and_reads_back(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
    char text[FLOAT_TEXT_SIZE];
    double read = 7;
    float_repr(spellings[i].real, text);
    print_message("%s: %s\n", text, spellings[i].why);
    assert_string_equal(text, spellings[i].text);
    assert_true(float_read(text, &read));
    assert_memory_equal(&read, &spellings[i].real, sizeof read);
  }
}

static void infinities_and_not_a_number_have_names(void **state) {
  (void)state;
  static const char *const names[] = {"inf", "-inf", "nan"};
  for (size_t i = 0; i < 3; i++) {
    char text[FLOAT_TEXT_SIZE];
    double read;
    assert_true(float_read(names[i], &read));
    float_repr(read, text);
    assert_string_equal(text, names[i]);
  }
}

static void what_repr_never_writes_is_not_read(void **state) {
  (void)state;
  static const char *const others[] = {"",         " 1.0", "1.0 ", "0x1p3", "1_0.0",
                                       "infinity", "NaN",  "+inf", "e",     "1.0.0"};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    double read = 7;
    print_message("'%s'\n", others[i]);
    assert_false(float_read(others[i], &read));
    assert_true(read == 7);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_spelling_is_repr_and_reads_back),
      cmocka_unit_test(infinities_and_not_a_number_have_names),
      cmocka_unit_test(what_repr_never_writes_is_not_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
