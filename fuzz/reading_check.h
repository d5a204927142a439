/* What two readings of the same response have in common. */
#ifndef FUZZ_READING_CHECK_H
#define FUZZ_READING_CHECK_H

#include "reading.h"

/* reading_check_pieces: reads |segments| by |plan| at once and in pieces, and asserts that both
 * come to the same, take no more than |size| bytes of body, and only as much memory as the limits
 * allow. */
void reading_check_pieces(const struct hc_span *segments, size_t count,
                          const struct read_plan *plan);

#endif
