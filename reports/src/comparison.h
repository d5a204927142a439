/* Expected and observed, cut to one line each so that their first difference is in sight. */
#ifndef REPORTS_COMPARISON_H
#define REPORTS_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>

#include "text/arena.h"

/* Texts live in the arena, hold visible characters only and no line end; NULL where there was none.
 */
struct comparison {
  const char *expected;
  const char *observed;
  bool has_mark; /* they begin alike and then differ … */
  unsigned mark; /* … at this column, from 0 */
};

/* comparison_of: at most |width| columns each (at least 20), with an ellipsis where something is
 * cut off. */
struct comparison comparison_of(struct arena *arena, const char *expected, const char *observed,
                                unsigned width);

/* comparison_common: how many bytes |a| and |b| share at their beginnings, in whole characters. */
size_t comparison_common(const char *a, const char *b);

/* comparison_line: the beginning of |text| in one line of |width| columns, cut in the same way. */
const char *comparison_line(struct arena *arena, const char *text, unsigned width);

#endif
