#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "reports/results.h"

static size_t add(struct results *results, size_t column, const char *id, const char *variant,
                  enum verdict verdict) {
  return results_add_case(results, &(struct result_case){.id = id,
                                                         .scenario = "page#scenario",
                                                         .variant = variant,
                                                         .implementation = column,
                                                         .verdict = verdict});
}

static size_t add_column(struct results *results, const char *name, enum role role) {
  return results_add_implementation(
      results, &(struct result_implementation){.name = name, .edition = "3.13", .role = role});
}

static void every_verdict_has_a_name_that_leads_back(void **state) {
  (void)state;
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
    assert_int_equal(verdict_parse(verdict_name(verdict)), verdict);
  assert_int_equal(verdict_parse("passed"), VERDICT_COUNT);
  assert_int_equal(verdict_parse(""), VERDICT_COUNT);
}

static void what_is_added_is_copied(void **state) {
  (void)state;
  struct results *results = results_new();
  char name[] = "ref", message[] = "why", clause[] = "a.b";
  const char *clauses[] = {clause};
  results_add_scenario(results,
                       &(struct result_scenario){.id = name, .clauses = {clauses, 1}, .line = 7});
  size_t column = add_column(results, name, ROLE_SUBJECT);
  struct result_failure failure = {.message = message, .line = 3};
  results_add_case(results, &(struct result_case){.id = name,
                                                  .scenario = name,
                                                  .variant = name,
                                                  .implementation = column,
                                                  .verdict = VERDICT_FAIL,
                                                  .failure = &failure});
  memset(name, 'x', 3);
  memset(message, 'x', 3);
  memset(clause, 'x', 3);
  assert_string_equal(results->implementations[0].name, "ref");
  assert_string_equal(results->scenarios[0].clauses.ids[0], "a.b");
  assert_int_equal(results->scenarios[0].line, 7);
  assert_string_equal(results->cases[0].id, "ref");
  assert_string_equal(results->cases[0].failure->message, "why");
  assert_null(results->cases[0].failure->expected);
  assert_string_equal(results->scenarios[0].title, ""); /* required, not given */
  results_free(results);
}

