/* What holds of a reading of a response, and what two readings of the same one have in common. */
#ifndef FUZZ_READING_CHECK_H
#define FUZZ_READING_CHECK_H

#include "reading.h"

/* reading_check_bounds: reads |segments| by |plan|, in pieces of at most |piece| bytes (0: none),
 * and asserts that there is no more body than was sent, and that it took only as much memory as the
 * limits allow. */
void reading_check_bounds(const struct hc_span *segments, size_t count,
                          const struct read_plan *plan, size_t piece);

/* reading_check_pieces: the same at once and in pieces, and that both come to the same. */
void reading_check_pieces(const struct hc_span *segments, size_t count,
                          const struct read_plan *plan);

#endif
