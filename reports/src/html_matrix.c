/* The table: a body for each page with its sums, a row for each scenario, and behind it the details
 * that the row opens. */
#include <string.h>

#include "comparison.h"
#include "figures.h"
#include "html_page.h"
#include "markup.h"

static bool is_oracle(const struct html_page *page, size_t column) {
  return page->results->implementations[column].role == ROLE_ORACLE;
}

/* How many results in |tally| must be looked at. */
static size_t unexpected_in(const struct tally *tally) {
  return tally->counts[VERDICT_FAIL] + tally->counts[VERDICT_TIMEOUT] +
         tally->counts[VERDICT_CRASH] + tally->counts[VERDICT_ERROR];
}

/* What a cell says: the worst that is in it, and of how many. */
struct cell {
  enum look look;
  size_t count;
  const char *symbol;
};

static struct cell cell_of(const struct html_page *page, size_t column, const struct tally *tally) {
  size_t unexpected = unexpected_in(tally);
  if (unexpected && is_oracle(page, column)) return (struct cell){LOOK_WARN, unexpected, "⚠"};
  if (unexpected) return (struct cell){LOOK_BAD, unexpected, "✗"};
  size_t deviations = tally->counts[VERDICT_DEVIATION];
  if (deviations) return (struct cell){LOOK_WARN, deviations, "◆"};
  if (tally->counts[VERDICT_PASS])
    return (struct cell){LOOK_PASS, tally->counts[VERDICT_PASS], "✓"};
  return (struct cell){LOOK_NONE, tally->counts[VERDICT_INAPPLICABLE], "–"};
}

/* The worst verdict on requirements in |tally|; RFC_NONE when there is none. */
static enum rfc_verdict worst_rfc(const struct tally *tally) {
  enum rfc_verdict verdict = RFC_FAIL;
  while (verdict > RFC_NONE && !tally->rfc_counts[verdict])
    verdict--;
  return verdict;
}

/* For the filter: "pass fail unexpected rfc-warn". */
static void put_verdicts(const struct html_page *page, const struct tally *tally) {
  const char *space = "";
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++) {
    if (!tally->counts[verdict]) continue;
    fprintf(page->out, "%s%s", space, verdict_name(verdict));
    space = " ";
  }
  if (unexpected_in(tally)) fprintf(page->out, "%sunexpected", space);
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
    if (tally->rfc_counts[verdict]) fprintf(page->out, " rfc-%s", rfc_verdict_name(verdict));
}

static void put_title(const struct html_page *page, const struct tally *tally) {
  const char *separator = "";
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++) {
    if (!tally->counts[verdict]) continue;
    fprintf(page->out, "%s%s %s", separator, figure_count(page->arena, tally->counts[verdict]),
            verdict_name(verdict));
    separator = ", ";
  }
  separator = "; RFC: ";
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++) {
    if (!tally->rfc_counts[verdict]) continue;
    fprintf(page->out, "%s%s %s", separator, figure_count(page->arena, tally->rfc_counts[verdict]),
            rfc_verdict_name(verdict));
    separator = ", ";
  }
}

static void put_rfc(const struct html_page *page, const struct tally *tally) {
  enum rfc_verdict verdict = worst_rfc(tally);
  if (verdict == RFC_NONE) return;
  fprintf(page->out, " <span class=\"rfc %s\">RFC %s</span>", look_class(rfc_look(verdict)),
          rfc_verdict_name(verdict));
}

/* "27 ✓", "1 of 27 ✗", "27 ✓ RFC fail"; the whole sum is in the title. */
static void put_cell(const struct html_page *page, size_t column, const struct tally *tally) {
  size_t total = tally_total(tally);
  struct cell cell = cell_of(page, column, tally);
  fprintf(page->out, "<td class=\"cell %s\" data-column=\"%zu\" data-verdicts=\"",
          look_class(cell.look), column);
  put_verdicts(page, tally);
  fputs("\" title=\"", page->out);
  put_title(page, tally);
  fputs("\">", page->out);
  if (total && cell.count < total)
    fprintf(page->out, "%s of ", figure_count(page->arena, cell.count));
  if (total) fprintf(page->out, "%s %s", figure_count(page->arena, total), cell.symbol);
  put_rfc(page, tally);
  fputs("</td>", page->out);
}

static void put_case_table(const struct html_page *page, size_t scenario) {
  const struct matrix *matrix = &page->matrix;
  fputs("<div class=\"inner\"><table class=\"cases\">\n<thead><tr><th scope=\"col\">Case</th>",
        page->out);
  for (size_t column = 0; column < matrix->column_count; column++) {
    fprintf(page->out, "<th scope=\"col\" data-column=\"%zu\">", column);
    markup_put(page->out, figure_column(page->arena, &page->results->implementations[column]));
    fputs("</th>", page->out);
  }
  fputs("</tr></thead>\n<tbody>\n", page->out);
  size_t end = matrix->scenario_rows[scenario + 1];
  for (size_t row = matrix->scenario_rows[scenario]; row < end; row++) {
    fputs("<tr><th scope=\"row\"><code>", page->out);
    markup_put(page->out, matrix->rows[row].id);
    fputs("</code></th>", page->out);
    for (size_t column = 0; column < matrix->column_count; column++)
      put_cell(page, column, &matrix->rows[row].columns[column]);
    fputs("</tr>\n", page->out);
  }
  fputs("</tbody>\n</table></div>\n", page->out);
}

static void put_term(const struct html_page *page, const char *term, const char *text) {
  fprintf(page->out, "<div><dt>%s</dt><dd><code>", term);
  markup_put(page->out, text);
  fputs("</code></dd></div>\n", page->out);
}

