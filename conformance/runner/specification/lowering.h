/* Statement trees become steps for the adapter and expressions for the runner. Here names get their
 * meaning. */
#ifndef RUNNER_LOWERING_H
#define RUNNER_LOWERING_H

#include "specification/fold.h"

/* A session as it grows, statement by statement. */
struct lowering {
  struct arena *arena;
  struct diagnostics *diagnostics;
  struct constants *constants;
  struct scope scope;
  json_t *steps;
  capability_set needs;
  run_variable_set variables;
  size_t *connects; /* the steps that connect() made */
  size_t connect_count;
  unsigned temporaries; /* used so far: "_1", "_2", … */
  bool prints_debug;    /* a debug level was set: from here on any step may print */
};

/* lower_statement: appends the steps of |tree| and fills the kind, steps and value of |statement|.
 * Returns false after an error; the name that |tree| assigns to is then known, but broken, so that
 * it causes no errors further on. */
bool lower_statement(struct lowering *lowering, const struct statement_tree *tree,
                     struct statement *statement);

/* lower_broken: the statement could not be parsed; binds its target, if known, as above. */
void lower_broken(struct lowering *lowering, const struct statement_tree *tree);

#endif
