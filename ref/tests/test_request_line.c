#include "hc/request_line.h"
#include "support/guarded.h"
#include "support/testing.h"

static void methods_have_no_control_characters(void **state) {
  (void)state;
  for (int byte = 0; byte < 0x100; byte++) {
    char method[2] = {'M', (char)byte};
    enum hc_kind expected = byte < 0x20 ? HC_VALUE_ERROR : HC_OK;
    assert_kind_is(hc_method_validate(hc_span_make(method, 2), NULL), expected, "RQ.06");
  }
  assert_kind_is(hc_method_validate(bytes_of(""), NULL), HC_OK, "RQ.06: an empty method passes");
  struct hc_error error = {0};
  hc_method_validate(bytes_of("GET\r\nX"), &error);
  assert_error_is(&error, HC_VALUE_ERROR,
                  "method can't contain control characters. 'GET\\r\\nX' (found at least '\\r')",
                  "RQ.06");
}

static void urls_have_no_control_characters_and_no_space(void **state) {
  (void)state;
  for (int byte = 0; byte < 0x100; byte++) {
    char url[2] = {'/', (char)byte};
    enum hc_kind expected = byte <= 0x20 || byte == 0x7F ? HC_INVALID_URL : HC_OK;
    assert_kind_is(hc_url_validate(hc_span_make(url, 2), NULL), expected, "RQ.03, RQ.05");
  }
  struct hc_error error = {0};
  hc_url_validate(bytes_of("/a'b\x7F"), &error);
  assert_error_is(&error, HC_INVALID_URL,
                  "URL can't contain control characters. \"/a'b\\x7f\" (found at least '\\x7f')",
                  "RQ.03");
}

static void line_is_method_url_and_version(void **state) {
  (void)state;
  struct hc_buffer line = {0};
  assert_true(hc_buffer_append(&line, hc_str("before ")));
  assert_kind_is(
      hc_request_line_write(hc_str("GET"), hc_str("/x?y"), hc_str("HTTP/1.1"), &line, NULL), HC_OK,
      "RQ.01");
  assert_text_is(hc_buffer_span(&line), "before GET /x?y HTTP/1.1", "RQ.01");
  hc_buffer_free(&line);
}

static void characters_above_ascii_are_refused_with_their_place_in_the_line(void **state) {
  (void)state;
  struct hc_buffer line = {0};
  struct hc_error error = {0};
  assert_true(hc_buffer_append(&line, hc_str("kept")));
  assert_kind_is(
      hc_request_line_write(hc_str("GET"), hc_str("/\xC3\xA9"), hc_str("HTTP/1.1"), &line, &error),
      HC_UNICODE_ENCODE_ERROR, "RQ.04");
  assert_int_equal(error.start, 5);
  assert_text_is(hc_buffer_span(&error.object), "GET /\xC3\xA9 HTTP/1.1", "RQ.04");
  assert_text_is(hc_buffer_span(&line), "kept", "the buffer is unchanged");
  hc_error_clear(&error);
  hc_buffer_free(&line);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(methods_have_no_control_characters),
      cmocka_unit_test(urls_have_no_control_characters_and_no_space),
      cmocka_unit_test(line_is_method_url_and_version),
      cmocka_unit_test(characters_above_ascii_are_refused_with_their_place_in_the_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
