#include "timeout.h"

#include <math.h>

#include "support/testing.h"

static struct hc_timeout seconds(double count) {
  struct hc_timeout timeout = {HC_TIMEOUT_SECONDS, count};
  return timeout;
}

static void timeouts_are_checked_as_settimeout_checks_them(void **state) {
  (void)state;
  struct hc_error error = {0};
  struct hc_timeout none = {HC_TIMEOUT_NONE, -1};
  assert_kind_is(hc_timeout_check(seconds(0), NULL), HC_OK, "0 is non-blocking");
  assert_kind_is(hc_timeout_check(seconds(2.5), NULL), HC_OK, "HTTPConnection.timeout.seconds");
  assert_kind_is(hc_timeout_check(none, NULL), HC_OK, "seconds do not matter");
  hc_timeout_check(seconds(-1), &error);
  assert_error_is(&error, HC_VALUE_ERROR, "Timeout value out of range", "HP.19");
  hc_timeout_check(seconds((double)NAN), &error);
  assert_error_is(&error, HC_VALUE_ERROR, "Invalid value NaN (not a number)", "not a number");
  assert_kind_is(hc_timeout_check(seconds(1e300), NULL), HC_OVERFLOW_ERROR, "too large");
  assert_kind_is(hc_timeout_check(seconds(-1e300), NULL), HC_OVERFLOW_ERROR, "too small");
}

static void a_timeout_too_large_is_told_as_the_edition_tells_it(void **state) {
  (void)state;
  const char *ours = "timestamp too large to convert to C _PyTime_t";
  const char *platforms = "timestamp out of range for platform time_t";
  const struct {
    enum hc_edition edition;
    const char *text;
  } rows[] = {{HC_EDITION_3_8, ours},
              {HC_EDITION_3_10, ours},
              {HC_EDITION_3_11, platforms},
              {HC_EDITION_3_13, platforms},
              {HC_EDITION_3_14, platforms}};
  const double large[] = {9.3e9, 1e10, 1e20, (double)INFINITY, -1e10};
  struct hc_error error = {0};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct hc_traits *traits = hc_traits_of(rows[i].edition);
    assert_kind_is(hc_timeout_check_by(traits, seconds(9.2e9), NULL), HC_OK, "292 years");
    for (size_t j = 0; j < sizeof large / sizeof large[0]; j++) {
      hc_timeout_check_by(traits, seconds(large[j]), &error);
      assert_error_is(&error, HC_OVERFLOW_ERROR, rows[i].text, hc_edition_name(rows[i].edition));
    }
  }
  hc_timeout_check(seconds(1e20), &error);
  assert_error_is(&error, HC_OVERFLOW_ERROR, platforms, "without an edition");
}

static void nanoseconds_are_rounded_up(void **state) {
  (void)state;
  assert_int_equal(hc_timeout_nanoseconds(seconds(0)), 0);
  assert_int_equal(hc_timeout_nanoseconds(seconds(1e-12)), 1);
  assert_int_equal(hc_timeout_nanoseconds(seconds(2.5)), 2500000000);
}

static void the_default_stands_in_where_no_timeout_is_given(void **state) {
  (void)state;
  const struct hc_timeout given = {HC_TIMEOUT_DEFAULT, 0};
  const struct hc_timeout none = {HC_TIMEOUT_NONE, 0};
  assert_int_equal(hc_get_default_timeout().kind, HC_TIMEOUT_NONE);
  assert_kind_is(hc_set_default_timeout(seconds(7.5), NULL), HC_OK, "HP.22");
  assert_int_equal(hc_timeout_nanoseconds(given), 7500000000);
  assert_int_equal(hc_timeout_nanoseconds(none), HC_FOREVER);
  assert_int_equal(hc_get_default_timeout().kind, HC_TIMEOUT_SECONDS);
  assert_true(hc_get_default_timeout().seconds > 7.4 && hc_get_default_timeout().seconds < 7.6);
  assert_kind_is(hc_set_default_timeout(seconds(-1), NULL), HC_VALUE_ERROR, "refused");
  assert_int_equal(hc_timeout_nanoseconds(given), 7500000000);
  assert_kind_is(hc_set_default_timeout(given, NULL), HC_OK, "restored");
  assert_int_equal(hc_timeout_nanoseconds(given), HC_FOREVER);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(timeouts_are_checked_as_settimeout_checks_them),
      cmocka_unit_test(a_timeout_too_large_is_told_as_the_edition_tells_it),
      cmocka_unit_test(nanoseconds_are_rounded_up),
      cmocka_unit_test(the_default_stands_in_where_no_timeout_is_given),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
