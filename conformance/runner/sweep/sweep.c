/* A worker has a peer and adapters of its own; what is shared stands behind one lock, which is
 * taken once a visit. A difference counts only when it comes out again and again; one that does not
 * is told all the same, for nothing in a visit should be a matter of time. */
#include "sweep/sweep.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "execution/deadline.h"
#include "execution/shell_quote.h"
#include "execution/transcript.h"
#include "sweep/known_difference.h"
#include "sweep/shrink.h"
#include "text/memory.h"

enum { CONFIRMATIONS = 4, SHRINK_BUDGET = 400, FINDINGS_MAX = 20 };

struct worker {
  struct sweep *sweep;
  struct stage stage;
  struct adapter *adapters; /* one an implementation */
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

/* --- One visit
 * ---------------------------------------------------------------------------------------------
 */

static struct duellist duellist_of(struct worker *worker, size_t column_index,
                                   const struct take *take) {
  const struct sweep_settings *settings = worker->sweep->settings;
  const struct column *column = &settings->territory->plan->columns[column_index];
  return (struct duellist){
      .adapter = &worker->adapters[column->implementation_index],
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
static struct difference fight(struct worker *worker, const struct pair *pair, size_t oracle,
                               const struct take *take, struct duel_traces *traces) {
  const struct duel duel = {.stage = &worker->stage,
                            .subject = duellist_of(worker, pair->subject, take),
                            .oracle = duellist_of(worker, pair->oracles[oracle], take)};
  const struct difference_scope scope = {take->session, 0};
  return duel_fight(&duel, &scope, traces);
}

enum fate { FATE_SAME, FATE_ALTERNATIVE, FATE_UNSTEADY, FATE_KNOWN, FATE_UNEXPLAINED };

/* What came of one mutation. The zero state is nothing; encounter_clear() accepts it. */
struct encounter {
  enum fate fate;
  enum known_difference known; /* of FATE_KNOWN */
  struct difference difference;
  struct duel_traces traces;
};

static void encounter_clear(struct encounter *encounter) {
  duel_traces_clear(&encounter->traces);
  *encounter = (struct encounter){0};
}

/* judge_difference: what is to be thought of the difference that was found. */
static enum fate judge_difference(struct worker *worker, const struct pair *pair,
                                  const struct take *take) {
  for (int i = 0; i < CONFIRMATIONS; i++)
    if (fight(worker, pair, 0, take, NULL).kind == DIFFERENCE_NONE) return FATE_UNSTEADY;
  for (size_t i = 1; i < pair->oracle_count; i++)
    if (fight(worker, pair, i, take, NULL).kind == DIFFERENCE_NONE) return FATE_ALTERNATIVE;
  return FATE_UNEXPLAINED;
}

/* compare: the caller clears what comes of it. */
static struct encounter compare(struct worker *worker, const struct pair *pair,
                                const struct take *take) {
  struct encounter made = {0};
  made.difference = fight(worker, pair, 0, take, &made.traces);
  if (made.difference.kind == DIFFERENCE_NONE) return made;
  made.known = known_difference(made.difference, take->session, &made.traces);
  made.fate = made.known ? FATE_KNOWN : judge_difference(worker, pair, take);
  return made;
}

/* --- Findings
 * ----------------------------------------------------------------------------------------------
 */

static void print_kind(FILE *out, json_t *outcome) {
  const char *type = json_string_value(json_object_get(json_object_get(outcome, "raises"), "type"));
  fprintf(out, "|%s", type ? type : json_object_get(outcome, "value") ? "value" : "none");
}

/* signature_of: differences of the same kind have the same; the caller frees it. */
static char *signature_of(const struct encounter *encounter, const struct session *session) {
  const struct difference difference = encounter->difference;
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  fprintf(out, "%d", difference.kind);
  if (difference.kind == DIFFERENCE_STEP) {
    json_t *step = json_array_get(session->steps, difference.number);
    const char *call = json_string_value(json_object_get(step, "call"));
    fprintf(out, "|%s", call ? call : "");
    print_kind(out, json_array_get(encounter->traces.subject.outcomes, difference.number));
    print_kind(out, json_array_get(encounter->traces.oracle.outcomes, difference.number));
  }
  fclose(out);
  return text;
}

/* What makes a smaller draft worth keeping: a difference of the same kind. */
struct hunt {
  struct worker *worker;
  const struct pair *pair;
  const char *signature;
};

static bool has_same_difference(const struct draft *draft, void *payload) {
  const struct hunt *hunt = payload;
  struct take take;
  if (!draft_take(draft, &take)) return false;
  struct encounter encounter = compare(hunt->worker, hunt->pair, &take);
  char *signature = signature_of(&encounter, take.session);
  bool is_same = encounter.fate == FATE_UNEXPLAINED && strcmp(signature, hunt->signature) == 0;
  free(signature);
  encounter_clear(&encounter);
  take_clear(&take);
  return is_same;
}

static void print_command(FILE *out, const struct sweep_settings *settings,
                          const struct visit *visit) {
  const struct reproduction *reproduction = settings->reproduction;
  const struct column *columns = settings->territory->plan->columns;
  char name[MUTATION_NAME_SIZE];
  mutation_name(&visit->mutation, name);
  shell_quote(out, reproduction->program);
  fputs(" sweep --case ", out);
  shell_quote(out, visit->target->item->test_case->id);
  fprintf(out, " --mutation '%zu:%s'", visit->target->number, name);
  enum peer_transport transport = visit->target->item->variant.transport;
  if (transport) fprintf(out, " --transport %s", transport_name(transport));
  for (size_t i = 0; i < reproduction->page_count; i++) {
    fputs(" --pages ", out);
    shell_quote(out, reproduction->pages[i]);
  }
  if (reproduction->spec) {
    fputs(" --spec ", out);
    shell_quote(out, reproduction->spec);
  }
  fprintf(out, " --edition %s %s %s\n", edition_name(columns[visit->pair->subject].edition),
          columns[visit->pair->subject].implementation->option,
          columns[visit->pair->oracles[0]].implementation->option);
}

/* Where a finding comes from: the heading of its scenario, and its statement. */
static char *origin_title(const struct visit *visit) {
  char name[MUTATION_NAME_SIZE];
  mutation_name(&visit->mutation, name);
  return memory_printf("Found by a sweep, %s", name);
}

static char *origin_statement(const struct visit *visit, const struct column *subject,
                              const char *sentence) {
  return memory_printf("Of %s, response %zu; %s %s: %s.", visit->target->item->test_case->id,
                       visit->target->number, subject->implementation->name,
                       edition_name(subject->edition), sentence);
}

/* print_finding: the page first, then both traces of |encounter|, and the command that shows it
 * again. */
static void print_finding(const struct sweep_settings *settings, const struct visit *visit,
                          const struct draft *draft, const struct take *take,
                          const struct encounter *encounter, FILE *out) {
  const struct column *subject = &settings->territory->plan->columns[visit->pair->subject];
  char *sentence = difference_sentence(encounter->difference, take->session);
  char *title = origin_title(visit), *statement = origin_statement(visit, subject, sentence);
  draft_print_page(draft, take, title, statement, &encounter->traces.oracle, out);
  const struct trace shown[] = {{subject->implementation->name, &encounter->traces.subject},
                                {"oracle", &encounter->traces.oracle}};
  fputs("\n", out);
  transcript_print(take->session, shown, 2, out);
  fputs("\nreproduce  ", out);
  print_command(out, settings, visit);
  free(title);
  free(statement);
  free(sentence);
}

/* print_smaller: |draft|, which was shrunk, played once more; false when it does not differ this
 * time, or cannot be played by itself. */
static bool print_smaller(struct worker *worker, const struct visit *visit,
                          const struct draft *draft, FILE *out) {
  struct take take;
  struct encounter encounter = {0};
  if (!draft_take(draft, &take)) return false;
  encounter.difference = fight(worker, visit->pair, 0, &take, &encounter.traces);
  bool differs = encounter.difference.kind != DIFFERENCE_NONE;
  if (differs) print_finding(worker->sweep->settings, visit, draft, &take, &encounter, out);
  encounter_clear(&encounter);
  take_clear(&take);
  return differs;
}

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

/* report: keeps a report of what |encounter| has shown of |draft|, shrunk if that goes, unless
 * there is one of its kind. */
static void report(struct worker *worker, const struct visit *visit, const struct draft *draft,
                   const struct take *take, const struct encounter *encounter) {
  struct sweep *sweep = worker->sweep;
  char *signature = signature_of(encounter, take->session);
  size_t place, length;
  char *text;
  pthread_mutex_lock(&sweep->lock);
  bool is_first = is_new(sweep, signature, &place);
  pthread_mutex_unlock(&sweep->lock);
  if (!is_first) return;
  struct hunt hunt = {worker, visit->pair, signature};
  struct draft smaller = draft_copy(draft);
  shrink(&smaller, has_same_difference, &hunt, SHRINK_BUDGET);
  FILE *out = memory_stream(&text, &length);
  if (!print_smaller(worker, visit, &smaller, out))
    print_finding(sweep->settings, visit, draft, take, encounter, out);
  fclose(out);
  draft_clear(&smaller);
  pthread_mutex_lock(&sweep->lock);
  sweep->result.findings[place] = text;
  pthread_mutex_unlock(&sweep->lock);
}

/* note_unsteady: so that what does not come out again can be looked into. */
static void note_unsteady(struct sweep *sweep, const struct visit *visit,
                          const struct encounter *encounter, const struct session *session) {
  char *text, *sentence = difference_sentence(encounter->difference, session);
  size_t length;
  FILE *out = memory_stream(&text, &length);
  fprintf(out, "unsteady: %s\n  ", sentence);
  print_command(out, sweep->settings, visit);
  fclose(out);
  free(sentence);
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

/* visit: plays one mutation with both. The session is the scenario's own and is shared. */
static void go(struct worker *worker, const struct visit *visit) {
  struct draft draft = territory_draft(visit);
  const struct take take = {.session = visit->target->item->test_case->session,
                            .script = draft_parse_script(&draft),
                            .encoded = *visit->target->item->encoded,
                            .transport = draft.transport};
  if (take.script) {
    struct encounter encounter = compare(worker, visit->pair, &take);
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
  adapters_quit(worker->adapters, settings->implementation_count, NULL);
  pthread_mutex_lock(&sweep->lock);
  sweep->at_work--;
  pthread_cond_broadcast(&sweep->ended);
  pthread_mutex_unlock(&sweep->lock);
  return NULL;
}

static bool prepare_worker(struct sweep *sweep, struct worker *worker) {
  const struct sweep_settings *settings = sweep->settings;
  worker->sweep = sweep;
  worker->stage = (struct stage){.peer = peer_new(settings->environment->identities),
                                 .variables = settings->environment->variables,
                                 .stop = settings->stop};
  worker->adapters = memory_array(settings->implementation_count, sizeof *worker->adapters);
  for (size_t i = 0; i < settings->implementation_count; i++)
    adapter_init(&worker->adapters[i], &settings->implementations[i]);
  return worker->stage.peer != NULL;
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
  for (size_t i = 0; worker->adapters && i < implementation_count; i++)
    adapter_end(&worker->adapters[i], NULL);
  free(worker->adapters);
  peer_free(worker->stage.peer);
  message_clear(&worker->stage.message);
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
