/* JUnit XML as Jenkins, GitLab and GitHub's test reporters read it: a suite for each implementation
 * and edition, a test case for each case and variant. A verdict that is no pass is never a plain
 * test case: what cannot be applied and what deviates as registered is skipped with its reason. */
#include "figures.h"
#include "markup.h"
#include "reports/writers.h"

enum element { NO_ELEMENT, FAILURE, ERROR, SKIPPED, ELEMENT_COUNT };

static const char *const element_names[] = {"", "failure", "error", "skipped"};

static const enum element element_of_verdict[VERDICT_COUNT] = {
    [VERDICT_PASS] = NO_ELEMENT,   [VERDICT_FAIL] = FAILURE,       [VERDICT_TIMEOUT] = FAILURE,
    [VERDICT_CRASH] = ERROR,       [VERDICT_ERROR] = ERROR,        [VERDICT_INAPPLICABLE] = SKIPPED,
    [VERDICT_DEVIATION] = SKIPPED, [VERDICT_DIFFERENCE] = FAILURE,
};

static enum element element_of(const struct results *results, const struct result_case *item) {
  return results_page_error(results, item) ? ERROR : element_of_verdict[item->verdict];
}

static void put_attribute(FILE *out, const char *name, const char *value) {
  fprintf(out, " %s=\"", name);
  markup_put_attribute(out, value);
  fputc('"', out);
}

static void put_property(FILE *out, const char *name, const char *value) {
  fputs("      <property", out);
  put_attribute(out, "name", name);
  put_attribute(out, "value", value);
  fputs("/>\n", out);
}

static void put_properties(const struct results *results,
                           const struct result_implementation *column, struct arena *scratch,
                           FILE *out) {
  fputs("    <properties>\n", out);
  put_property(out, "hcspec.version", results->version ? results->version : "");
  put_property(out, "seed", arena_printf(scratch, "%llu", (unsigned long long)results->seed));
  put_property(out, "implementation", column->name);
  put_property(out, "implementation.version", column->version);
  put_property(out, "implementation.language", column->language);
  put_property(out, "edition", column->edition);
  put_property(out, "role", column->role == ROLE_ORACLE ? "oracle" : "subject");
  put_property(out, "command", column->command);
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
    put_property(out, arena_printf(scratch, "rfc.%s", rfc_verdict_name(verdict)),
                 arena_printf(scratch, "%zu", column->rfc_counts[verdict]));
  if (results->interrupted) put_property(out, "interrupted", "true");
  fputs("    </properties>\n", out);
}

/* The verdicts on requirements of RFCs are properties: they are no outcome of the test. */
static void put_requirements(const struct results *results, const struct result_case *item,
                             FILE *out) {
  if (!item->requirements) return;
  const struct result_scenario *scenario = &results->scenarios[item->scenario_index];
  fputs("      <properties>\n", out);
  put_property(out, "rfc", rfc_verdict_name(item->rfc));
  for (size_t i = 0; i < scenario_requirements(scenario); i++)
    put_property(out, scenario_requirement(scenario, i), rfc_verdict_name(item->requirements[i]));
  fputs("      </properties>\n", out);
}

static void put_part(FILE *out, const char *label, const char *text) {
  if (!text) return;
  fprintf(out, "%s: ", label);
  markup_put(out, text);
  fputc('\n', out);
}

static void put_deviation(FILE *out, const struct results *results,
                          const struct result_case *item) {
  const char *id = results->scenarios[item->scenario_index].deviation;
  const struct result_deviation *deviation = id ? results_find_deviation(results, id) : NULL;
  if (!deviation || item->verdict != VERDICT_DEVIATION) return;
  put_part(out, "CPython", deviation->cpython);
  put_part(out, "reference", deviation->reference);
  put_part(out, "source", deviation->source);
}

