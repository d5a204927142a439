/* What the runner computes itself from the outcomes of steps: the expressions of the console
 * language. */
#ifndef RUNNER_EVALUATE_H
#define RUNNER_EVALUATE_H

#include "specification/console.h"

enum evaluation_end {
  EVALUATION_VALUE,
  EVALUATION_RAISES,    /* as Python would: a subscript out of range, len(5) */
  EVALUATION_UNBOUND,   /* a step that it needs gave no value */
  EVALUATION_UNDECIDED, /* it asks about an object more than its class's name tells */
};

/* What came of an expression. evaluation_clear() gives it back; the zero state is empty. */
struct evaluation {
  enum evaluation_end end;
  json_t *value;      /* EVALUATION_VALUE: the value; EVALUATION_RAISES: as "raises" in an outcome;
                         borrowed */
  const char *reason; /* EVALUATION_UNBOUND, EVALUATION_UNDECIDED: static text */
  json_t *made;       /* keeps alive what was made on the way */
};

/* evaluate: computes |expression| with |outcomes|, an adapter's well-formed answer. Constants of
 * the session are read and never kept, so that threads may share them. */
void evaluate(const struct expression *expression, json_t *outcomes, struct evaluation *evaluation);

/* evaluation_clear: releases what was made and leaves the zero state. */
void evaluation_clear(struct evaluation *evaluation);

#endif
