/* A worker has a ground of its own; what is shared stands behind one lock, which is taken once a
 * visit. */
#include "sweep/sweep.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "execution/deadline.h"
#include "sweep/encounter.h"
#include "sweep/finding.h"
#include "text/memory.h"

enum { FINDINGS_MAX = 20 };

struct worker {
  struct sweep *sweep;
  struct ground ground;
  pthread_t thread;
  bool is_started;
};

struct sweep {
  const struct sweep_settings *settings;
  struct worker *workers;
  struct timespec start;
  atomic_uint_least64_t next;
  atomic_bool is_ending;
  pthread_mutex_t lock; /* of what follows */
  pthread_cond_t ended;
  unsigned at_work;
  struct sweep_result result;
  char **signatures; /* one a finding */
};

/* --- What is told
 * --------------------------------------------------------------------------------------------
 */

/* is_new: whether no finding has |signature| yet, which is taken over; then it has a place. */
static bool is_new(struct sweep *sweep, char *signature, size_t *place) {
  struct sweep_result *result = &sweep->result;
  bool is_known = result->finding_count == FINDINGS_MAX;
  for (size_t i = 0; i < result->finding_count; i++)
    is_known |= strcmp(sweep->signatures[i], signature) == 0;
  if (is_known) {
    free(signature);
    return false;
  }
  *place = result->finding_count++;
  sweep->signatures[*place] = signature;
  return true;
}

/* report: keeps a report of what |encounter| has shown of |draft|, unless there is one of its kind.
 */
static void report(struct worker *worker, const struct visit *visit, const struct draft *draft,
                   const struct take *take, const struct encounter *encounter) {
  struct sweep *sweep = worker->sweep;
  size_t place;
  pthread_mutex_lock(&sweep->lock);
  bool is_first = is_new(sweep, finding_signature(encounter, take->session), &place);
  pthread_mutex_unlock(&sweep->lock);
  if (!is_first) return;
  char *text = finding_report(&worker->ground, visit, draft, take, encounter);
  pthread_mutex_lock(&sweep->lock);
  sweep->result.findings[place] = text;
  pthread_mutex_unlock(&sweep->lock);
}

/* note_unsteady: so that what does not come out again can be looked into. */
static void note_unsteady(struct sweep *sweep, const struct visit *visit,
                          const struct encounter *encounter, const struct session *session) {
  char *text = finding_doubt(sweep->settings, visit, encounter, session);
  pthread_mutex_lock(&sweep->lock);
  if (sweep->result.doubt_count < FINDINGS_MAX)
    sweep->result.doubts[sweep->result.doubt_count++] = text;
  else
    free(text);
  pthread_mutex_unlock(&sweep->lock);
}

/* --- Workers
 * -----------------------------------------------------------------------------------------------
 */

static void count(struct sweep *sweep, const struct encounter *encounter) {
  struct sweep_result *result = &sweep->result;
  uint64_t *const counts[] = {&result->same, &result->alternative, &result->unsteady,
                              &result->known[encounter->known], &result->unexplained};
  pthread_mutex_lock(&sweep->lock);
  result->compared++;
  (*counts[encounter->fate])++;
  pthread_mutex_unlock(&sweep->lock);
}

/* go: plays one mutation with both. The session is the scenario's own and is shared. */
static void go(struct worker *worker, const struct visit *visit) {
  struct draft draft = territory_draft(visit);
  const struct take take = {.session = visit->target->item->test_case->session,
                            .script = draft_parse_script(&draft),
                            .encoded = *visit->target->item->encoded,
                            .transport = draft.transport};
  if (take.script) {
    struct encounter encounter = encounter_judge(&worker->ground, visit->pair, &take);
    count(worker->sweep, &encounter);
    if (encounter.fate == FATE_UNEXPLAINED) report(worker, visit, &draft, &take, &encounter);
    if (encounter.fate == FATE_UNSTEADY)
      note_unsteady(worker->sweep, visit, &encounter, take.session);
    encounter_clear(&encounter);
  }
  peer_script_free(take.script);
  draft_clear(&draft);
}

static bool is_over(struct sweep *sweep, uint64_t number) {
  const struct sweep_settings *settings = sweep->settings;
  struct pollfd stop = {.fd = settings->stop, .events = POLLIN};
  if (number >= settings->count || atomic_load(&sweep->is_ending)) return true;
  if (settings->seconds > 0 && seconds_since(sweep->start) > settings->seconds) return true;
  return poll(&stop, 1, 0) > 0;
}

