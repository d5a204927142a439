/* The other end of a TCP connection on the loopback interface, for tests. */
#ifndef PEER_H
#define PEER_H

#include "hc/transport.h"

/* peer_listen returns a socket that listens on an ephemeral port of 127.0.0.1. */
int peer_listen(void);

/* peer_reserve returns a socket that holds a port without listening on it. */
int peer_reserve(void);

/* peer_port returns the port of a socket of either kind. */
int64_t peer_port(int fd);

/* peer_accept takes the next connection. */
int peer_accept(int listener);

/* peer_send sends all of `bytes`. */
void peer_send(int fd, struct hc_span bytes);

/* peer_reset closes `fd` so that the other end sees a reset. */
void peer_reset(int fd);

/* peer_target returns what a connection to 127.0.0.1 and `port` asks for. */
struct hc_transport_target peer_target(int64_t port);

/* peer_open opens a transport to `target`, which has to work. */
struct hc_transport *peer_open(const struct hc_transport_target *target);

#endif
