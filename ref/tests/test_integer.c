#include "hc/integer.h"

#include <string.h>

#include "hc/limits.h"
#include "support/guarded.h"
#include "support/testing.h"

struct row {
  struct hc_span text;
  bool accepted;
  bool negative;
  uint64_t magnitude;
  const char *why;
};

typedef bool parse_function(struct hc_span text, struct hc_integer *value);

static void check(const struct row *rows, size_t count, parse_function *parse) {
  for (size_t i = 0; i < count; i++) {
    struct hc_span text = guarded_copy(rows[i].text);
    struct hc_integer value = {77, true};
    bool accepted = parse(text, &value);
    guarded_free(text);
    if (accepted != rows[i].accepted) fail_msg("%s: accepted is %d", rows[i].why, accepted);
    uint64_t magnitude = rows[i].accepted ? rows[i].magnitude : 77;
    bool negative = rows[i].accepted ? rows[i].negative : true;
    if (value.magnitude != magnitude || value.negative != negative) {
      fail_msg("%s: got %s%llu", rows[i].why, value.negative ? "-" : "",
               (unsigned long long)value.magnitude);
    }
  }
}

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

static void latin1_text_is_read_like_int_of_str(void **state) {
  (void)state;
  const struct row rows[] = {
      {bytes_of("200"), true, false, 200, "plain"},
      {bytes_of("+200"), true, false, 200, "plus sign"},
      {bytes_of("-200"), true, true, 200, "minus sign"},
      {bytes_of("-0"), true, false, 0, "zero has no sign"},
      {bytes_of("2_00"), true, false, 200, "underscore between digits"},
      {bytes_of("0200"), true, false, 200, "leading zero"},
      {bytes_of(" \t\n\v\f\r5 \t\n\v\f\r"), true, false, 5, "ASCII white space at both ends"},
      {bytes_of("\x85\xA0"
                "5\x85\xA0"),
       true, false, 5, "white space above ASCII"},
      {bytes_of("9999999999999999999"), true, false, 9999999999999999999U, "19 digits"},
      {bytes_of("18446744073709551615"), true, false, UINT64_MAX, "2**64 - 1"},
      {bytes_of("18446744073709551616"), true, false, UINT64_MAX, "2**64 saturates"},
      {bytes_of("99999999999999999999999"), true, false, UINT64_MAX, "larger saturates"},
      {bytes_of(""), false, false, 0, "empty"},
      {bytes_of(" "), false, false, 0, "white space only"},
      {bytes_of("+"), false, false, 0, "sign only"},
      {bytes_of("+ 5"), false, false, 0, "white space after the sign"},
      {bytes_of("+-5"), false, false, 0, "two signs"},
      {bytes_of("_5"), false, false, 0, "leading underscore"},
      {bytes_of("5_"), false, false, 0, "trailing underscore"},
      {bytes_of("1__0"), false, false, 0, "two underscores"},
      {bytes_of("200.0"), false, false, 0, "fraction"},
      {bytes_of("0xc8"), false, false, 0, "hexadecimal"},
      {bytes_of("5, 5"), false, false, 0, "list"},
      {bytes_of("5\0"), false, false, 0, "NUL"},
      {bytes_of("5\x1C"), false, false, 0, "0x1C is not stripped by int()"},
      {bytes_of("\x1F"
                "5\xA0"),
       false, false, 0, "0x1F is not stripped in non-ASCII text either"},
      {bytes_of("\xB2"), false, false, 0, "superscript two is no decimal digit"},
  };
  check(rows, COUNT(rows), hc_integer_parse_text);
}

