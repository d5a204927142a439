/* One scan serves checking and filling: it walks from placeholder to placeholder and knows the line
 * and column it is at. */
#include "specification/placeholder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/spelling.h"

/* |at| <= |text->length|; line and column are those of the byte at |at|. */
struct scan {
  const struct fragment *text;
  size_t at;
  unsigned line;
  unsigned column;
  size_t name_length; /* of the placeholder at |at| */
};

static bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name_rest(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '-';
}

bool placeholder_is_name(const char *name, size_t length) {
  if (!length || !is_name_start(*name)) return false;
  for (size_t i = 1; i < length; i++)
    if (!is_name_rest(name[i])) return false;
  return true;
}

bool placeholder_is_address(const char *name, size_t length) {
  return length == 4 && (memcmp(name, "host", 4) == 0 || memcmp(name, "port", 4) == 0);
}

static struct scan scan_of(const struct fragment *text) {
  return (struct scan){text, 0, text->start.line, text->start.column, 0};
}

static void advance(struct scan *scan, size_t count) {
  for (; count && scan->at < scan->text->length; count--) {
    bool ends_line = scan->text->text[scan->at++] == '\n';
    scan->column = ends_line ? scan->text->start.column : scan->column + 1;
    scan->line += ends_line;
  }
}

static bool at_placeholder(struct scan *scan) {
  const char *text = scan->text->text;
  size_t end = scan->at + 1;
  if (text[scan->at] != '{') return false;
  while (end < scan->text->length && is_name_rest(text[end]))
    end++;
  scan->name_length = end - scan->at - 1;
  const char *name = text + scan->at + 1;
  return end < scan->text->length && text[end] == '}' &&
         placeholder_is_name(name, scan->name_length);
}

/* Moves to the next placeholder; false at the end of the text. */
static bool find_placeholder(struct scan *scan) {
  while (scan->at < scan->text->length) {
    if (at_placeholder(scan)) return true;
    advance(scan, 1);
  }
  return false;
}

/* The number of the column called so; |column_count| when there is none. */
static size_t find_column(const struct table *table, const struct scan *scan) {
  const char *name = scan->text->text + scan->at + 1;
  size_t column = 0;
  while (column < table->column_count &&
         (strlen(table->columns[column]) != scan->name_length ||
          memcmp(table->columns[column], name, scan->name_length) != 0))
    column++;
  return column;
}

static void refuse_placeholder(const struct scan *scan, const struct table *table,
                               struct diagnostics *diagnostics) {
  const char *name = scan->text->text + scan->at + 1;
  struct place place = {scan->text->start.file, scan->line, scan->column};
  struct spelling spelling = spelling_of(name, scan->name_length);
  for (size_t i = 0; table && i < table->column_count; i++)
    spelling_consider(&spelling, table->columns[i]);
  int length = (int)scan->name_length;
  if (placeholder_is_address(name, scan->name_length))
    diagnostics_error(diagnostics, place,
                      "{%.*s} is for scripts; in a console the name %.*s stands for it", length,
                      name, length, name);
  else if (!table)
    diagnostics_error(
        diagnostics, place,
        "placeholder {%.*s} without a table: the scenario has none, so nothing takes its place",
        length, name);
  else if (spelling.nearest)
    diagnostics_error(diagnostics, place, "the table has no column '%.*s'; did you mean '%s'?",
                      length, name, spelling.nearest);
  else
    diagnostics_error(diagnostics, place, "the table has no column '%.*s'", length, name);
}

static bool is_address(const struct scan *scan) {
  return placeholder_is_address(scan->text->text + scan->at + 1, scan->name_length);
}

void placeholders_check(const struct fragment *text, bool is_script, const struct table *table,
                        bool *used, struct diagnostics *diagnostics) {
  for (struct scan scan = scan_of(text); find_placeholder(&scan);
       advance(&scan, scan.name_length + 2)) {
    size_t column = table ? find_column(table, &scan) : 0;
    if (is_script && is_address(&scan)) continue;
    if (table && column < table->column_count)
      used[column] = true;
    else
      refuse_placeholder(&scan, table, diagnostics);
  }
}

/* A text as it is filled. */
struct filling {
  struct arena *arena;
  FILE *out;
  struct replacement *replacements;
  size_t count;
};

/* Where the next byte of the result stands in its line: replacements before it have moved it. */
static unsigned moved_column(const struct filling *filling, const struct scan *scan) {
  if (!filling->count) return scan->column;
  const struct replacement *last = &filling->replacements[filling->count - 1];
  if (last->line != scan->line) return scan->column;
  return last->column + last->length + scan->column - last->original_column - last->original_length;
}

static void replace(struct filling *filling, const struct scan *scan, const char *cell) {
  unsigned original_length = (unsigned)scan->name_length + 2, length = (unsigned)strlen(cell);
  unsigned column = moved_column(filling, scan);
  filling->replacements = arena_grow(filling->arena, filling->replacements, filling->count,
                                     sizeof *filling->replacements);
  filling->replacements[filling->count++] =
      (struct replacement){scan->line, column, length, scan->column, original_length};
  fputs(cell, filling->out);
}

/* What takes the place of the placeholder at |scan|; NULL when it stays. */
static const char *cell_for(const struct scan *scan, const struct table *table,
                            const struct table_row *row) {
  if (is_address(scan)) return NULL;
  size_t column = table ? find_column(table, scan) : 0;
  return table && column < table->column_count ? row->cells[column] : "0";
}

size_t placeholders_filled_length(const struct fragment *text, const struct table *table,
                                  const struct table_row *row) {
  size_t length = text->length;
  for (struct scan scan = scan_of(text); find_placeholder(&scan);
       advance(&scan, scan.name_length + 2)) {
    const char *cell = cell_for(&scan, table, row);
    if (cell) length += strlen(cell) - (scan.name_length + 2);
  }
  return length;
}

struct filled_text placeholders_fill(struct arena *arena, const struct fragment *text,
                                     const struct table *table, const struct table_row *row) {
  char *result = NULL;
  size_t length = 0, copied = 0;
  struct filling filling = {.arena = arena, .out = open_memstream(&result, &length)};
  if (!filling.out) abort(); /* no memory */
  for (struct scan scan = scan_of(text); find_placeholder(&scan);
       advance(&scan, scan.name_length + 2)) {
    const char *cell = cell_for(&scan, table, row);
    if (!cell) continue;
    fwrite(text->text + copied, 1, scan.at - copied, filling.out);
    replace(&filling, &scan, cell);
    copied = scan.at + scan.name_length + 2;
  }
  fwrite(text->text + copied, 1, text->length - copied, filling.out);
  fclose(filling.out);
  struct fragment fragment = {arena_copy(arena, result, length), length, text->start};
  free(result);
  return (struct filled_text){fragment, filling.replacements, filling.count};
}

struct place filled_text_origin(const struct filled_text *text, struct place place) {
  const struct replacement *last = NULL;
  for (size_t i = 0; i < text->replacement_count; i++) {
    const struct replacement *candidate = &text->replacements[i];
    if (candidate->line == place.line && candidate->column <= place.column) last = candidate;
  }
  if (!last) return place;
  unsigned end = last->column + last->length;
  place.column = place.column < end
                     ? last->original_column
                     : last->original_column + last->original_length + place.column - end;
  return place;
}
