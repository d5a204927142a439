/* hcspec sweep: what is said on the command line, and what came of it. */
#define _GNU_SOURCE /* program_invocation_name */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/commands.h"
#include "commands/company.h"
#include "commands/sources.h"
#include "execution/arguments.h"
#include "execution/deadline.h"
#include "execution/interruption.h"
#include "execution/progress.h"
#include "sweep/sweep.h"

enum option_key {
  KEY_CASE = 'c',
  KEY_JOBS = 'j',
  KEY_QUIET = 'q',
  KEY_SEED = 0x400,
  KEY_COUNT,
  KEY_SECONDS,
  KEY_DEADLINE,
  KEY_MUTATION,
  KEY_TRANSPORT,
};

enum { SEED_DEFAULT = 1, DEADLINE_DEFAULT = 10 };

/* Everything a sweep needs, in the order in which it is made. */
struct expedition {
  const char *name; /* of the command, for messages */
  struct participation participation;
  struct sources sources;
  struct arguments patterns;
  const char *mutation; /* as written, or NULL */
  uint64_t seed, count;
  double seconds, deadline;
  unsigned jobs;
  bool is_quiet;
  enum peer_transport transport;
  int stop;
  struct company company;
  struct plan *plan;
  struct territory *territory;
  struct visit only;
};

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "What is swept:", 2},
    {"case", KEY_CASE, "PATTERN", 0,
     "Cases whose id, or whose scenario's id, matches, such as 'reading#*'. May be repeated", 2},
    {"seed", KEY_SEED, "N", 0, "Chooses the order, and what is changed; 1 by default", 2},
    {"count", KEY_COUNT, "N", 0, "Compare so many mutations; without it, all", 2},
    {"seconds", KEY_SECONDS, "N", 0, "Stop after this time", 2},
    {"mutation", KEY_MUTATION, "N:NAME", 0,
     "This mutation of response N alone, as a report names it: '1:cut@17:fin'", 2},
    {NULL, 0, NULL, 0, "How it is played:", 3},
    {"transport", KEY_TRANSPORT, "NAME", 0, "How the peer is reached: plain, the default, or tls",
     3},
    {"jobs", KEY_JOBS, "N", 0,
     "Play this many cases at a time; by default one more than there are processors", 3},
    {"deadline", KEY_DEADLINE, "SECONDS", 0, "How long a case may take; 10 by default", 3},
    {"quiet", KEY_QUIET, NULL, 0, "Show no progress", 3},
    {0},
};

static error_t take_value(int key, char *argument, struct argp_state *state,
                          struct expedition *expedition) {
  switch (key) {
  case KEY_SEED:
    expedition->seed = argument_number(state, "seed", argument, 0, UINT64_MAX);
    return 0;
  case KEY_COUNT:
    expedition->count = argument_number(state, "count", argument, 1, UINT64_MAX);
    return 0;
  case KEY_SECONDS: expedition->seconds = argument_seconds(state, "seconds", argument); return 0;
  case KEY_DEADLINE: expedition->deadline = argument_seconds(state, "deadline", argument); return 0;
  case KEY_JOBS:
    expedition->jobs = (unsigned)argument_number(state, "jobs", argument, 1, JOBS_MAX);
    return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct expedition *expedition = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &expedition->participation;
    state->child_inputs[1] = &expedition->sources;
    return 0;
  case KEY_CASE: arguments_add(&expedition->patterns, argument); return 0;
  case KEY_MUTATION: expedition->mutation = argument; return 0;
  case KEY_TRANSPORT:
    if (!transport_parse(argument, strlen(argument), &expedition->transport) ||
        expedition->transport == PEER_TRANSPORT_TUNNEL)
      argp_error(state, "--transport '%s': expected plain or tls", argument);
    return 0;
  case KEY_QUIET: expedition->is_quiet = true; return 0;
  case ARGP_KEY_ARG:
    argp_error(state, "unexpected argument '%s'; cases are chosen with --case", argument);
    return 0;
  case ARGP_KEY_END:
    if (expedition->participation.no_oracle)
      argp_error(state, "--no-oracle: a sweep compares with oracles");
    return 0;
  default: return take_value(key, argument, state, expedition);
  }
}

