/* What a transport does with a connection before the script can have it: takes the CONNECT of a
 * tunnel, shakes hands for TLS. */
#ifndef PEER_PREAMBLE_H
#define PEER_PREAMBLE_H

#include "connection.h"
#include "peer/peer.h"
#include "request_framing.h"
#include "template.h"

enum preamble_stage { PREAMBLE_TUNNEL, PREAMBLE_TLS, PREAMBLE_DONE, PREAMBLE_FAILED };

struct preamble {
  enum preamble_stage stage;
  struct peer_identities *identities; /* borrowed */
  struct request_framing framing;     /* of the CONNECT */
  char *failure;                      /* why it failed, NULL otherwise */
};

/* preamble_begin: of a |connection| that was just opened and not yet read. preamble_clear()
 * releases it. Without |identities| all but PEER_TRANSPORT_PLAIN fail. */
void preamble_begin(struct preamble *preamble, struct connection *connection,
                    enum peer_transport transport, struct peer_identities *identities);

/* preamble_advance: goes as far as what has come allows; |self| is where the peer listens. The
 * client of one that fails is told so by the end of the connection. */
void preamble_advance(struct preamble *preamble, struct connection *connection,
                      struct template_values self);

void preamble_clear(struct preamble *preamble);

#endif
