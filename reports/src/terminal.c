/* What a person reads at the end of a run. Nothing from outside reaches the terminal unescaped;
 * colour only repeats what the words say. Lines keep to the width, except commands, which must
 * survive being copied. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "comparison.h"
#include "deviations.h"
#include "figures.h"
#include "findings.h"
#include "headline.h"
#include "reports/writers.h"
#include "requirements.h"
#include "visible.h"

enum {
  LEAST_WIDTH = 40,
  LABEL_WIDTH = 11,
  INDENT = 2,
  STATEMENT_LINES = 8,
  WIRE_LINES = 24,
  LEAST_NAME = 20
};

enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_WARN, TONE_QUIET, TONE_STRONG };

static const char *const tone_codes[] = {
    [TONE_GOOD] = "32", [TONE_BAD] = "1;31", [TONE_WARN] = "33",
    [TONE_QUIET] = "2", [TONE_STRONG] = "1",
};

struct terminal {
  FILE *out;
  struct terminal_style style;
  struct arena *scratch;
};

static void begin_tone(const struct terminal *terminal, enum tone tone) {
  if (terminal->style.colour && tone != TONE_PLAIN)
    fprintf(terminal->out, "\033[%sm", tone_codes[tone]);
}

static void end_tone(const struct terminal *terminal, enum tone tone) {
  if (terminal->style.colour && tone != TONE_PLAIN) fputs("\033[0m", terminal->out);
}

static void put_toned(const struct terminal *terminal, enum tone tone, const char *text) {
  begin_tone(terminal, tone);
  fputs(text, terminal->out);
  end_tone(terminal, tone);
}

static void put_heading(const struct terminal *terminal, const char *heading) {
  put_toned(terminal, TONE_STRONG, heading);
  fputs("\n\n", terminal->out);
}

static void put_label(const struct terminal *terminal, const char *label) {
  fprintf(terminal->out, "%*s", INDENT, "");
  begin_tone(terminal, TONE_QUIET);
  fprintf(terminal->out, "%-*s", LABEL_WIDTH, label);
  end_tone(terminal, TONE_QUIET);
}

static void put_labelled(const struct terminal *terminal, const char *label, enum tone tone,
                         const char *text) {
  if (!text) return;
  unsigned room = terminal->style.width - INDENT - LABEL_WIDTH;
  put_label(terminal, label);
  put_toned(terminal, tone, comparison_line(terminal->scratch, text, room));
  fputc('\n', terminal->out);
}

/* A command is never cut. */
static void put_command(const struct terminal *terminal, const char *command) {
  if (!command) return;
  char unit[VISIBLE_UNIT_SIZE];
  put_label(terminal, "reproduce");
  for (size_t length = strlen(command); length;) {
    size_t size = visible_unit(command, length, unit);
    fputs(unit[0] == '\n' ? "\\n" : unit, terminal->out);
    command += size;
    length -= size;
  }
  fputc('\n', terminal->out);
}

static size_t count_lines(const char *text) {
  size_t lines = 0;
  for (; *text; lines++) {
    text += strcspn(text, "\n");
    text += *text == '\n';
  }
  return lines;
}

/* A text of several lines keeps them; past |most| lines the rest is counted. */
static void put_lines(const struct terminal *terminal, const char *label, const char *text,
                      size_t most) {
  size_t lines = text ? count_lines(text) : 0;
  for (size_t i = 0; i < lines && i < most; i++) {
    size_t length = strcspn(text, "\n");
    put_labelled(terminal, i == 0 ? label : "", TONE_PLAIN,
                 arena_copy(terminal->scratch, text, length));
    text += length + (text[length] == '\n');
  }
  if (lines <= most) return;
  const char *rest = figure_quantity(terminal->scratch, lines - most, "more line");
  put_labelled(terminal, "", TONE_QUIET, arena_printf(terminal->scratch, "… %s", rest));
}

static void put_comparison(const struct terminal *terminal, const struct result_failure *failure) {
  unsigned room = terminal->style.width - INDENT - LABEL_WIDTH;
  struct comparison comparison =
      comparison_of(terminal->scratch, failure->expected, failure->observed, room);
  put_labelled(terminal, "expected", TONE_GOOD, comparison.expected);
  put_labelled(terminal, "observed", TONE_BAD, comparison.observed);
  if (!comparison.has_mark) return;
  put_label(terminal, "");
  const char *hint = room - comparison.mark > 20 ? " differs from here" : "";
  fprintf(terminal->out, "%*s", (int)comparison.mark, "");
  put_toned(terminal, TONE_QUIET, arena_printf(terminal->scratch, "^%s", hint));
  fputc('\n', terminal->out);
}

