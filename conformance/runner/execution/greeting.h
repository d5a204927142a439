/* The start of an adapter: process, hello, and what the adapter says of itself. */
#ifndef RUNNER_GREETING_H
#define RUNNER_GREETING_H

#include "execution/adapter.h"

enum { HELLO_SECONDS = 10 };

/* greet: says hello to |adapter|, which adapter_start() has just started, and reads its answer into
 * |*hello|, the caller's. On failure returns false, the adapter does not run any more, and |*error|
 * says why, with what it last wrote to standard error on further lines; the caller frees it. NULL
 * in |*error| means that |stop| (-1: none) became readable. */
bool greet(struct adapter *adapter, int stop, struct hello *hello, char **error);

/* adapter_start_and_greet: adapter_start() and greet(). */
bool adapter_start_and_greet(struct adapter *adapter, int stop, struct hello *hello, char **error);

#endif
