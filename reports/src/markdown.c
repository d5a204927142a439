/* A summary for GitHub. All that comes from outside stands in code spans or fenced blocks, where
 * neither Markdown nor HTML, links or mentions are read; both are delimited by more backticks than
 * the text has in a row. */
#include <string.h>

#include "comparison.h"
#include "deviations.h"
#include "figures.h"
#include "findings.h"
#include "headline.h"
#include "reports/writers.h"
#include "requirements.h"
#include "visible.h"

enum { FINDINGS_SHOWN = 20, VALUE_COLUMNS = 200, SENTENCE_COLUMNS = 400 };

static size_t longest_backtick_run(const char *text) {
  size_t longest = 0, run = 0;
  for (; *text; text++) {
    run = *text == '`' ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

static void put_backticks(FILE *out, size_t count) {
  for (size_t i = 0; i < count; i++)
    fputc('`', out);
}

/* In a table's cell "\|" is a bar and a bar ends the cell, also in code: a backslash before a bar
 * is written as \x5c. */
static void put_span_unit(FILE *out, const char *unit, bool is_before_bar) {
  if (unit[0] == '|')
    fputs("\\|", out);
  else if (unit[0] == '\\' && !unit[1] && is_before_bar)
    fputs("\\x5c", out);
  else
    fputs(unit[0] == '\n' ? "\\n" : unit[0] == '\t' ? "\\t" : unit, out);
}

/* One space at either end of a code span is not part of it; it is needed where the text could be
 * taken for the delimiter or begins or ends with a space of its own. */
static const char *span_padding(const char *text) {
  size_t length = strlen(text);
  bool is_safe = length && !strchr(" `", text[0]) && !strchr(" `", text[length - 1]);
  return is_safe ? "" : " ";
}

/* A code span, safe in a table's cell too. Outside a table the backslash before a bar shows. */
static void put_span(FILE *out, const char *text) {
  size_t ticks = longest_backtick_run(text) + 1;
  const char *padding = span_padding(text);
  char unit[VISIBLE_UNIT_SIZE];
  put_backticks(out, ticks);
  fputs(padding, out);
  for (size_t length = strlen(text); length;) {
    size_t size = visible_unit(text, length, unit);
    text += size;
    length -= size;
    put_span_unit(out, unit, *text == '|');
  }
  fputs(padding, out);
  put_backticks(out, ticks);
}

static void put_fence(FILE *out, const char *language, const char *text) {
  size_t ticks = longest_backtick_run(text) + 1;
  if (ticks < 3) ticks = 3;
  char unit[VISIBLE_UNIT_SIZE];
  put_backticks(out, ticks);
  fprintf(out, "%s\n", language);
  for (size_t length = strlen(text); length;) {
    size_t size = visible_unit(text, length, unit);
    fputs(unit, out);
    text += size;
    length -= size;
  }
  fputc('\n', out);
  put_backticks(out, ticks);
  fputs("\n\n", out);
}

static void put_table(const struct results *results, struct arena *scratch, FILE *out) {
  fputs("| implementation | version | role |", out);
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
    fprintf(out, " %s |", verdict_name(verdict));
  fputs("\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n", out);
  for (size_t i = 0; i < results->implementation_count; i++) {
    const struct result_implementation *column = &results->implementations[i];
    fputs("| ", out);
    put_span(out, figure_column(scratch, column));
    fputs(" | ", out);
    put_span(out, *column->version ? column->version : "-");
    fprintf(out, " | %s |", column->role == ROLE_ORACLE ? "oracle" : "subject");
    for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
      fprintf(out, " %s |", figure_count(scratch, column->counts[verdict]));
    fputc('\n', out);
  }
  fputc('\n', out);
}

static void put_rfc_table(const struct results *results, struct arena *scratch, FILE *out) {
  fputs("| RFC |", out);
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
    fprintf(out, " %s |", rfc_verdict_name(verdict));
  fputs("\n|---|--:|--:|--:|--:|--:|\n", out);
  for (size_t i = 0; i < results->implementation_count; i++) {
    const struct result_implementation *column = &results->implementations[i];
    fputs("| ", out);
    put_span(out, figure_column(scratch, column));
    fputs(" |", out);
    for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
      fprintf(out, " %s |", figure_count(scratch, column->rfc_counts[verdict]));
    fputc('\n', out);
  }
  fputc('\n', out);
}

static void put_failed_requirement(const struct result_requirement *requirement,
                                   const char *columns, FILE *out) {
  fputs("- ", out);
  put_span(out, requirement->id);
  fputc(' ', out);
  put_span(out, requirement->keyword);
  fputc(' ', out);
  put_span(out, requirement->statement);
  fputs(": not met by ", out);
  put_span(out, columns);
  fputc('\n', out);
}

/* The counts of all, and what a subject fails. */
static void put_requirements(const struct results *results, struct arena *scratch, FILE *out) {
  if (!results->requirement_count) return;
  struct requirement_table table = requirements_tabulate(results, scratch);
  size_t failed = 0;
  fprintf(out, "### %s\n\n", requirements_heading);
  put_rfc_table(results, scratch, out);
  for (size_t i = 0; i < results->requirement_count; i++) {
    const char *columns = requirement_failing(results, scratch, &table, i);
    if (columns && failed++ < FINDINGS_SHOWN)
      put_failed_requirement(&results->requirements[i], columns, out);
  }
  if (failed > FINDINGS_SHOWN)
    fprintf(out, "- … and %s more\n", figure_count(scratch, failed - FINDINGS_SHOWN));
  if (failed) fputc('\n', out);
}

/* What was said, expected and seen, a line each, the expected above the observed. */
static const char *describe(struct arena *arena, const struct result_failure *failure) {
  struct comparison comparison =
      comparison_of(arena, failure->expected, failure->observed, VALUE_COLUMNS);
  const char *text = "";
  if (failure->message)
    text = arena_printf(arena, "%s\n", comparison_line(arena, failure->message, VALUE_COLUMNS));
  if (failure->statement)
    text = arena_printf(arena, "%s%s\n", text,
                        comparison_line(arena, failure->statement, VALUE_COLUMNS));
  if (comparison.expected)
    text = arena_printf(arena, "%sexpected: %s\n", text, comparison.expected);
  if (comparison.observed)
    text = arena_printf(arena, "%sobserved: %s\n", text, comparison.observed);
  if (comparison.has_mark)
    text = arena_printf(arena, "%s          %*s^\n", text, (int)comparison.mark, "");
  size_t length = strlen(text);
  return length ? arena_copy(arena, text, length - 1) : text;
}

static void put_finding(const struct results *results, const struct finding *finding,
                        struct arena *scratch, FILE *out) {
  const struct result_failure *failure = finding_failure(finding);
  fprintf(out, "**%s** ", verdict_name(finding->shown->verdict));
  put_span(out, finding->shown->id);
  fputs(" of ", out);
  put_span(out, finding_columns(results, scratch, finding));
  fputs(" in ", out);
  put_span(out, finding_variants(scratch, finding));
  if (failure->file) {
    fputs(", at ", out);
    put_span(out, figure_place(scratch, failure));
  }
  fputs("\n\n", out);
  const char *description = describe(scratch, failure);
  if (*description) put_fence(out, "text", description);
  if (failure->reproduce) put_fence(out, "sh", failure->reproduce);
}

static void put_findings(const struct results *results, struct arena *scratch, FILE *out) {
  struct findings findings = findings_collect(results, scratch, results_unexpected);
  size_t shown = findings.count < FINDINGS_SHOWN ? findings.count : FINDINGS_SHOWN;
  for (size_t i = 0; i < shown; i++) {
    if (i == 0 && findings.page_errors) fputs("### Page errors\n\n", out);
    if (i == findings.page_errors) fputs("### Failures\n\n", out);
    put_finding(results, &findings.items[i], scratch, out);
  }
  if (shown < findings.count)
    fprintf(out, "… and %s more.\n\n", figure_count(scratch, findings.count - shown));
}

static const char *describe_deviation(struct arena *arena,
                                      const struct result_deviation *deviation) {
  const char *const lines[][2] = {{"because", deviation->reason},
                                  {"CPython", deviation->cpython},
                                  {"reference", deviation->reference},
                                  {"source", deviation->source}};
  const char *text = "";
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
    text = arena_printf(arena, "%s%s%-10s %s", text, i ? "\n" : "",
                        arena_printf(arena, "%s:", lines[i][0]),
                        comparison_line(arena, lines[i][1], SENTENCE_COLUMNS));
  return text;
}

static void put_deviations(const struct results *results, struct arena *scratch, FILE *out) {
  if (results->deviation_count) fprintf(out, "### %s\n\n", deviations_heading);
  for (size_t i = 0; i < results->deviation_count; i++) {
    const struct result_deviation *deviation = &results->deviations[i];
    fprintf(out, "**%s** ", verdict_name(VERDICT_DEVIATION));
    put_span(out, deviation->id);
    fputs(", shown by ", out);
    put_span(out, deviation_columns(results, scratch, deviation));
    fputs("\n\n", out);
    put_fence(out, "text", describe_deviation(scratch, deviation));
  }
}

static const char *const symbols[] = {
    [OUTCOME_AS_EXPECTED] = "✅",      [OUTCOME_NOTHING_JUDGED] = "⚠️",
    [OUTCOME_INTERRUPTED] = "⚠️", [OUTCOME_FAILURES] = "❌",
    [OUTCOME_PAGE_ERRORS] = "❌",
};

void report_markdown(const struct results *results, FILE *out) {
  struct arena *scratch = arena_new();
  struct headline headline = headline_of(results, scratch);
  fprintf(out, "## %s hcspec: %s\n\n", symbols[headline.outcome], headline.text);
  put_table(results, scratch, out);
  put_findings(results, scratch, out);
  put_deviations(results, scratch, out);
  put_requirements(results, scratch, out);
  fprintf(out, "%s.\n", figure_pace(scratch, results));
  arena_free(scratch);
}
