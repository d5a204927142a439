/* Why an adapter was ended, in words. */
#ifndef RUNNER_DEATH_H
#define RUNNER_DEATH_H

#include "execution/exchange.h"

/* death_account: ends |adapter| after an exchange that brought no line, and says what happened: one
 * sentence without full stop, then what it last wrote to standard error, a line each. |answer| is
 * what was waited for ("answer to hello"), and |seconds| for how long at most; NULL when nothing
 * was and the adapter died all the same. The caller frees it. */
char *death_account(struct adapter *adapter, enum exchange_end end, const char *answer,
                    double seconds);

/* rejection_account: ends |adapter| because of what it wrote, as |problem| says; else as
 * death_account(). */
char *rejection_account(struct adapter *adapter, const char *problem);

#endif
