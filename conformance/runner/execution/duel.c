/* The oracle comes first. What an adapter did after its last answer is not held against this case:
 * a doubtful playing is played again. */
#include "execution/duel.h"

#include <stddef.h>

void duel_traces_clear(struct duel_traces *traces) {
  observation_clear(&traces->subject);
  observation_clear(&traces->oracle);
}

/* fight_one: false when everything is to end at once. */
static bool fight_one(struct stage *stage, const struct duellist *duellist,
                      struct observation *observation) {
  enum play_end end = play(stage, duellist->adapter, &duellist->playing, observation);
  if (end == PLAY_DOUBTFUL) {
    observation_clear(observation);
    end = play(stage, duellist->adapter, &duellist->playing, observation);
  }
  return end != PLAY_STOPPED;
}

struct difference duel_fight(const struct duel *duel, const struct difference_scope *scope,
                             struct duel_traces *traces) {
  struct duel_traces own = {0};
  struct difference difference = {0};
  if (fight_one(duel->stage, &duel->oracle, &own.oracle) &&
      fight_one(duel->stage, &duel->subject, &own.subject))
    difference = difference_find(scope, &own.subject, &own.oracle);
  if (traces)
    *traces = own;
  else
    duel_traces_clear(&own);
  return difference;
}