static void put_finding(const struct terminal *terminal, const struct results *results,
                        const struct finding *finding) {
  const struct result_failure *failure = finding_failure(finding);
  enum tone tone = finding->is_page_error ? TONE_WARN : TONE_BAD;
  put_labelled(terminal, verdict_name(finding->shown->verdict), tone, finding->shown->id);
  put_labelled(terminal, "by", TONE_PLAIN, finding_columns(results, terminal->scratch, finding));
  put_labelled(terminal, "in", TONE_PLAIN, finding_variants(terminal->scratch, finding));
  put_labelled(terminal, "at", TONE_PLAIN, figure_place(terminal->scratch, failure));
  put_labelled(terminal, "because", TONE_PLAIN, failure->message);
  put_lines(terminal, "statement", failure->statement, STATEMENT_LINES);
  put_comparison(terminal, failure);
  put_lines(terminal, "wire", failure->wire, WIRE_LINES);
  put_command(terminal, failure->reproduce);
  fputc('\n', terminal->out);
}

/* How many bytes of |text| fit into |room| columns, up to a blank if there is one; at least one
 * character. */
static size_t fitting_length(const char *text, unsigned room) {
  size_t length = strlen(text), blank = 0, at = 0;
  unsigned columns = 0;
  char unit[VISIBLE_UNIT_SIZE];
  while (at < length) {
    if (text[at] == ' ') blank = at;
    size_t size = visible_unit(text + at, length - at, unit);
    columns += visible_columns(unit);
    if (columns > room && at) return blank ? blank : at;
    at += size;
  }
  return length;
}

/* A sentence goes on in further lines where the width ends it. */
static void put_wrapped(const struct terminal *terminal, const char *label, const char *text) {
  unsigned room = terminal->style.width - INDENT - LABEL_WIDTH;
  while (*text) {
    size_t length = fitting_length(text, room);
    put_labelled(terminal, label, TONE_PLAIN, arena_copy(terminal->scratch, text, length));
    text += length;
    text += strspn(text, " ");
    label = "";
  }
}

static void put_deviation(const struct terminal *terminal, const struct results *results,
                          const struct result_deviation *deviation) {
  put_labelled(terminal, "deviation", TONE_WARN, deviation->id);
  put_wrapped(terminal, "because", deviation->reason);
  put_wrapped(terminal, "CPython", deviation->cpython);
  put_wrapped(terminal, "reference", deviation->reference);
  put_wrapped(terminal, "source", deviation->source);
  put_wrapped(terminal, "shown by", deviation_columns(results, terminal->scratch, deviation));
  fputc('\n', terminal->out);
}

static void put_deviations(const struct terminal *terminal, const struct results *results) {
  if (results->deviation_count) put_heading(terminal, deviations_heading);
  for (size_t i = 0; i < results->deviation_count; i++)
    put_deviation(terminal, results, &results->deviations[i]);
}

static void put_findings(const struct terminal *terminal, const struct results *results) {
  struct findings findings = findings_collect(results, terminal->scratch, results_unexpected);
  size_t shown = terminal->style.failures_shown;
  if (!shown || shown > findings.count) shown = findings.count;
  for (size_t i = 0; i < shown; i++) {
    if (i == 0 && findings.page_errors) put_heading(terminal, "Page errors: the oracle disagrees");
    if (i == findings.page_errors) put_heading(terminal, "Failures");
    put_finding(terminal, results, &findings.items[i]);
  }
  if (shown == findings.count) return;
  const char *hidden = figure_quantity(terminal->scratch, findings.count - shown, "more finding");
  put_toned(terminal, TONE_QUIET, arena_printf(terminal->scratch, "… and %s", hidden));
  fputs("\n\n", terminal->out);
}

static unsigned columns_of(const char *text) {
  char unit[VISIBLE_UNIT_SIZE];
  unsigned columns = 0;
  for (size_t length = strlen(text); length;) {
    size_t size = visible_unit(text, length, unit);
    columns += visible_columns(unit);
    text += size;
    length -= size;
  }
  return columns;
}

static unsigned larger(unsigned a, unsigned b) {
  return a > b ? a : b;
}

/* One of the two tables of counts: a line for each implementation, a column for each verdict. */
struct table {
  const char *heading;
  unsigned first, end; /* verdicts */
  unsigned always;     /* up to this verdict there is a column in any case */
  const char *(*name)(unsigned verdict);
  size_t (*count)(const struct result_implementation *column, unsigned verdict);
  enum tone (*tone)(unsigned verdict);
};

