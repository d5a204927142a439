/* What every report says of registered deviations. */
#ifndef REPORTS_DEVIATIONS_H
#define REPORTS_DEVIATIONS_H

#include "reports/results.h"

/* Above the list of them. */
extern const char deviations_heading[];

/* deviation_columns: the columns that showed |deviation|, "ref 3.12, cpython 3.13.0 (oracle, 3 of
 * 18)": an oracle is marked as such, and so is who showed it in some of its results only. "nobody"
 * when none did. Lives in |arena|. */
const char *deviation_columns(const struct results *results, struct arena *arena,
                              const struct result_deviation *deviation);

#endif
