/* The command line that plays one case again as it was played. */
#ifndef RUNNER_REPRODUCTION_H
#define RUNNER_REPRODUCTION_H

#include "execution/plan.h"

/* What a command line needs beside the case; everything is borrowed. */
struct reproduction {
  const char *program;      /* as it was called: "build/release/bin/hcspec" */
  const char *const *pages; /* as given; none: the project's own */
  size_t page_count;
  const char *spec; /* the folder of the registries; NULL: the project's own */
  uint64_t seed;
  double deadline; /* seconds; 0: the default */
  bool is_differential;
};

/* reproduction_command: plays |item| with the implementation of |column|, and beside it |oracle|
 * (NULL: none); quoted for a shell. The caller frees it. */
char *reproduction_command(const struct reproduction *reproduction, const struct plan_item *item,
                           const struct column *column, const struct implementation *oracle);

#endif