static const char *api_name(unsigned verdict) {
  return verdict_name((enum verdict)verdict);
}

static size_t api_count(const struct result_implementation *column, unsigned verdict) {
  return column->counts[verdict];
}

static enum tone api_tone(unsigned verdict) {
  if (verdict == VERDICT_INAPPLICABLE) return TONE_QUIET;
  if (verdict == VERDICT_PASS) return TONE_GOOD;
  return verdict == VERDICT_DEVIATION ? TONE_WARN : TONE_BAD;
}

static const char *rfc_name(unsigned verdict) {
  return rfc_verdict_name((enum rfc_verdict)verdict);
}

static size_t rfc_count(const struct result_implementation *column, unsigned verdict) {
  return column->rfc_counts[verdict];
}

static enum tone rfc_tone(unsigned verdict) {
  if (verdict == RFC_PASS) return TONE_GOOD;
  if (verdict == RFC_FAIL) return TONE_BAD;
  return verdict == RFC_WARN ? TONE_WARN : TONE_QUIET;
}

/* How a table is laid out: verdicts that nobody got have no column. */
struct layout {
  unsigned name_width;
  unsigned verdict_width[VERDICT_COUNT]; /* 0: no column */
};

static unsigned verdict_width(const struct terminal *terminal, const struct results *results,
                              const struct table *table, unsigned verdict) {
  unsigned width = (unsigned)strlen(table->name(verdict));
  bool is_used = verdict <= table->always;
  for (size_t i = 0; i < results->implementation_count; i++) {
    size_t count = table->count(&results->implementations[i], verdict);
    is_used = is_used || count;
    width = larger(width, (unsigned)strlen(figure_count(terminal->scratch, count)));
  }
  return is_used ? width : 0;
}

static const char *name_of(const struct terminal *terminal,
                           const struct result_implementation *column) {
  return arena_printf(terminal->scratch, "%s%s", figure_column(terminal->scratch, column),
                      column->role == ROLE_ORACLE ? " (oracle)" : "");
}

static struct layout lay_out(const struct terminal *terminal, const struct results *results,
                             const struct table *table) {
  struct layout layout = {.name_width = columns_of(table->heading)};
  unsigned taken = 0;
  for (unsigned verdict = table->first; verdict < table->end; verdict++) {
    layout.verdict_width[verdict] = verdict_width(terminal, results, table, verdict);
    if (layout.verdict_width[verdict]) taken += 2 + layout.verdict_width[verdict];
  }
  for (size_t i = 0; i < results->implementation_count; i++)
    layout.name_width =
        larger(layout.name_width, columns_of(name_of(terminal, &results->implementations[i])));
  unsigned room =
      terminal->style.width > taken + LEAST_NAME ? terminal->style.width - taken : LEAST_NAME;
  if (layout.name_width > room) layout.name_width = room;
  return layout;
}

static void put_name(const struct terminal *terminal, const struct layout *layout,
                     const char *name) {
  const char *shown = comparison_line(terminal->scratch, name, layout->name_width);
  unsigned columns = columns_of(shown);
  unsigned padding = layout->name_width > columns ? layout->name_width - columns : 0;
  fprintf(terminal->out, "%s%*s", shown, (int)padding, "");
}

static void put_count(const struct terminal *terminal, unsigned width, enum tone tone,
                      size_t count) {
  const char *text = figure_count(terminal->scratch, count);
  fprintf(terminal->out, "%*s", (int)(2 + width - (unsigned)strlen(text)), "");
  put_toned(terminal, count ? tone : TONE_QUIET, text);
}

static void put_table(const struct terminal *terminal, const struct results *results,
                      const struct table *table) {
  struct layout layout = lay_out(terminal, results, table);
  put_name(terminal, &layout, table->heading);
  for (unsigned verdict = table->first; verdict < table->end; verdict++)
    if (layout.verdict_width[verdict])
      fprintf(terminal->out, "%*s", (int)(2 + layout.verdict_width[verdict]), table->name(verdict));
  fputc('\n', terminal->out);
  for (size_t i = 0; i < results->implementation_count; i++) {
    const struct result_implementation *column = &results->implementations[i];
    put_name(terminal, &layout, name_of(terminal, column));
    for (unsigned verdict = table->first; verdict < table->end; verdict++)
      if (layout.verdict_width[verdict])
        put_count(terminal, layout.verdict_width[verdict], table->tone(verdict),
                  table->count(column, verdict));
    fputc('\n', terminal->out);
  }
  fputc('\n', terminal->out);
}

