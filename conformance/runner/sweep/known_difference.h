/* The differences that a sweep meets and that are explained: an exact list, each with its reason.
 * An entry holds for its cause alone, which is looked up in the traces: the step, what either side
 * did there, and the length that the server announced. */
#ifndef SWEEP_KNOWN_DIFFERENCE_H
#define SWEEP_KNOWN_DIFFERENCE_H

#include "execution/duel.h"

enum known_difference {
  KNOWN_NONE, /* not explained */
  KNOWN_OVERFLOW,
  KNOWN_MEMORY,
  KNOWN_BEYOND_64_BITS,
  KNOWN_DIFFERENCES,
};

/* known_difference: which explains |difference| of |traces|, of a session's playing. */
enum known_difference known_difference(struct difference difference, const struct session *session,
                                       const struct duel_traces *traces);

/* known_difference_reason: for a person; static. */
const char *known_difference_reason(enum known_difference known);

#endif
