/* hcspec export: the whole specification as JSON. */
#include <stdio.h>

#include "commands/commands.h"
#include "commands/sources.h"
#include "specification/specification_json.h"

static const struct argp argp = {
    NULL,
    sources_take_paths,
    "[PATH...]",
    "Write the specification to standard output as JSON: each PATH, a page or a folder of pages, "
    "or the whole.\v"
    "It holds all that a runner needs: scenarios, cases, steps for the adapter, what is expected "
    "of them, and the "
    "peer's scripts. conformance/schema/specification-1.schema.json describes it.",
    sources_children,
    NULL,
    NULL};

int command_export(int argc, char **argv) {
  struct sources sources = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &sources);
  bool is_loaded = sources_load(&sources);
  if (is_loaded) {
    json_t *json = specification_to_json(sources.specification, &sources.registries);
    json_dumpf(json, stdout, JSON_INDENT(1));
    putchar('\n');
    json_decref(json);
  }
  sources_clear(&sources);
  return is_loaded ? EXIT_ALL_AS_EXPECTED : EXIT_USAGE;
}