static void *work(void *payload) {
  struct worker *worker = payload;
  struct sweep *sweep = worker->sweep;
  const struct sweep_settings *settings = sweep->settings;
  for (;;) {
    uint64_t number = atomic_fetch_add(&sweep->next, 1);
    if (is_over(sweep, number)) break;
    const struct visit visit = settings->only
                                   ? *settings->only
                                   : territory_visit(settings->territory, settings->seed, number);
    go(worker, &visit);
  }
  adapters_quit(worker->ground.adapters, settings->implementation_count, NULL);
  pthread_mutex_lock(&sweep->lock);
  sweep->at_work--;
  pthread_cond_broadcast(&sweep->ended);
  pthread_mutex_unlock(&sweep->lock);
  return NULL;
}

static bool prepare_worker(struct sweep *sweep, struct worker *worker) {
  const struct sweep_settings *settings = sweep->settings;
  worker->sweep = sweep;
  worker->ground.settings = settings;
  worker->ground.stage = (struct stage){.peer = peer_new(settings->environment->identities),
                                        .variables = settings->environment->variables,
                                        .stop = settings->stop};
  worker->ground.adapters =
      memory_array(settings->implementation_count, sizeof *worker->ground.adapters);
  for (size_t i = 0; i < settings->implementation_count; i++)
    adapter_init(&worker->ground.adapters[i], &settings->implementations[i]);
  return worker->ground.stage.peer != NULL;
}

static bool start_worker(struct sweep *sweep, struct worker *worker) {
  if (!prepare_worker(sweep, worker)) return false;
  sweep->at_work++;
  int error = pthread_create(&worker->thread, NULL, work, worker);
  if (error) {
    sweep->at_work--;
    errno = error;
  }
  worker->is_started = error == 0;
  return error == 0;
}

struct sweep *sweep_start(const struct sweep_settings *settings) {
  json_object_seed(0);
  struct sweep *sweep = memory_array(1, sizeof *sweep);
  sweep->settings = settings;
  sweep->start = deadline_after(0);
  sweep->workers = memory_array(settings->workers, sizeof *sweep->workers);
  sweep->signatures = memory_array(FINDINGS_MAX, sizeof *sweep->signatures);
  sweep->result.findings = memory_array(FINDINGS_MAX, sizeof *sweep->result.findings);
  sweep->result.doubts = memory_array(FINDINGS_MAX, sizeof *sweep->result.doubts);
  pthread_mutex_init(&sweep->lock, NULL);
  pthread_cond_init(&sweep->ended, NULL);
  pthread_mutex_lock(&sweep->lock);
  bool is_started = true;
  for (unsigned i = 0; i < settings->workers && is_started; i++)
    is_started = start_worker(sweep, &sweep->workers[i]);
  pthread_mutex_unlock(&sweep->lock);
  if (is_started) return sweep;
  int error = errno;
  struct sweep_result result;
  atomic_store(&sweep->is_ending, true);
  sweep_finish(sweep, &result);
  sweep_result_clear(&result);
  errno = error;
  return NULL;
}

struct run_progress sweep_progress(struct sweep *sweep) {
  pthread_mutex_lock(&sweep->lock);
  struct run_progress progress = {(size_t)sweep->result.compared,
                                  (size_t)sweep->result.unexplained};
  pthread_mutex_unlock(&sweep->lock);
  return progress;
}

bool sweep_wait(struct sweep *sweep, int milliseconds) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += milliseconds % 1000 * 1000000L;
  until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1000000000L;
  until.tv_nsec %= 1000000000L;
  pthread_mutex_lock(&sweep->lock);
  int error = 0;
  while (sweep->at_work > 0 && error == 0)
    error = pthread_cond_timedwait(&sweep->ended, &sweep->lock, &until);
  bool has_ended = sweep->at_work == 0;
  pthread_mutex_unlock(&sweep->lock);
  return has_ended;
}

static void free_worker(struct worker *worker, size_t implementation_count) {
  if (worker->is_started) pthread_join(worker->thread, NULL);
  for (size_t i = 0; worker->ground.adapters && i < implementation_count; i++)
    adapter_end(&worker->ground.adapters[i], NULL);
  free(worker->ground.adapters);
  peer_free(worker->ground.stage.peer);
  message_clear(&worker->ground.stage.message);
}

void sweep_finish(struct sweep *sweep, struct sweep_result *result) {
  for (unsigned i = 0; i < sweep->settings->workers; i++)
    free_worker(&sweep->workers[i], sweep->settings->implementation_count);
  *result = sweep->result;
  for (size_t i = 0; i < result->finding_count; i++)
    free(sweep->signatures[i]);
  pthread_mutex_destroy(&sweep->lock);
  pthread_cond_destroy(&sweep->ended);
  free(sweep->signatures);
  free(sweep->workers);
  free(sweep);
}

void sweep_result_clear(struct sweep_result *result) {
  for (size_t i = 0; i < result->finding_count; i++)
    free(result->findings[i]);
  for (size_t i = 0; i < result->doubt_count; i++)
    free(result->doubts[i]);
  free(result->findings);
  free(result->doubts);
  *result = (struct sweep_result){0};
}
