/* A page as it is written: sections with their facts, blocks and tables, each with its place. What
 * they mean is read elsewhere. */
#ifndef RUNNER_PAGE_H
#define RUNNER_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "specification/console.h"
#include "text/arena.h"
#include "text/diagnostics.h"

enum {
  PAGE_SIZE_LIMIT = 256 * 1024, /* bytes of a page */
  PAGE_LINE_LIMIT = 4096,       /* bytes of a line */
};

/* A row of a table: the text of each cell, without the backquotes. */
struct table_row {
  struct place place;
  const char *const *cells; /* as many as the table has columns */
};

struct table {
  struct place place;
  const char *const *columns; /* the headers; the first is that of the cases' names */
  size_t column_count;
  const struct table_row *rows;
  size_t row_count;
};

/* What stands below one heading. */
struct section {
  const char *title;
  const char *slug; /* of the title, as code hosts make it */
  int level;        /* of the heading, from 1 */
  struct place place;
  const char *statement;        /* the first paragraph as plain text; "" when there is none */
  const struct fragment *facts; /* the items of the first list, as written */
  size_t fact_count;
  struct fragment server; /* all blocks of a kind joined, each line in its place; without text when
                             there is none */
  struct fragment console;
  struct fragment deviating_server; /* the same of the second reading: blocks "server deviation" */
  struct fragment deviating_console;
  const struct table *table; /* NULL when there is none */
};

struct page {
  const char *path;
  const char *name; /* of the file, without ".md" */
  const struct section *sections;
  size_t section_count;
};

/* page_read: reads the file at |path|, which is copied. Errors of form go to |diagnostics|; what
 * could be read all the same is in the page. NULL when nothing could. All lives in |arena|. */
const struct page *page_read(struct arena *arena, const char *path,
                             struct diagnostics *diagnostics);

/* page_parse: the same for |length| bytes at |text|, which must outlive the page. */
const struct page *page_parse(struct arena *arena, const char *path, const char *text,
                              size_t length, struct diagnostics *diagnostics);

/* page_slug: |title| as code hosts make an anchor of it: letters, digits, '-' and '_' stay, lower
 * case; blanks become '-'. */
const char *page_slug(struct arena *arena, const char *title);

#endif
