/* hcspec run: loads the pages, gathers who takes part, plays, reports. Each step either succeeds or
 * has said on standard error why not; everything that was made until then is released in one place.
 */
#define _GNU_SOURCE /* program_invocation_name */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/commands.h"
#include "execution/deadline.h"
#include "execution/interruption.h"
#include "execution/memory.h"
#include "execution/participants.h"
#include "execution/progress.h"
#include "execution/project_files.h"
#include "execution/record.h"
#include "execution/report_files.h"
#include "execution/run.h"
#include "execution/run_options.h"

/* Everything a run needs, in the order in which it is made. The zero state is empty;
 * campaign_clear() accepts it. */
struct campaign {
  const char *name; /* of the command, for messages */
  struct run_options options;
  struct clauses *clauses;
  struct specification *specification;
  int stop; /* readable once Ctrl-C was pressed */
  struct arena *arena;
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
  arena_free(campaign->arena);
  specification_free(campaign->specification);
  clauses_free(campaign->clauses);
  run_options_clear(&campaign->options);
}

/* refuse: says |text|, which is taken over. */
static bool refuse(const struct campaign *campaign, char *text) {
  fprintf(stderr, "%s: %s\n", campaign->name, text);
  free(text);
  return false;
}

/* --- Pages
 * ---------------------------------------------------------------------------------------------------
 */

static bool load_from(struct campaign *campaign, const char *clauses, const char *const *pages,
                      size_t page_count) {
  struct diagnostics *diagnostics = diagnostics_new();
  campaign->clauses = clauses_load(clauses, diagnostics);
  if (campaign->clauses)
    campaign->specification = specification_load(pages, page_count, campaign->clauses, diagnostics);
  diagnostics_print(diagnostics, stderr);
  diagnostics_free(diagnostics);
  return campaign->specification != NULL;
}

static bool load(struct campaign *campaign) {
  const struct run_options *options = &campaign->options;
  char *clauses = options->clauses ? memory_string(options->clauses)
                                   : project_file("conformance/spec/clauses.tsv");
  char *own_pages = options->pages.count ? NULL : project_file("conformance/pages");
  const char *const *pages =
      options->pages.count ? options->pages.array : (const char *const *)&own_pages;
  bool is_loaded = false;
  if (!clauses)
    refuse(campaign,
           memory_string("conformance/spec/clauses.tsv is not found; say --clauses FILE"));
  else if (!options->pages.count && !own_pages)
    refuse(campaign, memory_string("conformance/pages is not found; say --pages PATH"));
  else
    is_loaded =
        load_from(campaign, clauses, pages, options->pages.count ? options->pages.count : 1);
  free(clauses);
  free(own_pages);
  return is_loaded;
}

/* --- Participants
 * -------------------------------------------------------------------------------------------- */

static bool add_reference(struct campaign *campaign) {
  char *path = program_file("hcspec-adapter-ref");
  if (!path)
    return refuse(campaign, memory_string("the folder of this program is not known; say --impl"));
  participants_add_reference(&campaign->participants, path);
  free(path);
  return true;
}

static bool add_subjects(struct campaign *campaign) {
  const struct arguments *arguments = &campaign->options.implementations;
  char *error;
  if (arguments->count == 0) return add_reference(campaign);
  for (size_t i = 0; i < arguments->count; i++) {
    if (strcmp(arguments->array[i], "ref") == 0) {
      if (!add_reference(campaign)) return false;
    } else if (!participants_add_subject(&campaign->participants, arguments->array[i], &error)) {
      return refuse(campaign, error);
    }
  }
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
        memory_string("conformance/adapters/cpython/adapter.py is not found; say --no-oracle"));
  participants_add_oracles(&campaign->participants, &interpreters, script);
  free(script);
  return true;
}

static bool greet_all(struct campaign *campaign) {
  char *error;
  if (participants_greet(&campaign->participants, campaign->stop, &error)) return true;
  return refuse(campaign, error ? error : memory_string("interrupted before the first case"));
}

static bool gather(struct campaign *campaign) {
  campaign->arena = arena_new();
  return add_subjects(campaign) && add_oracles(campaign) && greet_all(campaign);
}

/* --- Plan
 * ----------------------------------------------------------------------------------------------------
 */

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

static bool make_plan(struct campaign *campaign) {
  const struct run_options *options = &campaign->options;
  const struct selection selection = {options->patterns.array, options->patterns.count,
                                      options->deliveries};
  const char *unmatched = plan_unmatched(campaign->specification, &selection);
  if (unmatched)
    return refuse(
        campaign,
        memory_printf("--case '%s' matches no case; 'hcspec list' shows their ids", unmatched));
  campaign->plan =
      plan_make(campaign->specification, &selection, campaign->columns, campaign->column_count);
  if (campaign->plan->item_count > 0) return true;
  return refuse(
      campaign,
      memory_string("no case is left to play: none applies to these editions and deliveries"));
}

/* --- Play
 * ----------------------------------------------------------------------------------------------------
 */

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
      .pages = options->pages.array,
      .page_count = options->pages.count,
      .clauses = options->clauses,
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
                                        .fail_fast = options->fail_fast};
  char *error;
  json_object_seed(0); /* before there are threads */
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

/* --- Report
 * --------------------------------------------------------------------------------------------------
 */

static bool is_as_expected(const struct results *results) {
  for (size_t i = 0; i < results->case_count; i++)
    if (results_unexpected(results, &results->cases[i])) return false;
  return !results->interrupted;
}

static bool prepare(struct campaign *campaign) {
  campaign->stop = interruption_watch();
  if (campaign->stop < 0)
    return refuse(campaign, memory_printf("no pipe can be had: %s", strerror(errno)));
  return load(campaign) && gather(campaign) && choose_columns(campaign) && make_plan(campaign);
}

int command_run(int argc, char **argv) {
  struct campaign campaign = {.name = argv[0]};
  run_options_parse(argc, argv, &campaign.options);
  int status = EXIT_USAGE;
  if (prepare(&campaign) && play_all(&campaign) &&
      write_reports(campaign.results, &campaign.options))
    status = is_as_expected(campaign.results) ? EXIT_ALL_AS_EXPECTED : EXIT_FAILURES;
  interruption_unwatch();
  campaign_clear(&campaign);
  return status;
}
