/* Numbers and quantities as people read them, the same in every report. */
#ifndef REPORTS_FIGURES_H
#define REPORTS_FIGURES_H

#include <stddef.h>

#include "reports/results.h"

/* figure_count: "3,912". figure_quantity: "1 case", "3,912 cases" (|noun| in the singular, its
 * plural with s). */
const char *figure_count(struct arena *arena, size_t count);
const char *figure_quantity(struct arena *arena, size_t count, const char *noun);

/* figure_pace: "3,912 results in 1.2 s, 3,260 a second, 2 workers, seed 1"; what is not known is
 * left out. */
const char *figure_pace(struct arena *arena, const struct results *results);

/* figure_paces: "plain/whole 4,012, tls/whole 1,204 a second", what all workers together did of
 * each variant while they were at it; NULL when nothing was measured. */
const char *figure_paces(struct arena *arena, const struct results *results);

/* figure_column: the name of a column of the report: "ref 3.13", a subject in an edition, or
 * "cpython 3.13.1", an oracle, which is of one edition only. */
const char *figure_column(struct arena *arena, const struct result_implementation *item);

/* figure_place: "pages/reading.md:25:5", as far as it is known; NULL when it is not. */
const char *figure_place(struct arena *arena, const struct result_failure *failure);

#endif
