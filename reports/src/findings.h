/* What a reader has to look at, once: results that went the same way, in whichever variant and
 * implementation, are one finding. Page errors come first, then the order of the specification. */
#ifndef REPORTS_FINDINGS_H
#define REPORTS_FINDINGS_H

#include "reports/results.h"

struct finding {
  const struct result_case *shown;        /* the first of |cases| */
  const struct result_case *const *cases; /* all of one case, verdict and failure; count > 0 */
  size_t count;
  bool is_page_error;
};

/* Lives in the arena it was collected in and borrows from the results. */
struct findings {
  struct finding *items;
  size_t count;
  size_t page_errors; /* so many of them, at the beginning */
};

typedef bool case_filter(const struct results *results, const struct result_case *item);

/* findings_collect: the findings among the cases that |chosen| accepts. */
struct findings findings_collect(const struct results *results, struct arena *arena,
                                 case_filter *chosen);

/* finding_columns: "cpython 3.12, cpython 3.13"; finding_variants: "whole, bytes". Each name once,
 * in order of appearance; beyond eight they are counted. */
const char *finding_columns(const struct results *results, struct arena *arena,
                            const struct finding *finding);
const char *finding_variants(struct arena *arena, const struct finding *finding);

/* finding_failure: what is known of why; empty rather than NULL. */
const struct result_failure *finding_failure(const struct finding *finding);

#endif
