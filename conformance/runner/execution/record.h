/* From slots to results: the last judgement, which needs all columns of an item at once. */
#ifndef RUNNER_RECORD_H
#define RUNNER_RECORD_H

#include "execution/reproduction.h"
#include "execution/run.h"
#include "reports/results.h"

/* record_run: adds the paces, the scenarios with their deviations, the columns and the verdicts
 * of an ended |run| to |results|. What was not played is left out. A subject's pass, fail or
 * deviation is an error where an oracle of the same edition fails the page and none meets one of
 * its readings: the page is not to be trusted then. */
void record_run(struct results *results, const struct plan *plan, const struct run *run,
                const struct reproduction *reproduction);

#endif
