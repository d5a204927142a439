/* hcspec run: loads the pages, gathers who takes part, plays, reports. Each step either succeeds or
 * has said on standard error why not; everything that was made until then is released in one place.
 */
#define _GNU_SOURCE /* program_invocation_name */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/commands.h"
#include "commands/sources.h"
#include "execution/deadline.h"
#include "execution/interruption.h"
#include "execution/participants.h"
#include "execution/progress.h"
#include "execution/project_files.h"
#include "execution/record.h"
#include "execution/report_files.h"
#include "execution/run.h"
#include "execution/run_options.h"
#include "text/memory.h"
#include "text/spelling.h"

/* Everything a run needs, in the order in which it is made. campaign_clear() accepts it at any
 * stage. */
struct campaign {
  const char *name; /* of the command, for messages */
  struct run_options options;
  struct sources sources;
  int stop; /* readable once Ctrl-C was pressed */
  struct arena *arena;
  struct environment environment;
  struct participants participants;
  const struct column *columns;
  size_t column_count;
  struct plan *plan;
  struct results *results;
};

static void campaign_clear(struct campaign *campaign) {
  results_free(campaign->results);
  plan_free(campaign->plan);
  participants_clear(&campaign->participants);
  environment_close(&campaign->environment);
  arena_free(campaign->arena);
  sources_clear(&campaign->sources);
  run_options_clear(&campaign->options);
}

/* refuse: says |text|, which is taken over. */
static bool refuse(const struct campaign *campaign, char *text) {
  fprintf(stderr, "%s: %s\n", campaign->name, text);
  free(text);
  return false;
}

/* --- command line --- */

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct campaign *campaign = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &campaign->options;
    state->child_inputs[1] = &campaign->sources;
    return 0;
  case ARGP_KEY_ARG:
    argp_error(state, "unexpected argument '%s'; cases are chosen with --case", argument);
    return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {
    {&run_options_argp, 0, NULL, 0}, {&sources_argp, 0, "Where the specification is:", 5}, {0}};

static const struct argp argp = {
    NULL,
    take_argument,
    NULL,
    "Play the specification with implementations of http.client and judge what they do.\v"
    "Examples:\n\n"
    "  hcspec run\n"
    "      the reference client in every edition, beside every CPython found\n"
    "  hcspec run --impl 'mine=./my-adapter --fast' --edition 3.13\n"
    "      a client of your own, judged as http.client of Python 3.13\n"
    "  hcspec run --no-oracle --case 'reading#*' --delivery bytes\n"
    "      one page, one byte at a time, by the page alone\n"
    "  hcspec run --quick\n"
    "      each case once, over plain TCP\n"
    "  hcspec run --transport tls,tunnel --delivery split\n"
    "      everything over TLS, straight and through a proxy's tunnel\n"
    "  hcspec run --oracle /usr/bin/python3 --output report\n"
    "      beside one CPython, with a report to look at: report/index.html\n"
    "  hcspec run --case 'framing#*' --repeat 100 --fail-fast\n"
    "      is it the same every time?\n\n"
    "Exit status: 0 everything is as expected; 1 there are failures (with --rfc also of "
    "requirements) or page errors, or the run was "
    "interrupted (what was "
    "done by then is reported); 2 the command line or the set-up is wrong.",
    children,
    NULL,
    NULL};

/* --- participants --- */

static bool add_reference(struct campaign *campaign) {
  char *path = program_file("hcspec-adapter-ref"), *error = NULL;
  if (!path)
    return refuse(campaign, memory_string("the folder of this program is not known; say --impl"));
  bool is_added = participants_add_reference(&campaign->participants, path, &error);
  free(path);
  return is_added || refuse(campaign, error);
}

static bool add_subject(struct campaign *campaign, const char *argument) {
  char *error;
  if (strcmp(argument, "ref") == 0) return add_reference(campaign);
  return participants_add_subject(&campaign->participants, argument, &error) ||
         refuse(campaign, error);
}

static bool add_subjects(struct campaign *campaign) {
  const struct arguments *arguments = &campaign->options.implementations;
  if (arguments->count == 0) return add_reference(campaign);
  for (size_t i = 0; i < arguments->count; i++)
    if (!add_subject(campaign, arguments->array[i])) return false;
  return true;
}

