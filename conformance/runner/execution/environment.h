/* What all clients of a run find around them besides the peer's address: the files of TLS, their
 * names as variables, and the environment of their processes. */
#ifndef RUNNER_ENVIRONMENT_H
#define RUNNER_ENVIRONMENT_H

#include <stdbool.h>

#include "peer/identities.h"

/* The zero state is none, which environment_close() accepts: no TLS and no variables. Once open it
 * does not change, and threads share it. */
struct environment {
  struct peer_identities *identities;
  char *variables; /* members of run.variables, each behind a comma; NULL: none */
};

/* environment_open: makes the identities of the run's peers and sets SSL_CERT_FILE, which every
 * process started from now on inherits: what a client trusts by default is then the peers'
 * authority alone. Not to be called once there are threads. On failure returns false with errno
 * set, and |environment| is the zero state. */
bool environment_open(struct environment *environment);

/* environment_close: removes the files, takes SSL_CERT_FILE away and leaves the zero state. */
void environment_close(struct environment *environment);

#endif
