/* Every bound of the scripted peer, in one list; docs/peer-script.md tells them to users. */
#ifndef PEER_LIMITS_H
#define PEER_LIMITS_H

#include "peer/peer.h"

enum {
  LIMIT_SENT = 64 * 1024 * 1024, /* bytes a script sends in all */
  LIMIT_RECEIVED =
      64 * 1024 * 1024,       /* bytes one connection takes in, and one statement waits for */
  LIMIT_WINDOW = 1024 * 1024, /* bytes of a receive buffer that a script asks for */
  LIMIT_CONNECTIONS = PEER_POLL_MAX - 1, /* of one playing; one place is the listening socket's */
};

#endif