static void utf8_text_may_have_digits_of_any_script(void **state) {
  (void)state;
  const struct row rows[] = {
      {bytes_of("8080"), true, false, 8080, "ASCII"},
      {bytes_of("8_0"), true, false, 80, "underscore"},
      {bytes_of("\xD9\xA8\xD9\xA0"), true, false, 80, "Arabic-Indic digits"},
      {bytes_of("\xF0\x9D\x9F\x96\xF0\x9D\x9F\x8E"), true, false, 80, "mathematical bold digits"},
      {bytes_of("\xE3\x80\x80"
                "80\xC2\xA0"),
       true, false, 80, "ideographic and no-break space"},
      {bytes_of("\xC2\xB2"), false, false, 0, "superscript two"},
      {bytes_of("\x38\xFF"), false, false, 0, "ill-formed UTF-8"},
      {bytes_of("8\xE3\x80"), false, false, 0, "UTF-8 cut short"},
      {bytes_of(""), false, false, 0, "empty"},
  };
  check(rows, COUNT(rows), hc_integer_parse_utf8);
}

static void hexadecimal_bytes_are_read_like_int_of_bytes_and_16(void **state) {
  (void)state;
  const struct row rows[] = {
      {bytes_of("aF"), true, false, 0xAF, "both cases"},
      {bytes_of("0x5"), true, false, 5, "prefix"},
      {bytes_of("0X5"), true, false, 5, "upper-case prefix"},
      {bytes_of("0x_5"), true, false, 5, "underscore after the prefix"},
      {bytes_of("+0x5"), true, false, 5, "sign before the prefix"},
      {bytes_of("-1"), true, true, 1, "negative"},
      {bytes_of("0b1"), true, false, 0xB1, "0b is two digits"},
      {bytes_of(" 5\r\n"), true, false, 5, "ASCII white space"},
      {bytes_of("ffffffffffffffff"), true, false, UINT64_MAX, "2**64 - 1"},
      {bytes_of("10000000000000000"), true, false, UINT64_MAX, "2**64 saturates"},
      {bytes_of("0x"), false, false, 0, "prefix only"},
      {bytes_of("0x__5"), false, false, 0, "two underscores after the prefix"},
      {bytes_of("_5"), false, false, 0, "leading underscore"},
      {bytes_of("5_"), false, false, 0, "trailing underscore"},
      {bytes_of("5 5"), false, false, 0, "two numbers"},
      {bytes_of("g"), false, false, 0, "no digit"},
      {bytes_of("\xA0"
                "5"),
       false, false, 0, "0xA0 is no white space in bytes"},
      {bytes_of("5\0"), false, false, 0, "NUL"},
      {bytes_of(""), false, false, 0, "empty"},
  };
  check(rows, COUNT(rows), hc_integer_parse_hex);
}

static void decimal_digits_are_limited_and_hexadecimal_ones_are_not(void **state) {
  (void)state;
  static char zeros[60000];
  memset(zeros, '0', sizeof zeros);
  struct hc_integer value;
  assert_true(hc_integer_parse_text(hc_span_make(zeros, HC_LIMIT_DECIMAL_DIGITS), &value));
  assert_false(hc_integer_parse_text(hc_span_make(zeros, HC_LIMIT_DECIMAL_DIGITS + 1), &value));
  assert_true(hc_integer_parse_utf8(hc_span_make(zeros, HC_LIMIT_DECIMAL_DIGITS), &value));
  assert_false(hc_integer_parse_utf8(hc_span_make(zeros, sizeof zeros), &value));
  assert_true(hc_integer_parse_hex(hc_span_make(zeros, sizeof zeros), &value));
}

static void conversion_to_64_bits_saturates(void **state) {
  (void)state;
  const struct hc_integer large = {UINT64_MAX, false};
  const struct hc_integer small = {UINT64_MAX, true};
  const struct hc_integer five = {5, true};
  assert_true(hc_integer_to_int64(large) == INT64_MAX);
  assert_true(hc_integer_to_int64(small) == INT64_MIN);
  assert_true(hc_integer_to_int64(five) == -5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(latin1_text_is_read_like_int_of_str),
      cmocka_unit_test(utf8_text_may_have_digits_of_any_script),
      cmocka_unit_test(hexadecimal_bytes_are_read_like_int_of_bytes_and_16),
      cmocka_unit_test(decimal_digits_are_limited_and_hexadecimal_ones_are_not),
      cmocka_unit_test(conversion_to_64_bits_saturates),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
