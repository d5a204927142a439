/* How an adapter ends, and how long it keeps what a case has made. */
#ifndef ADAPTER_CHECK_END_CHECKS_H
#define ADAPTER_CHECK_END_CHECKS_H

#include "adapter_check/checking.h"

/* check_lifetime: a case's connection stays open until the next message has come, and no longer. */
void check_lifetime(struct checking *checking);

/* check_ends: the exit status at quit, at the end of input and at messages that are ill-formed. */
void check_ends(struct checking *checking);

#endif
