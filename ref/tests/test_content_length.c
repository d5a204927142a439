#include "hc/content_length.h"
#include "support/guarded.h"
#include "support/testing.h"

static void value_counts_if_int_reads_it_and_it_is_not_negative(void **state) {
  (void)state;
  const struct {
    struct hc_span value;
    bool accepted;
    uint64_t length;
    const char *why;
  } rows[] = {
      {bytes_of("5"), true, 5, "plain (RFC 9110 section 8.6)"},
      {bytes_of("0"), true, 0, "zero"},
      {bytes_of("+5"), true, 5, "sign (FR.03)"},
      {bytes_of("05"), true, 5, "leading zero (FR.03)"},
      {bytes_of("5_0"), true, 50, "underscore (FR.03)"},
      {bytes_of("-0"), true, 0, "negative zero (FR.03)"},
      {bytes_of("5 "), true, 5, "trailing blank (FR.03)"},
      {bytes_of("9223372036854775808"), true, 9223372036854775808U, "2**63 (RD.14)"},
      {bytes_of("-5"), false, 0, "negative is ignored (FR.03)"},
      {bytes_of(""), false, 0, "empty"},
      {bytes_of("5, 5"), false, 0, "list (FR.04)"},
      {bytes_of("0x5"), false, 0, "hexadecimal"},
      {bytes_of("5\r\n 5"), false, 0, "folded"},
      {bytes_of("5\x1C"), false, 0, "0x1C is not stripped (FR.03)"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span value = guarded_copy(rows[i].value);
    uint64_t length = 77;
    bool accepted = hc_content_length_parse(value, &length);
    guarded_free(value);
    if (accepted != rows[i].accepted) fail_msg("%s: accepted is %d", rows[i].why, accepted);
    assert_true(length == (accepted ? rows[i].length : 77));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(value_counts_if_int_reads_it_and_it_is_not_negative),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
