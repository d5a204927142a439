/* What came of the checks of an adapter, in the order in which they were made. */
#ifndef ADAPTER_CHECK_FINDINGS_H
#define ADAPTER_CHECK_FINDINGS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* |sent|, |came| and |remedy| are for a check that failed. */
struct finding {
  char *check; /* what should be so, a sentence */
  bool passed;
  char *sent;
  char *came;
  const char *remedy; /* static */
};

/* The zero state is none; findings_clear() accepts it. */
struct findings {
  struct finding *items;
  size_t count;
};

/* findings_pass, findings_fail: add one; texts are copied, but |came| is taken over. */
void findings_pass(struct findings *findings, const char *check);
void findings_fail(struct findings *findings, const char *check, const char *sent, char *came,
                   const char *remedy);

size_t findings_failed(const struct findings *findings);

/* findings_print: for people, each failure with its remedy. findings_to_json: the same; the
 * caller's. */
void findings_print(const struct findings *findings, FILE *out);
json_t *findings_to_json(const struct findings *findings);

/* findings_clear: releases what they own and leaves the zero state. */
void findings_clear(struct findings *findings);

#endif
