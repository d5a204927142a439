/* The options that say who takes part: --impl, --oracle, --no-oracle and --edition. */
#ifndef RUNNER_PARTICIPATION_H
#define RUNNER_PARTICIPATION_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "execution/arguments.h"

/* The zero state is what holds when the command line says nothing. */
struct participation {
  struct arguments implementations; /* of --impl, as written; none: the reference client */
  struct arguments oracles;         /* paths; none: they are searched for unless |no_oracle| */
  unsigned *editions;
  size_t edition_count;
  bool no_oracle;
};

/* participation_argp: the options, as an argp child whose input is a struct participation in the
 * zero state. A mistake ends the program with a message and argp_err_exit_status. */
extern const struct argp participation_argp;

/* participation_wants: whether |edition| is one of those asked for, or none was. */
bool participation_wants(const struct participation *participation, unsigned edition);

/* participation_clear: releases what was allocated and leaves the zero state. */
void participation_clear(struct participation *participation);

#endif
