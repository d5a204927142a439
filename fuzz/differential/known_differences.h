/* The differences between the reference client and the embedded CPython that are right: registered
 * deviations (conformance/spec/deviations.tsv), and patch levels that do not have a change yet that
 * the reference's edition has. */
#ifndef FUZZ_KNOWN_DIFFERENCES_H
#define FUZZ_KNOWN_DIFFERENCES_H

#include "hc/span.h"

/* disagreement: the two lines of the traces that differ, and what both sides were given. */
struct disagreement {
  struct hc_span input;
  struct hc_span reference;
  struct hc_span interpreter;
};

/* known_difference_count finds the known difference that explains `disagreement` and counts it.
 * False if none does. When the program ends, the counts are printed to standard error. */
bool known_difference_count(const struct disagreement *disagreement);

#endif
