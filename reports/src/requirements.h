/* What every report says of the requirements of RFCs. */
#ifndef REPORTS_REQUIREMENTS_H
#define REPORTS_REQUIREMENTS_H

#include "reports/results.h"

/* Above the list of them. */
extern const char requirements_heading[];

/* The verdict on each listed requirement in each column; lives in an arena. */
struct requirement_table {
  enum rfc_verdict *worst;
  size_t column_count;
};

/* requirements_tabulate: the worst verdict over all cases, RFC_NONE where there was none. */
struct requirement_table requirements_tabulate(const struct results *results, struct arena *arena);

/* requirement_verdict: the verdict on requirement number |requirement| in |column|. */
enum rfc_verdict requirement_verdict(const struct requirement_table *table, size_t requirement,
                                     size_t column);

/* requirement_failing: the subjects that fail requirement number |requirement|, "ref 3.12, ref
 * 3.13"; NULL when none does. Lives in |arena|. */
const char *requirement_failing(const struct results *results, struct arena *arena,
                                const struct requirement_table *table, size_t requirement);

/* requirement_is_cited: whether |scenario| cites the requirement |id|. */
bool requirement_is_cited(const struct result_scenario *scenario, const char *id);

#endif
