/* How a difference is told: as a small scenario that can be pasted into a page, with both traces
 * and the command that shows it again. */
#ifndef SWEEP_FINDING_H
#define SWEEP_FINDING_H

#include "sweep/encounter.h"

/* finding_signature: differences of the same kind have the same; the caller frees it. */
char *finding_signature(const struct encounter *encounter, const struct session *session);

/* finding_report: what |encounter| has shown of |draft|, which |take| was made of, shrunk if that
 * goes; the caller frees it. */
char *finding_report(struct ground *ground, const struct visit *visit, const struct draft *draft,
                     const struct take *take, const struct encounter *encounter);

/* finding_doubt: one line on what did not come out again, and the command; the caller frees it. */
char *finding_doubt(const struct sweep_settings *settings, const struct visit *visit,
                    const struct encounter *encounter, const struct session *session);

#endif
