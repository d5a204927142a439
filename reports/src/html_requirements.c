/* The table of requirements of RFCs: what is asked, the scenarios that show it, and the verdict on
 * each implementation. */
#include "figures.h"
#include "html_page.h"
#include "markup.h"
#include "requirements.h"

enum look rfc_look(enum rfc_verdict verdict) {
  static const enum look looks[] = {
      [RFC_NONE] = LOOK_NONE, [RFC_PASS] = LOOK_PASS, [RFC_UNKNOWN] = LOOK_NONE,
      [RFC_NOTE] = LOOK_NONE, [RFC_WARN] = LOOK_WARN, [RFC_FAIL] = LOOK_BAD};
  return looks[verdict];
}

static void put_heads(const struct html_page *page) {
  for (size_t i = 0; i < page->results->implementation_count; i++) {
    fputs("<th scope=\"col\">", page->out);
    markup_put(page->out, figure_column(page->arena, &page->results->implementations[i]));
    fputs("</th>", page->out);
  }
}

static void put_scenarios(const struct html_page *page, const char *id) {
  const char *separator = "";
  fputs("<small>", page->out);
  for (size_t i = 0; i < page->results->scenario_count; i++) {
    const struct result_scenario *scenario = &page->results->scenarios[i];
    if (!requirement_is_cited(scenario, id)) continue;
    fprintf(page->out, "%s<a href=\"#s%zu\"><code>", separator, i);
    markup_put(page->out, scenario->id);
    fputs("</code></a>", page->out);
    separator = ", ";
  }
  fputs("</small>", page->out);
}

static void put_row(const struct html_page *page, const struct requirement_table *table,
                    size_t index) {
  const struct result_requirement *requirement = &page->results->requirements[index];
  fputs("<tr><th scope=\"row\"><code>", page->out);
  markup_put(page->out, requirement->id);
  fputs("</code> <b>", page->out);
  markup_put(page->out, requirement->keyword);
  fputs("</b> ", page->out);
  markup_put(page->out, requirement->statement);
  fputs("<br>", page->out);
  put_scenarios(page, requirement->id);
  fputs("</th>", page->out);
  for (size_t column = 0; column < table->column_count; column++) {
    enum rfc_verdict verdict = requirement_verdict(table, index, column);
    fprintf(page->out, "<td class=\"cell %s\">%s</td>", look_class(rfc_look(verdict)),
            verdict == RFC_NONE ? "–" : rfc_verdict_name(verdict));
  }
  fputs("</tr>\n", page->out);
}

void html_requirements(const struct html_page *page) {
  const struct results *results = page->results;
  if (!results->requirement_count) return;
  struct requirement_table table = requirements_tabulate(results, page->arena);
  fprintf(
      page->out,
      "<section aria-labelledby=\"requirements\">\n<h2 id=\"requirements\">%s</h2>\n"
      "<details class=\"requirements\"><summary>%s, each with its worst verdict</summary>\n"
      "<p class=\"hint\">fail: a MUST is not met. warn: a SHOULD is not met, or what is received "
      "is read more leniently than it is defined. note: a MAY or an “ought”. unknown: what was "
      "observed does not tell.</p>\n"
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"requirements\">\n"
      "<table class=\"matrix\">\n<thead>\n<tr><th scope=\"col\">Requirement</th>",
      requirements_heading,
      figure_quantity(page->arena, results->requirement_count, "requirement"));
  put_heads(page);
  fputs("</tr>\n</thead>\n<tbody>\n", page->out);
  for (size_t i = 0; i < results->requirement_count; i++)
    put_row(page, &table, i);
  fputs("</tbody>\n</table>\n</div>\n</details>\n</section>\n", page->out);
}
