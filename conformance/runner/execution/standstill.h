/* Whether a process has come to a standstill: nothing in it runs, and it waits for bytes. */
#ifndef RUNNER_STANDSTILL_H
#define RUNNER_STANDSTILL_H

#include <sys/types.h>

enum standstill {
  STANDSTILL_NONE,    /* a thread runs, or none waits for bytes */
  STANDSTILL_READING, /* no thread runs, and at least one waits in a read or a poll */
  STANDSTILL_UNKNOWN, /* the system does not tell */
};

/* standstill_of: of the process |pid| and all that descend from it, at this moment. A client that
 * reads stays so until somebody sends it something or ends its connection. */
enum standstill standstill_of(pid_t pid);

#endif
