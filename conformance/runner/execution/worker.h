/* One thread's share of a run: it takes item after item and plays each with all implementations. */
#ifndef RUNNER_WORKER_H
#define RUNNER_WORKER_H

#include <pthread.h>
#include <stdatomic.h>

#include "execution/environment.h"
#include "execution/plan.h"
#include "execution/playing.h"
#include "execution/slot.h"

struct run_settings {
  unsigned workers;
  unsigned repeat; /* 1 to REPEAT_MAX */
  double deadline; /* seconds a case */
  uint64_t seed;
  bool fail_fast;
  bool is_differential; /* traces of subjects are compared with those of oracles of their edition */
  const struct environment *environment;
};

/* What all workers share. Beside the atomics nothing changes, and each slot belongs to the worker
 * that took its item. */
struct shared {
  const struct plan *plan;
  const struct run_settings *settings;
  size_t implementation_count;
  struct slot *slots;       /* slot_of() */
  int stop;                 /* readable when everything is to end at once */
  atomic_size_t next;       /* the item to take */
  atomic_size_t done;       /* items */
  atomic_size_t unexpected; /* slots that must be looked at */
  atomic_bool ending;       /* no further item is to be taken */
};

/* slot_of: the slot of an item and a column. */
struct slot *slot_of(const struct shared *shared, size_t item, size_t column);

/* How much was played in a variant, and how long it took. */
struct play_time {
  size_t playings;
  double seconds;
};

struct worker;

/* worker_new: a worker with a peer of its own; adapters are started when they are first needed.
 * Returns NULL with errno set when no socket can be had. The caller frees it. */
struct worker *worker_new(struct shared *shared, const struct implementation *implementations);

/* worker_free: NULL is allowed. The worker must not be at work. */
void worker_free(struct worker *worker);

/* worker_time: what it has played in variant number |variant| so far. Not while it is at work. */
struct play_time worker_time(const struct worker *worker, unsigned variant);

/* worker_work: plays until no item is left or everything is to end, then lets its adapters go. */
void worker_work(struct worker *worker);

#endif
