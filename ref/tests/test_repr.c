#include "repr.h"

#include "support/guarded.h"
#include "support/testing.h"

struct row {
  struct hc_span text;
  const char *shown;
  const char *why;
};

typedef bool write_function(struct hc_span text, struct hc_buffer *into);

static void check(const struct row *rows, size_t count, write_function *write) {
  for (size_t i = 0; i < count; i++) {
    struct hc_span text = guarded_copy(rows[i].text);
    struct hc_buffer into = {0};
    assert_true(write(text, &into));
    assert_text_is(hc_buffer_span(&into), rows[i].shown, rows[i].why);
    hc_buffer_free(&into);
    guarded_free(text);
  }
}

static void text_is_shown_as_repr_of_str_shows_it(void **state) {
  (void)state;
  const struct row rows[] = {
      {bytes_of(""), "''", "empty"},
      {bytes_of("a b"), "'a b'", "plain"},
      {bytes_of("a'b"), "\"a'b\"", "a single quote"},
      {bytes_of("a\"b"), "'a\"b'", "a double quote"},
      {bytes_of("a'b\"c"), "'a\\'b\"c'", "both quotes"},
      {bytes_of("\t\n\r\\"), "'\\t\\n\\r\\\\'", "escapes with a letter"},
      {bytes_of("\0\x1F\x7F"), "'\\x00\\x1f\\x7f'", "controls"},
      {bytes_of("\xC2\x80\xC2\xA0\xC2\xAD"), "'\\x80\\xa0\\xad'", "unprintable Latin-1"},
      {bytes_of("\xC3\xA9\xE2\x82\xAC"), "'\xC3\xA9\xE2\x82\xAC'", "printable characters"},
      {bytes_of("\xED\xB3\xBF"), "'\\udcff'", "a surrogate"},
      {bytes_of("\xE2\x80\xAC\xE2\x80\xA8\xE3\x80\x80"), "'\\u202c\\u2028\\u3000'",
       "unprintable beyond Latin-1: a format character, a line separator, a space"},
      {bytes_of("\xF3\xA0\x80\x81\xF0\x9F\x98\x80"), "'\\U000e0001\xF0\x9F\x98\x80'",
       "beyond the basic plane: a tag, which does not print, and a face, which does"},
  };
  check(rows, sizeof rows / sizeof rows[0], hc_repr_text);
}

static void bytes_are_shown_as_repr_of_bytes_shows_them(void **state) {
  (void)state;
  const struct row rows[] = {
      {bytes_of(""), "b''", "empty"},
      {bytes_of("a'b"), "b\"a'b\"", "a single quote"},
      {bytes_of("\r\n\0\x80\xE9"), "b'\\r\\n\\x00\\x80\\xe9'", "all that is not ASCII"},
  };
  check(rows, sizeof rows / sizeof rows[0], hc_repr_bytes);
}

static void latin1_becomes_utf8(void **state) {
  (void)state;
  const struct row rows[] = {
      {bytes_of("a\x7F\x80\xE9\xFF"), "a\x7F\xC2\x80\xC3\xA9\xC3\xBF", "every range"},
  };
  check(rows, 1, hc_latin1_to_utf8);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_is_shown_as_repr_of_str_shows_it),
      cmocka_unit_test(bytes_are_shown_as_repr_of_bytes_shows_them),
      cmocka_unit_test(latin1_becomes_utf8),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