static void put_paces(const struct terminal *terminal, const struct results *results) {
  const char *paces = figure_paces(terminal->scratch, results);
  while (paces && *paces) {
    size_t length = fitting_length(paces, terminal->style.width);
    fprintf(terminal->out, "%.*s\n", (int)length, paces);
    paces += length;
    paces += strspn(paces, " ");
  }
}

static void put_tables(const struct terminal *terminal, const struct results *results) {
  bool has_both = results->requirement_count > 0;
  const struct table api = {has_both ? "http.client" : "",
                            VERDICT_PASS,
                            VERDICT_COUNT,
                            VERDICT_FAIL,
                            api_name,
                            api_count,
                            api_tone};
  const struct table rfc = {
      requirements_heading, RFC_PASS, RFC_VERDICT_COUNT, RFC_PASS, rfc_name, rfc_count, rfc_tone};
  if (!results->implementation_count) return;
  put_table(terminal, results, &api);
  if (has_both) put_table(terminal, results, &rfc);
}

static const char *showing_scenarios(const struct terminal *terminal, const struct results *results,
                                     const char *id) {
  const char *names = NULL;
  for (size_t i = 0; i < results->scenario_count; i++) {
    const struct result_scenario *scenario = &results->scenarios[i];
    if (!requirement_is_cited(scenario, id)) continue;
    names = names ? arena_printf(terminal->scratch, "%s, %s", names, scenario->id) : scenario->id;
  }
  return names;
}

/* Each requirement that a subject fails. */
static void put_requirements(const struct terminal *terminal, const struct results *results) {
  if (!terminal->style.shows_requirements || !results_rfc_failures(results)) return;
  struct requirement_table table = requirements_tabulate(results, terminal->scratch);
  put_heading(terminal, requirements_heading);
  for (size_t i = 0; i < results->requirement_count; i++) {
    const struct result_requirement *item = &results->requirements[i];
    const char *columns = requirement_failing(results, terminal->scratch, &table, i);
    if (!columns) continue;
    put_labelled(terminal, rfc_verdict_name(RFC_FAIL), TONE_BAD, item->id);
    put_wrapped(terminal, item->keyword, item->statement);
    put_wrapped(terminal, "by", columns);
    put_wrapped(terminal, "in", showing_scenarios(terminal, results, item->id));
    fputc('\n', terminal->out);
  }
}

/* The counts are in the table; they are told in words where they decide. */
static void put_rfc_headline(const struct terminal *terminal, const struct results *results) {
  size_t failures = results_rfc_failures(results);
  if (!terminal->style.shows_requirements || !failures) return;
  const char *count = figure_quantity(terminal->scratch, failures, "result");
  put_toned(terminal, TONE_BAD,
            arena_printf(terminal->scratch, "%s where a requirement of an RFC is not met", count));
  fputc('\n', terminal->out);
}

static const enum tone outcome_tones[] = {
    [OUTCOME_AS_EXPECTED] = TONE_GOOD, [OUTCOME_NOTHING_JUDGED] = TONE_WARN,
    [OUTCOME_INTERRUPTED] = TONE_WARN, [OUTCOME_FAILURES] = TONE_BAD,
    [OUTCOME_PAGE_ERRORS] = TONE_BAD,
};

struct terminal_style terminal_style_for(FILE *out) {
  enum { USUAL_WIDTH = 100 };
  struct winsize size = {0};
  bool is_terminal = isatty(fileno(out)) == 1;
  bool is_sized = is_terminal && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  const char *no_colour = getenv("NO_COLOR");
  return (struct terminal_style){.colour = is_terminal && !(no_colour && *no_colour),
                                 .width = is_sized ? size.ws_col : USUAL_WIDTH};
}

void report_terminal(const struct results *results, struct terminal_style style, FILE *out) {
  if (style.width < LEAST_WIDTH) style.width = LEAST_WIDTH;
  struct terminal terminal = {out, style, arena_new()};
  put_findings(&terminal, results);
  put_deviations(&terminal, results);
  put_requirements(&terminal, results);
  put_tables(&terminal, results);
  put_paces(&terminal, results);
  fprintf(out, "%s\n", figure_pace(terminal.scratch, results));
  struct headline headline = headline_of(results, terminal.scratch);
  put_toned(&terminal, outcome_tones[headline.outcome], headline.text);
  fputc('\n', out);
  put_rfc_headline(&terminal, results);
  arena_free(terminal.scratch);
}