static void put_failure_text(FILE *out, const struct result_failure *failure,
                             struct arena *scratch) {
  put_part(out, "at", figure_place(scratch, failure));
  put_part(out, "statement", failure->statement);
  put_part(out, "expected", failure->expected);
  put_part(out, "observed", failure->observed);
  if (failure->wire) {
    fputs("wire:\n", out);
    markup_put(out, failure->wire);
    fputc('\n', out);
  }
  put_part(out, "reproduce", failure->reproduce);
}

static const char *type_of(const struct results *results, const struct result_case *item) {
  return results_page_error(results, item) ? "page error" : verdict_name(item->verdict);
}

static void put_outcome(const struct results *results, const struct result_case *item,
                        struct arena *scratch, FILE *out) {
  enum element element = element_of(results, item);
  const struct result_failure *failure = item->failure;
  const char *message = failure && failure->message ? failure->message : "";
  fprintf(out, "      <%s", element_names[element]);
  if (element != SKIPPED) put_attribute(out, "type", type_of(results, item));
  fprintf(out, " message=\"%s%s", type_of(results, item), *message ? ": " : "");
  markup_put_attribute(out, message);
  fputs("\">", out);
  put_deviation(out, results, item);
  if (failure) put_failure_text(out, failure, scratch);
  fprintf(out, "</%s>\n", element_names[element]);
}

static void put_case(const struct results *results, const struct result_case *item,
                     struct arena *scratch, FILE *out) {
  const struct result_scenario *scenario = &results->scenarios[item->scenario_index];
  const struct result_failure *failure = item->failure;
  bool has_place = failure && failure->file;
  unsigned line = has_place ? failure->line : scenario->line;
  fputs("    <testcase", out);
  put_attribute(out, "classname", scenario->page);
  put_attribute(out, "name", arena_printf(scratch, "%s @%s", item->id, item->variant));
  put_attribute(out, "file", has_place ? failure->file : scenario->file);
  if (line) fprintf(out, " line=\"%u\"", line);
  bool has_outcome = element_of(results, item) != NO_ELEMENT;
  if (!has_outcome && !item->requirements) {
    fputs("/>\n", out);
    return;
  }
  fputs(">\n", out);
  put_requirements(results, item, out);
  if (has_outcome) put_outcome(results, item, scratch, out);
  fputs("    </testcase>\n", out);
}

struct sums {
  size_t of[ELEMENT_COUNT];
  size_t tests;
};

static struct sums sums_of(const struct results *results, const size_t *column) {
  struct sums sums = {0};
  for (size_t i = 0; i < results->case_count; i++) {
    const struct result_case *item = &results->cases[i];
    if (column && item->implementation != *column) continue;
    sums.of[element_of(results, item)]++;
    sums.tests++;
  }
  return sums;
}

static void put_sums(FILE *out, const struct sums *sums) {
  fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"", sums->tests,
          sums->of[FAILURE], sums->of[ERROR], sums->of[SKIPPED]);
}

static void put_suite(const struct results *results, size_t column, FILE *out) {
  struct arena *scratch = arena_new();
  const struct result_implementation *implementation = &results->implementations[column];
  struct sums sums = sums_of(results, &column);
  fputs("  <testsuite", out);
  put_attribute(out, "name", figure_column(scratch, implementation));
  put_sums(out, &sums);
  if (results->started) put_attribute(out, "timestamp", results->started);
  fputs(">\n", out);
  put_properties(results, implementation, scratch, out);
  for (size_t i = 0; i < results->case_count; i++)
    if (results->cases[i].implementation == column)
      put_case(results, &results->cases[i], scratch, out);
  fputs("  </testsuite>\n", out);
  arena_free(scratch);
}

void report_junit(const struct results *results, FILE *out) {
  struct sums sums = sums_of(results, NULL);
  fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hcspec\"", out);
  put_sums(out, &sums);
  fprintf(out, " time=\"%.3f\">\n", results->seconds > 0 ? results->seconds : 0);
  for (size_t column = 0; column < results->implementation_count; column++)
    put_suite(results, column, out);
  fputs("</testsuites>\n", out);
}
