/* Who takes part in a run: a subject to be judged, or an oracle, and how its adapter is started. */
#ifndef RUNNER_IMPLEMENTATION_H
#define RUNNER_IMPLEMENTATION_H

#include <stdbool.h>

#include "execution/protocol.h"
#include "reports/results.h"

/* The zero state is empty; implementation_clear() accepts it. Workers only read it. */
struct implementation {
  char *name;
  char **words; /* the command and its arguments, ends with NULL */
  char *option; /* the command-line option that brings it into a run, quoted for a shell: "--oracle
                   /usr/bin/python3" */
  enum role role;
  struct hello hello; /* what its adapter said when the run was set up */
};

/* implementation_clear: releases what it owns and leaves the zero state. */
void implementation_clear(struct implementation *implementation);

/* implementation_parse: reads "NAME=COMMAND", a subject. COMMAND is split as a shell splits words,
 * quotes included, but no shell runs: a substitution or an unset variable is an error. On failure
 * returns false, and |*error| (the caller's) quotes |argument|. */
bool implementation_parse(const char *argument, struct implementation *implementation,
                          char **error);

/* implementation_command: its words, each quoted for a shell where need be; the caller frees it. */
char *implementation_command(const struct implementation *implementation);

/* implementation_has_edition: whether its adapter can be |edition|. */
bool implementation_has_edition(const struct implementation *implementation, unsigned edition);

#endif
