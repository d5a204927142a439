#include "sweep/encounter.h"

#include "sweep/sweep.h"

enum { CONFIRMATIONS = 4 };

static struct duellist duellist_of(struct ground *ground, size_t column_index,
                                   const struct take *take) {
  const struct sweep_settings *settings = ground->settings;
  const struct column *column = &settings->territory->plan->columns[column_index];
  return (struct duellist){
      .adapter = &ground->adapters[column->implementation_index],
      .playing = {.script = take->script,
                  .session = take->session,
                  .encoded = &take->encoded,
                  .variant = {.transport = take->transport},
                  .seed = settings->seed,
                  .edition = column->edition,
                  .deadline = settings->deadline},
  };
}

/* fight: |take| by the subject of |pair| and oracle number |oracle| of it. */
static struct difference fight(struct ground *ground, const struct pair *pair, size_t oracle,
                               const struct take *take, struct duel_traces *traces) {
  const struct duel duel = {.stage = &ground->stage,
                            .subject = duellist_of(ground, pair->subject, take),
                            .oracle = duellist_of(ground, pair->oracles[oracle], take)};
  const struct difference_scope scope = {.session = take->session};
  return duel_fight(&duel, &scope, traces);
}

/* judge_difference: what is to be thought of the difference that was found. */
static enum fate judge_difference(struct ground *ground, const struct pair *pair,
                                  const struct take *take) {
  for (int i = 0; i < CONFIRMATIONS; i++)
    if (fight(ground, pair, 0, take, NULL).kind == DIFFERENCE_NONE) return FATE_UNSTEADY;
  for (size_t i = 1; i < pair->oracle_count; i++)
    if (fight(ground, pair, i, take, NULL).kind == DIFFERENCE_NONE) return FATE_ALTERNATIVE;
  return FATE_UNEXPLAINED;
}

struct encounter encounter_play(struct ground *ground, const struct pair *pair,
                                const struct take *take) {
  struct encounter made = {0};
  made.difference = fight(ground, pair, 0, take, &made.traces);
  if (made.difference.kind != DIFFERENCE_NONE) made.fate = FATE_UNEXPLAINED;
  return made;
}

struct encounter encounter_judge(struct ground *ground, const struct pair *pair,
                                 const struct take *take) {
  struct encounter made = encounter_play(ground, pair, take);
  if (made.fate == FATE_SAME) return made;
  made.known = known_difference(made.difference, take->session, &made.traces);
  made.fate = made.known ? FATE_KNOWN : judge_difference(ground, pair, take);
  return made;
}

void encounter_clear(struct encounter *encounter) {
  duel_traces_clear(&encounter->traces);
  *encounter = (struct encounter){0};
}
