#include "idna_codec.h"

#include <string.h>

#include "support/guarded.h"
#include "support/testing.h"

#define ALEF "\xD8\xA7"
#define EMBEDDING "\xE2\x80\xAC" /* U+202C, which ends one */
#define LIGATURE "\xEF\xB7\xBA"  /* U+FDFA */
#define SHARP_S "\xC3\x9F"
#define SOFT_HYPHEN "\xC2\xAD"
#define SIXTY "012345678901234567890123456789012345678901234567890123456789"

static void hosts_get_their_idna_2003_form(void **state) {
  (void)state;
  const struct {
    const char *host;
    const char *ascii; /* NULL: refused */
    const char *why;
  } rows[] = {
      {"www.Example.org", "www.Example.org", "ASCII keeps its case (HO.05)"},
      {"", "", "empty"},
      {"a.", "a.", "a trailing dot is kept (HO.05)"},
      {"b\xC3\xBC"
       "cher.Example",
       "xn--bcher-kva.Example", "one label converted (HO.05)"},
      {"B\xC3\x9C"
       "CHER",
       "xn--bcher-kva", "nameprep lower-cases (HO.05)"},
      {"stra\xC3\x9F"
       "e",
       "strasse", "sharp s is ss in IDNA 2003 (HO.05)"},
      {"\xE2\x98\x83.net", "xn--n3h.net", "snowman (HO.05)"},
      {"\xC3\xA9\xE3\x80\x82"
       "a\xEF\xBC\x8E"
       "b\xEF\xBD\xA1",
       "xn--9ca.a.b.", "other dots (HO.05)"},
      {"\xD3\x80", "xn--s5a", "CPython's Unicode has a small palochka, 3.2 has none (HO.05)"},
      {"a\xE2\x80\x8D"
       "b.\xC3\xA9",
       "ab.xn--9ca", "a joiner is dropped (HO.05)"},
      {"a..b", NULL, "empty label"},
      {".", NULL, "empty label before the dot"},
      {"\xC3\xA9..b", NULL, "empty label beside another"},
      {SIXTY "1234.b", NULL, "label of 64"},
      {SIXTY "\xC3\xA9", NULL, "label whose ASCII form is too long"},
      {"xn--\xC3\xA9", NULL, "a label that looks converted already"},
      {"\xED\xB3\xBF", NULL, "a surrogate"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span host = guarded_copy(hc_str(rows[i].host));
    struct hc_buffer into = {0};
    assert_true(hc_buffer_append(&into, hc_str("-")));
    enum hc_kind kind = hc_idna_encode(host, HC_EDITION_3_12, &into, NULL);
    assert_kind_is(kind, rows[i].ascii != NULL ? HC_OK : HC_UNICODE_ERROR, rows[i].why);
    struct hc_span added = hc_span_make(into.data + 1, into.size - 1);
    assert_text_is(added, rows[i].ascii != NULL ? rows[i].ascii : "", rows[i].why);
    hc_buffer_free(&into);
    guarded_free(host);
  }
}

static void errors_have_a_position_from_edition_3_13_on(void **state) {
  (void)state;
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  assert_kind_is(hc_idna_encode(hc_str("ab..c"), HC_EDITION_3_12, &into, &error), HC_UNICODE_ERROR,
                 "HO.05");
  assert_error_is(&error, HC_UNICODE_ERROR, "label empty or too long", "HO.05");
  assert_kind_is(hc_idna_encode(hc_str("ab..c"), HC_EDITION_3_13, &into, &error),
                 HC_UNICODE_ENCODE_ERROR, "HO.05");
  assert_string_equal(error.encoding, "idna");
  assert_int_equal(error.start, 3);
  assert_int_equal(error.end, 4);
  assert_text_is(hc_buffer_span(&error.reason), "label empty", "HO.05");
  hc_error_clear(&error);
  hc_buffer_free(&into);
}

static void errors_tell_what_is_wrong_with_a_label(void **state) {
  (void)state;
  static const struct {
    const char *host, *text;
    size_t start, end;
    const char *why;
  } rows[] = {
      {"x.a\xC2\x9B"
       "b",
       "Invalid character '\\x9b'", 3, 4, "a control character"},
      {"\xED\xA0\x80", "Invalid character '\\ud800'", 0, 1, "a surrogate"},
      {"\xD8\xA7\xC3\xA9", "Violation of BIDI requirement 2", 1, 2, "alef, then e acute"},
      {"\xD8\xA7"
       "1",
       "Violation of BIDI requirement 3", 1, 2, "ends in a digit"},
      {"1\xD8\xA7", "Violation of BIDI requirement 3", 0, 1, "begins with a digit"},
      {SIXTY SIXTY "\xC3\xA9", NULL, 0, 121, "far too long"},
      {"xn--\xC3\xA9", "Label starts with ACE prefix", 0, 4, "a prefix"},
      /* What is at fault has its place in the label as nameprep maps it. */
      {SOFT_HYPHEN SIXTY "\xC3\xA9", NULL, 0, 61, "a soft hyphen is not counted"},
      {SHARP_S SHARP_S SIXTY, NULL, 0, 64, "a sharp s is two letters"},
      {SOFT_HYPHEN EMBEDDING, "Invalid character '\\u202c'", 0, 1, "behind a soft hyphen"},
      {SHARP_S "x" EMBEDDING ".b", "Invalid character '\\u202c'", 3, 4, "behind a sharp s"},
      {"A\xCC\x8A" EMBEDDING, "Invalid character '\\u202c'", 1, 2, "behind a composed letter"},
      {SOFT_HYPHEN ALEF "\xC3\xA9", "Violation of BIDI requirement 2", 1, 2, "mixed, likewise"},
      {LIGATURE ALEF "1", "Violation of BIDI requirement 3", 19, 20, "behind eighteen letters"},
      {"xn--\xC3\xA9" SIXTY, "Label starts with ACE prefix", 0, 4, "a prefix, and too long"},
      {"xn--" SHARP_S SIXTY, NULL, 0, 66, "a prefix, but ASCII"},
      {SOFT_HYPHEN "xn--\xC3\xA9", "Label starts with ACE prefix", 0, 4, "a prefix, likewise"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_buffer into = {0};
    struct hc_error error = {0};
    hc_idna_encode(hc_str(rows[i].host), HC_EDITION_3_13, &into, &error);
    const char *reason = rows[i].text ? rows[i].text : "label too long";
    assert_text_is(hc_buffer_span(&error.reason), reason, rows[i].why);
    assert_int_equal(error.start, rows[i].start);
    assert_int_equal(error.end, rows[i].end);
    hc_idna_encode(hc_str(rows[i].host), HC_EDITION_3_12, &into, &error);
    const char *text = rows[i].text ? rows[i].text : "label empty or too long";
    assert_error_is(&error, HC_UNICODE_ERROR, text, rows[i].why);
    hc_buffer_free(&into);
  }
}

static void a_label_of_which_nothing_is_left_is_empty(void **state) {
  (void)state;
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  hc_idna_encode(hc_str("a." SOFT_HYPHEN ".b"), HC_EDITION_3_13, &into, &error);
  assert_error_is(&error, HC_UNICODE_ENCODE_ERROR,
                  "'idna' codec can't encode character '\\xad' in position 2: label empty",
                  "HO.05");
  hc_idna_encode(hc_str("a." SOFT_HYPHEN ".b"), HC_EDITION_3_12, &into, &error);
  assert_error_is(&error, HC_UNICODE_ERROR, "label empty or too long", "HO.05");
  hc_buffer_free(&into);
}

static void a_place_behind_the_end_of_the_host_has_no_character_to_show(void **state) {
  (void)state;
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  hc_idna_encode(hc_str(LIGATURE ALEF "1"), HC_EDITION_3_13, &into, &error);
  assert_error_is(&error, HC_UNICODE_ENCODE_ERROR,
                  "'idna' codec can't encode characters in position 19-19: "
                  "Violation of BIDI requirement 3",
                  "HO.05");
  hc_buffer_free(&into);
}

static void errors_name_the_codec_up_to_edition_3_11(void **state) {
  (void)state;
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  hc_idna_encode(hc_str("ab..c"), HC_EDITION_3_11, &into, &error);
  assert_non_null(error.cause);
  assert_text_is(hc_buffer_span(&error.cause->text), "label empty or too long", "the cause");
  assert_error_is(&error, HC_UNICODE_ERROR,
                  "encoding with 'idna' codec failed (UnicodeError: label empty or too long)",
                  "HO.05");
  hc_buffer_free(&into);
}

static void a_nul_is_a_character_like_others(void **state) {
  (void)state;
  const struct hc_span host = hc_span_make("\x01\0\xC3\xA9"
                                           "b\0",
                                           6);
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  hc_idna_encode(host, HC_EDITION_3_11, &into, &error);
  const struct hc_span expected = hc_span_make("xn--\x01\0b\0-cpa", 12);
  assert_int_equal(error.kind, HC_OK);
  assert_int_equal(into.size, expected.size);
  assert_memory_equal(into.data, expected.data, expected.size);
  hc_buffer_free(&into);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hosts_get_their_idna_2003_form),
      cmocka_unit_test(errors_have_a_position_from_edition_3_13_on),
      cmocka_unit_test(errors_tell_what_is_wrong_with_a_label),
      cmocka_unit_test(a_label_of_which_nothing_is_left_is_empty),
      cmocka_unit_test(a_place_behind_the_end_of_the_host_has_no_character_to_show),
      cmocka_unit_test(errors_name_the_codec_up_to_edition_3_11),
      cmocka_unit_test(a_nul_is_a_character_like_others),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
