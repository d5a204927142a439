/* All mutations of all responses of a plan, numbered: what a sweep goes through. */
#ifndef SWEEP_TERRITORY_H
#define SWEEP_TERRITORY_H

#include "execution/plan.h"
#include "sweep/draft.h"
#include "sweep/mutation.h"
#include "sweep/response.h"

/* A subject and the oracles of its edition, by columns. */
struct pair {
  size_t subject;
  size_t *oracles; /* the newest first */
  size_t oracle_count;
};

/* A response of a case. */
struct target {
  const struct plan_item *item;
  struct response *response; /* borrowed from |responses| */
  size_t number;             /* of the response in its script, from 1 */
  char *after;               /* what the peer does behind it: later responses, each on a connection
                                of its own */
};

struct cell;

struct territory {
  const struct plan *plan;
  struct pair *pairs;
  size_t pair_count;
  struct responses *responses; /* one an item of the plan */
  struct target *targets;
  size_t target_count;
  struct cell *cells; /* a target with a pair that can play it */
  size_t cell_count;
  uint64_t size; /* how many mutations there are, for all pairs */
};

/* territory_new: of the items of |plan|, which are of one variant, whole, and outlive it. A long
 * response is cut and changed near its ends only. The caller frees it. */
struct territory *territory_new(const struct plan *plan);

/* territory_free: NULL is allowed. */
void territory_free(struct territory *territory);

/* One mutation, to be played by one pair. */
struct visit {
  const struct target *target;
  const struct pair *pair;
  struct mutation mutation;
};

/* territory_visit: the visit number |number|: each mutation comes once within the first |size|
 * numbers, in an order that |seed| chooses. Beyond, other changes are drawn at the same places. */
struct visit territory_visit(const struct territory *territory, uint64_t seed, uint64_t number);

/* territory_draft: the scenario of |visit|; the caller clears it. */
struct draft territory_draft(const struct visit *visit);

#endif
