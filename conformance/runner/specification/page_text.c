/* All that later code relies on is checked here: whole UTF-8 characters, no control characters,
 * bounded lines. */
#include "specification/page_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/literal.h"

struct text_check {
  struct page_text *page;
  struct diagnostics *diagnostics;
  struct place place;
  bool failed;
};

static void fail(struct text_check *check, const char *message) {
  diagnostics_error(check->diagnostics, check->place, "%s", message);
  check->failed = true;
}

/* A carriage return is part of a line's end, and nothing else. */
static bool is_allowed_control(const struct page_text *page, size_t offset) {
  char c = page->text[offset];
  bool ends_line = c == '\r' && offset + 1 < page->length && page->text[offset + 1] == '\n';
  return c == '\n' || c == '\t' || ends_line;
}

static size_t check_character(struct text_check *check, size_t offset) {
  const struct page_text *page = check->page;
  unsigned code_point = 0;
  size_t length = literal_utf8_length(page->text + offset, page->length - offset, &code_point);
  bool is_control = length && (code_point < ' ' || (code_point >= 0x7F && code_point < 0xA0));
  if (!length)
    fail(check, "this byte is no UTF-8; write bytes as escapes, such as \\xff");
  else if (is_control && !is_allowed_control(page, offset))
    fail(check, "a control character; write it as an escape, such as \\x00");
  return length ? length : 1;
}

/* Returns the offset behind the line that begins at |offset|. One error a line is enough. */
static size_t check_line(struct text_check *check, size_t offset) {
  const struct page_text *page = check->page;
  size_t begin = offset;
  bool had_failed = check->failed;
  check->failed = false;
  while (offset < page->length && page->text[offset] != '\n') {
    check->place.column = (unsigned)(offset - begin + 1);
    size_t length = check->failed ? 1 : check_character(check, offset);
    offset += length;
  }
  check->place.column = PAGE_LINE_LIMIT + 1;
  if (offset - begin > PAGE_LINE_LIMIT)
    fail(check, "a line is at most 4096 bytes long; break this one");
  check->failed = check->failed || had_failed;
  return offset < page->length ? offset + 1 : offset;
}

static size_t count_lines(const char *text, size_t length) {
  size_t count = 1;
  for (size_t i = 0; i < length; i++)
    count += text[i] == '\n';
  return count;
}

bool page_text_read(struct page_text *page, struct arena *arena, const char *path, const char *text,
                    size_t length, struct diagnostics *diagnostics) {
  *page = (struct page_text){path, text, length, NULL, 0};
  struct text_check check = {page, diagnostics, {path, 0, 0}, false};
  if (length > PAGE_SIZE_LIMIT) {
    fail(&check, "a page is at most 256 KiB long; make several of it");
    return false;
  }
  size_t *lines = arena_array(arena, count_lines(text, length) + 1, sizeof *lines);
  for (size_t offset = 0; offset < length;) {
    lines[page->line_count++] = offset;
    check.place.line = (unsigned)page->line_count;
    offset = check_line(&check, offset);
  }
  lines[page->line_count] = length;
  page->lines = lines;
  return !check.failed;
}

/* Below a paragraph the library counts a table's header from where the paragraph begins, over the
 * ends of its lines. */
struct place page_text_place(const struct page_text *page, int line, int column) {
  size_t row = line > 0 ? (size_t)line : 1, left = column > 0 ? (size_t)column : 1;
  while (row < page->line_count && left > page->lines[row] - page->lines[row - 1]) {
    left -= page->lines[row] - page->lines[row - 1];
    row++;
  }
  return (struct place){page->path, (unsigned)row, (unsigned)left};
}

struct place page_text_skip(const struct page_text *page, struct place place,
                            const char *characters) {
  size_t line = place.line - 1;
  if (line >= page->line_count) return place;
  size_t begin = page->lines[line], end = page->lines[line + 1];
  while (end > begin && strchr("\r\n", page->text[end - 1]))
    end--;
  size_t at = begin + place.column - 1;
  while (at < end && strchr(characters, page->text[at]))
    at++;
  if (at > end) at = end; /* the library goes too far where a row lacks its last '|' */
  place.column = (unsigned)(at - begin + 1);
  return place;
}

