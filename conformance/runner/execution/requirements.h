/* What a case shows of the requirements of RFCs that its scenario cites: the second of the two
 * verdicts on it. Pure, as the first one is. */
#ifndef RUNNER_REQUIREMENTS_H
#define RUNNER_REQUIREMENTS_H

#include "execution/slot.h"
#include "specification/specification.h"

/* requirement_severity: the verdict on a client that does not meet |requirement|, by its keyword: a
 * MUST is a fail, a SHOULD a warning, a MAY or an "ought" a note. Prose and grammar bind like a
 * MUST, but a recipient of what breaks the grammar may salvage it (RFC 9110, 2.4), so that is a
 * warning. */
enum rfc_verdict requirement_severity(const struct registry_row *requirement);

/* requirements_judge: the verdicts on all that |scenario| cites, those it meets first, by what was
 * observed; |is_doubtful| when the page itself is in doubt. The caller frees the array; NULL where
 * nothing is cited or nothing was played. */
enum rfc_verdict *requirements_judge(const struct scenario *scenario, const struct slot *slot,
                                     bool is_doubtful);

#endif
