/* The bytes of a page: checked, split into lines, and found again by line and column. */
#ifndef RUNNER_PAGE_TEXT_H
#define RUNNER_PAGE_TEXT_H

#include <cmark-gfm.h>

#include "specification/page.h"

/* The zero state is empty. */
struct page_text {
  const char *path;
  const char *text; /* borrowed */
  size_t length;
  const size_t *lines; /* offset of each line; lines[line_count] is |length| */
  size_t line_count;
};

/* page_text_read: false after errors: too long, a control character, or bytes that are no UTF-8. */
bool page_text_read(struct page_text *page, struct arena *arena, const char *path, const char *text,
                    size_t length, struct diagnostics *diagnostics);

/* page_text_place: the place that the Markdown library calls |line|:|column|. */
struct place page_text_place(const struct page_text *page, int line, int column);

/* page_text_skip: |place| or, in its line, behind all of |characters| that stand there; not behind
 * the line's end. */
struct place page_text_skip(const struct page_text *page, struct place place,
                            const char *characters);

/* page_text_lines: the text from |line|:|column| up to the end of |last_line|, without the line's
 * end. */
struct fragment page_text_lines(const struct page_text *page, int line, int column, int last_line);

/* page_plain_text: the text within |node|, without its markup; the ends of lines become blanks. */
const char *page_plain_text(struct arena *arena, cmark_node *node);

/* Blocks of one kind below one heading. The zero state is empty. */
struct block_list {
  struct fragment *blocks; /* each as the Markdown library gives it */
  size_t count;
};

/* block_list_add: adds a copy of |literal|, which begins at |place|. */
void block_list_add(struct block_list *list, struct arena *arena, const char *literal,
                    struct place place);

/* block_list_join: all blocks as one, without carriage returns. Empty lines stand between blocks so
 * that every line keeps its place. Without a text when there is no block. */
struct fragment block_list_join(const struct block_list *list, struct arena *arena);

#endif
