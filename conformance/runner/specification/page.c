/* The Markdown library gives the structure and the places; text that must be exact (facts) is taken
 * from the page itself. Bytes and sizes are checked before it sees them. */
#include "specification/page.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "specification/page_table.h"
#include "specification/page_text.h"
#include "text/literal.h"
#include "text/spelling.h"

struct page_reader {
  struct arena *arena;
  struct diagnostics *diagnostics;
  struct page_text text;
  struct page *page;
  struct section *sections;
  struct section *section;  /* in hand; NULL above the first heading */
  bool has_list;            /* the section in hand has had its first list */
  struct block_list server; /* of the section in hand */
  struct block_list console;
  struct block_list deviating_server;
  struct block_list deviating_console;
};

/* --- blocks of a section --- */

static struct place place_of(const struct page_reader *reader, cmark_node *node) {
  return page_text_place(&reader->text, cmark_node_get_start_line(node),
                         cmark_node_get_start_column(node));
}

static void refuse(const struct page_reader *reader, cmark_node *node, const char *message) {
  diagnostics_error(reader->diagnostics, place_of(reader, node), "%s", message);
}

static void end_section(struct page_reader *reader) {
  if (!reader->section) return;
  reader->section->server = block_list_join(&reader->server, reader->arena);
  reader->section->console = block_list_join(&reader->console, reader->arena);
  reader->section->deviating_server = block_list_join(&reader->deviating_server, reader->arena);
  reader->section->deviating_console = block_list_join(&reader->deviating_console, reader->arena);
  reader->server = reader->console = (struct block_list){NULL, 0};
  reader->deviating_server = reader->deviating_console = (struct block_list){NULL, 0};
}

static void begin_section(struct page_reader *reader, cmark_node *heading) {
  end_section(reader);
  size_t count = reader->page->section_count++;
  reader->sections = arena_grow(reader->arena, reader->sections, count, sizeof *reader->sections);
  reader->section = &reader->sections[count];
  reader->has_list = false;
  const char *title = page_plain_text(reader->arena, heading);
  *reader->section = (struct section){.title = title,
                                      .slug = page_slug(reader->arena, title),
                                      .level = cmark_node_get_heading_level(heading),
                                      .place = place_of(reader, heading),
                                      .statement = ""};
}

static void read_fact(struct page_reader *reader, cmark_node *item, struct fragment *fact) {
  cmark_node *paragraph = cmark_node_first_child(item);
  fact->start = place_of(reader, item);
  if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH ||
      cmark_node_next(paragraph)) {
    refuse(reader, item, "a fact is one paragraph: key: value");
    return;
  }
  *fact =
      page_text_lines(&reader->text, cmark_node_get_start_line(paragraph),
                      cmark_node_get_start_column(paragraph), cmark_node_get_end_line(paragraph));
}

static void read_list(struct page_reader *reader, cmark_node *list) {
  struct section *section = reader->section;
  if (!section || reader->has_list) return;
  reader->has_list = true;
  size_t count = 0;
  for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item))
    count++;
  struct fragment *facts = arena_array(reader->arena, count, sizeof *facts);
  section->facts = facts;
  for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
    struct fragment *fact = &facts[section->fact_count];
    read_fact(reader, item, fact);
    if (fact->text) section->fact_count++;
  }
}

static bool is_info(cmark_node *block, const char *name) {
  const char *info = cmark_node_get_fence_info(block);
  size_t length = strcspn(info, " \t");
  return strlen(name) == length && strncmp(info, name, length) == 0;
}

static bool is_ours(cmark_node *node) {
  return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
         (is_info(node, "server") || is_info(node, "pycon"));
}

/* A kind of block that is nearly one of ours was meant to be one. */
static void check_info(const struct page_reader *reader, cmark_node *block) {
  const char *info = cmark_node_get_fence_info(block);
  struct spelling spelling = spelling_of(info, strcspn(info, " \t"));
  spelling_consider(&spelling, "server");
  spelling_consider(&spelling, "pycon");
  if (spelling.nearest && *info)
    diagnostics_error(reader->diagnostics, place_of(reader, block),
                      "unknown kind of block '%s'; did you mean '%s'?", info, spelling.nearest);
}

/* The list that |block|, one of ours, belongs to by its kind and reading; NULL after an error. */
static struct block_list *list_of(struct page_reader *reader, cmark_node *block) {
  const char *info = cmark_node_get_fence_info(block);
  const char *reading = info + strcspn(info, " \t");
  reading += strspn(reading, " \t");
  bool is_server = is_info(block, "server");
  if (!*reading) return is_server ? &reader->server : &reader->console;
  if (strcmp(reading, "deviation") == 0)
    return is_server ? &reader->deviating_server : &reader->deviating_console;
  diagnostics_error(reader->diagnostics, place_of(reader, block),
                    "unknown reading '%s': behind the kind of a block only 'deviation' may stand",
                    reading);
  return NULL;
}

