/* The table of cases of which the page takes several outcomes for right, since releases of one
 * edition differ: what came, and who showed it. Cases are in the order of their ids. */
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "html_page.h"
#include "markup.h"

struct shown {
  const struct result_case **cases; /* that have outcomes; sorted */
  size_t count;
};

static int by_case_outcomes_and_column(const void *left, const void *right) {
  const struct result_case *a = *(const struct result_case *const *)left;
  const struct result_case *b = *(const struct result_case *const *)right;
  int order = strcmp(a->id, b->id);
  if (order == 0) order = strcmp(a->outcomes, b->outcomes);
  return order ? order
               : (a->implementation > b->implementation) - (a->implementation < b->implementation);
}

static struct shown shown_in(const struct results *results, struct arena *arena) {
  struct shown shown = {.cases = arena_array(arena, results->case_count, sizeof *shown.cases)};
  for (size_t i = 0; i < results->case_count; i++)
    if (results->cases[i].outcomes && results->cases[i].verdict == VERDICT_PASS)
      shown.cases[shown.count++] = &results->cases[i];
  if (shown.count)
    qsort(shown.cases, shown.count, sizeof *shown.cases, by_case_outcomes_and_column);
  return shown;
}

static bool is_same_case(const struct shown *shown, size_t left, size_t right) {
  return strcmp(shown->cases[left]->id, shown->cases[right]->id) == 0;
}

static bool is_same_row(const struct shown *shown, size_t left, size_t right) {
  return is_same_case(shown, left, right) &&
         strcmp(shown->cases[left]->outcomes, shown->cases[right]->outcomes) == 0;
}

static size_t count_cases(const struct shown *shown) {
  size_t count = 0;
  for (size_t i = 0; i < shown->count; i++)
    count += i == 0 || !is_same_case(shown, i - 1, i);
  return count;
}

/* put_columns: who showed the outcomes of row |begin| to |end|; variants are not told apart. */
static void put_columns(const struct html_page *page, const struct shown *shown, size_t begin,
                        size_t end) {
  const char *separator = "";
  for (size_t i = begin; i < end; i++) {
    size_t column = shown->cases[i]->implementation;
    if (i > begin && shown->cases[i - 1]->implementation == column) continue;
    fputs(separator, page->out);
    markup_put(page->out, figure_column(page->arena, &page->results->implementations[column]));
    separator = ", ";
  }
}

static void put_row(const struct html_page *page, const struct shown *shown, size_t begin,
                    size_t end) {
  const struct result_case *first = shown->cases[begin];
  fputs("<tr><th scope=\"row\">", page->out);
  if (begin == 0 || !is_same_case(shown, begin - 1, begin)) {
    fprintf(page->out, "<a href=\"#s%zu\"><code>", first->scenario_index);
    markup_put(page->out, first->id);
    fputs("</code></a>", page->out);
  }
  fputs("</th><td><pre>", page->out);
  markup_put(page->out, first->outcomes);
  fputs("</pre></td><td>", page->out);
  put_columns(page, shown, begin, end);
  fputs("</td></tr>\n", page->out);
}

void html_outcomes(const struct html_page *page) {
  struct shown shown = shown_in(page->results, page->arena);
  if (!shown.count) return;
  fprintf(page->out,
          "<section aria-labelledby=\"outcomes\">\n"
          "<h2 id=\"outcomes\">Where releases of an edition differ</h2>\n"
          "<details class=\"requirements\"><summary>%s of which several outcomes are right"
          "</summary>\n"
          "<p class=\"hint\">Patch releases changed what http.client does here. Whoever shows any "
          "of the page's outcomes passes; this is who showed which.</p>\n"
          "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"outcomes\">\n"
          "<table class=\"matrix\">\n<thead>\n<tr><th scope=\"col\">Case</th>"
          "<th scope=\"col\">Outcome</th><th scope=\"col\">Shown by</th></tr>\n</thead>\n"
          "<tbody>\n",
          figure_quantity(page->arena, count_cases(&shown), "case"));
  for (size_t begin = 0, end; begin < shown.count; begin = end) {
    for (end = begin + 1; end < shown.count && is_same_row(&shown, begin, end); end++)
      continue;
    put_row(page, &shown, begin, end);
  }
  fputs("</tbody>\n</table>\n</div>\n</details>\n</section>\n", page->out);
}
