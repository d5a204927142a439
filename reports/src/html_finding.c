/* A finding in full: who, where, what was expected and observed with the first difference marked,
 * the transcript and the command that repeats it. Very long values are cut, with a word on how much
 * is missing. */
#include <string.h>

#include "comparison.h"
#include "figures.h"
#include "html_page.h"
#include "markup.h"

enum { VALUE_LIMIT = 16 * 1024, CONTEXT = 256 };

const char *look_class(enum look look) {
  static const char *const classes[] = {
      [LOOK_PASS] = "pass", [LOOK_BAD] = "bad", [LOOK_WARN] = "warn", [LOOK_NONE] = "none"};
  return classes[look];
}

enum look finding_look(const struct finding *finding) {
  if (finding->is_page_error || finding->shown->verdict == VERDICT_DEVIATION) return LOOK_WARN;
  return finding->shown->verdict == VERDICT_INAPPLICABLE ? LOOK_NONE : LOOK_BAD;
}

/* The nearest beginning of a character at or before |offset|. */
static size_t character_start(const char *text, size_t offset) {
  while (offset && ((unsigned char)text[offset] & 0xC0) == 0x80)
    offset--;
  return offset;
}

static void put_cut(const struct html_page *page, size_t bytes, const char *where) {
  if (!bytes) return;
  fprintf(page->out, "<span class=\"cut\">[%s %s]</span>",
          figure_quantity(page->arena, bytes, "byte"), where);
}

static void put_range(const struct html_page *page, const char *text, size_t first, size_t end) {
  if (end > first) markup_put(page->out, arena_copy(page->arena, text + first, end - first));
}

/* |text| as preformatted text. What is behind the first |common| bytes is marked; they are all for
 * a text alone. */
static void put_value(const struct html_page *page, const char *class, const char *text,
                      size_t common) {
  size_t length = strlen(text);
  size_t first = common < length && common > VALUE_LIMIT / 2 ? common - CONTEXT : 0;
  first = character_start(text, first);
  size_t end = length - first > VALUE_LIMIT ? character_start(text, first + VALUE_LIMIT) : length;
  size_t differing = common < end ? common : end;
  fprintf(page->out, "<pre class=\"%s\">", class);
  put_cut(page, first, "before");
  put_range(page, text, first, differing);
  if (differing < end) {
    fputs("<mark>", page->out);
    put_range(page, text, differing, end);
    fputs("</mark>", page->out);
  }
  put_cut(page, length - end, "more");
  fputs("</pre>", page->out);
}

static void put_entry(const struct html_page *page, const char *term, const char *text,
                      size_t common) {
  if (!text) return;
  fprintf(page->out, "<dt>%s</dt><dd>", term);
  put_value(page, "value", text, common);
  fputs("</dd>\n", page->out);
}

static void put_command(const struct html_page *page, const char *command) {
  if (!command) return;
  fputs("<dt>Reproduce</dt><dd><div class=\"command\"><pre>", page->out);
  markup_put(page->out, command);
  fputs("</pre></div></dd>\n", page->out);
}

static void put_wire(const struct html_page *page, const char *wire) {
  if (!wire) return;
  fputs("<dt>Wire</dt><dd>", page->out);
  put_value(page, "wire", wire, strlen(wire));
  fputs("</dd>\n", page->out);
}

static void put_entries(const struct html_page *page, const struct result_failure *failure) {
  const char *place = figure_place(page->arena, failure);
  const char *expected = failure->expected, *observed = failure->observed;
  size_t common = expected && observed ? comparison_common(expected, observed) : (size_t)-1;
  fputs("<dl>\n", page->out);
  put_entry(page, "Place", place, (size_t)-1);
  put_entry(page, "Statement", failure->statement, (size_t)-1);
  put_entry(page, "Expected", expected, common);
  put_entry(page, "Observed", observed, common);
  put_wire(page, failure->wire);
  put_command(page, failure->reproduce);
  fputs("</dl>\n", page->out);
}

void html_finding(const struct html_page *page, const struct finding *finding) {
  const struct result_failure *failure = finding_failure(finding);
  const char *class = look_class(finding_look(finding));
  fprintf(page->out,
          "<article class=\"finding %s\">\n<h5><span class=\"badge %s\">%s</span> <code>", class,
          class, finding->is_page_error ? "page error" : verdict_name(finding->shown->verdict));
  markup_put(page->out, finding->shown->id);
  fputs("</code></h5>\n<p class=\"who\">", page->out);
  markup_put(page->out, finding_columns(page->results, page->arena, finding));
  fputs(" in ", page->out);
  markup_put(page->out, finding_variants(page->arena, finding));
  fputs("</p>\n", page->out);
  if (failure->message) {
    fputs("<p>", page->out);
    markup_put(page->out, comparison_line(page->arena, failure->message, VALUE_LIMIT));
    fputs("</p>\n", page->out);
  }
  if (finding->shown->failure) put_entries(page, failure);
  fputs("</article>\n", page->out);
}
