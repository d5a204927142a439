#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/writers.h"
#include "sample.h"
#include "visible.h"

static char *printed(struct results *results, struct terminal_style style) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  report_terminal(results, style, out);
  fclose(out);
  results_free(results);
  return text;
}

static struct results *small_results(void) {
  static const struct result_failure page_failure = {
      .message = "another value than the page says",
      .file = "pages/reading.md",
      .line = 40,
      .column = 5,
      .statement = "resp.read()",
      .expected = "b''",
      .observed = "raises IncompleteRead",
  };
  static const struct result_failure failure = {
      .message = "another value than the page says",
      .file = "pages/reading.md",
      .line = 25,
      .column = 5,
      .statement = "resp.read(\n    10)",
      .expected = "b'Text that is rather long and only differs at its very end: 1'",
      .observed = "b'Text that is rather long and only differs at its very end: 2'",
      .wire = "1 > GET / HTTP/1.1\\r\\n\n1 < HTTP/1.1 200 OK\\r\\n\n",
      .reproduce = "hcspec run --seed 1 --variant whole 'reading#past-the-end:more' "
                   "--implementation ref --edition 3.13",
  };
  struct results *results = results_new();
  results->seed = 1;
  results->seconds = 0.5;
  results->workers = 2;
  results_add_implementation(results,
                             &(struct result_implementation){.name = "ref", .edition = "3.13"});
  results_add_implementation(
      results,
      &(struct result_implementation){.name = "cpython", .edition = "3.13", .role = ROLE_ORACLE});
  struct result_case item = {.id = "reading#past-the-end:more",
                             .scenario = "reading#past-the-end",
                             .variant = "whole",
                             .verdict = VERDICT_FAIL,
                             .failure = &failure};
  results_add_case(results, &item);
  item.variant = "bytes";
  results_add_case(results, &item);
  item.implementation = 1;
  item.verdict = VERDICT_PASS;
  item.failure = NULL;
  for (int i = 0; i < 1200; i++)
    results_add_case(results, &item);
  item.id = "reading#empty";
  item.verdict = VERDICT_FAIL;
  item.failure = &page_failure;
  results_add_case(results, &item);
  return results;
}

static void a_report_reads_from_page_errors_to_the_verdict(void **state) {
  (void)state;
  char *text = printed(small_results(), (struct terminal_style){.width = 64});
  assert_string_equal(text, "Page errors: the oracle disagrees\n"
                            "\n"
                            "  fail       reading#empty\n"
                            "  by         cpython 3.13\n"
                            "  in         bytes\n"
                            "  at         pages/reading.md:40:5\n"
                            "  because    another value than the page says\n"
                            "  statement  resp.read()\n"
                            "  expected   b''\n"
                            "  observed   raises IncompleteRead\n"
                            "\n"
                            "Failures\n"
                            "\n"
                            "  fail       reading#past-the-end:more\n"
                            "  by         ref 3.13\n"
                            "  in         whole, bytes\n"
                            "  at         pages/reading.md:25:5\n"
                            "  because    another value than the page says\n"
                            "  statement  resp.read(\n"
                            "                 10)\n"
                            "  expected   …s rather long and only differs at its very end: 1'\n"
                            "  observed   …s rather long and only differs at its very end: 2'\n"
                            "                                                              ^\n"
                            "  wire       1 > GET / HTTP/1.1\\r\\n\n"
                            "             1 < HTTP/1.1 200 OK\\r\\n\n"
                            "  reproduce  hcspec run --seed 1 --variant whole "
                            "'reading#past-the-end:more' --implementation ref --edition 3.13\n"
                            "\n"
                            "                        pass  fail\n"
                            "ref 3.13                   0     2\n"
                            "cpython 3.13 (oracle)  1,200     1\n"
                            "\n"
                            "1,203 results in 0.5 s, 2,406 a second, 2 workers, seed 1\n"
                            "1 page error and 1 failure in 1,203 results\n");
  free(text);
}

static void findings_beyond_the_limit_are_counted(void **state) {
  (void)state;
  char *text =
      printed(sample_results(5), (struct terminal_style){.width = 80, .failures_shown = 1});
  assert_non_null(strstr(text, "… and 5 more findings\n"));
  assert_null(strstr(text, "Failures\n"));
  free(text);
}

static void a_run_as_expected_is_short(void **state) {
  (void)state;
  struct results *results = results_new();
  results_add_implementation(results, &(struct result_implementation){.name = "ref"});
  results_add_case(results,
                   &(struct result_case){.id = "p#a", .scenario = "p#a", .variant = "whole"});
  char *text = printed(results, (struct terminal_style){.width = 80});
  assert_string_equal(text, "     pass  fail\n"
                            "ref     1     0\n"
                            "\n"
                            "1 result, seed 0\n"
                            "All 1 result as expected\n");
  free(text);
}

