#include "edition.h"
#include "support/testing.h"

static const enum hc_edition editions[] = {HC_EDITION_3_8,  HC_EDITION_3_9,  HC_EDITION_3_10,
                                           HC_EDITION_3_11, HC_EDITION_3_12, HC_EDITION_3_13,
                                           HC_EDITION_3_14};

static void every_edition_has_a_name_that_finds_it(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof editions / sizeof editions[0]; i++) {
    const char *name = hc_edition_name(editions[i]);
    assert_non_null(name);
    enum hc_edition found = HC_EDITION_NEWEST;
    assert_true(hc_edition_from_name(hc_str(name), &found));
    assert_int_equal(found, editions[i]);
    assert_int_equal(hc_edition_resolve(editions[i]), editions[i]);
    assert_int_equal(hc_traits_of(editions[i])->edition, editions[i]);
  }
}

static void newest_stands_for_the_last_edition(void **state) {
  (void)state;
  enum hc_edition found = HC_EDITION_3_8;
  assert_true(hc_edition_from_name(hc_str("newest"), &found));
  assert_int_equal(found, HC_EDITION_NEWEST);
  assert_int_equal(hc_edition_resolve(HC_EDITION_NEWEST), HC_EDITION_3_14);
  assert_string_equal(hc_edition_name(HC_EDITION_NEWEST), "3.14");
}

static void unknown_names_and_values_are_refused(void **state) {
  (void)state;
  const char *const names[] = {"", "3", "3.1", "3.7", "3.130", " 3.14", "NEWEST"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    enum hc_edition found = HC_EDITION_3_9;
    assert_false(hc_edition_from_name(hc_str(names[i]), &found));
    assert_int_equal(found, HC_EDITION_3_9);
  }
  assert_null(hc_edition_name((enum hc_edition)307));
}

/* A trait that once came stays: each row is checked against its predecessor. */
static void traits_only_come_and_never_go(void **state) {
  (void)state;
  for (size_t i = 1; i < sizeof editions / sizeof editions[0]; i++) {
    const struct hc_traits *old = hc_traits_of(editions[i - 1]);
    const struct hc_traits *new = hc_traits_of(editions[i]);
    assert_true(new->negative_read >= old->negative_read);
    assert_true(new->huge_size_grows >= old->huge_size_grows);
    assert_true(new->line_reads_close >= old->line_reads_close);
    assert_true(new->incomplete_read_has_cause >= old->incomplete_read_has_cause);
    assert_true(new->strips_leading_fold >= old->strips_leading_fold);
    assert_true(new->brackets_once >= old->brackets_once);
    assert_true(new->removes_zone >= old->removes_zone);
    assert_true(new->checks_bracketed_host >= old->checks_bracketed_host);
    assert_true(new->idna_error_has_position >= old->idna_error_has_position);
    assert_true(new->nodelay_is_optional >= old->nodelay_is_optional);
    assert_true(new->has_early_hints >= old->has_early_hints);
    assert_true(new->has_rfc9110_phrases >= old->has_rfc9110_phrases);
    assert_true(new->checks_place_of_brackets >= old->checks_place_of_brackets);
    assert_true(new->limits_lines >= old->limits_lines);
    assert_true(new->checks_tunnel >= old->checks_tunnel);
    assert_true(new->checks_added_names >= old->checks_added_names);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_edition_has_a_name_that_finds_it),
      cmocka_unit_test(newest_stands_for_the_last_edition),
      cmocka_unit_test(unknown_names_and_values_are_refused),
      cmocka_unit_test(traits_only_come_and_never_go),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
