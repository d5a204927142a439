#include "encode.h"
#include "support/guarded.h"
#include "support/testing.h"

static void latin1_text_becomes_one_byte_a_character(void **state) {
  (void)state;
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  struct hc_span text = guarded_copy(bytes_of("a\0\xC3\xA9\xC3\xBF"));
  assert_kind_is(hc_encode_latin1(text, &into, &error), HC_OK, "encode");
  assert_span_is(hc_buffer_span(&into), bytes_of("a\0\xE9\xFF"), "encoded");
  guarded_free(text);
  hc_buffer_free(&into);
}

static void errors_name_the_first_run_of_characters(void **state) {
  (void)state;
  const struct {
    struct hc_span text;
    size_t start;
    size_t end;
    const char *message;
    const char *why;
  } rows[] = {
      {bytes_of("a\xE2\x82\xAC"
                "b"),
       1, 2,
       "'latin-1' codec can't encode character '\\u20ac' in position 1: ordinal not in range(256)",
       "one character"},
      {bytes_of("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z\xE2\x82\xAC"), 1, 3,
       "'latin-1' codec can't encode characters in position 1-2: ordinal not in range(256)",
       "a run, and a second one that is not told"},
      {bytes_of("\xF0\x9F\x98\x80"), 0, 1,
       "'latin-1' codec can't encode character '\\U0001f600' in position 0: ordinal not in "
       "range(256)",
       "above U+FFFF"},
      {bytes_of("\xED\xB3\xBF"), 0, 1,
       "'latin-1' codec can't encode character '\\udcff' in position 0: ordinal not in range(256)",
       "a surrogate, as a Python str can hold"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_buffer into = {0};
    struct hc_error error = {0};
    struct hc_span text = guarded_copy(rows[i].text);
    assert_kind_is(hc_encode_latin1(text, &into, &error), HC_UNICODE_ENCODE_ERROR, rows[i].why);
    assert_string_equal(error.encoding, "latin-1");
    assert_int_equal(error.start, rows[i].start);
    assert_int_equal(error.end, rows[i].end);
    assert_span_is(hc_buffer_span(&error.object), rows[i].text, rows[i].why);
    assert_error_is(&error, HC_UNICODE_ENCODE_ERROR, rows[i].message, rows[i].why);
    assert_int_equal(into.size, 0);
    guarded_free(text);
    hc_buffer_free(&into);
  }
}

static void ascii_check_refuses_everything_from_0x80(void **state) {
  (void)state;
  struct hc_error error = {0};
  assert_kind_is(hc_check_ascii(bytes_of("GET / HTTP/1.1\0\x7F"), &error), HC_OK, "all ASCII");
  assert_kind_is(hc_check_ascii(bytes_of("GET /\xC3\xA9 HTTP/1.1"), &error),
                 HC_UNICODE_ENCODE_ERROR, "e acute");
  assert_string_equal(error.encoding, "ascii");
  assert_error_is(&error, HC_UNICODE_ENCODE_ERROR,
                  "'ascii' codec can't encode character '\\xe9' in position 5: "
                  "ordinal not in range(128)",
                  "RQ.04");
}

static void a_body_that_is_not_latin1_is_explained(void **state) {
  (void)state;
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  assert_kind_is(hc_encode_body(bytes_of("price: \xE2\x82\xAC"), &into, &error),
                 HC_UNICODE_ENCODE_ERROR, "BD.05");
  assert_text_is(hc_buffer_span(&error.reason),
                 "Body ('\xE2\x82\xAC') is not valid Latin-1. Use body.encode('utf-8') if you want "
                 "to send it encoded in UTF-8.",
                 "BD.05");
  hc_error_clear(&error);
  struct hc_buffer many = {0};
  for (int i = 0; i < 40; i++)
    assert_true(hc_buffer_append(&many, bytes_of("\xC4\x80")));
  assert_kind_is(hc_encode_body(hc_buffer_span(&many), &into, &error), HC_UNICODE_ENCODE_ERROR, "");
  struct hc_span reason = hc_buffer_span(&error.reason);
  assert_span_is(hc_span_make(reason.data, 6), bytes_of("Body ("), "how it begins");
  assert_memory_equal(reason.data + 6 + 39, ") is not valid", 14);
  hc_error_clear(&error);
  hc_buffer_free(&many);
  hc_buffer_free(&into);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(latin1_text_becomes_one_byte_a_character),
      cmocka_unit_test(errors_name_the_first_run_of_characters),
      cmocka_unit_test(ascii_check_refuses_everything_from_0x80),
      cmocka_unit_test(a_body_that_is_not_latin1_is_explained),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
