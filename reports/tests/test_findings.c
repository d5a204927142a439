#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "figures.h"
#include "findings.h"
#include "headline.h"

enum { REF, CPYTHON_12, CPYTHON_13 };

static struct results *three_columns(void) {
  struct results *results = results_new();
  results_add_implementation(results,
                             &(struct result_implementation){.name = "ref", .edition = "3.13"});
  results_add_implementation(
      results,
      &(struct result_implementation){.name = "cpython", .edition = "3.12", .role = ROLE_ORACLE});
  results_add_implementation(
      results,
      &(struct result_implementation){.name = "cpython", .edition = "3.13", .role = ROLE_ORACLE});
  return results;
}

static void add(struct results *results, size_t column, const char *scenario, const char *variant,
                enum verdict verdict, const char *observed) {
  struct result_failure failure = {.observed = observed, .wire = variant};
  results_add_case(results,
                   &(struct result_case){.id = scenario,
                                         .scenario = scenario,
                                         .variant = variant,
                                         .implementation = column,
                                         .verdict = verdict,
                                         .failure = verdict == VERDICT_PASS ? NULL : &failure});
}

static void results_that_went_the_same_way_are_one_finding(void **state) {
  (void)state;
  struct results *results = three_columns();
  add(results, CPYTHON_12, "p#a", "whole", VERDICT_FAIL, "1");
  add(results, CPYTHON_12, "p#a", "bytes", VERDICT_FAIL, "1");
  add(results, CPYTHON_13, "p#a", "whole", VERDICT_FAIL, "1");
  add(results, CPYTHON_13, "p#a", "bytes", VERDICT_FAIL, "2");
  add(results, CPYTHON_13, "p#a", "split", VERDICT_PASS, NULL);
  struct findings findings = findings_collect(results, results->arena, results_unexpected);
  assert_int_equal(findings.count, 2);
  assert_int_equal(findings.items[0].count, 3);
  assert_string_equal(finding_columns(results, results->arena, &findings.items[0]),
                      "cpython 3.12, cpython 3.13");
  assert_string_equal(finding_variants(results->arena, &findings.items[0]), "whole, bytes");
  assert_string_equal(finding_failure(&findings.items[1])->observed, "2");
  results_free(results);
}

static void page_errors_come_first_then_the_order_of_the_specification(void **state) {
  (void)state;
  struct results *results = three_columns();
  add(results, REF, "p#z", "whole", VERDICT_FAIL, "1");
  add(results, REF, "p#a", "whole", VERDICT_FAIL, "1");
  add(results, CPYTHON_12, "p#a", "whole", VERDICT_FAIL, "1");
  struct findings findings = findings_collect(results, results->arena, results_unexpected);
  assert_int_equal(findings.count, 3);
  assert_int_equal(findings.page_errors, 1);
  assert_true(findings.items[0].is_page_error);
  assert_string_equal(findings.items[0].shown->id, "p#a");
  assert_string_equal(findings.items[1].shown->id, "p#z"); /* mentioned first */
  assert_string_equal(findings.items[2].shown->id, "p#a");
  results_free(results);
}