static void put_source(const struct html_page *page, const struct result_scenario *scenario) {
  fputs("<dl class=\"source\">\n", page->out);
  put_term(page, "Scenario", scenario->id);
  if (*scenario->file) {
    struct result_failure place = {.file = scenario->file, .line = scenario->line};
    put_term(page, "Place", figure_place(page->arena, &place));
  }
  if (*scenario->level) put_term(page, "Level", scenario->level);
  for (size_t i = 0; i < scenario->clauses.count; i++)
    put_term(page, "Clause", scenario->clauses.ids[i]);
  for (size_t i = 0; i < scenario->behaviours.count; i++)
    put_term(page, "Behaviour", scenario->behaviours.ids[i]);
  for (size_t i = 0; i < scenario->meets.count; i++)
    put_term(page, "Meets", scenario->meets.ids[i]);
  for (size_t i = 0; i < scenario->breaks.count; i++)
    put_term(page, "Breaks", scenario->breaks.ids[i]);
  if (scenario->deviation) put_term(page, "Deviation", scenario->deviation);
  fputs("</dl>\n", page->out);
}

static void put_findings(const struct html_page *page, size_t scenario) {
  for (size_t i = 0; i < page->findings.count; i++)
    if (page->findings.items[i].shown->scenario_index == scenario)
      html_finding(page, &page->findings.items[i]);
}

static void put_details(const struct html_page *page, size_t index) {
  const struct result_scenario *scenario = &page->results->scenarios[index];
  fprintf(page->out, "<tr class=\"detail\" id=\"s%zu\"><td colspan=\"%zu\"><div class=\"panel\">\n",
          index, page->matrix.column_count + 1);
  if (*scenario->statement) {
    fputs("<p>", page->out);
    markup_put(page->out, scenario->statement);
    fputs("</p>\n", page->out);
  }
  put_source(page, scenario);
  fputs("<h4>Cases</h4>\n", page->out);
  put_case_table(page, index);
  put_findings(page, index);
  fputs("</div></td></tr>\n", page->out);
}

static void put_search_words(const struct html_page *page, struct result_ids words) {
  for (size_t i = 0; i < words.count; i++) {
    fputc(' ', page->out);
    markup_put_attribute(page->out, words.ids[i]);
  }
}

/* What the filter looks for beside the title: id, citations and the names of cases. */
static void put_search_text(const struct html_page *page, size_t index) {
  const struct result_scenario *scenario = &page->results->scenarios[index];
  markup_put_attribute(page->out, scenario->id);
  put_search_words(page, scenario->clauses);
  put_search_words(page, scenario->behaviours);
  put_search_words(page, scenario->meets);
  put_search_words(page, scenario->breaks);
  size_t end = page->matrix.scenario_rows[index + 1];
  for (size_t row = page->matrix.scenario_rows[index]; row < end; row++) {
    fputc(' ', page->out);
    markup_put_attribute(page->out, page->matrix.rows[row].id);
  }
}

static void put_scenario(const struct html_page *page, size_t index) {
  const struct result_scenario *scenario = &page->results->scenarios[index];
  fputs("<tr class=\"scenario\" data-text=\"", page->out);
  put_search_text(page, index);
  fprintf(page->out, "\"><th scope=\"row\"><a href=\"#s%zu\">", index);
  markup_put(page->out, *scenario->title ? scenario->title : scenario->id);
  fputs("</a></th>", page->out);
  for (size_t column = 0; column < page->matrix.column_count; column++) {
    struct tally tally = tally_scenario(&page->matrix, index, column);
    put_cell(page, column, &tally);
  }
  fputs("</tr>\n", page->out);
  put_details(page, index);
}

/* The scenarios of one page and their sums. */
struct group {
  const char *name;
  size_t scenario_count;
  size_t unexpected;
  struct tally *columns;
};

static struct group group_of(const struct html_page *page, const char *name) {
  struct group group = {.name = name};
  group.columns = arena_array(page->arena, page->matrix.column_count, sizeof *group.columns);
  for (size_t i = 0; i < page->results->scenario_count; i++) {
    if (strcmp(page->results->scenarios[i].page, name) != 0) continue;
    group.scenario_count++;
    for (size_t column = 0; column < page->matrix.column_count; column++) {
      struct tally tally = tally_scenario(&page->matrix, i, column);
      group.unexpected += unexpected_in(&tally);
      tally_add(&group.columns[column], &tally);
    }
  }
  return group;
}

static void put_group(const struct html_page *page, const char *name) {
  struct group group = group_of(page, name);
  fprintf(page->out,
          "<tbody class=\"page\"%s>\n<tr class=\"page\"><th scope=\"rowgroup\">"
          "<button type=\"button\" aria-expanded=\"true\">",
          group.unexpected ? " data-unexpected" : "");
  markup_put(page->out, name);
  fprintf(page->out, "</button> <small>%s</small></th>",
          figure_quantity(page->arena, group.scenario_count, "scenario"));
  for (size_t column = 0; column < page->matrix.column_count; column++)
    put_cell(page, column, &group.columns[column]);
  fputs("</tr>\n", page->out);
  for (size_t i = 0; i < page->results->scenario_count; i++)
    if (strcmp(page->results->scenarios[i].page, name) == 0) put_scenario(page, i);
  fputs("</tbody>\n", page->out);
}

static bool is_first_of_page(const struct results *results, size_t scenario) {
  for (size_t i = 0; i < scenario; i++)
    if (strcmp(results->scenarios[i].page, results->scenarios[scenario].page) == 0) return false;
  return true;
}

void html_matrix(const struct html_page *page) {
  for (size_t i = 0; i < page->results->scenario_count; i++)
    if (is_first_of_page(page->results, i)) put_group(page, page->results->scenarios[i].page);
}
