/* The page as a whole: walks the template and fills in what stands in {{braces}}. Results are
 * written once, added up, as HTML that can be read without the script; only what is no pass is
 * written in full. */
#include <stdlib.h>
#include <string.h>

#include "comparison.h"
#include "figures.h"
#include "html_page.h"
#include "markup.h"
#include "page_parts.h"
#include "reports/writers.h"

enum { FINDINGS_LISTED = 50, LINE_COLUMNS = 300 };

static void put_policy(const struct html_page *page) {
  markup_put_attribute(page->out, page_policy);
}

static void put_style(const struct html_page *page) {
  fputs(page_style, page->out);
}

static void put_script(const struct html_page *page) {
  fputs(page_script, page->out);
}

static void put_headline(const struct html_page *page) {
  markup_put(page->out, page->headline.text);
}

static void put_title(const struct html_page *page) {
  fputs("hcspec: ", page->out);
  put_headline(page);
}

static void put_outcome(const struct html_page *page) {
  static const char *const classes[] = {
      [OUTCOME_AS_EXPECTED] = "good", [OUTCOME_NOTHING_JUDGED] = "warn",
      [OUTCOME_INTERRUPTED] = "warn", [OUTCOME_FAILURES] = "bad",
      [OUTCOME_PAGE_ERRORS] = "bad",
  };
  fputs(classes[page->headline.outcome], page->out);
}

static void put_facts(const struct html_page *page) {
  const struct results *results = page->results;
  fprintf(page->out, "%s and ", figure_quantity(page->arena, results->scenario_count, "scenario"));
  fprintf(page->out, "%s with variants; %s.",
          figure_quantity(page->arena, results_distinct_cases(results), "case"),
          figure_pace(page->arena, results));
  if (!results->started) return;
  fputs(" Started <time>", page->out);
  markup_put(page->out, results->started);
  fputs("</time>.", page->out);
}

static void put_version(const struct html_page *page) {
  markup_put(page->out, page->results->version);
}

/* The lengths of the bar's four parts, of a hundred. */
static void put_bar(const struct html_page *page, const size_t counts[VERDICT_COUNT]) {
  struct tally tally;
  memcpy(tally.counts, counts, sizeof tally.counts);
  size_t total = tally_total(&tally);
  size_t quiet = counts[VERDICT_PASS] + counts[VERDICT_DEVIATION] + counts[VERDICT_INAPPLICABLE];
  const struct {
    const char *class;
    size_t count;
  } parts[] = {{"pass", counts[VERDICT_PASS]},
               {"bad", total - quiet},
               {"deviation", counts[VERDICT_DEVIATION]},
               {"inapplicable", counts[VERDICT_INAPPLICABLE]}};
  double at = 0;
  fputs(
      "<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
      page->out);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (!parts[i].count) continue;
    double length = 100.0 * (double)parts[i].count / (double)total;
    fprintf(page->out, "<rect class=\"%s\" x=\"%.3f\" width=\"%.3f\" height=\"1\"/>",
            parts[i].class, at, length);
    at += length;
  }
  fputs("</svg>\n", page->out);
}

static void put_counts(const struct html_page *page, const size_t counts[VERDICT_COUNT]) {
  fputs("<dl class=\"counts\">", page->out);
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
    if (counts[verdict] || verdict <= VERDICT_FAIL)
      fprintf(page->out, "<div><dt>%s</dt><dd>%s</dd></div>", verdict_name(verdict),
              figure_count(page->arena, counts[verdict]));
  fputs("</dl>\n", page->out);
}

static void put_rfc_counts(const struct html_page *page, const size_t counts[RFC_VERDICT_COUNT]) {
  if (!page->results->requirement_count) return;
  fputs("<dl class=\"counts rfc\"><div><dt>RFC:</dt></div>", page->out);
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
    if (counts[verdict])
      fprintf(page->out, "<div><dt>%s</dt><dd>%s</dd></div>", rfc_verdict_name(verdict),
              figure_count(page->arena, counts[verdict]));
  fputs("</dl>\n", page->out);
}

static void put_card(const struct html_page *page, const struct result_implementation *column) {
  fputs("<article class=\"card\">\n<h3>", page->out);
  markup_put(page->out, column->name);
  fputs(" <span>", page->out);
  markup_put(page->out, column->edition);
  fprintf(page->out, "</span> <span class=\"role\">%s</span></h3>\n<p>",
          column->role == ROLE_ORACLE ? "oracle" : "subject");
  markup_put(page->out, column->language);
  fputc(' ', page->out);
  markup_put(page->out, column->version);
  fputs("</p>\n", page->out);
  put_bar(page, column->counts);
  put_counts(page, column->counts);
  put_rfc_counts(page, column->rfc_counts);
  if (*column->command) {
    fputs("<details><summary>Command</summary><code>", page->out);
    markup_put(page->out, column->command);
    fputs("</code></details>\n", page->out);
  }
  fputs("</article>\n", page->out);
}

