/* The table of a scenario, cell by cell. */
#ifndef RUNNER_PAGE_TABLE_H
#define RUNNER_PAGE_TABLE_H

#include "specification/page_text.h"

/* page_table_is: whether |node| is a table. */
bool page_table_is(cmark_node *node);

/* page_table_read: the table |node|. Errors: a cell that is not code, a row with more or fewer
 * cells than there are columns, a header that cannot be a placeholder. */
const struct table *page_table_read(struct arena *arena, const struct page_text *page,
                                    cmark_node *node, struct diagnostics *diagnostics);

#endif
