/* Adapters are kept from case to case; one that was ended because of a case is started again for
 * the next. */
#include "execution/worker.h"

#include <stdlib.h>
#include <string.h>

#include "execution/comparing.h"
#include "execution/deadline.h"
#include "execution/duel.h"
#include "text/memory.h"

/* An adapter and the last case it has answered, which is to blame for what comes unasked. */
struct player {
  struct slot *last; /* NULL: none */
  const struct test_case *last_case;
  unsigned last_edition;
};

struct worker {
  struct shared *shared;
  struct stage stage;
  struct adapter *adapters;    /* one an implementation */
  struct player *players;      /* of the same index */
  struct comparing *comparing; /* NULL: the run is not differential */
  struct play_time times[VARIANT_COUNT];
};

struct slot *slot_of(const struct shared *shared, size_t item, size_t column) {
  return &shared->slots[item * shared->plan->column_count + column];
}

struct worker *worker_new(struct shared *shared, const struct implementation *implementations) {
  const struct environment *environment = shared->settings->environment;
  struct peer *peer = peer_new(environment->identities);
  if (!peer) return NULL;
  struct worker *worker = memory_array(1, sizeof *worker);
  *worker = (struct worker){
      .shared = shared,
      .stage = {.peer = peer, .stop = shared->stop, .variables = environment->variables}};
  worker->adapters = memory_array(shared->implementation_count, sizeof *worker->adapters);
  worker->players = memory_array(shared->implementation_count, sizeof *worker->players);
  for (size_t i = 0; i < shared->implementation_count; i++)
    adapter_init(&worker->adapters[i], &implementations[i]);
  if (shared->settings->is_differential) worker->comparing = comparing_new(shared->plan);
  return worker;
}

void worker_free(struct worker *worker) {
  if (!worker) return;
  for (size_t i = 0; i < worker->shared->implementation_count; i++)
    adapter_end(&worker->adapters[i], NULL);
  peer_free(worker->stage.peer);
  message_clear(&worker->stage.message);
  comparing_free(worker->comparing);
  free(worker->adapters);
  free(worker->players);
  free(worker);
}

/* --- Verdicts
 * ------------------------------------------------------------------------------------------------
 */

static bool is_unexpected(enum verdict verdict) {
  return verdict != VERDICT_PASS && verdict != VERDICT_INAPPLICABLE && verdict != VERDICT_DEVIATION;
}

static void note_unexpected(struct shared *shared) {
  atomic_fetch_add(&shared->unexpected, 1);
  if (shared->settings->fail_fast) atomic_store(&shared->ending, true);
}

/* blame_last: what |observation| shows is the fault of the case that the adapter answered last. */
static void blame_last(struct shared *shared, const struct player *player,
                       const struct observation *observation) {
  struct judgement judgement;
  judge(player->last_case, player->last_edition, observation, &judgement);
  if (!is_unexpected(slot_verdict(player->last))) note_unexpected(shared);
  slot_revise(player->last, &judgement);
}

static void settle_aftermath(struct worker *worker, size_t index) {
  struct observation observation = {0};
  if (play_aftermath(&worker->adapters[index], &observation) && worker->players[index].last)
    blame_last(worker->shared, &worker->players[index], &observation);
  observation_clear(&observation);
}

/* --- Playing
 * -------------------------------------------------------------------------------------------------
 */

static struct play_time *time_of(struct worker *worker, struct variant variant) {
  return &worker->times[variant_number(variant)];
}

struct play_time worker_time(const struct worker *worker, unsigned variant) {
  return worker->times[variant];
}

/* seed_of: differs from case to case, and is the same whether a case is played alone or among
 * others (FNV-1a). */
static uint64_t seed_of(uint64_t seed, const char *id) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ seed;
  for (; *id; id++)
    hash = (hash ^ (unsigned char)*id) * UINT64_C(0x100000001b3);
  return hash;
}

/* blame_late: what was seen when a new case began came from the one before. */
static void blame_late(struct worker *worker, size_t index, struct observation *observation) {
  if (!worker->players[index].last) return;
  char *detail = memory_printf("after its answer: %s", observation->detail);
  free(observation->detail);
  observation->detail = detail;
  blame_last(worker->shared, &worker->players[index], observation);
}

/* tells_the_same: whether two observations say the same of what went wrong, their last words aside.
 */
