/* A session as a person would have seen it at the console, with what one or several implementations
 * showed; what they agree in is told once. */
#ifndef RUNNER_TRANSCRIPT_H
#define RUNNER_TRANSCRIPT_H

#include <stdio.h>

#include "execution/observation.h"
#include "specification/console.h"

/* One implementation's part; all is borrowed. */
struct trace {
  const char *label; /* "ref 3.11" */
  const struct observation *observation;
};

/* transcript_print: the statements of |session|, each with its outcome, then the wire. Where the
 * traces differ, each outcome stands behind the labels of those that showed it. */
void transcript_print(const struct session *session, const struct trace *traces, size_t count,
                      FILE *out);

/* transcript_outcome: what a page would say of |statement|, had |outcomes| come of it: printed
 * text, a value or an exception with its attributes, each line ended; "" where a page says nothing.
 * The caller frees it. */
char *transcript_outcome(const struct statement *statement, json_t *outcomes);

#endif