static bool is_wanted(const struct run_options *options, unsigned edition) {
  for (size_t i = 0; i < options->edition_count; i++)
    if (options->editions[i] == edition) return true;
  return options->edition_count == 0;
}

/* drop_unwanted: of those that were searched for, only the ones of the editions asked for stay. */
static void drop_unwanted(const struct run_options *options, struct interpreters *interpreters) {
  size_t kept = 0;
  for (size_t i = 0; i < interpreters->count; i++)
    if (is_wanted(options, interpreters->array[i].edition))
      interpreters->array[kept++] = interpreters->array[i];
  interpreters->count = kept;
}

static bool find_interpreters(struct campaign *campaign, struct interpreters *interpreters) {
  const struct run_options *options = &campaign->options;
  char *error;
  if (options->oracles.count > 0)
    return interpreters_ask(campaign->arena, options->oracles.array, options->oracles.count,
                            interpreters, &error) ||
           refuse(campaign, error);
  *interpreters = interpreters_find(campaign->arena, options->verbose ? stderr : NULL);
  drop_unwanted(options, interpreters);
  return true;
}

static bool add_oracles(struct campaign *campaign) {
  struct interpreters interpreters;
  if (campaign->options.no_oracle) return true;
  if (!find_interpreters(campaign, &interpreters)) return false;
  char *script = project_file("conformance/adapters/cpython/adapter.py");
  if (!script)
    return refuse(
        campaign,
        memory_string(
            "conformance/adapters/cpython/adapter.py is not found in this folder nor above "
            "the program; go there or say --no-oracle"));
  participants_add_oracles(&campaign->participants, &interpreters, script);
  free(script);
  return true;
}

static bool greet_all(struct campaign *campaign) {
  char *error;
  if (participants_greet(&campaign->participants, campaign->stop, &error)) return true;
  return refuse(campaign, error ? error : memory_string("interrupted before the first case"));
}

static bool open_environment(struct campaign *campaign) {
  return environment_open(&campaign->environment) ||
         refuse(campaign, memory_printf("the files of TLS cannot be made: %s", strerror(errno)));
}

static bool gather(struct campaign *campaign) {
  campaign->arena = arena_new();
  return open_environment(campaign) && add_subjects(campaign) && add_oracles(campaign) &&
         greet_all(campaign);
}

/* --- plan --- */

static bool has_column(const struct campaign *campaign,
                       const struct implementation *implementation) {
  for (size_t i = 0; i < campaign->column_count; i++)
    if (campaign->columns[i].implementation == implementation) return true;
  return false;
}

static bool choose_columns(struct campaign *campaign) {
  const struct participants *participants = &campaign->participants;
  const struct run_options *options = &campaign->options;
  campaign->column_count =
      plan_columns(campaign->arena, participants->array, participants->count, options->editions,
                   options->edition_count, &campaign->columns);
  for (size_t i = 0; i < participants->count; i++)
    if (!has_column(campaign, &participants->array[i]))
      return refuse(campaign,
                    memory_printf("the adapter of '%s' declares none of the editions asked for",
                                  participants->array[i].name));
  return true;
}

static bool refuse_pattern(const struct campaign *campaign, const char *pattern) {
  const struct specification *specification = campaign->sources.specification;
  struct spelling spelling = spelling_of(pattern, strlen(pattern));
  for (size_t i = 0; i < specification->scenario_count; i++)
    spelling_consider(&spelling, specification->scenarios[i]->id);
  for (size_t i = 0; i < specification->case_count; i++)
    spelling_consider(&spelling, specification->cases[i].id);
  if (spelling.nearest)
    return refuse(campaign, memory_printf("--case '%s' matches no case; did you mean '%s'?",
                                          pattern, spelling.nearest));
  return refuse(
      campaign,
      memory_printf(
          "--case '%s' matches no case; 'hcspec list' shows all, and a pattern may have *",
          pattern));
}

static struct selection selection_of(const struct run_options *options) {
  return (struct selection){options->patterns.array, options->patterns.count, options->variants,
                            options->named_variants};
}