static const struct argp_child children[] = {
    {&participation_argp, 0, NULL, 0}, {&sources_argp, 0, "Where the specification is:", 5}, {0}};

static const struct argp argp = {
    options,
    take_argument,
    NULL,
    "Take every response of every scenario, cut it at every byte, and change, drop, double and "
    "insert bytes; play both the implementation and the oracle of its edition, and compare all "
    "that they show.\v"
    "After the response that is cut or changed the connection ends, with a FIN or a reset, so that "
    "nothing waits. What differs, and goes on to differ when it is played again, is shrunk to a "
    "small scenario and printed as one that can be pasted into a page.\n\n"
    "Examples:\n\n"
    "  hcspec sweep --count 20000\n"
    "      a sample of the whole specification\n"
    "  hcspec sweep --case 'chunks#*' --edition 3.13\n"
    "      all of one page, in one edition\n"
    "  hcspec sweep --impl 'mine=./my-adapter' --seconds 60 --seed 7\n"
    "      a minute with a client of your own\n"
    "  hcspec sweep --case 'reading#in-pieces:by-length' --mutation '1:cut@17:fin'\n"
    "      one of them again\n\n"
    "Exit status: 0 no unexplained difference; 1 there are some; 2 the command line or the set-up "
    "is wrong.",
    children,
    NULL,
    NULL};

/* --- what is swept --- */

static bool refuse(const struct expedition *expedition, const char *text) {
  fprintf(stderr, "%s: %s\n", expedition->name, text);
  return false;
}

static struct selection selection_of(const struct expedition *expedition) {
  const struct variant whole = {.transport = expedition->transport};
  return (struct selection){.patterns = expedition->patterns.array,
                            .pattern_count = expedition->patterns.count,
                            .variants = variant_bit(whole),
                            .named_variants = variant_bit(whole)};
}

static bool check_patterns(const struct expedition *expedition) {
  const struct selection selection = selection_of(expedition);
  const struct specification *specification = expedition->sources.specification;
  const char *unmatched = plan_unmatched(specification, &selection);
  if (unmatched) company_refuse_pattern(expedition->name, specification, unmatched);
  return !unmatched;
}

static bool gather(struct expedition *expedition) {
  const struct company_call call = {.command = expedition->name,
                                    .participation = &expedition->participation,
                                    .stop = expedition->stop};
  return company_gather(&expedition->company, &call);
}

static bool explore(struct expedition *expedition) {
  const struct selection selection = selection_of(expedition);
  expedition->plan = plan_make(expedition->sources.specification, &selection,
                               expedition->company.columns, expedition->company.column_count);
  expedition->territory = territory_new(expedition->plan);
  if (expedition->territory->size > 0) return true;
  return refuse(expedition, "nothing can be swept: no implementation with an oracle of its edition "
                            "plays a case whose server sends something");
}

/* choose_only: of --mutation, which wants one case. */
static bool choose_only(struct expedition *expedition) {
  const struct territory *territory = expedition->territory;
  char *end;
  if (!expedition->mutation) return true;
  unsigned long number = strtoul(expedition->mutation, &end, 10);
  if (*end != ':' || !mutation_parse(end + 1, &expedition->only.mutation))
    return refuse(expedition, "--mutation: expected N:KIND@OFFSET…:fin or :reset, such as "
                              "'1:cut@17:fin', '1:flip@5=41:fin', '1:drop@5+3:reset'");
  for (size_t i = 0; i < territory->target_count; i++)
    if (territory->targets[i].number == number && !expedition->only.target)
      expedition->only.target = &territory->targets[i];
  expedition->only.pair = &territory->pairs[0];
  expedition->count = 1;
  if (expedition->only.target) return true;
  return refuse(expedition, "--mutation: the case has no response of this number");
}

/* --- sweeping --- */

