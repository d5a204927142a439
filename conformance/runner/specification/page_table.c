/* The Markdown library pads short rows and cuts long ones without a word, so cells are counted in
 * the page's own line. */
#include "specification/page_table.h"

#include <string.h>

#include "specification/placeholder.h"

struct table_reader {
  struct arena *arena;
  const struct page_text *page;
  struct diagnostics *diagnostics;
  struct table *table;
};

bool page_table_is(cmark_node *node) {
  return strcmp(cmark_node_get_type_string(node), "table") == 0;
}

static struct place place_of(const struct table_reader *reader, cmark_node *node) {
  return page_text_place(reader->page, cmark_node_get_start_line(node),
                         cmark_node_get_start_column(node));
}

static size_t count_children(cmark_node *node) {
  size_t count = 0;
  for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
    count++;
  return count;
}

/* The cells of the row in |line|: '|' separates them, "\|" does not, and those at the ends of the
 * line are for show. */
static size_t count_cells(const struct fragment *line) {
  size_t begin = 0, end = line->length, cells = 1;
  while (end && strchr(" \t", line->text[end - 1]))
    end--;
  while (begin < end && strchr(" \t", line->text[begin]))
    begin++;
  if (begin < end && line->text[begin] == '|') begin++;
  for (size_t i = begin; i < end; i++) {
    if (line->text[i] == '\\')
      i++;
    else if (line->text[i] == '|' && i + 1 < end)
      cells++;
  }
  return cells;
}

static bool has_all_cells(const struct table_reader *reader, cmark_node *row) {
  int line = cmark_node_get_start_line(row);
  struct fragment text = page_text_lines(reader->page, line, 1, line);
  size_t cells = count_cells(&text);
  if (cells == reader->table->column_count) return true;
  diagnostics_error(reader->diagnostics, place_of(reader, row),
                    "this row has %zu cells, the header %zu", cells, reader->table->column_count);
  return false;
}

/* A cell is code, so that Markdown leaves it as it is, or empty. */
static const char *code_of(const struct table_reader *reader, cmark_node *cell, cmark_node *row) {
  cmark_node *content = cmark_node_first_child(cell);
  if (!content) return "";
  if (cmark_node_get_type(content) == CMARK_NODE_CODE && !cmark_node_next(content))
    return arena_string(reader->arena, cmark_node_get_literal(content));
  struct place place = place_of(reader, cell);
  if (!cmark_node_get_start_line(cell)) place = place_of(reader, row);
  diagnostics_error(reader->diagnostics, page_text_skip(reader->page, place, "| \t"),
                    "a cell is code, or empty: put `%s` in backquotes",
                    page_plain_text(reader->arena, cell));
  return "";
}

static void read_row(struct table_reader *reader, cmark_node *row, struct table_row *result) {
  const char **cells = arena_array(reader->arena, reader->table->column_count, sizeof *cells);
  size_t column = 0;
  result->place = place_of(reader, row);
  result->cells = cells;
  for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell), column++)
    cells[column] = column ? code_of(reader, cell, row) : page_plain_text(reader->arena, cell);
}

static void read_header(struct table_reader *reader, cmark_node *header) {
  size_t count = count_children(header);
  const char **columns = arena_array(reader->arena, count, sizeof *columns);
  reader->table->columns = columns;
  for (cmark_node *cell = cmark_node_first_child(header); cell; cell = cmark_node_next(cell)) {
    const char *name = page_plain_text(reader->arena, cell);
    if (!placeholder_is_name(name, strlen(name)) && reader->table->column_count)
      diagnostics_error(
          reader->diagnostics, place_of(reader, cell),
          "a column's header is a placeholder's name, of letters, digits, '_' and '-': found '%s'",
          name);
    if (placeholder_is_address(name, strlen(name)))
      diagnostics_error(reader->diagnostics, place_of(reader, cell),
                        "'%s' is the peer's address and cannot be a column", name);
    columns[reader->table->column_count++] = name;
  }
}

const struct table *page_table_read(struct arena *arena, const struct page_text *page,
                                    cmark_node *node, struct diagnostics *diagnostics) {
  struct table_reader reader = {arena, page, diagnostics, arena_alloc(arena, sizeof *reader.table)};
  cmark_node *header = cmark_node_first_child(node);
  struct table_row *rows = arena_array(arena, count_children(node), sizeof *rows);
  reader.table->place = place_of(&reader, node);
  reader.table->rows = rows;
  read_header(&reader, header);
  for (cmark_node *row = cmark_node_next(header); row; row = cmark_node_next(row))
    if (has_all_cells(&reader, row)) read_row(&reader, row, &rows[reader.table->row_count++]);
  if (!reader.table->row_count)
    diagnostics_error(diagnostics, reader.table->place,
                      "this table has no rows, so the scenario has no cases");
  return reader.table;
}
