#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/literal.h"

struct decode_row {
  const char *why;
  enum literal_kind kind;
  const char *source;
  const char *decoded;
  size_t length;
};

static void escapes_decode_as_in_python(void **state) {
  (void)state;
  static const struct decode_row rows[] = {
      {"plain", LITERAL_BYTES, "abc", "abc", 3},
      {"every simple escape", LITERAL_BYTES, "\\\\\\'\\\"\\a\\b\\f\\n\\r\\t\\v",
       "\\'\"\a\b\f\n\r\t\v", 10},
      {"hexadecimal is a byte", LITERAL_BYTES, "\\xff\\x00", "\xff\0", 2},
      {"hexadecimal is a code point", LITERAL_TEXT, "\\xff", "\xc3\xbf", 2},
      {"octal takes at most three digits", LITERAL_BYTES, "\\0\\3771",
       "\0\xff"
       "1",
       3},
      {"four digits", LITERAL_TEXT, "\\u20ac", "\xe2\x82\xac", 3},
      {"eight digits", LITERAL_TEXT, "\\U0001f600", "\xf0\x9f\x98\x80", 4},
      {"UTF-8 stands for itself in text", LITERAL_TEXT, "\xc3\xa9", "\xc3\xa9", 2},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char *text = NULL;
    size_t length = 0, offset = 0;
    FILE *out = open_memstream(&text, &length);
    const char *error =
        literal_decode(rows[i].kind, rows[i].source, strlen(rows[i].source), out, &offset);
    fclose(out);
    if (error) fail_msg("%s: %s", rows[i].why, error);
    assert_int_equal(length, rows[i].length);
    assert_memory_equal(text, rows[i].decoded, length);
    free(text);
  }
}

static void errors_name_their_offset(void **state) {
  (void)state;
  static const struct {
    enum literal_kind kind;
    const char *source;
    size_t offset;
    const char *message_part;
  } rows[] = {
      {LITERAL_BYTES, "ab\\q", 2, "unknown escape"},
      {LITERAL_BYTES, "\\x1", 0, "two hexadecimal"},
      {LITERAL_BYTES, "a\\", 1, "ends the literal"},
      {LITERAL_BYTES, "a\xc3\xa9", 1, "only ASCII"},
      {LITERAL_BYTES, "\\u20ac", 0, "unknown escape"},
      {LITERAL_BYTES, "\\400", 0, "at most \\377"},
      {LITERAL_TEXT, "\\ud800", 0, "surrogate"},
      {LITERAL_TEXT, "\\U00110000", 0, "at most"},
      {LITERAL_TEXT, "\\u12g4", 0, "four hexadecimal"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char *text = NULL;
    size_t length = 0, offset = 99;
    FILE *out = open_memstream(&text, &length);
    const char *error =
        literal_decode(rows[i].kind, rows[i].source, strlen(rows[i].source), out, &offset);
    fclose(out);
    free(text);
    assert_non_null(error);
    if (!strstr(error, rows[i].message_part)) fail_msg("%s: %s", rows[i].source, error);
    assert_int_equal(offset, rows[i].offset);
  }
}

typedef void printer(FILE *, const void *, size_t);

static void assert_prints(printer *print, const char *data, size_t length, const char *expected) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  print(out, data, length);
  fclose(out);
  assert_string_equal(text, expected);
  free(text);
}

static void bytes_print_as_repr_prints_them(void **state) {
  (void)state;
  assert_prints(literal_print_bytes, "", 0, "b''");
  assert_prints(literal_print_bytes, "a\0\xff\r\n\t\\", 7, "b'a\\x00\\xff\\r\\n\\t\\\\'");
  assert_prints(literal_print_bytes, "it's", 4, "b\"it's\"");
  assert_prints(literal_print_bytes, "'\"", 2, "b'\\'\"'");
}

static void text_prints_as_repr_prints_it(void **state) {
  (void)state;
  assert_prints(literal_print_text, "caf\xc3\xa9", 5, "'caf\xc3\xa9'");
  assert_prints(literal_print_text, "\xc2\x85\xc2\xa0\xc2\xad", 6, "'\\x85\\xa0\\xad'");
  assert_prints(literal_print_text, "\x7f\x1b", 2, "'\\x7f\\x1b'");
  assert_prints(literal_print_text, "\xe2\x82\xac", 3, "'\xe2\x82\xac'");
}

static void safe_text_holds_no_control_characters(void **state) {
  (void)state;
  assert_prints(literal_print_safe, "a\x1b[0m\\", 6, "a\\x1b[0m\\");
  assert_prints(literal_print_safe, "\xc2\x9b\xff\n", 4, "\\x9b\\xff\\n");
}

static void utf8_that_is_no_utf8_is_refused(void **state) {
  (void)state;
  static const char *const wrong[] = {
      "\x80", "\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    assert_int_equal(literal_utf8_length(wrong[i], strlen(wrong[i]), NULL), 0);
  unsigned code_point = 0;
  assert_int_equal(literal_utf8_length("\xf4\x8f\xbf\xbf", 4, &code_point), 4);
  assert_int_equal(code_point, 0x10FFFF);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(escapes_decode_as_in_python),
      cmocka_unit_test(errors_name_their_offset),
      cmocka_unit_test(bytes_print_as_repr_prints_them),
      cmocka_unit_test(text_prints_as_repr_prints_it),
      cmocka_unit_test(safe_text_holds_no_control_characters),
      cmocka_unit_test(utf8_that_is_no_utf8_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
