/* A client and a server that have shaken hands. */
#ifndef TLS_SESSION_H
#define TLS_SESSION_H

#include "support/tls_fixture.h"
#include "support/tls_peer.h"

/* Zero state: with the usual context. */
struct session {
  struct hc_tls_context *context; /* given up at session_stop() */
  struct tls_peer peer;
  struct hc_transport *transport;
};

/* session_start_peer starts a peer with the fixture's certificates. */
void session_start_peer(struct tls_peer *peer, const struct tls_peer_options *options);

/* session_start fails the test if the handshake does. */
void session_start(struct session *session, const struct tls_peer_options *options);
void session_stop(struct session *session);

#endif
