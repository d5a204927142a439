#include "newer_letters.h"

#include "support/testing.h"

static void capitals_newer_than_unicode_3_2_get_their_small_form(void **state) {
  (void)state;
  static const struct {
    uint32_t capital, small;
    unsigned version;
    const char *why;
  } rows[] = {
      {0x4C0, 0x4CF, 12, "palochka, small since 5.0"},
      {0x23A, 0x2C65, 12, "the first of the table"},
      {0x23C, 0x23C, 12, "small itself, between two capitals"},
      {0x23D, 0x19A, 12, "to a lower code"},
      {0x52E, 0x52F, 12, "the last of a range in steps of two"},
      {0x52F, 0x52F, 12, "small itself, in such a range"},
      {0x13A0, 0xAB70, 12, "Cherokee"},
      {0xA7C7, 0xA7C7, 12, "not yet"},
      {0xA7C7, 0xA7C8, 13, "since 13"},
      {0x10570, 0x10570, 13, "Vithkuqi, not yet"},
      {0x10570, 0x10597, 14, "Vithkuqi, since 14"},
      {0xA7CB, 0x264, 16, "since 16"},
      {0xA7CB, 0xA7CB, 15, "not yet"},
      {0x1E921, 0x1E943, 12, "the last of the table"},
      {0x1E922, 0x1E922, 16, "behind it"},
      {'A', 'A', 16, "RFC 3454 has it"},
      {0, 0, 16, "before the table"},
      {0x10FFFF, 0x10FFFF, 16, "the last of all"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    if (hc_newer_lower(rows[i].capital, rows[i].version) != rows[i].small)
      fail_msg("%s", rows[i].why);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(capitals_newer_than_unicode_3_2_get_their_small_form),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