static bool tells_the_same(const struct observation *left, const struct observation *right) {
  if (left->fate != right->fate) return false;
  size_t length = strcspn(left->detail, "\n");
  return length == strcspn(right->detail, "\n") &&
         strncmp(left->detail, right->detail, length) == 0;
}

/* play_doubtful: |observation| may be the fault of the case before. A new adapter tells: if the
 * same goes wrong again it was not. */
static enum play_end play_doubtful(struct worker *worker, size_t index,
                                   const struct playing *playing, struct observation *observation) {
  struct observation again;
  enum play_end end = play(&worker->stage, &worker->adapters[index], playing, &again);
  if (end != PLAY_STOPPED && !tells_the_same(observation, &again))
    blame_late(worker, index, observation);
  observation_clear(observation);
  *observation = again;
  return end;
}

static struct playing playing_of(const struct run_settings *settings, const struct plan_item *item,
                                 const struct column *column) {
  return (struct playing){
      .script = item->test_case->script,
      .session = item->test_case->session,
      .encoded = item->encoded,
      .variant = item->variant,
      .seed = seed_of(settings->seed, item->test_case->id),
      .edition = column->edition,
      .deadline = settings->deadline,
  };
}

/* play_second_reading: |judgement| is a fail. If the second reading is met, it becomes a deviation,
 * and |observation| what showed it. An adapter that has done more than answer gets no second try.
 */
static enum play_end play_second_reading(struct worker *worker, const struct plan_item *item,
                                         const struct column *column, struct judgement *judgement,
                                         struct observation *observation) {
  struct adapter *adapter = &worker->adapters[column->implementation_index];
  struct playing playing = playing_of(worker->shared->settings, item, column);
  struct observation again = {0};
  struct judgement second;
  playing.script = item->test_case->deviating->script;
  playing.session = item->test_case->deviating->session;
  playing.encoded = item->deviating;
  enum play_end end = PLAY_OBSERVED;
  if (!play_aftermath(adapter, &again)) end = play(&worker->stage, adapter, &playing, &again);
  if (end == PLAY_STOPPED) return end;
  judge(item->test_case->deviating, column->edition, &again, &second);
  judge_second_reading(item->test_case, &second, judgement);
  judgement_clear(&second);
  if (judgement->verdict == VERDICT_DEVIATION) {
    const struct observation first = *observation;
    *observation = again;
    again = first;
  }
  observation_clear(&again);
  return end;
}

/* play_once: one repetition. False when everything is to end at once. */
static bool play_once(struct worker *worker, const struct plan_item *item,
                      const struct column *column, struct slot *slot) {
  size_t index = column->implementation_index;
  const struct playing playing = playing_of(worker->shared->settings, item, column);
  struct observation observation;
  struct judgement judgement;
  settle_aftermath(worker, index);
  enum play_end end = play(&worker->stage, &worker->adapters[index], &playing, &observation);
  if (end == PLAY_DOUBTFUL) end = play_doubtful(worker, index, &playing, &observation);
  if (end == PLAY_STOPPED) return false;
  judge(item->test_case, column->edition, &observation, &judgement);
  if (judgement.verdict == VERDICT_FAIL && item->deviating)
    end = play_second_reading(worker, item, column, &judgement, &observation);
  if (end == PLAY_STOPPED) {
    judgement_clear(&judgement);
    observation_clear(&observation);
    return false;
  }
  enum verdict verdict = judgement.verdict;
  if (is_unexpected(verdict)) note_unexpected(worker->shared);
  slot_add(slot, &judgement, &observation.peer.log);
  time_of(worker, item->variant)->playings++;
  if (worker->comparing) comparing_keep(worker->comparing, column, verdict, &observation);
  observation_clear(&observation);
  worker->players[index] = (struct player){slot, item->test_case, column->edition};
  return true;
}

static bool is_capable(const struct plan_item *item, const struct column *column) {
  capability_set needs = item->test_case->needs | transport_needs(item->variant.transport);
  return (needs & ~column->implementation->hello.capabilities) == 0;
}

