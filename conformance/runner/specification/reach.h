/* How the peer of a case can be reached: which transports its session leaves open. */
#ifndef RUNNER_REACH_H
#define RUNNER_REACH_H

#include "peer/script.h"
#include "specification/console.h"
#include "specification/variant.h"

struct reach {
  transport_set transports; /* plain is always there */
  const char *reason;       /* why others are not; NULL when all are */
};

/* reach_of: every transport serves a session that gets its connections from connect() alone. One
 * that constructs them, sets up tunnels or assigns to the host, the port or the socket itself says
 * what is spoken and to whom, and so does a |script| (NULL
 * is allowed) with a statement "tls". A session that never calls connect() would be the same over
 * all of them, and is played over one. */
struct reach reach_of(const struct session *session, const struct peer_script *script);

#endif