struct fragment page_text_lines(const struct page_text *page, int line, int column, int last_line) {
  struct fragment fragment = {.start = page_text_place(page, line, column)};
  size_t first = fragment.start.line - 1, last = last_line > 0 ? (size_t)last_line : 1;
  if (last > page->line_count) last = page->line_count;
  if (first >= last) return fragment;
  size_t begin = page->lines[first] + fragment.start.column - 1, end = page->lines[last];
  while (end > begin && strchr("\r\n", page->text[end - 1]))
    end--;
  if (begin >= end) return fragment;
  fragment.text = page->text + begin;
  fragment.length = end - begin;
  return fragment;
}

const char *page_plain_text(struct arena *arena, cmark_node *node) {
  char *text = NULL;
  size_t length = 0;
  FILE *stream = open_memstream(&text, &length);
  if (!stream) abort(); /* no memory */
  cmark_iter *iterator = cmark_iter_new(node);
  for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
    cmark_node *part = cmark_iter_get_node(iterator);
    cmark_node_type type = cmark_node_get_type(part);
    if (event != CMARK_EVENT_ENTER) continue;
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
      fputs(cmark_node_get_literal(part), stream);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) fputc(' ', stream);
  }
  cmark_iter_free(iterator);
  fclose(stream);
  const char *copy = arena_copy(arena, text, length);
  free(text);
  return copy;
}

void block_list_add(struct block_list *list, struct arena *arena, const char *literal,
                    struct place place) {
  size_t length = strlen(literal);
  list->blocks = arena_grow(arena, list->blocks, list->count, sizeof *list->blocks);
  list->blocks[list->count++] =
      (struct fragment){arena_copy(arena, literal, length), length, place};
}

/* Writes |block| without carriage returns, behind as many line ends as bring |*line| to where it
 * begins. */
static void write_block(const struct fragment *block, unsigned *line, FILE *out) {
  for (; *line < block->start.line; ++*line)
    fputc('\n', out);
  for (size_t i = 0; i < block->length; i++) {
    if (block->text[i] != '\r') fputc(block->text[i], out);
    *line += block->text[i] == '\n';
  }
}

struct fragment block_list_join(const struct block_list *list, struct arena *arena) {
  char *text = NULL;
  size_t length = 0;
  if (!list->count) return (struct fragment){0};
  FILE *out = open_memstream(&text, &length);
  if (!out) abort(); /* no memory */
  unsigned line = list->blocks->start.line;
  for (size_t i = 0; i < list->count; i++)
    write_block(&list->blocks[i], &line, out);
  fclose(out);
  struct fragment joined = {arena_copy(arena, text, length), length, list->blocks->start};
  free(text);
  return joined;
}

/* What GitHub drops from a title: ASCII punctuation but '-' and '_', and the punctuation and
 * symbols beyond. */
static bool is_punctuation(unsigned code_point) {
  bool is_ascii = code_point < 0x80 && !strchr("-_ ", (int)code_point);
  bool is_alphanumeric = (code_point >= '0' && code_point <= '9') ||
                         (code_point >= 'a' && code_point <= 'z') ||
                         (code_point >= 'A' && code_point <= 'Z');
  bool is_latin_symbol = code_point >= 0xA0 && code_point <= 0xBF && code_point != 0xAA &&
                         code_point != 0xB5 && code_point != 0xBA;
  bool is_symbol = is_latin_symbol || code_point == 0xD7 || code_point == 0xF7 ||
                   (code_point >= 0x2000 && code_point <= 0x206F) ||
                   (code_point >= 0x2190 && code_point <= 0x2BFF) ||
                   (code_point >= 0x3000 && code_point <= 0x303F);
  return (is_ascii && !is_alphanumeric) || is_symbol;
}

const char *page_slug(struct arena *arena, const char *title) {
  size_t length = strlen(title), size = 0;
  char *slug = arena_alloc(arena, length + 1);
  for (size_t i = 0, step; i < length; i += step) {
    unsigned code_point = 0;
    step = literal_utf8_length(title + i, length - i, &code_point);
    if (!step || is_punctuation(code_point)) {
      step = step ? step : 1;
      continue;
    }
    memcpy(slug + size, title + i, step);
    if (slug[size] == ' ') slug[size] = '-';
    if (slug[size] >= 'A' && slug[size] <= 'Z') slug[size] = (char)(slug[size] - 'A' + 'a');
    size += step;
  }
  return slug;
}