static void read_block(struct page_reader *reader, cmark_node *block) {
  struct section *section = reader->section;
  if (!is_ours(block)) {
    check_info(reader, block);
    return;
  }
  if (!section || section->level == 1) {
    refuse(reader, block,
           "this block stands under no scenario: it needs a heading of level 2 or more above it");
    return;
  }
  if (section->table) {
    refuse(reader, block,
           "this block stands below the table of its scenario, above which it belongs");
    return;
  }
  struct place place = place_of(reader, block);
  if (place.column > 1) {
    refuse(reader, block, "this block is indented: it begins at the start of a line");
    return;
  }
  place.line++;
  struct block_list *list = list_of(reader, block);
  if (list) block_list_add(list, reader->arena, cmark_node_get_literal(block), place);
}

static void read_table_node(struct page_reader *reader, cmark_node *node) {
  struct section *section = reader->section;
  bool has_blocks = reader->server.count || reader->console.count ||
                    reader->deviating_server.count || reader->deviating_console.count;
  if (!section || section->level == 1 || !has_blocks) return;
  if (section->table)
    refuse(reader, node, "a scenario has one table; put the second under a heading of its own");
  else
    section->table = page_table_read(reader->arena, &reader->text, node, reader->diagnostics);
}

static void read_paragraph(struct page_reader *reader, cmark_node *paragraph) {
  if (reader->section && !*reader->section->statement)
    reader->section->statement = page_plain_text(reader->arena, paragraph);
}

static void read_node(struct page_reader *reader, cmark_node *node) {
  cmark_node_type type = cmark_node_get_type(node);
  if (type == CMARK_NODE_HEADING)
    begin_section(reader, node);
  else if (type == CMARK_NODE_PARAGRAPH)
    read_paragraph(reader, node);
  else if (type == CMARK_NODE_LIST)
    read_list(reader, node);
  else if (type == CMARK_NODE_CODE_BLOCK)
    read_block(reader, node);
  else if (page_table_is(node))
    read_table_node(reader, node);
}

/* Our blocks inside lists and quotations would be passed over. */
static void refuse_nested_blocks(const struct page_reader *reader, cmark_node *document) {
  cmark_iter *iterator = cmark_iter_new(document);
  while (cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
    cmark_node *node = cmark_iter_get_node(iterator);
    if (is_ours(node) && cmark_node_parent(node) != document)
      refuse(reader, node, "this block stands inside a list or quotation: begin it at the margin");
  }
  cmark_iter_free(iterator);
}

static void check_titles(const struct page_reader *reader) {
  const struct page *page = reader->page;
  size_t titles = 0;
  for (size_t i = 0; i < page->section_count; i++) {
    if (page->sections[i].level != 1 || titles++ == 0) continue;
    diagnostics_error(reader->diagnostics, page->sections[i].place,
                      "a page has one heading of level 1, its title; make this one level 2");
  }
  if (!titles)
    diagnostics_error(reader->diagnostics, (struct place){page->path, 1, 1},
                      "a page begins with its title, a heading of level 1");
}

/* --- the whole page --- */

static const char *name_of(struct arena *arena, const char *path) {
  const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
  size_t length = strlen(file);
  if (length > 3 && strcmp(file + length - 3, ".md") == 0) length -= 3;
  return arena_copy(arena, file, length);
}

static cmark_node *parse_markdown(const char *text, size_t length) {
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
  cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
  cmark_parser_feed(parser, text, length);
  cmark_node *document = cmark_parser_finish(parser);
  cmark_parser_free(parser);
  return document;
}

const struct page *page_parse(struct arena *arena, const char *path, const char *text,
                              size_t length, struct diagnostics *diagnostics) {
  path = arena_string(arena, path);
  struct page_reader reader = {.arena = arena, .diagnostics = diagnostics};
  if (!page_text_read(&reader.text, arena, path, text, length, diagnostics)) return NULL;
  reader.page = arena_alloc(arena, sizeof *reader.page);
  reader.page->path = path;
  reader.page->name = name_of(arena, path);
  cmark_node *document = parse_markdown(text, length);
  for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node))
    read_node(&reader, node);
  end_section(&reader);
  reader.page->sections = reader.sections;
  refuse_nested_blocks(&reader, document);
  check_titles(&reader);
  cmark_node_free(document);
  return reader.page;
}

/* The whole file, but no more than a little beyond the limit. */
static char *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "re");
  if (!file) return NULL;
  char *text = malloc(PAGE_SIZE_LIMIT + 1);
  *length = text ? fread(text, 1, PAGE_SIZE_LIMIT + 1, file) : 0;
  int error = errno;
  bool failed = ferror(file);
  fclose(file);
  if (!failed) return text;
  free(text);
  errno = error;
  return NULL;
}

static bool is_utf8(const char *text) {
  size_t length = strlen(text), step = 1;
  for (; step && length; text += step, length -= step)
    step = literal_utf8_length(text, length, NULL);
  return length == 0;
}

const struct page *page_read(struct arena *arena, const char *path,
                             struct diagnostics *diagnostics) {
  if (!is_utf8(path)) {
    diagnostics_error(diagnostics, (struct place){path, 0, 0},
                      "the path of a page is UTF-8, and this is not");
    return NULL;
  }
  size_t length;
  char *content = read_file(path, &length);
  if (!content) {
    diagnostics_error(diagnostics, (struct place){path, 0, 0}, "cannot read this page: %s",
                      strerror(errno));
    return NULL;
  }
  const char *text = arena_copy(arena, content, length);
  free(content);
  return page_parse(arena, path, text, length, diagnostics);
}
