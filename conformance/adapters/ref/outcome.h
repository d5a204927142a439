/* What came of a step: a value, an exception, or that it could not be tried; and how the protocol
 * says it. */
#ifndef ADAPTER_OUTCOME_H
#define ADAPTER_OUTCOME_H

#include <jansson.h>

#include "hc/error.h"
#include "value.h"

enum outcome_kind {
  OUTCOME_NONE, /* returned None; the zero state */
  OUTCOME_VALUE,
  OUTCOME_RAISES,
  OUTCOME_UNBOUND,
  OUTCOME_UNSUPPORTED,
};

/* The zero state is a step that returned None. */
struct outcome {
  enum outcome_kind kind;
  struct value *value;   /* OUTCOME_VALUE; owned */
  struct hc_error error; /* OUTCOME_RAISES; owned */
  const char *variable;  /* OUTCOME_UNBOUND; borrowed from the message */
  char why[160];         /* OUTCOME_UNSUPPORTED */
};

/* outcome_clear: releases what it owns and leaves the zero state. */
void outcome_clear(struct outcome *outcome);

/* outcome_return: the step returned |value|, whose reference is taken over. */
void outcome_return(struct outcome *outcome, struct value *value);

/* outcome_check: makes the outcome of a call of the library that put its error into
 * |outcome->error|. Returns whether |kind| is HC_OK; the outcome is then still None. */
bool outcome_check(struct outcome *outcome, enum hc_kind kind);

/* outcome_raise: the step raised an exception of this kind with a text. Returns false, so that it
 * can end a check. */
bool outcome_raise(struct outcome *outcome, enum hc_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* outcome_unbound: nothing is bound to the variable. outcome_unsupported: the library cannot say
 * this. */
void outcome_unbound(struct outcome *outcome, const char *variable);
bool outcome_unsupported(struct outcome *outcome, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* outcome_encode: as the protocol says it; the reference is the caller's. NULL when there is no
 * memory. */
json_t *outcome_encode(const struct outcome *outcome);

#endif
