/* A run of the pages of the tests by the adapter that misbehaves on request. */
#ifndef EXECUTION_RUN_FIXTURE_H
#define EXECUTION_RUN_FIXTURE_H

#include "execution/participants.h"
#include "execution/run.h"

/* The zero state is empty; run_fixture_clear() accepts it. */
struct run_fixture {
  struct registries registries;
  struct specification *specification;
  struct arena *arena;
  struct participants participants;
  struct plan *plan;
  struct run_settings settings;
  struct run *run;
};

/* run_fixture_load: loads tests/pages/|page| and adds broken_adapter.py, started with |argument|,
 * as the subject "broken". */
void run_fixture_load(struct run_fixture *fixture, const char *page, const char *argument);

/* run_fixture_play: greets everyone and plays all cases, whole, in edition 3.13. */
void run_fixture_play(struct run_fixture *fixture, struct run_settings settings);

/* run_fixture_slot: the slot of the case whose id ends in |row|. */
const struct slot *run_fixture_slot(const struct run_fixture *fixture, const char *row);

void run_fixture_clear(struct run_fixture *fixture);

#endif
