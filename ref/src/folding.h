/* Writing a field's value in lines of a length, as email.header.Header does: folded where it has
 * blanks, preferably behind ';' or ','; in encoded words (RFC 2047, charset utf-8) if it is not
 * ASCII. */
#ifndef FOLDING_H
#define FOLDING_H

#include "hc/buffer.h"

/* hc_fold appends the Latin-1 `value` to `into`, its lines separated by LF. `before` characters
 * stand before it on the first line. Lines are longer than `max_line` where they cannot be folded.
 * Returns false if there is no memory; `into` then has a part of it. */
bool hc_fold(struct hc_span value, size_t before, size_t max_line, struct hc_buffer *into);

#endif
