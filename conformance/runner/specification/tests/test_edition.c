#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "specification/edition.h"

static void an_edition_is_a_number_from_3_8_on(void **state) {
  (void)state;
  static const struct {
    const char *why, *text;
    unsigned edition;
  } rows[] = {
      {"the oldest", "3.8", 308},      {"before it", "3.7", 0},
      {"two digits", "3.13", 313},     {"the last there can be", "3.99", 399},
      {"three digits", "3.100", 0},    {"another major version", "4.0", 0},
      {"a leading zero", "3.09", 0},   {"no minor version", "3.", 0},
      {"a patch release", "3.8.1", 0}, {"nothing", "", 0},
      {"no number", "3.x", 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (edition_parse(rows[i].text, strlen(rows[i].text)) != rows[i].edition)
      fail_msg("%s", rows[i].why);
}

static void a_name_reads_back_as_its_edition(void **state) {
  (void)state;
  for (unsigned edition = EDITION_OLDEST; edition <= EDITION_LIMIT; edition++)
    assert_int_equal(edition_parse(edition_name(edition), strlen(edition_name(edition))), edition);
  assert_string_equal(edition_name(400), "unknown");
  assert_string_equal(edition_name(0), "unknown");
}

static void a_range_is_what_all_its_comparisons_allow(void **state) {
  (void)state;
  static const struct {
    const char *why, *text;
    unsigned lowest, highest;
  } rows[] = {
      {"from on", ">=3.12", 312, EDITION_LIMIT},
      {"beyond", ">3.12", 313, EDITION_LIMIT},
      {"up to", "<=3.9", EDITION_OLDEST, 309},
      {"below", "<3.9", EDITION_OLDEST, 308},
      {"exactly", "3.10", 310, 310},
      {"both ends", ">=3.10, <3.13", 310, 312},
      {"blanks do not matter", "  >= 3.10 ,<  3.13 ", 310, 312},
      {"the narrower one counts", ">=3.8,>=3.11", 311, EDITION_LIMIT},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct edition_range range = {0, 0};
    size_t offset = 99;
    const char *error = edition_range_parse(rows[i].text, strlen(rows[i].text), &range, &offset);
    if (error) fail_msg("%s: %s", rows[i].why, error);
    assert_int_equal(range.lowest, rows[i].lowest);
    assert_int_equal(range.highest, rows[i].highest);
  }
}

static void a_wrong_range_says_where_and_leaves_the_result_alone(void **state) {
  (void)state;
  static const struct {
    const char *text, *message_part;
    size_t offset;
  } rows[] = {
      {"", "expected an edition", 0},       {">=", "expected an edition", 2},
      {">=3.7", "expected an edition", 2},  {"3.10, ", "expected an edition", 6},
      {"3.10 3.11", "expected a comma", 5}, {"=3.10", "expected an edition", 0},
      {">=3.12, <3.10", "no edition", 0},   {"<3.8", "no edition", 0},
      {">3.99", "no edition", 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct edition_range range = {1, 2};
    size_t offset = 99;
    const char *error = edition_range_parse(rows[i].text, strlen(rows[i].text), &range, &offset);
    if (!error) fail_msg("'%s' is accepted", rows[i].text);
    if (!strstr(error, rows[i].message_part)) fail_msg("'%s': %s", rows[i].text, error);
    assert_int_equal(offset, rows[i].offset);
    assert_int_equal(range.lowest, 1);
    assert_int_equal(range.highest, 2);
  }
}

static void both_ends_belong_to_a_range(void **state) {
  (void)state;
  struct edition_range range = {310, 312};
  assert_false(edition_range_holds(range, 309));
  assert_true(edition_range_holds(range, 310));
  assert_true(edition_range_holds(range, 312));
  assert_false(edition_range_holds(range, 313));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_edition_is_a_number_from_3_8_on),
      cmocka_unit_test(a_name_reads_back_as_its_edition),
      cmocka_unit_test(a_range_is_what_all_its_comparisons_allow),
      cmocka_unit_test(a_wrong_range_says_where_and_leaves_the_result_alone),
      cmocka_unit_test(both_ends_belong_to_a_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
