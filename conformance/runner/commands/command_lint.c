/* hcspec lint: every mistake in the pages, or one line that there is none. */
#include <stdio.h>

#include "commands/commands.h"
#include "commands/sources.h"

static const struct argp argp = {
    NULL,
    sources_take_paths,
    "[PATH...]",
    "Check pages: each PATH, a page or a folder of pages, or the whole specification.\v"
    "Mistakes are told as compilers tell them, file:line:column, all of them in one go.\n\n"
    "Exit status: 0 there is none, 2 there are some.",
    sources_children,
    NULL,
    NULL};

static const char *plural(size_t count) {
  return count == 1 ? "" : "s";
}

/* Of the whole specification alone can be said what no scenario shows. */
static bool is_complete(const struct sources *sources) {
  if (sources->path_count) return true;
  struct diagnostics *diagnostics = diagnostics_new();
  specification_check_deviations(sources->specification,
                                 sources->registries.of[REGISTRY_DEVIATIONS], diagnostics);
  diagnostics_print(diagnostics, stderr);
  bool is_complete = diagnostics_count(diagnostics) == 0;
  diagnostics_free(diagnostics);
  return is_complete;
}

int command_lint(int argc, char **argv) {
  struct sources sources = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &sources);
  bool is_right = sources_load(&sources) && is_complete(&sources);
  if (is_right) {
    const struct specification *all = sources.specification;
    printf("%zu page%s, %zu scenario%s, %zu case%s: no errors\n", all->page_count,
           plural(all->page_count), all->scenario_count, plural(all->scenario_count),
           all->case_count, plural(all->case_count));
  }
  sources_clear(&sources);
  return is_right ? EXIT_ALL_AS_EXPECTED : EXIT_USAGE;
}
