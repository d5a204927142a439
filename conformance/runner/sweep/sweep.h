/* A sweep: worker threads that go through a territory, each mutation played by a subject and by an
 * oracle of its edition, live. */
#ifndef SWEEP_SWEEP_H
#define SWEEP_SWEEP_H

#include "execution/environment.h"
#include "execution/reproduction.h"
#include "execution/run.h"
#include "sweep/known_difference.h"
#include "sweep/territory.h"

struct sweep_settings {
  const struct territory *territory;
  const struct implementation *implementations; /* of the plan's columns */
  size_t implementation_count;
  const struct environment *environment;
  const struct reproduction *reproduction;
  const struct visit *only; /* this one alone; NULL: as the numbers come */
  uint64_t seed;
  uint64_t count;  /* visits at most */
  double seconds;  /* at most; 0: no bound */
  double deadline; /* of a case */
  unsigned workers;
  int stop; /* readable when everything is to end at once */
};

/* What came of it; sweep_result_clear() releases it. */
struct sweep_result {
  uint64_t compared;                 /* visits */
  uint64_t same;                     /* of these: no difference */
  uint64_t alternative;              /* as another oracle of the edition */
  uint64_t known[KNOWN_DIFFERENCES]; /* differing as known_difference() explains, by reason */
  uint64_t unsteady;                 /* differing once, but not when played again */
  uint64_t unexplained;
  char **findings; /* a report for each kind of unexplained difference */
  size_t finding_count;
  char **doubts; /* what was unsteady, and the command that plays it again; some of them */
  size_t doubt_count;
};

struct sweep;

/* sweep_start: starts the workers; everything in |settings| outlives the sweep. Returns NULL, with
 * errno set, when a socket or thread cannot be had. */
struct sweep *sweep_start(const struct sweep_settings *settings);

/* sweep_progress: how far it is; may be called while it runs. */
struct run_progress sweep_progress(struct sweep *sweep);

/* sweep_wait: waits until all workers have ended, at most |milliseconds|. Returns whether they
 * have. */
bool sweep_wait(struct sweep *sweep, int milliseconds);

/* sweep_finish: waits for the workers and hands over what came of it, which the caller clears. */
void sweep_finish(struct sweep *sweep, struct sweep_result *result);

void sweep_result_clear(struct sweep_result *result);

#endif
