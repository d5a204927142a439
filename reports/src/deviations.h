/* What every report says of registered deviations. */
#ifndef REPORTS_DEVIATIONS_H
#define REPORTS_DEVIATIONS_H

#include "reports/results.h"

/* Above the list of them. */
extern const char deviations_heading[];

/* deviation_columns: the columns that showed |deviation|, "ref 3.12, ref 3.13", an oracle marked as
 * such; in words that nobody did. Lives in |arena|. */
const char *deviation_columns(const struct results *results, struct arena *arena,
                              const struct result_deviation *deviation);

#endif
