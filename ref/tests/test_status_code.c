#include "hc/status_code.h"
#include "support/testing.h"

static void editions_have_their_number_of_entries_in_ascending_order(void **state) {
  (void)state;
  assert_int_equal(hc_status_code_count(HC_EDITION_3_8), 59); /* MS.16 */
  assert_int_equal(hc_status_code_count(HC_EDITION_3_9), 62); /* MS.17 */
  assert_int_equal(hc_status_code_count(HC_EDITION_3_13), 62);
  int previous = 0;
  struct hc_status_code entry;
  for (size_t i = 0; hc_status_code_at(HC_EDITION_NEWEST, i, &entry); i++) {
    assert_true(entry.code > previous);
    previous = entry.code;
    assert_string_equal(hc_responses(HC_EDITION_NEWEST, entry.code), entry.phrase);
    assert_int_equal(hc_status_code_by_name(HC_EDITION_NEWEST, hc_str(entry.name)), entry.code);
  }
  assert_int_equal(previous, 511);
}

static void phrases_follow_the_edition(void **state) {
  (void)state;
  const struct {
    int code;
    enum hc_edition edition;
    const char *phrase;
    const char *why;
  } rows[] = {
      {404, HC_EDITION_NEWEST, "Not Found", "const.responses.example-404"},
      {413, HC_EDITION_3_12, "Request Entity Too Large", "MS.18"},
      {413, HC_EDITION_3_13, "Content Too Large", "MS.19"},
      {422, HC_EDITION_3_8, "Unprocessable Entity", "MS.18"},
      {422, HC_EDITION_3_13, "Unprocessable Content", "MS.19"},
      {418, HC_EDITION_3_9, "I'm a Teapot", "MS.17"},
      {418, HC_EDITION_3_8, NULL, "MS.16"},
      {306, HC_EDITION_NEWEST, NULL, "MS.20: not assigned"},
      {509, HC_EDITION_NEWEST, NULL, "MS.20: not assigned"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_text_is(hc_str(hc_responses(rows[i].edition, rows[i].code)),
                   rows[i].phrase != NULL ? rows[i].phrase : "", rows[i].why);
    assert_int_equal(hc_responses(rows[i].edition, rows[i].code) == NULL, rows[i].phrase == NULL);
  }
}

static void old_names_stay_as_aliases(void **state) {
  (void)state;
  struct hc_span old = hc_str("REQUEST_URI_TOO_LONG");
  struct hc_span new = hc_str("URI_TOO_LONG");
  assert_int_equal(hc_status_code_by_name(HC_EDITION_3_12, old), 414);
  assert_int_equal(hc_status_code_by_name(HC_EDITION_3_12, new), 0);
  assert_int_equal(hc_status_code_by_name(HC_EDITION_3_13, old), 414);
  assert_int_equal(hc_status_code_by_name(HC_EDITION_3_13, new), 414);
  assert_int_equal(hc_status_code_by_name(HC_EDITION_3_13, hc_str("not_found")), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(editions_have_their_number_of_entries_in_ascending_order),
      cmocka_unit_test(phrases_follow_the_edition),
      cmocka_unit_test(old_names_stay_as_aliases),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
