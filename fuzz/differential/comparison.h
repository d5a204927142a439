/* Compares the traces of both sides line by line. A difference that is known (known_differences.c)
 * ends the comparison and is counted, since from there on the two sides are in different states;
 * any other is described, and the program aborts. */
#ifndef FUZZ_COMPARISON_H
#define FUZZ_COMPARISON_H

#include <stdio.h>

#include "hc/span.h"

struct comparison {
  const char *target;
  struct hc_span input; /* what a known difference may depend on: the response's bytes, or the
                           request's input */
  struct hc_span reference;
  struct hc_span interpreter;
  /* describe writes to `file` what the input means, and a page scenario if one can say it. */
  void (*describe)(const void *plan, struct hc_span interpreter, FILE *file);
  const void *plan;
};

void compare(const struct comparison *comparison);

/* fault_is_wanted: HCSPEC_FUZZ_FAULT is set, and the reference's side is to be made wrong, which
 * the comparison must notice. */
bool fault_is_wanted(void);

#endif