static void put_cards(const struct html_page *page) {
  for (size_t i = 0; i < page->results->implementation_count; i++)
    put_card(page, &page->results->implementations[i]);
}

static void put_attention_item(const struct html_page *page, const struct finding *finding) {
  const char *message = finding_failure(finding)->message;
  fprintf(page->out, "<li><span class=\"badge %s\">%s</span> <a href=\"#s%zu\"><code>",
          look_class(finding_look(finding)),
          finding->is_page_error ? "page error" : verdict_name(finding->shown->verdict),
          finding->shown->scenario_index);
  markup_put(page->out, finding->shown->id);
  fputs("</code></a> <small>", page->out);
  markup_put(page->out, finding_columns(page->results, page->arena, finding));
  if (message) {
    fputs(": ", page->out);
    markup_put(page->out, comparison_line(page->arena, message, LINE_COLUMNS));
  }
  fputs("</small></li>\n", page->out);
}

/* What must be looked at, with links to the details. Nothing at all when there is nothing. */
static void put_attention(const struct html_page *page) {
  struct findings findings = findings_collect(page->results, page->arena, results_unexpected);
  if (!findings.count) return;
  fputs("<section aria-labelledby=\"attention\">\n<h2 id=\"attention\">To look at</h2>\n"
        "<ol class=\"attention\">\n",
        page->out);
  for (size_t i = 0; i < findings.count && i < FINDINGS_LISTED; i++)
    put_attention_item(page, &findings.items[i]);
  if (findings.count > FINDINGS_LISTED)
    fprintf(page->out, "<li>… and %s more in the table below</li>\n",
            figure_count(page->arena, findings.count - FINDINGS_LISTED));
  fputs("</ol>\n</section>\n", page->out);
}

static void put_verdict_options(const struct html_page *page) {
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
    fprintf(page->out, "<option>%s</option>\n", verdict_name(verdict));
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
    fprintf(page->out, "<option value=\"rfc-%s\">RFC: %s</option>\n", rfc_verdict_name(verdict),
            rfc_verdict_name(verdict));
}

static void put_column_options(const struct html_page *page) {
  for (size_t i = 0; i < page->results->implementation_count; i++) {
    fprintf(page->out, "<option value=\"%zu\">", i);
    markup_put(page->out, figure_column(page->arena, &page->results->implementations[i]));
    fputs("</option>\n", page->out);
  }
}

static void put_heads(const struct html_page *page) {
  for (size_t i = 0; i < page->results->implementation_count; i++) {
    const struct result_implementation *column = &page->results->implementations[i];
    fprintf(page->out, "<th scope=\"col\" data-column=\"%zu\">", i);
    markup_put(page->out, figure_column(page->arena, column));
    fprintf(page->out, "<span>%s</span></th>", column->role == ROLE_ORACLE ? "oracle" : "subject");
  }
}

static const struct {
  const char *name;
  void (*put)(const struct html_page *page);
} fields[] = {
    {"policy", put_policy},
    {"title", put_title},
    {"style", put_style},
    {"outcome", put_outcome},
    {"headline", put_headline},
    {"facts", put_facts},
    {"cards", put_cards},
    {"attention", put_attention},
    {"deviations", html_deviations},
    {"outcomes", html_outcomes},
    {"requirements", html_requirements},
    {"verdicts", put_verdict_options},
    {"columns", put_column_options},
    {"heads", put_heads},
    {"rows", html_matrix},
    {"version", put_version},
    {"script", put_script},
};

static void put_field(const struct html_page *page, const char *name, size_t length) {
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    if (strlen(fields[i].name) == length && memcmp(fields[i].name, name, length) == 0) {
      fields[i].put(page);
      return;
    }
  abort(); /* the template names a field that is not there: seen by the first test */
}

static bool any_but_pass(const struct results *results, const struct result_case *item) {
  (void)results;
  return item->verdict != VERDICT_PASS;
}

void report_html(const struct results *results, FILE *out) {
  struct arena *arena = arena_new();
  struct html_page page = {
      .results = results,
      .matrix = matrix_of(results, arena),
      .findings = findings_collect(results, arena, any_but_pass),
      .headline = headline_of(results, arena),
      .arena = arena,
      .out = out,
  };
  const char *rest = page_template;
  for (const char *field; (field = strstr(rest, "{{")) != NULL;) {
    const char *end = strstr(field, "}}");
    fwrite(rest, 1, (size_t)(field - rest), out);
    put_field(&page, field + 2, (size_t)(end - field) - 2);
    rest = end + 2;
  }
  fputs(rest, out);
  arena_free(arena);
}