/* tell_known: why what differs is right; returns how many there are. */
static uint64_t tell_known(const struct sweep_result *result) {
  uint64_t count = 0;
  for (int i = KNOWN_NONE + 1; i < KNOWN_DIFFERENCES; i++) {
    if (result->known[i] > 0)
      printf("known: %" PRIu64 " of %s\n", result->known[i],
             known_difference_reason((enum known_difference)i));
    count += result->known[i];
  }
  return count;
}

static void tell(const struct expedition *expedition, const struct sweep_result *result,
                 double seconds) {
  for (size_t i = 0; i < result->finding_count; i++)
    if (result->findings[i]) printf("%s\n", result->findings[i]);
  for (size_t i = 0; i < result->doubt_count; i++)
    printf("%s", result->doubts[i]);
  uint64_t known = tell_known(result);
  printf("seed %" PRIu64 ": %" PRIu64 " mutations compared, of %" PRIu64
         ", in %.1f s, %.0f a second\n",
         expedition->seed, result->compared, expedition->territory->size, seconds,
         seconds > 0 ? (double)result->compared / seconds : 0);
  printf("%" PRIu64 " the same, %" PRIu64 " as another release of the edition, %" PRIu64
         " known differences, %" PRIu64 " unsteady, %" PRIu64 " unexplained\n",
         result->same, result->alternative, known, result->unsteady, result->unexplained);
}

static void watch(const struct expedition *expedition, struct sweep *sweep, size_t total,
                  struct timespec start) {
  bool is_shown = !expedition->is_quiet && isatty(STDERR_FILENO) == 1;
  while (!sweep_wait(sweep, PROGRESS_INTERVAL))
    if (is_shown) progress_print(stderr, sweep_progress(sweep), total, seconds_since(start));
  if (is_shown) progress_erase(stderr);
}

static int sweep_all(const struct expedition *expedition) {
  const struct reproduction reproduction = {.program = program_invocation_name,
                                            .pages = expedition->sources.paths,
                                            .page_count = expedition->sources.path_count,
                                            .spec = expedition->sources.spec_path};
  uint64_t size = expedition->territory->size;
  const struct sweep_settings settings = {
      .territory = expedition->territory,
      .implementations = expedition->company.participants.array,
      .implementation_count = expedition->company.participants.count,
      .environment = &expedition->company.environment,
      .reproduction = &reproduction,
      .only = expedition->mutation ? &expedition->only : NULL,
      .seed = expedition->seed,
      .count = expedition->count         ? expedition->count
               : expedition->seconds > 0 ? UINT64_MAX
                                         : size,
      .seconds = expedition->seconds,
      .deadline = expedition->deadline,
      .workers = expedition->jobs,
      .stop = expedition->stop,
  };
  struct timespec start = deadline_after(0);
  struct sweep *sweep = sweep_start(&settings);
  struct sweep_result result;
  if (!sweep) {
    fprintf(stderr, "%s: cannot start the workers: %s\n", expedition->name, strerror(errno));
    return EXIT_USAGE;
  }
  watch(expedition, sweep, (size_t)(settings.count < size ? settings.count : size), start);
  sweep_finish(sweep, &result);
  tell(expedition, &result, seconds_since(start));
  int status = result.unexplained ? EXIT_FAILURES : EXIT_ALL_AS_EXPECTED;
  sweep_result_clear(&result);
  return status;
}

static bool prepare(struct expedition *expedition) {
  expedition->stop = interruption_watch();
  return sources_load(&expedition->sources) && check_patterns(expedition) && gather(expedition) &&
         explore(expedition) && choose_only(expedition);
}

int command_sweep(int argc, char **argv) {
  struct expedition expedition = {.name = argv[0],
                                  .seed = SEED_DEFAULT,
                                  .deadline = DEADLINE_DEFAULT,
                                  .jobs = argument_default_jobs()};
  argp_parse(&argp, argc, argv, 0, NULL, &expedition);
  int status = prepare(&expedition) ? sweep_all(&expedition) : EXIT_USAGE;
  interruption_unwatch();
  territory_free(expedition.territory);
  plan_free(expedition.plan);
  company_clear(&expedition.company);
  sources_clear(&expedition.sources);
  arguments_clear(&expedition.patterns);
  participation_clear(&expedition.participation);
  return status;
}
