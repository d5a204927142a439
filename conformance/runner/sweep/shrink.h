/* Making a draft smaller while what makes it interesting stays. */
#ifndef SWEEP_SHRINK_H
#define SWEEP_SHRINK_H

#include "sweep/draft.h"

/* Whether |draft| is still interesting; |payload| is the caller's. */
typedef bool shrink_test(const struct draft *draft, void *payload);

/* shrink: replaces |draft|, which is interesting, by smaller drafts that are, as long as there are
 * some and |budget| tests are not used up: fewer statements in the session, less of the script
 * behind the response, fewer bytes. Nothing single can then be left out, unless the budget ended.
 */
void shrink(struct draft *draft, shrink_test *is_interesting, void *payload, unsigned budget);

#endif
