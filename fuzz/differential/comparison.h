/* Runs both sides and compares their traces. They are the same, byte for byte: a difference that is
 * right is none here, for http.client is made to do what the reference does
 * (known_differences.py). Any other is described, and the program aborts. */
#ifndef FUZZ_COMPARISON_H
#define FUZZ_COMPARISON_H

#include <stdio.h>

#include "hc/buffer.h"
#include "hc/edition.h"

/* The functions are given the plan that an input means. */
struct comparison {
  const char *target;
  void (*interpreter)(const void *plan, struct hc_buffer *trace); /* NULL: nothing is written */
  void (*reference)(const void *plan, enum hc_edition edition, struct hc_buffer *trace);
  /* describe writes to `file` what the input means, and a page scenario if one can say it. */
  void (*describe)(const void *plan, struct hc_span interpreter, FILE *file);
};

/* compare does that for `plan`. Environment variables change it: with HCSPEC_FUZZ_FAULT the
 * reference's trace loses its last byte, which has to be noticed; with HCSPEC_FUZZ_CEILING the
 * calls of http.client are made and nothing else, to measure what they cost by themselves; with
 * HCSPEC_FUZZ_WHOLE a find is shown with its lines whole, however long. */
void compare(const struct comparison *comparison, const void *plan);

#endif