static struct results *deviating_results(enum role role) {
  struct results *results = results_new();
  results_add_implementation(
      results, &(struct result_implementation){.name = "x", .edition = "3.13", .role = role});
  results_add_deviation(results, &(struct result_deviation){
                                     "stale-lines", "A field reaches a host it was not meant for.",
                                     "Lines are kept.", "Lines are dropped.", "RFC 9112, 3.2"});
  results_add_scenario(results, &(struct result_scenario){.id = "p#a", .deviation = "stale-lines"});
  results_add_case(results, &(struct result_case){.id = "p#a",
                                                  .scenario = "p#a",
                                                  .variant = "whole",
                                                  .verdict = VERDICT_DEVIATION});
  return results;
}

static void a_deviation_is_listed_with_both_sides_and_is_no_failure(void **state) {
  (void)state;
  char *text = printed(deviating_results(ROLE_SUBJECT), (struct terminal_style){.width = 50});
  assert_string_equal(text, "Registered deviations from CPython\n"
                            "\n"
                            "  deviation  stale-lines\n"
                            "  because    A field reaches a host it was not\n"
                            "             meant for.\n"
                            "  CPython    Lines are kept.\n"
                            "  reference  Lines are dropped.\n"
                            "  source     RFC 9112, 3.2\n"
                            "  shown by   x 3.13\n"
                            "\n"
                            "        pass  fail  deviation\n"
                            "x 3.13     0     0          1\n"
                            "\n"
                            "1 result, seed 0\n"
                            "All 1 result as expected, 1 registered deviation among them\n");
  free(text);
}

static void an_oracle_that_deviates_and_who_does_so_in_part_are_marked(void **state) {
  (void)state;
  char *text = printed(deviating_results(ROLE_ORACLE), (struct terminal_style){.width = 80});
  assert_non_null(strstr(text, "  shown by   x 3.13 (oracle)\n"));
  assert_non_null(strstr(text, "All 1 result as expected, 1 registered deviation among them\n"));
  free(text);
  struct results *results = deviating_results(ROLE_ORACLE);
  struct result_case item = {.id = "p#a", .scenario = "p#a", .variant = "bytes"};
  results_add_case(results, &item);
  item.verdict = VERDICT_INAPPLICABLE; /* says nothing */
  item.variant = "split";
  results_add_case(results, &item);
  text = printed(results, (struct terminal_style){.width = 80});
  assert_non_null(strstr(text, "  shown by   x 3.13 (oracle, 1 of 2)\n"));
  free(text);
}

static void a_deviation_that_nobody_showed_is_listed_too(void **state) {
  (void)state;
  struct results *results = deviating_results(ROLE_SUBJECT);
  results->cases[0].verdict = VERDICT_PASS;
  char *text = printed(results, (struct terminal_style){.width = 80});
  assert_non_null(strstr(text, "  shown by   nobody\n"));
  free(text);
}

static struct results *results_with_requirement(enum rfc_verdict verdict) {
  static const char *const ids[] = {"RFC9112-8-2"};
  struct results *results = results_new();
  results_add_requirement(results, &(struct result_requirement){"RFC9112-8-2", "MUST", "client",
                                                                "report what breaks off"});
  results_add_scenario(results, &(struct result_scenario){.id = "p#a", .breaks = {ids, 1}});
  results_add_implementation(results,
                             &(struct result_implementation){.name = "ref", .edition = "3.13"});
  results_add_case(results, &(struct result_case){.id = "p#a",
                                                  .scenario = "p#a",
                                                  .variant = "whole",
                                                  .verdict = VERDICT_PASS,
                                                  .requirements = &verdict});
  return results;
}

static void requirements_have_a_table_and_are_no_failures(void **state) {
  (void)state;
  char *text = printed(results_with_requirement(RFC_FAIL), (struct terminal_style){.width = 80});
  assert_string_equal(text, "http.client  pass  fail\n"
                            "ref 3.13        1     0\n"
                            "\n"
                            "Requirements of RFCs  pass  fail\n"
                            "ref 3.13                 0     1\n"
                            "\n"
                            "1 result, seed 0\n"
                            "All 1 result as expected\n");
  free(text);
}

