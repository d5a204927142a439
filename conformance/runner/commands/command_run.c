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
#include "commands/company.h"
#include "commands/sources.h"
#include "execution/deadline.h"
#include "execution/interruption.h"
#include "execution/progress.h"
#include "execution/record.h"
#include "execution/report_files.h"
#include "execution/run.h"
#include "execution/run_options.h"
#include "text/memory.h"

/* Everything a run needs, in the order in which it is made. campaign_clear() accepts it at any
 * stage. */
struct campaign {
  const char *name; /* of the command, for messages */
  struct run_options options;
  struct sources sources;
  int stop; /* readable once Ctrl-C was pressed */
  struct company company;
  struct plan *plan;
  struct results *results;
};

static void campaign_clear(struct campaign *campaign) {
  results_free(campaign->results);
  plan_free(campaign->plan);
  company_clear(&campaign->company);
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
    "      each case once, over plain TCP, in the newest edition\n"
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

/* --- plan --- */

static struct selection selection_of(const struct run_options *options) {
  return (struct selection){.patterns = options->patterns.array,
                            .pattern_count = options->patterns.count,
                            .variants = options->variants,
                            .named_variants = options->named_variants,
                            .takes_turns = options->takes_turns,
                            .seed = options->seed};
}

/* check_patterns: before anyone is started. */
static bool check_patterns(const struct campaign *campaign) {
  const struct selection selection = selection_of(&campaign->options);
  const char *unmatched = plan_unmatched(campaign->sources.specification, &selection);
  if (unmatched) company_refuse_pattern(campaign->name, campaign->sources.specification, unmatched);
  return !unmatched;
}

static bool gather(struct campaign *campaign) {
  const struct company_call call = {.command = campaign->name,
                                    .participation = &campaign->options.participation,
                                    .stop = campaign->stop,
                                    .is_verbose = campaign->options.verbose,
                                    .newest_alone = campaign->options.is_quick};
  return company_gather(&campaign->company, &call);
}

static bool make_plan(struct campaign *campaign) {
  const struct selection selection = selection_of(&campaign->options);
  campaign->plan = plan_make(campaign->sources.specification, &selection, campaign->company.columns,
                             campaign->company.column_count);
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
      .is_differential = options->is_differential,
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
                                        .is_differential = options->is_differential,
                                        .environment = &campaign->company.environment};
  char *error;
  campaign->results = results_new();
  campaign->results->started = now(campaign->results->arena);
  struct timespec start = deadline_after(0);
  struct run *run = run_start(campaign->plan, &settings, campaign->company.participants.array,
                              campaign->company.participants.count, campaign->stop, &error);
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

static bool has_oracle(const struct company *company, unsigned edition) {
  for (size_t i = 0; i < company->column_count; i++)
    if (company->columns[i].implementation->role == ROLE_ORACLE &&
        company->columns[i].edition == edition)
      return true;
  return false;
}

/* check_oracles: a differential run that compares nothing must not look like one that finds
 * nothing. */
static bool check_oracles(const struct campaign *campaign) {
  const struct company *company = &campaign->company;
  for (size_t i = 0; i < company->column_count && campaign->options.is_differential; i++) {
    unsigned edition = company->columns[i].edition;
    if (has_oracle(company, edition)) continue;
    return refuse(campaign,
                  memory_printf("--differential: there is no CPython %s to compare with; --oracle "
                                "names one, and -v tells why those that were found are none",
                                edition_name(edition)));
  }
  return true;
}

static bool prepare(struct campaign *campaign) {
  campaign->stop = interruption_watch();
  if (campaign->stop < 0)
    return refuse(campaign, memory_printf("no pipe can be had: %s", strerror(errno)));
  return sources_load(&campaign->sources) && check_patterns(campaign) && gather(campaign) &&
         check_oracles(campaign) && make_plan(campaign) && reports_prepare(&campaign->options);
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
