/* A run: worker threads that play a plan, and whoever started them waiting for the end. */
#ifndef RUNNER_RUN_H
#define RUNNER_RUN_H

#include "execution/worker.h"

struct run;

/* run_start: starts the workers. |plan|, |settings| and |implementations| must outlive the run;
 * |stop| is a descriptor that becomes readable when everything is to end at once. Returns NULL,
 * with |*error| the caller's, when a socket or thread cannot be had. */
struct run *run_start(const struct plan *plan, const struct run_settings *settings,
                      const struct implementation *implementations, size_t implementation_count,
                      int stop, char **error);

/* run_wait: waits until all workers have ended, at most |milliseconds| (-1: for ever). Returns
 * whether they have. */
bool run_wait(struct run *run, int milliseconds);

struct run_progress {
  size_t done;       /* items, of the plan's */
  size_t unexpected; /* verdicts that must be looked at */
};

/* run_progress: how far it is; may be called while it runs. */
struct run_progress run_progress(const struct run *run);

/* run_slot: what came of an item and a column, once all workers have ended. */
const struct slot *run_slot(const struct run *run, size_t item, size_t column);

/* run_time: what all workers together have played in variant number |variant|, once they have
 * ended. */
struct play_time run_time(const struct run *run, unsigned variant);

/* run_free: waits for the workers and releases everything; NULL is allowed. */
void run_free(struct run *run);

#endif