static void requirements_that_count_are_listed(void **state) {
  (void)state;
  const struct terminal_style style = {.width = 80, .shows_requirements = true};
  char *text = printed(results_with_requirement(RFC_FAIL), style);
  assert_non_null(strstr(text, "Requirements of RFCs\n"
                               "\n"
                               "  fail       RFC9112-8-2\n"
                               "  MUST       report what breaks off\n"
                               "  by         ref 3.13\n"
                               "  in         p#a\n"));
  assert_non_null(strstr(text, "\n1 result where a requirement of an RFC is not met\n"));
  free(text);
  text = printed(results_with_requirement(RFC_WARN), style);
  assert_null(strstr(text, "is not met"));
  assert_null(strstr(text, "  MUST"));
  free(text);
}

static void nothing_run_is_said_in_words(void **state) {
  (void)state;
  char *text = printed(results_new(), (struct terminal_style){.width = 80});
  assert_string_equal(
      text, "0 results, seed 0\nNothing was judged: no case applied to any implementation\n");
  free(text);
}

static void only_asked_for_colour_sends_escapes(void **state) {
  (void)state;
  char *plain = printed(sample_hostile(), (struct terminal_style){.width = 80});
  assert_null(strchr(plain, '\033'));
  free(plain);
  char *coloured = printed(small_results(), (struct terminal_style){.colour = true, .width = 80});
  assert_non_null(strstr(coloured, "\033[32mb''\033[0m"));
  for (const char *at = coloured; (at = strchr(at, '\033')) != NULL; at++)
    assert_int_equal(at[1], '['); /* our own sequences only */
  free(coloured);
}

static unsigned columns_of_line(const char *line, size_t length) {
  unsigned columns = 0;
  char unit[VISIBLE_UNIT_SIZE];
  while (length) {
    size_t size = visible_unit(line, length, unit);
    assert_true(unit[0] == *line); /* nothing is left to be escaped */
    columns += visible_columns(unit);
    line += size;
    length -= size;
  }
  return columns;
}

/* All eight verdicts do not fit into less than 89 columns, and commands are never cut. */
static bool may_be_long(const char *line, unsigned width, bool is_table) {
  return strncmp(line, "  reproduce", 11) == 0 || (is_table && width < 89);
}

static void lines_keep_to_the_width_and_hold_nothing_hidden(void **state) {
  (void)state;
  static const unsigned widths[] = {40, 80, 200};
  for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
    char *text = printed(sample_hostile(), (struct terminal_style){.width = widths[i]});
    bool is_table = false;
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
      is_table = is_table || strncmp(line, "http.client  ", 13) == 0;
      unsigned columns = columns_of_line(line, strcspn(line, "\n"));
      if (columns > widths[i] && !may_be_long(line, widths[i], is_table))
        fail_msg("%u columns of %u: %.300s", columns, widths[i], line);
    }
    free(text);
  }
}

static void a_width_of_nothing_is_widened(void **state) {
  (void)state;
  char *narrow = printed(small_results(), (struct terminal_style){.width = 0});
  char *least = printed(small_results(), (struct terminal_style){.width = 40});
  assert_string_equal(narrow, least);
  free(narrow);
  free(least);
}

static void a_long_transcript_is_cut_with_a_count(void **state) {
  (void)state;
  struct results *results = results_new();
  char wire[30 * 2 + 1];
  for (size_t i = 0; i < 30; i++)
    memcpy(wire + 2 * i, "x\n", 3);
  results_add_implementation(results, &(struct result_implementation){.name = "ref"});
  results_add_case(results,
                   &(struct result_case){.id = "p#a",
                                         .scenario = "p#a",
                                         .variant = "whole",
                                         .verdict = VERDICT_CRASH,
                                         .failure = &(struct result_failure){.wire = wire}});
  char *text = printed(results, (struct terminal_style){.width = 80});
  assert_non_null(strstr(text, "             x\n             … 6 more lines\n"));
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_report_reads_from_page_errors_to_the_verdict),
      cmocka_unit_test(findings_beyond_the_limit_are_counted),
      cmocka_unit_test(a_run_as_expected_is_short),
      cmocka_unit_test(a_deviation_is_listed_with_both_sides_and_is_no_failure),
      cmocka_unit_test(an_oracle_that_deviates_and_who_does_so_in_part_are_marked),
      cmocka_unit_test(a_deviation_that_nobody_showed_is_listed_too),
      cmocka_unit_test(requirements_have_a_table_and_are_no_failures),
      cmocka_unit_test(requirements_that_count_are_listed),
      cmocka_unit_test(nothing_run_is_said_in_words),
      cmocka_unit_test(only_asked_for_colour_sends_escapes),
      cmocka_unit_test(lines_keep_to_the_width_and_hold_nothing_hidden),
      cmocka_unit_test(a_width_of_nothing_is_widened),
      cmocka_unit_test(a_long_transcript_is_cut_with_a_count),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
