#include "hc/chunk_size.h"

#include <inttypes.h>
#include <stdio.h>

#include "support/guarded.h"
#include "support/testing.h"

static void size_is_the_number_before_the_extension(void **state) {
  (void)state;
  const struct {
    struct hc_span line;
    bool accepted;
    bool negative;
    uint64_t magnitude;
    const char *why;
  } rows[] = {
      {bytes_of("5\r\n"), true, false, 5, "plain (RFC 9112 section 7.1)"},
      {bytes_of("5\n"), true, false, 5, "LF only (CK.03)"},
      {bytes_of("5"), true, false, 5, "end of the stream"},
      {bytes_of("1a;name=value\r\n"), true, false, 0x1A, "extension (CK.03)"},
      {bytes_of("5;;xyz"), true, false, 5, "only the first semicolon matters"},
      {bytes_of(" 5 ;x"), true, false, 5, "white space around the size (CK.02)"},
      {bytes_of("0x5\r\n"), true, false, 5, "prefix (CK.02)"},
      {bytes_of("-1\r\n"), true, true, 1, "negative (CK.10)"},
      {bytes_of("-0\r\n"), true, false, 0, "negative zero ends the body (CK.05)"},
      {bytes_of("000\r\n"), true, false, 0, "zeros end the body (CK.05)"},
      {bytes_of(""), false, false, 0, "end of the stream without a line"},
      {bytes_of("\r\n"), false, false, 0, "empty line"},
      {bytes_of(";x\r\n"), false, false, 0, "extension only"},
      {bytes_of("xyz\r\n"), false, false, 0, "no digits"},
      {bytes_of("5,\r\n"), false, false, 0, "comma"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span line = guarded_copy(rows[i].line);
    struct hc_integer size = {77, true};
    bool accepted = hc_chunk_size_parse(line, &size);
    guarded_free(line);
    if (accepted != rows[i].accepted) fail_msg("%s: accepted is %d", rows[i].why, accepted);
    if (!accepted) assert_int_equal(size.magnitude, 77);
    if (accepted && (size.magnitude != rows[i].magnitude || size.negative != rows[i].negative)) {
      fail_msg("%s: got %" PRIu64, rows[i].why, size.magnitude);
    }
  }
}

static void size_is_written_in_upper_case_without_leading_zeros(void **state) {
  (void)state;
  const uint64_t sizes[] = {0, 1, 15, 16, 0xE20, 0x2000, UINT64_MAX};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    char expected[32];
    snprintf(expected, sizeof expected, "%" PRIX64 "\r\n", sizes[i]);
    char text[HC_CHUNK_SIZE_TEXT];
    size_t size = hc_chunk_size_write(sizes[i], text);
    assert_text_is(hc_span_make(text, size), expected, "as printed (EH.03)");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(size_is_the_number_before_the_extension),
      cmocka_unit_test(size_is_written_in_upper_case_without_leading_zeros),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
