/* hcspec coverage: what a run has proven of the registries. */
#include <argp.h>
#include <stdlib.h>

#include "commands/commands.h"
#include "coverage/coverage_report.h"
#include "execution/project_files.h"

enum { KEY_SPEC = 0x400, KEY_JSON, KEY_MISSING };

static const char standard_results[] = "build/report/results.json";

/* Texts are borrowed. */
struct arguments {
  const char *results_path;
  const char *spec; /* NULL: the project's own */
  bool as_json;
  bool only_missing;
};

static const struct argp_option options[] = {
    {"spec", KEY_SPEC, "FOLDER", 0, "The registries: clauses.tsv …", 0},
    {"json", KEY_JSON, NULL, 0, "As JSON, with all scenarios", 0},
    {"missing", KEY_MISSING, NULL, 0, "Only what is neither proven nor explained", 0},
    {0},
};

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case KEY_SPEC: arguments->spec = argument; return 0;
  case KEY_JSON: arguments->as_json = true; return 0;
  case KEY_MISSING: arguments->only_missing = true; return 0;
  case ARGP_KEY_ARG:
    if (arguments->results_path)
      argp_error(state, "one results file at a time: '%s' is the second", argument);
    arguments->results_path = argument;
    return 0;
  case ARGP_KEY_END:
    if (!arguments->results_path) arguments->results_path = standard_results;
    return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {
    options,
    take_argument,
    "[RESULTS]",
    "Print what an earlier run has proven: of the clauses of the documentation, of what CPython "
    "was "
    "seen to do, of the requirements of RFCs and of the registered deviations.\v"
    "RESULTS is the results.json of the run, build/report/results.json by default. Something is "
    "proven when an implementation met a scenario that cites it, in the same edition and without a "
    "CPython that contradicts.\n\n"
    "Example:\n\n"
    "  hcspec run --output build/report; hcspec coverage --missing\n\n"
    "Exit status: 0 each clause is proven, or it is said why it cannot be; 1 some are neither; 2 "
    "something could not be read.",
    NULL,
    NULL,
    NULL};

static int print_coverage(const struct coverage *coverage, const struct arguments *arguments) {
  if (arguments->as_json) {
    json_t *json = coverage_to_json(coverage, arguments->only_missing);
    json_dumpf(json, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(json);
  } else {
    coverage_print(coverage, arguments->only_missing, stdout);
  }
  return coverage_is_complete(coverage) ? EXIT_ALL_AS_EXPECTED : EXIT_FAILURES;
}

static int measure(const struct registries *registries, const struct results *results,
                   const struct arguments *arguments, struct diagnostics *diagnostics) {
  struct coverage coverage = coverage_measure(registries, results, diagnostics);
  int status = diagnostics_count(diagnostics) ? EXIT_USAGE : print_coverage(&coverage, arguments);
  coverage_clear(&coverage);
  return status;
}

/* load_registries: from the folder that is named, or the project's own. */
static void load_registries(struct registries *registries, const struct arguments *arguments,
                            struct diagnostics *diagnostics) {
  static const char standard[] = "conformance/spec";
  char *own = arguments->spec ? NULL : project_file(standard);
  if (arguments->spec || own)
    registries_load(registries, arguments->spec ? arguments->spec : own, diagnostics);
  else
    diagnostics_error(diagnostics, (struct place){standard, 0, 0},
                      "not found in this folder nor above the program; name it with --spec FOLDER");
  free(own);
}

int command_coverage(int argc, char **argv) {
  struct arguments arguments = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  struct diagnostics *diagnostics = diagnostics_new();
  struct registries registries = {0};
  load_registries(&registries, &arguments, diagnostics);
  struct results *results = results_read_json(arguments.results_path, diagnostics);
  int status = EXIT_USAGE;
  if (diagnostics_count(diagnostics) == 0)
    status = measure(&registries, results, &arguments, diagnostics);
  diagnostics_print(diagnostics, stderr);
  results_free(results);
  registries_clear(&registries);
  diagnostics_free(diagnostics);
  return status;
}
