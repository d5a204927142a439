/* Field sections as nearly all are: come whole, and each field on a line of its own. One pass over
 * the bytes finds the section's end and its fields. Any other section is read by header_block.h and
 * cut by hc/field_lines.h, which find the same in a plain one. */
#ifndef PLAIN_SECTION_H
#define PLAIN_SECTION_H

#include "hc/limits.h"
#include "hc/message.h"

struct hc_plain_section {
  size_t size; /* in bytes, the line that ends it included */
  size_t count;
  struct hc_field fields[HC_LIMIT_HEADER_LINES - 1]; /* of which `count`, borrowed */
};

/* hc_plain_section_find finds the section that `ahead`, which is not longer than HC_LIMIT_LINE,
 * begins with. False if it is not plain, does not end there, or has more lines than are allowed;
 * `*section` is then undefined. */
bool hc_plain_section_find(struct hc_span ahead, struct hc_plain_section *section);

#endif
