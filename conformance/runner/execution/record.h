/* From slots to results: the last judgement, which needs all columns of an item at once. */
#ifndef RUNNER_RECORD_H
#define RUNNER_RECORD_H

#include "execution/reproduction.h"
#include "execution/run.h"
#include "reports/results.h"

/* record_run: adds the scenarios, columns and verdicts of an ended |run| to |results|. What was not
 * played is left out. A subject's pass or fail is an error where an oracle of the same edition
 * fails the page and none passes it: the page is not to be trusted then. */
void record_run(struct results *results, const struct plan *plan, const struct run *run,
                const struct reproduction *reproduction);

#endif
