/* The section of registered deviations: both sides of each, who showed it, and the scenarios. */
#include <string.h>

#include "deviations.h"
#include "html_page.h"
#include "markup.h"

static void put_entry(const struct html_page *page, const char *term, const char *text) {
  fprintf(page->out, "<dt>%s</dt><dd>", term);
  markup_put(page->out, text);
  fputs("</dd>\n", page->out);
}

static void put_scenarios(const struct html_page *page, const struct result_deviation *deviation) {
  const char *separator = "";
  fputs("<dt>Scenarios</dt><dd>", page->out);
  for (size_t i = 0; i < page->results->scenario_count; i++) {
    const struct result_scenario *scenario = &page->results->scenarios[i];
    if (!scenario->deviation || strcmp(scenario->deviation, deviation->id) != 0) continue;
    fprintf(page->out, "%s<a href=\"#s%zu\"><code>", separator, i);
    markup_put(page->out, scenario->id);
    fputs("</code></a>", page->out);
    separator = ", ";
  }
  fputs("</dd>\n", page->out);
}

static void put_deviation(const struct html_page *page, const struct result_deviation *deviation) {
  const char *class = look_class(LOOK_WARN);
  fprintf(
      page->out,
      "<article class=\"finding registered %s\">\n<h3><span class=\"badge %s\">%s</span> <code>",
      class, class, verdict_name(VERDICT_DEVIATION));
  markup_put(page->out, deviation->id);
  fputs("</code></h3>\n<p>", page->out);
  markup_put(page->out, deviation->reason);
  fputs("</p>\n<dl>\n", page->out);
  put_entry(page, "CPython", deviation->cpython);
  put_entry(page, "Reference", deviation->reference);
  put_entry(page, "Source", deviation->source);
  put_entry(page, "Shown by", deviation_columns(page->results, page->arena, deviation));
  put_scenarios(page, deviation);
  fputs("</dl>\n</article>\n", page->out);
}

void html_deviations(const struct html_page *page) {
  if (!page->results->deviation_count) return;
  fprintf(page->out,
          "<section aria-labelledby=\"deviations\">\n<h2 id=\"deviations\">%s</h2>\n"
          "<p class=\"hint\">Safe where CPython is not. Whoever shows one has a verdict of its own "
          "there, neither a pass nor a "
          "failure.</p>\n",
          deviations_heading);
  for (size_t i = 0; i < page->results->deviation_count; i++)
    put_deviation(page, &page->results->deviations[i]);
  fputs("</section>\n", page->out);
}
