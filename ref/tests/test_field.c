#include "hc/field.h"
#include "support/guarded.h"
#include "support/testing.h"

struct row {
  struct hc_span bytes;
  bool legal;
  const char *why;
};

static void names_are_legal_as_putheader_has_it(void **state) {
  (void)state;
  const struct row rows[] = {
      {bytes_of("X-Name"), true, "a token (RFC 9110 section 5.1)"},
      {bytes_of("X "), true, "trailing space passes (PH.03)"},
      {bytes_of("a\0b\x01\xE9 (x)"), true,
       "NUL, controls, separators, bytes >= 0x80 (PH.02, PH.03)"},
      {bytes_of("\x1C"), true, "0x1C is no ASCII white space"},
      {bytes_of(""), false, "empty"},
      {bytes_of(" X"), false, "leading space"},
      {bytes_of("\tX"), false, "leading tab"},
      {bytes_of("\vX"), false, "leading vertical tab"},
      {bytes_of(":X"), false, "leading colon"},
      {bytes_of("X:"), false, "colon"},
      {bytes_of("X\r"), false, "CR"},
      {bytes_of("X\nY"), false, "LF"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span name = guarded_copy(rows[i].bytes);
    if (hc_field_name_legal(name) != rows[i].legal) fail_msg("%s", rows[i].why);
    guarded_free(name);
  }
}

static void values_may_fold_and_nothing_else_may_break_the_line(void **state) {
  (void)state;
  const struct row rows[] = {
      {bytes_of("plain"), true, "plain"},
      {bytes_of(""), true, "empty"},
      {bytes_of("\0\x7F\x85\xFF"), true, "NUL, DEL and above (PH.05)"},
      {bytes_of("a\r\n b"), true, "obs-fold with a space"},
      {bytes_of("a\r\n\tb"), true, "obs-fold with a tab"},
      {bytes_of("a\n b"), true, "bare LF and blank"},
      {bytes_of("a\r b"), true, "bare CR and blank"},
      {bytes_of("a\r\n "), true, "a fold at the end"},
      {bytes_of("a\r\nb"), false, "CRLF"},
      {bytes_of("a\nb"), false, "LF"},
      {bytes_of("a\rb"), false, "CR"},
      {bytes_of("a\r\n"), false, "CRLF at the end"},
      {bytes_of("a\n"), false, "LF at the end"},
      {bytes_of("a\r"), false, "CR at the end"},
      {bytes_of("\r\r\n b"), false, "CR CR"},
      {bytes_of("a\r\n\r\n b"), false, "an empty line"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span value = guarded_copy(rows[i].bytes);
    if (hc_field_value_legal(value) != rows[i].legal) fail_msg("%s", rows[i].why);
    guarded_free(value);
  }
}

/* What the rules of PH.03 and PH.05 say of the byte at `i` alone. */
static bool byte_is_legal(struct hc_span text, size_t i, bool in_name) {
  char byte = text.data[i];
  if (in_name) return byte != ':' && byte != '\r' && byte != '\n';
  char next = i + 1 < text.size ? text.data[i + 1] : '\0';
  bool folds = next == ' ' || next == '\t';
  return (byte != '\r' && byte != '\n') || folds || (byte == '\r' && next == '\n');
}

static void assert_legal_by_bytes(struct hc_span text) {
  bool name = true, value = true;
  for (size_t i = 0; i < text.size; i++) {
    name = name && byte_is_legal(text, i, true);
    value = value && byte_is_legal(text, i, false);
  }
  assert_int_equal(hc_field_name_legal(text), name);
  assert_int_equal(hc_field_value_legal(text), value);
}

/* Bytes are looked at in groups: any two bytes, wherever in a group they stand. */
static void each_byte_counts_in_each_place(void **state) {
  (void)state;
  static const char special[] = {'\r', '\n', ':', ' ', '\t', '\0', '\x7F', '\xFF'};
  char text[40];
  memset(text, 'n', sizeof text);
  for (size_t place = 1; place + 1 < sizeof text; place++) {
    for (size_t i = 0; i < sizeof special * sizeof special; i++) {
      text[place] = special[i / sizeof special];
      text[place + 1] = special[i % sizeof special];
      for (size_t size = place + 1; size <= sizeof text; size++)
        assert_legal_by_bytes(hc_span_make(text, size));
    }
    text[place] = 'n';
  }
}

static void what_is_not_legal_is_a_value_error_that_shows_it(void **state) {
  (void)state;
  struct hc_error error = {0};
  assert_kind_is(hc_field_name_validate(hc_str("a b"), &error), HC_OK, "PH.03");
  assert_kind_is(hc_field_value_validate(hc_str("a\r\n b"), &error), HC_OK, "PH.05");
  assert_kind_is(hc_field_name_validate(hc_str(" a"), &error), HC_VALUE_ERROR, "PH.03");
  assert_text_is(hc_buffer_span(&error.text), "Invalid header name b' a'", "PH.03");
  assert_kind_is(hc_field_value_validate(hc_str("a\nb"), &error), HC_VALUE_ERROR, "PH.05");
  assert_text_is(hc_buffer_span(&error.text), "Invalid header value b'a\\nb'", "PH.05");
  hc_error_clear(&error);
}

static struct hc_value of_bytes(struct hc_span bytes) {
  struct hc_value value = {HC_VALUE_BYTES, bytes, 0};
  return value;
}

static struct hc_value of_integer(int64_t integer) {
  struct hc_value value = {HC_VALUE_INTEGER, {NULL, 0}, integer};
  return value;
}

static void values_are_joined_as_continuation_lines(void **state) {
  (void)state;
  struct hc_buffer line = {0};
  struct hc_value values[] = {hc_text("a"), of_bytes(bytes_of("\xFF")), of_integer(-3),
                              hc_text("\xC3\xA9")};
  assert_kind_is(hc_field_write(hc_text("X"), values, 4, &line, NULL), HC_OK, "PH.01, PH.04");
  assert_span_is(hc_buffer_span(&line), bytes_of("X: a\r\n\t\xFF\r\n\t-3\r\n\t\xE9"),
                 "HTTPConnection.putheader.continuation");
  hc_buffer_empty(&line);
  assert_kind_is(hc_field_write(hc_text("X"), NULL, 0, &line, NULL), HC_OK, "PH.01");
  assert_text_is(hc_buffer_span(&line), "X: ", "PH.01: no value");
  hc_buffer_free(&line);
}

static void a_refused_line_leaves_the_buffer_unchanged(void **state) {
  (void)state;
  struct hc_value none = {HC_VALUE_NONE, {NULL, 0}, 0};
  struct hc_value unknown = {(enum hc_value_kind)9, BYTES("x"), 0};
  struct hc_value legal = hc_text("v");
  const struct {
    struct hc_value name;
    struct hc_value value;
    enum hc_kind kind;
    const char *text;
    const char *why;
  } rows[] = {
      {hc_text("a:"), legal, HC_VALUE_ERROR, "Invalid header name b'a:'", "PH.03"},
      {hc_text("a"), hc_text("b\r\n"), HC_VALUE_ERROR, "Invalid header value b'b\\r\\n'", "PH.05"},
      {hc_text("caf\xC3\xA9"), legal, HC_UNICODE_ENCODE_ERROR,
       "'ascii' codec can't encode character '\\xe9' in position 3: ordinal not in range(128)",
       "PH.02"},
      {hc_text("a"), hc_text("\xE2\x82\xAC"), HC_UNICODE_ENCODE_ERROR,
       "'latin-1' codec can't encode character '\\u20ac' in position 0: ordinal not in range(256)",
       "PH.04"},
      {hc_text("a"), none, HC_TYPE_ERROR, "expected string or bytes-like object", "PH.04"},
      {none, legal, HC_TYPE_ERROR, "expected string or bytes-like object", "PH.02"},
      {unknown, legal, HC_TYPE_ERROR, "hc_value.kind is 9, which is none", "no kind"},
      {hc_text("a"), unknown, HC_TYPE_ERROR, "hc_value.kind is 9, which is none", "no kind"},
      {of_integer(1), legal, HC_TYPE_ERROR, "expected string or bytes-like object, got 'int'",
       "PH.02"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_buffer line = {0};
    struct hc_error error = {0};
    struct hc_value values[] = {legal, rows[i].value};
    assert_true(hc_buffer_append(&line, hc_str("kept")));
    assert_kind_is(hc_field_write(rows[i].name, values, 2, &line, &error), rows[i].kind,
                   rows[i].why);
    assert_error_is(&error, rows[i].kind, rows[i].text, rows[i].why);
    assert_text_is(hc_buffer_span(&line), "kept", "PH.08");
    hc_buffer_free(&line);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_are_legal_as_putheader_has_it),
      cmocka_unit_test(values_may_fold_and_nothing_else_may_break_the_line),
      cmocka_unit_test(each_byte_counts_in_each_place),
      cmocka_unit_test(what_is_not_legal_is_a_value_error_that_shows_it),
      cmocka_unit_test(values_are_joined_as_continuation_lines),
      cmocka_unit_test(a_refused_line_leaves_the_buffer_unchanged),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
