/* What came of one statement of a session: "the end" of it. It is the first of its own steps that
 * gave no value, or else the value of its expression. */
#ifndef RUNNER_STATEMENT_END_H
#define RUNNER_STATEMENT_END_H

#include "execution/evaluate.h"

/* At most one of the pointers is set. All is borrowed from the outcomes or from |evaluation|. */
struct statement_end {
  json_t *value;       /* of its expression; NULL for an assignment, or when it gave none */
  json_t *raised;      /* "raises" of an outcome, or NULL */
  const char *unbound; /* the variable, or NULL */
  const char *unsupported;
  const char *undecided;
  struct evaluation evaluation;
};

/* statement_end_take: the end of |statement| in |outcomes|, an adapter's well-formed answer, which
 * outlives it; statement_end_clear() gives it back. */
void statement_end_take(const struct statement *statement, json_t *outcomes,
                        struct statement_end *end);

/* statement_end_clear: releases what was made and leaves the zero state. */
void statement_end_clear(struct statement_end *end);

/* statement_printed: all that |statement|, whose end is |end|, printed; the caller frees it. */
char *statement_printed(const struct statement *statement, json_t *outcomes,
                        const struct statement_end *end, size_t *length);

#endif