static void many_variants_are_not_all_listed(void **state) {
  (void)state;
  static const char *const names[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
  struct results *results = three_columns();
  for (size_t i = 0; i < 9; i++)
    add(results, REF, "p#a", names[i], VERDICT_FAIL, "1");
  struct findings findings = findings_collect(results, results->arena, results_unexpected);
  assert_string_equal(finding_variants(results->arena, &findings.items[0]),
                      "1, 2, 3, 4, 5, 6, 7, 8 and more");
  results_free(results);
}

static void no_results_have_no_findings(void **state) {
  (void)state;
  struct results *results = results_new();
  struct findings findings = findings_collect(results, results->arena, results_unexpected);
  assert_int_equal(findings.count, 0);
  results_free(results);
}

static void assert_headline(struct results *results, enum outcome outcome, const char *text) {
  struct headline headline = headline_of(results, results->arena);
  assert_string_equal(headline.text, text);
  assert_int_equal(headline.outcome, outcome);
}

static void the_headline_names_the_worst(void **state) {
  (void)state;
  struct results *results = three_columns();
  assert_headline(results, OUTCOME_NOTHING_JUDGED,
                  "Nothing was judged: no case applied to any implementation");
  add(results, REF, "p#a", "whole", VERDICT_INAPPLICABLE, NULL);
  assert_headline(results, OUTCOME_NOTHING_JUDGED,
                  "Nothing was judged: no case applied to any implementation");
  add(results, REF, "p#b", "whole", VERDICT_PASS, NULL);
  assert_headline(results, OUTCOME_AS_EXPECTED, "All 1 result as expected");
  add(results, REF, "p#c", "whole", VERDICT_DEVIATION, NULL);
  assert_headline(results, OUTCOME_AS_EXPECTED,
                  "All 2 results as expected, 1 registered deviation among them");
  results->interrupted = true;
  assert_headline(results, OUTCOME_INTERRUPTED,
                  "Interrupted before the end: no failure in 2 results");
  results->interrupted = false;
  add(results, REF, "p#d", "whole", VERDICT_TIMEOUT, "1");
  add(results, REF, "p#d", "bytes", VERDICT_TIMEOUT, "1");
  assert_headline(results, OUTCOME_FAILURES, "1 failure in 4 results");
  add(results, CPYTHON_13, "p#a", "whole", VERDICT_FAIL, "1");
  assert_headline(results, OUTCOME_PAGE_ERRORS, "1 page error and 1 failure in 5 results");
  results_free(results);
}

static void counts_have_separators_between_thousands(void **state) {
  (void)state;
  struct arena *arena = arena_new();
  assert_string_equal(figure_count(arena, 0), "0");
  assert_string_equal(figure_count(arena, 999), "999");
  assert_string_equal(figure_count(arena, 1000), "1,000");
  assert_string_equal(figure_count(arena, 1234567), "1,234,567");
  assert_string_equal(figure_quantity(arena, 1, "case"), "1 case");
  assert_string_equal(figure_quantity(arena, 0, "case"), "0 cases");
  arena_free(arena);
}

static void the_pace_leaves_out_what_is_not_known(void **state) {
  (void)state;
  struct results *results = three_columns();
  results->seed = 7;
  assert_string_equal(figure_pace(results->arena, results), "0 results, seed 7");
  results->case_count = 3912; /* only counted */
  results->seconds = 1.2;
  results->workers = 2;
  assert_string_equal(figure_pace(results->arena, results),
                      "3,912 results in 1.2 s, 3,260 a second, 2 workers, seed 7");
  results->repeat = 100;
  results->workers = 1;
  assert_string_equal(
      figure_pace(results->arena, results),
      "3,912 results, 100 times each, in 1.2 s, 326,000 a second, 1 worker, seed 7");
  results_free(results);
}

static void the_paces_of_variants_are_those_of_all_workers_together(void **state) {
  (void)state;
  struct results *results = three_columns();
  assert_null(figure_paces(results->arena, results));
  results->workers = 2;
  results_add_pace(results, &(struct result_pace){"plain/whole", 4000, 2.0});
  results_add_pace(results, &(struct result_pace){"tls/bytes", 300, 4.0});
  results_add_pace(results, &(struct result_pace){"tunnel/split", 1, 0});
  assert_string_equal(figure_paces(results->arena, results),
                      "plain/whole 4,000, tls/bytes 150, tunnel/split 0 a second");
  results_free(results);
}

static void an_oracle_is_named_with_its_version(void **state) {
  (void)state;
  struct arena *arena = arena_new();
  struct result_implementation item = {
      .name = "cpython", .version = "3.13.1", .edition = "3.13", .role = ROLE_ORACLE};
  assert_string_equal(figure_column(arena, &item), "cpython 3.13.1");
  item.name = "cpython-3.13.1";
  assert_string_equal(figure_column(arena, &item), "cpython-3.13.1");
  item = (struct result_implementation){.name = "ref", .version = "0.1.0", .edition = "3.13"};
  assert_string_equal(figure_column(arena, &item), "ref 3.13");
  arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(results_that_went_the_same_way_are_one_finding),
      cmocka_unit_test(page_errors_come_first_then_the_order_of_the_specification),
      cmocka_unit_test(many_variants_are_not_all_listed),
      cmocka_unit_test(no_results_have_no_findings),
      cmocka_unit_test(the_headline_names_the_worst),
      cmocka_unit_test(counts_have_separators_between_thousands),
      cmocka_unit_test(the_pace_leaves_out_what_is_not_known),
      cmocka_unit_test(the_paces_of_variants_are_those_of_all_workers_together),
      cmocka_unit_test(an_oracle_is_named_with_its_version),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