static void bytes_that_are_no_utf8_are_kept_as_escapes(void **state) {
  (void)state;
  static const struct {
    const char *why, *added, *kept;
  } rows[] = {
      {"UTF-8 stays", "caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80"},
      {"a lone byte",
       "a\xff"
       "b",
       "a\\xffb"},
      {"a sequence cut short", "\xe2\x82", "\\xe2\\x82"},
      {"an overlong form", "\xc0\xaf", "\\xc0\\xaf"},
      {"a surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"control characters are UTF-8", "\x1b[m\x7f", "\x1b[m\x7f"},
  };
  struct results *results = results_new();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    results_add_implementation(results, &(struct result_implementation){.name = rows[i].added});
    if (strcmp(results->implementations[i].name, rows[i].kept) != 0)
      fail_msg("%s: %s", rows[i].why, results->implementations[i].name);
  }
  results_free(results);
}

static void columns_with_equal_name_and_edition_get_a_number(void **state) {
  (void)state;
  struct results *results = results_new();
  add_column(results, "cpython", ROLE_ORACLE);
  add_column(results, "cpython", ROLE_ORACLE);
  add_column(results, "cpython", ROLE_ORACLE);
  results_add_implementation(results,
                             &(struct result_implementation){.name = "cpython", .edition = "3.12"});
  assert_string_equal(results->implementations[0].name, "cpython");
  assert_string_equal(results->implementations[1].name, "cpython#2");
  assert_string_equal(results->implementations[2].name, "cpython#3");
  assert_string_equal(results->implementations[3].name, "cpython");
  results_free(results);
}

static void a_case_brings_its_scenario_and_the_scenario_completes_it(void **state) {
  (void)state;
  struct results *results = results_new();
  size_t column = add_column(results, "ref", ROLE_SUBJECT);
  add(results, column, "page#scenario:a", "whole", VERDICT_PASS);
  assert_int_equal(results->scenario_count, 1);
  assert_string_equal(results->scenarios[0].page, "page");
  assert_string_equal(results->scenarios[0].title, "");
  size_t index = results_add_scenario(
      results, &(struct result_scenario){.id = "page#scenario", .title = "Title", .page = "page"});
  assert_int_equal(index, 0);
  assert_int_equal(results->scenario_count, 1);
  assert_string_equal(results->scenarios[0].title, "Title");
  add(results, column, "page#scenario:b", "whole", VERDICT_PASS);
  assert_int_equal(results->cases[1].scenario_index, 0);
  assert_int_equal(results_find_scenario(results, "page#other"), 1);
  results_free(results);
}

static void a_deviation_is_added_once_and_copied(void **state) {
  (void)state;
  char id[] = "d1";
  struct result_deviation item = {.id = id, .reason = "because", .cpython = "this"};
  struct results *results = results_new();
  assert_null(results_find_deviation(results, "d1"));
  assert_int_equal(results_add_deviation(results, &item), 0);
  assert_int_equal(results_add_deviation(results, &(struct result_deviation){.id = "d2"}), 1);
  assert_int_equal(results_add_deviation(results, &item), 0);
  assert_int_equal(results->deviation_count, 2);
  id[0] = 'x';
  assert_string_equal(results_find_deviation(results, "d1")->reason, "because");
  assert_string_equal(results->deviations[0].reference, ""); /* required, and not given */
  results_free(results);
}

static void counts_are_kept_for_each_column(void **state) {
  (void)state;
  struct results *results = results_new();
  size_t a = add_column(results, "a", ROLE_SUBJECT), b = add_column(results, "b", ROLE_SUBJECT);
  add(results, a, "x", "whole", VERDICT_PASS);
  add(results, a, "x", "bytes", VERDICT_PASS);
  add(results, a, "y", "whole", VERDICT_CRASH);
  add(results, b, "x", "whole", VERDICT_DEVIATION);
  assert_int_equal(results->implementations[a].counts[VERDICT_PASS], 2);
  assert_int_equal(results->implementations[a].counts[VERDICT_CRASH], 1);
  assert_int_equal(results->implementations[a].counts[VERDICT_DEVIATION], 0);
  assert_int_equal(results->implementations[b].counts[VERDICT_DEVIATION], 1);
  results_free(results);
}

static void the_worst_requirement_is_the_verdict_of_a_case(void **state) {
  (void)state;
  static const char *const ids[] = {"R1", "R2"}, *const other[] = {"R3"};
  static const enum rfc_verdict verdicts[] = {RFC_PASS, RFC_FAIL, RFC_WARN};
  struct results *results = results_new();
  size_t subject = add_column(results, "ref", ROLE_SUBJECT);
  size_t oracle = add_column(results, "cpython", ROLE_ORACLE);
  results_add_scenario(
      results, &(struct result_scenario){.id = "p#a", .meets = {ids, 2}, .breaks = {other, 1}});
  struct result_case item = {
      .id = "p#a", .scenario = "p#a", .implementation = oracle, .requirements = verdicts};
  results_add_case(results, &item);
  assert_int_equal(results->cases[0].rfc, RFC_FAIL);
  assert_int_equal(results->cases[0].requirements[2], RFC_WARN);
  assert_int_equal(results_rfc_failures(results), 0); /* CPython is not judged */
  item.implementation = subject;
  results_add_case(results, &item);
  assert_int_equal(results_rfc_failures(results), 1);
  item.requirements = NULL;
  results_add_case(results, &item);
  assert_int_equal(results->cases[2].rfc, RFC_NONE);
  assert_int_equal(results->implementations[subject].rfc_counts[RFC_FAIL], 1);
  assert_int_equal(results->implementations[subject].rfc_counts[RFC_NONE], 1);
  assert_string_equal(scenario_requirement(&results->scenarios[0], 2), "R3");
  results_free(results);
}

static void every_rfc_verdict_has_a_name_that_leads_back(void **state) {
  (void)state;
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
    assert_int_equal(rfc_verdict_parse(rfc_verdict_name(verdict)), verdict);
  assert_int_equal(rfc_verdict_parse("passed"), RFC_VERDICT_COUNT);
  assert_int_equal(rfc_verdict_parse(""), RFC_VERDICT_COUNT);
}

static void distinct_cases_are_counted_once_for_all_columns(void **state) {
  (void)state;
  struct results *results = results_new();
  assert_int_equal(results_distinct_cases(results), 0);
  size_t a = add_column(results, "a", ROLE_SUBJECT), b = add_column(results, "b", ROLE_SUBJECT);
  add(results, a, "x", "whole", VERDICT_PASS);
  add(results, a, "x", "bytes", VERDICT_PASS);
  add(results, b, "x", "whole", VERDICT_PASS);
  add(results, b, "y", "whole", VERDICT_PASS);
  assert_int_equal(results_distinct_cases(results), 3);
  results_free(results);
}

static void a_contradicted_page_is_no_failure_of_the_subject(void **state) {
  (void)state;
  struct results *results = results_new();
  size_t subject = add_column(results, "ref", ROLE_SUBJECT);
  const struct result_failure failure = {.message = "the page is contradicted", .of_page = true};
  size_t index = results_add_case(results, &(struct result_case){.id = "p#a",
                                                                 .scenario = "p#a",
                                                                 .variant = "whole",
                                                                 .implementation = subject,
                                                                 .verdict = VERDICT_ERROR,
                                                                 .failure = &failure});
  assert_true(results->cases[index].failure->of_page);
  assert_false(results_unexpected(results, &results->cases[index]));
  results_free(results);
}

static void what_is_unexpected_depends_on_the_role(void **state) {
  (void)state;
  static const struct {
    enum verdict verdict;
    bool unexpected_of_subject, page_error_of_oracle;
  } rows[] = {
      {VERDICT_PASS, false, false},      {VERDICT_FAIL, true, true},
      {VERDICT_TIMEOUT, true, true},     {VERDICT_CRASH, true, true},
      {VERDICT_ERROR, true, true},       {VERDICT_INAPPLICABLE, false, false},
      {VERDICT_DEVIATION, false, false}, /* of a CPython: the defect is mended there */
  };
  struct results *results = results_new();
  size_t subject = add_column(results, "ref", ROLE_SUBJECT);
  size_t oracle = add_column(results, "cpython", ROLE_ORACLE);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    size_t of_subject = add(results, subject, "x", "whole", rows[i].verdict);
    size_t of_oracle = add(results, oracle, "x", "whole", rows[i].verdict);
    assert_int_equal(results_unexpected(results, &results->cases[of_subject]),
                     rows[i].unexpected_of_subject);
    assert_false(results_page_error(results, &results->cases[of_subject]));
    assert_int_equal(results_unexpected(results, &results->cases[of_oracle]),
                     rows[i].page_error_of_oracle);
    assert_int_equal(results_page_error(results, &results->cases[of_oracle]),
                     rows[i].page_error_of_oracle);
  }
  results_free(results);
}

static void no_results_can_be_released(void **state) {
  (void)state;
  results_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_verdict_has_a_name_that_leads_back),
      cmocka_unit_test(what_is_added_is_copied),
      cmocka_unit_test(bytes_that_are_no_utf8_are_kept_as_escapes),
      cmocka_unit_test(columns_with_equal_name_and_edition_get_a_number),
      cmocka_unit_test(a_case_brings_its_scenario_and_the_scenario_completes_it),
      cmocka_unit_test(a_deviation_is_added_once_and_copied),
      cmocka_unit_test(counts_are_kept_for_each_column),
      cmocka_unit_test(the_worst_requirement_is_the_verdict_of_a_case),
      cmocka_unit_test(every_rfc_verdict_has_a_name_that_leads_back),
      cmocka_unit_test(distinct_cases_are_counted_once_for_all_columns),
      cmocka_unit_test(what_is_unexpected_depends_on_the_role),
      cmocka_unit_test(a_contradicted_page_is_no_failure_of_the_subject),
      cmocka_unit_test(no_results_can_be_released),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
