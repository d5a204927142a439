/* Field sections as nearly all are: come whole, and each field on a line of its own. One pass over
 * the bytes finds the section's end and its fields. Any other section is read by header_block.h and
 * cut by hc/field_lines.h, which find the same in a plain one. */
#ifndef PLAIN_SECTION_H
#define PLAIN_SECTION_H

#include <stdint.h>

#include "hc/limits.h"
#include "hc/span.h"

/* Where a field's parts are, counted from where its section begins: so they stay true in a copy.
 * All are less than HC_LIMIT_LINE. */
struct hc_field_place {
  uint16_t name_at;
  uint16_t value_at;
  uint16_t name_size;
  uint16_t value_size;
};

/* HL.03: the line that ends a section is counted among its lines. */
enum { HC_PLAIN_FIELDS_MAX = HC_LIMIT_HEADER_LINES - 1 };

struct hc_plain_section {
  size_t size; /* in bytes, the line that ends it included */
  size_t count;
  struct hc_field_place fields[HC_PLAIN_FIELDS_MAX]; /* of which `count` */
};

/* hc_plain_section_find finds the section that `ahead`, which is not longer than HC_LIMIT_LINE,
 * begins with. False if it is not plain, does not end there, or has more lines than are allowed;
 * `*section` is then undefined. */
bool hc_plain_section_find(struct hc_span ahead, struct hc_plain_section *section);

#endif
