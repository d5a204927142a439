/* connect() over each transport: the steps that are played in its place, and their outcomes told as
 * one. */
#ifndef RUNNER_CONNECTING_H
#define RUNNER_CONNECTING_H

#include "specification/console.h"
#include "specification/variant.h"

/* connecting_steps: the steps of |session| with its connections made over |transport|: over TLS
 * each is an HTTPSConnection whose context trusts the peer's authority (the variable "authority");
 * through a tunnel set_tunnel(host, port) follows it. The caller gives the array back. */
json_t *connecting_steps(const struct session *session, enum peer_transport transport);

/* connecting_outcomes: |outcomes| of those steps as those of the session's own steps: where a
 * connection was made, but set_tunnel raised, that is what came of connect(). Takes |outcomes| over
 * and returns what the caller gives back. */
json_t *connecting_outcomes(const struct session *session, enum peer_transport transport,
                            json_t *outcomes);

#endif
