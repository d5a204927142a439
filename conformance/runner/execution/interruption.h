/* Ctrl-C and a request to terminate, as a descriptor that can be waited for. */
#ifndef RUNNER_INTERRUPTION_H
#define RUNNER_INTERRUPTION_H

#include <stdbool.h>

/* interruption_watch: from now on SIGINT and SIGTERM end nothing but make the returned descriptor
 * readable, for good; SIGPIPE is ignored. A second signal ends the program as usual. Returns -1
 * with errno set when no pipe can be had. */
int interruption_watch(void);

/* interruption_happened: whether one of the signals has come. */
bool interruption_happened(void);

/* interruption_unwatch: the signals have their usual effect again, and the descriptor is closed. */
void interruption_unwatch(void);

#endif