/* check_patterns: before anyone is started. */
static bool check_patterns(const struct campaign *campaign) {
  const struct selection selection = selection_of(&campaign->options);
  const char *unmatched = plan_unmatched(campaign->sources.specification, &selection);
  return !unmatched || refuse_pattern(campaign, unmatched);
}

static bool make_plan(struct campaign *campaign) {
  const struct selection selection = selection_of(&campaign->options);
  campaign->plan = plan_make(campaign->sources.specification, &selection, campaign->columns,
                             campaign->column_count);
  if (campaign->plan->item_count > 0) return true;
  return refuse(
      campaign,
      memory_string("no case is left to play: none applies to these editions and variants"));
}

/* --- play --- */

static void watch(const struct campaign *campaign, struct run *run, struct timespec start) {
  bool is_shown = !campaign->options.quiet && isatty(STDERR_FILENO) == 1;
  while (!run_wait(run, is_shown ? PROGRESS_INTERVAL : -1))
    progress_print(stderr, run_progress(run), campaign->plan->item_count, seconds_since(start));
  if (is_shown) progress_erase(stderr);
}

static const char *now(struct arena *arena) {
  char text[32];
  time_t seconds = time(NULL);
  struct tm utc;
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &utc));
  return arena_string(arena, text);
}

static void fill_results(struct campaign *campaign, struct run *run, double seconds) {
  const struct run_options *options = &campaign->options;
  struct results *results = campaign->results;
  const struct reproduction reproduction = {
      .program = program_invocation_name,
      .pages = campaign->sources.paths,
      .page_count = campaign->sources.path_count,
      .spec = campaign->sources.spec_path,
      .seed = options->seed,
      .deadline = options->has_deadline ? options->deadline : 0,
  };
  results->version = arena_string(results->arena, HCSPEC_VERSION);
  results->seed = options->seed;
  results->seconds = seconds;
  results->workers = options->jobs;
  results->repeat = options->repeat;
  results->interrupted = run_progress(run).done < campaign->plan->item_count;
  record_run(results, campaign->plan, run, &reproduction);
}

static bool play_all(struct campaign *campaign) {
  const struct run_options *options = &campaign->options;
  const struct run_settings settings = {.workers = options->jobs,
                                        .repeat = options->repeat,
                                        .deadline = options->deadline,
                                        .seed = options->seed,
                                        .fail_fast = options->fail_fast,
                                        .environment = &campaign->environment};
  char *error;
  campaign->results = results_new();
  campaign->results->started = now(campaign->results->arena);
  struct timespec start = deadline_after(0);
  struct run *run = run_start(campaign->plan, &settings, campaign->participants.array,
                              campaign->participants.count, campaign->stop, &error);
  if (!run) return refuse(campaign, error);
  watch(campaign, run, start);
  fill_results(campaign, run, seconds_since(start));
  run_free(run);
  return true;
}

/* --- report --- */

static bool is_as_expected(const struct results *results, const struct run_options *options) {
  for (size_t i = 0; i < results->case_count; i++)
    if (results_unexpected(results, &results->cases[i])) return false;
  if (options->rfc && results_rfc_failures(results) > 0) return false;
  return !results->interrupted;
}

static bool prepare(struct campaign *campaign) {
  campaign->stop = interruption_watch();
  if (campaign->stop < 0)
    return refuse(campaign, memory_printf("no pipe can be had: %s", strerror(errno)));
  return sources_load(&campaign->sources) && check_patterns(campaign) && gather(campaign) &&
         choose_columns(campaign) && make_plan(campaign) && reports_prepare(&campaign->options);
}

int command_run(int argc, char **argv) {
  struct campaign campaign = {.name = argv[0], .options = run_options_default()};
  argp_parse(&argp, argc, argv, 0, NULL, &campaign);
  int status = EXIT_USAGE;
  if (prepare(&campaign) && play_all(&campaign) &&
      write_reports(campaign.results, &campaign.options))
    status =
        is_as_expected(campaign.results, &campaign.options) ? EXIT_ALL_AS_EXPECTED : EXIT_FAILURES;
  interruption_unwatch();
  campaign_clear(&campaign);
  return status;
}
