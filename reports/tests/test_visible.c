#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "visible.h"

static void units_are_characters_or_escapes(void **state) {
  (void)state;
  static const struct {
    const char *why, *text, *unit;
    size_t size;
    unsigned columns;
  } rows[] = {
      {"a letter", "ab", "a", 1, 1},
      {"a letter of two bytes", "\xc3\xa9", "\xc3\xa9", 2, 1},
      {"a wide character", "\xe4\xb8\xad", "\xe4\xb8\xad", 3, 2},
      {"an emoji", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", 4, 2},
      {"a combining accent", "\xcc\x81", "\xcc\x81", 2, 0},
      {"a line end is the caller's to decide on", "\n", "\n", 1, 1},
      {"escape, the beginning of terminal sequences", "\x1b[31m", "\\x1b", 1, 4},
      {"carriage return", "\r", "\\x0d", 1, 4},
      {"delete", "\x7f", "\\x7f", 1, 4},
      {"a C1 control, which some terminals obey", "\xc2\x9b", "\\x9b", 2, 4},
      {"a byte that is no UTF-8", "\xff", "\\xff", 1, 4},
      {"the first byte of a sequence cut short", "\xe2\x82", "\\xe2", 1, 4},
      {"a soft hyphen", "\xc2\xad", "\\xad", 2, 4},
      {"right-to-left override", "\xe2\x80\xae", "\\u202e", 3, 6},
      {"an isolate", "\xe2\x81\xa6", "\\u2066", 3, 6},
      {"zero width space", "\xe2\x80\x8b", "\\u200b", 3, 6},
      {"a line separator", "\xe2\x80\xa8", "\\u2028", 3, 6},
      {"a byte order mark", "\xef\xbb\xbf", "\\ufeff", 3, 6},
      {"a noncharacter, forbidden in XML", "\xef\xbf\xbe", "\\ufffe", 3, 6},
      {"a tag character", "\xf3\xa0\x81\xa1", "\\U000e0061", 4, 10},
      {"the last code point", "\xf4\x8f\xbf\xbf", "\\U0010ffff", 4, 10},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char unit[VISIBLE_UNIT_SIZE];
    size_t size = visible_unit(rows[i].text, strlen(rows[i].text), unit);
    if (size != rows[i].size || strcmp(unit, rows[i].unit) != 0 ||
        visible_columns(unit) != rows[i].columns)
      fail_msg("%s: %zu bytes, %s, %u columns", rows[i].why, size, unit, visible_columns(unit));
  }
}

static void text_is_utf8_or_not(void **state) {
  (void)state;
  assert_true(visible_is_utf8(""));
  assert_true(visible_is_utf8("caf\xc3\xa9"));
  assert_false(visible_is_utf8("caf\xc3"));
  assert_false(visible_is_utf8("\xc0\x80"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(units_are_characters_or_escapes),
      cmocka_unit_test(text_is_utf8_or_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