static bool play_column(struct worker *worker, size_t item_index, size_t column_index) {
  const struct plan_item *item = &worker->shared->plan->items[item_index];
  const struct column *column = &worker->shared->plan->columns[column_index];
  struct slot *slot = slot_of(worker->shared, item_index, column_index);
  if (!plan_applies(item, column)) return true;
  if (!is_capable(item, column) || peer_cannot_play(item->test_case->script)) {
    slot_add(slot, &(struct judgement){.verdict = VERDICT_INAPPLICABLE}, NULL);
    return true;
  }
  for (unsigned i = 0; i < worker->shared->settings->repeat; i++)
    if (!play_once(worker, item, column, slot)) return false;
  return true;
}

/* What a contrast has to come out as again before it counts: how a client ends its connections can
 * be a matter of the kernel's time. */
enum { CONFIRMATIONS = 3 };

/* duellist: |column| of |item|, ready to be played again by |worker|. */
static struct duellist duellist_of(struct worker *worker, const struct plan_item *item,
                                   const struct column *column) {
  return (struct duellist){.adapter = &worker->adapters[column->implementation_index],
                           .playing = playing_of(worker->shared->settings, item, column)};
}

static bool is_confirmed(struct worker *worker, const struct plan_item *item, size_t subject,
                         size_t oracle) {
  const struct column *columns = worker->shared->plan->columns;
  const struct difference_scope scope = comparing_scope(worker->comparing, item, subject);
  const struct duel duel = {.stage = &worker->stage,
                            .subject = duellist_of(worker, item, &columns[subject]),
                            .oracle = duellist_of(worker, item, &columns[oracle])};
  for (int i = 0; i < CONFIRMATIONS; i++)
    if (duel_fight(&duel, &scope, NULL).kind == DIFFERENCE_NONE) return false;
  return true;
}

/* compare_columns: each subject with the oracles of its edition. */
static void compare_columns(struct worker *worker, size_t item_index) {
  struct shared *shared = worker->shared;
  for (size_t column = 0; column < shared->plan->column_count; column++) {
    struct contrast contrast;
    if (!comparing_contrast(worker->comparing, &shared->plan->items[item_index], column, &contrast))
      continue;
    if (is_confirmed(worker, &shared->plan->items[item_index], column, contrast.oracle)) {
      slot_contrast(slot_of(shared, item_index, column), contrast);
      note_unexpected(shared);
    } else {
      contrast_clear(&contrast);
    }
  }
  comparing_forget(worker->comparing);
}

static bool play_columns(struct worker *worker, size_t item_index) {
  for (size_t column = 0; column < worker->shared->plan->column_count; column++)
    if (!play_column(worker, item_index, column)) return false;
  if (worker->comparing) compare_columns(worker, item_index);
  return true;
}

static bool play_item(struct worker *worker, size_t item_index) {
  const struct variant variant = worker->shared->plan->items[item_index].variant;
  struct timespec start = deadline_after(0);
  if (!play_columns(worker, item_index)) return false;
  time_of(worker, variant)->seconds += seconds_since(start);
  atomic_fetch_add(&worker->shared->done, 1);
  return true;
}

/* take_leave: an adapter's last chance to show that the case it answered last has broken it. */
static void take_leave(struct worker *worker) {
  size_t count = worker->shared->implementation_count;
  struct farewell *farewells = memory_array(count, sizeof *farewells);
  for (size_t i = 0; i < count; i++)
    settle_aftermath(worker, i);
  adapters_quit(worker->adapters, count, farewells);
  for (size_t i = 0; i < count; i++) {
    struct observation observation = {0};
    if (play_farewell(&farewells[i], &observation) && worker->players[i].last)
      blame_last(worker->shared, &worker->players[i], &observation);
    observation_clear(&observation);
    free(farewells[i].last_words);
  }
  free(farewells);
}

/* item_at: the item whose turn is number |turn|. Cases of one page wait for the same things, a
 * timeout for one; several workers take them apart from each other, so that not all wait at once.
 * The stride is a prime beyond every count: each item has its turn. */
static size_t item_at(const struct shared *shared, size_t turn) {
  const uint64_t stride = 2147483647;
  if (shared->settings->workers == 1) return turn;
  return (size_t)(turn * stride % shared->plan->item_count);
}

void worker_work(struct worker *worker) {
  struct shared *shared = worker->shared;
  while (!atomic_load(&shared->ending)) {
    size_t turn = atomic_fetch_add(&shared->next, 1);
    if (turn >= shared->plan->item_count) break;
    if (!play_item(worker, item_at(shared, turn))) return;
  }
  take_leave(worker);
}
