/* One mutation, played by a subject and by the oracles of its edition, and what is to be thought of
 * it. A difference counts only when it comes out again and again; one that does not is told all the
 * same, for nothing in a sweep should be a matter of time. */
#ifndef SWEEP_ENCOUNTER_H
#define SWEEP_ENCOUNTER_H

#include "execution/adapter.h"
#include "execution/difference.h"
#include "execution/duel.h"
#include "sweep/draft.h"
#include "sweep/known_difference.h"
#include "sweep/territory.h"

struct sweep_settings;

/* Where one thread plays: a peer and adapters of its own. */
struct ground {
  const struct sweep_settings *settings;
  struct stage stage;
  struct adapter *adapters; /* one an implementation */
};

enum fate {
  FATE_SAME,
  FATE_ALTERNATIVE, /* as another oracle of the edition */
  FATE_UNSTEADY,    /* differing once, but not when played again */
  FATE_KNOWN,       /* differing as known_difference() explains */
  FATE_UNEXPLAINED,
};

/* What came of one mutation. The zero state is nothing; encounter_clear() accepts it. */
struct encounter {
  enum fate fate;
  enum known_difference known; /* of FATE_KNOWN */
  struct difference difference;
  struct duel_traces traces;
};

/* encounter_play: |take| by the subject of |pair| and its first oracle, once; the fate is
 * FATE_UNEXPLAINED where they differ. encounter_judge: as often, and with as many oracles, as the
 * fate needs. The caller clears what comes of either. */
struct encounter encounter_play(struct ground *ground, const struct pair *pair,
                                const struct take *take);
struct encounter encounter_judge(struct ground *ground, const struct pair *pair,
                                 const struct take *take);

void encounter_clear(struct encounter *encounter);

#endif
