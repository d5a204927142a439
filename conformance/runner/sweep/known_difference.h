/* The differences that a sweep meets and that are explained: an exact list, each with its reason.
 */
#ifndef SWEEP_KNOWN_DIFFERENCE_H
#define SWEEP_KNOWN_DIFFERENCE_H

#include "execution/duel.h"

/* known_difference: why |difference| of |traces|, of a session's playing, is right; |resets|: the
 * peer reset a connection; NULL when it is not explained. Static. */
const char *known_difference(struct difference difference, const struct session *session,
                             const struct duel_traces *traces, bool resets);

#endif
