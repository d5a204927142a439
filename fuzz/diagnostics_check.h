/* What holds for the errors of everything that a person writes: pages, consoles, scripts. */
#ifndef FUZZ_DIAGNOSTICS_CHECK_H
#define FUZZ_DIAGNOSTICS_CHECK_H

#include "text/diagnostics.h"

/* diagnostics_check_places: every error has a message without control characters, and its place in
 * |source|, or one past the end of a line of it. */
void diagnostics_check_places(const struct diagnostics *diagnostics, const char *source,
                              size_t size);

/* diagnostics_check_same: both have the same errors in the same places. */
void diagnostics_check_same(const struct diagnostics *a, const struct diagnostics *b);

#endif
