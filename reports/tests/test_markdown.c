/* The summary is read back with the library that renders it on GitHub. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "reports/writers.h"
#include "sample.h"

static char *written(struct results *results) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  report_markdown(results, out);
  fclose(out);
  results_free(results);
  return text;
}

static cmark_node *parsed(const char *text) {
  static const char *const extensions[] = {"table", "autolink", "strikethrough", "tasklist"};
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
  for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
  cmark_parser_feed(parser, text, strlen(text));
  cmark_node *document = cmark_parser_finish(parser);
  cmark_parser_free(parser);
  return document;
}

static size_t count_nodes(cmark_node *document, const char *type) {
  size_t count = 0;
  cmark_iter *iterator = cmark_iter_new(document);
  for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;)
    if (event == CMARK_EVENT_ENTER &&
        strcmp(cmark_node_get_type_string(cmark_iter_get_node(iterator)), type) == 0)
      count++;
  cmark_iter_free(iterator);
  return count;
}

/* Whether |word| stands in running text, outside code. */
static bool is_in_text(cmark_node *document, const char *word) {
  bool found = false;
  cmark_iter *iterator = cmark_iter_new(document);
  for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
    cmark_node *node = cmark_iter_get_node(iterator);
    if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_TEXT)
      found = found || strstr(cmark_node_get_literal(node), word);
  }
  cmark_iter_free(iterator);
  return found;
}

static void nothing_from_outside_becomes_markup(void **state) {
  (void)state;
  char *text = written(sample_hostile());
  cmark_node *document = parsed(text);
  static const char *const forbidden[] = {"html_block", "html_inline", "link",
                                          "image",      "tasklist",    "block_quote"};
  for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
    if (count_nodes(document, forbidden[i])) fail_msg("%s\n%s", forbidden[i], text);
  static const char *const words[] = {"octocat", "script", "example.com", "onerror", "drowssap"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (is_in_text(document, words[i])) fail_msg("%s", words[i]);
  assert_int_equal(count_nodes(document, "table_row"), 2 * 2); /* and headers */
  assert_int_equal(count_nodes(document, "table_cell"), 3 * 11 + 3 * 6);
  assert_int_equal(count_nodes(document, "heading"), 5);
  assert_int_equal(count_nodes(document, "code_block"), 2 * 10 + 1);
  cmark_node_free(document);
  free(text);
}

static void a_summary_shows_verdict_table_and_findings(void **state) {
  (void)state;
  static const struct result_failure failure = {
      "not what the page says", "pages/p.md", 7, 5, "resp.read()", "b'a'", "b'b'", "wire",
      "hcspec run 'p#a'",       false};
  struct results *results = results_new();
  results->seed = 3;
  results_add_implementation(
      results, &(struct result_implementation){.name = "ref", .version = "1.0", .edition = "3.13"});
  results_add_case(results, &(struct result_case){.id = "p#a",
                                                  .scenario = "p#a",
                                                  .variant = "whole",
                                                  .verdict = VERDICT_FAIL,
                                                  .failure = &failure});
  char *text = written(results);
  assert_string_equal(text, "## ❌ hcspec: 1 failure in 1 result\n"
                            "\n"
                            "| implementation | version | role | pass | fail | timeout | crash | "
                            "error | inapplicable | deviation | differs |\n"
                            "|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
                            "| `ref 3.13` | `1.0` | subject | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
                            "\n"
                            "### Failures\n"
                            "\n"
                            "**fail** `p#a` of `ref 3.13` in `whole`, at `pages/p.md:7:5`\n"
                            "\n"
                            "```text\n"
                            "not what the page says\n"
                            "resp.read()\n"
                            "expected: b'a'\n"
                            "observed: b'b'\n"
                            "            ^\n"
                            "```\n"
                            "\n"
                            "```sh\n"
                            "hcspec run 'p#a'\n"
                            "```\n"
                            "\n"
                            "1 result, seed 3.\n");
  free(text);
}

static void a_summary_shows_both_sides_of_a_deviation(void **state) {
  (void)state;
  char *text = written(sample_results(5));
  assert_non_null(strstr(
      text, "### Registered deviations from CPython\n"
            "\n"
            "**deviation** `cleartext-after-failed-tunnel`, shown by `ref 3.13, ref 3.9`\n"
            "\n"
            "```text\n"
            "because:   What was to be secret is not: the request can be read on its way, and by "
            "the proxy.\n"
            "CPython:   A connection whose tunnel failed stays open, and the next request goes to "
            "the proxy in clear text.\n"
            "reference: The connection is closed; the next request connects anew.\n"
            "source:    HTTPConnection.set_tunnel\n"
            "```\n"));
  free(text);
}

static void a_summary_shows_what_a_subject_fails_of_the_requirements(void **state) {
  (void)state;
  char *text = written(sample_results(3));
  assert_non_null(strstr(text, "### Requirements of RFCs\n"
                               "\n"
                               "| RFC | pass | unknown | note | warn | fail |\n"
                               "|---|--:|--:|--:|--:|--:|\n"
                               "| `ref 3.13` | 6 | 0 | 0 | 6 | 0 |\n"));
  assert_non_null(strstr(text, "\n- `RFC9112-8-2` `MUST` `report what breaks off as incomplete`: "
                               "not met by `porthole 3.13`\n"));
  assert_null(strstr(text, "RFC9110-5.3-3")); /* a warning is counted only */
  free(text);
}

static void more_than_twenty_findings_are_counted(void **state) {
  (void)state;
  char *text = written(sample_results(40));
  cmark_node *document = parsed(text);
  assert_non_null(strstr(text, "\n… and 28 more.\n"));
  assert_int_equal(count_nodes(document, "strong"), 20 + 1);
  cmark_node_free(document);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_from_outside_becomes_markup),
      cmocka_unit_test(a_summary_shows_verdict_table_and_findings),
      cmocka_unit_test(a_summary_shows_both_sides_of_a_deviation),
      cmocka_unit_test(a_summary_shows_what_a_subject_fails_of_the_requirements),
      cmocka_unit_test(more_than_twenty_findings_are_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
