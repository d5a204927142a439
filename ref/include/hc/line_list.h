/* hc/line_list.h — lines in order, held in one piece of memory. */
#ifndef HC_LINE_LIST_H
#define HC_LINE_LIST_H

#include "hc/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_line_list's zero state is empty and of the malloc family.
 * Invariant: `ends` holds a size_t a line, ascending, and the last one is bytes.size. */
struct hc_line_list {
  struct hc_buffer bytes;
  struct hc_buffer ends;
};

/* hc_line_list_make returns an empty list. */
struct hc_line_list hc_line_list_make(const struct hc_allocator *allocator);

/* hc_line_list_free releases the memory; the list is then empty and usable. */
void hc_line_list_free(struct hc_line_list *list);

/* hc_line_list_empty forgets the lines and keeps the memory. */
void hc_line_list_empty(struct hc_line_list *list);

/* hc_line_list_add copies `line` to the end. Returns false, with the list unchanged, if there is
 * no memory. */
bool hc_line_list_add(struct hc_line_list *list, struct hc_span line);

/* hc_line_list_count returns the number of lines. */
size_t hc_line_list_count(const struct hc_line_list *list);

/* hc_line_list_at gives line `index`, borrowed until the list changes; an empty one past the
 * end. */
struct hc_span hc_line_list_at(const struct hc_line_list *list, size_t index);

#ifdef __cplusplus
}
#endif
#endif
