/* hcspec export: the whole specification as JSON, or as seeds for fuzzers. */
#include <stdio.h>

#include "commands/commands.h"
#include "commands/corpus.h"
#include "commands/sources.h"
#include "specification/specification_json.h"

struct arguments {
  struct sources sources; /* the first, so that sources_take_paths() finds it */
  const char *corpus;     /* a folder; NULL: the specification is wanted */
};

enum { OPTION_CORPUS = 256 };

static const struct argp_option options[] = {
    {"corpus", OPTION_CORPUS, "FOLDER", 0,
     "Write seeds for the fuzz targets instead, into a folder a target below FOLDER: what scripts "
     "send, whole and in parts, and what consoles, scripts and pages say",
     0},
    {0}};

static error_t take_option(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  if (key != OPTION_CORPUS) return sources_take_paths(key, argument, state);
  arguments->corpus = argument;
  return 0;
}

static const struct argp argp = {
    options,
    take_option,
    "[PATH...]",
    "Write the specification to standard output as JSON: each PATH, a page or a folder of pages, "
    "or the whole.\v"
    "It holds all that a runner needs: scenarios, cases, steps for the adapter, what is expected "
    "of them, and the "
    "peer's scripts. conformance/schema/specification-1.schema.json describes it.\n\n"
    "Seeds (--corpus) are the start of a fuzz campaign; scripts/fuzz makes them by itself.",
    sources_children,
    NULL,
    NULL};

static void print_json(const struct sources *sources) {
  json_t *json = specification_to_json(sources->specification, &sources->registries);
  json_dumpf(json, stdout, JSON_INDENT(1));
  putchar('\n');
  json_decref(json);
}

int command_export(int argc, char **argv) {
  struct arguments arguments = {.corpus = NULL};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  bool is_done = sources_load(&arguments.sources);
  if (is_done && arguments.corpus)
    is_done = corpus_write(arguments.sources.specification, arguments.corpus);
  else if (is_done)
    print_json(&arguments.sources);
  sources_clear(&arguments.sources);
  return is_done ? EXIT_ALL_AS_EXPECTED : EXIT_USAGE;
}
