/* A port of 127.0.0.1 on which no connection ever comes about: it refuses each, or lets each wait
 * without end. */
#ifndef PEER_DEAD_PORT_H
#define PEER_DEAD_PORT_H

#include <stdbool.h>

/* The zero state holds nothing. */
struct dead_port {
  unsigned port; /* 0 in the zero state */
  int fd;        /* bound to the port; valid unless |port| is 0 */
  int occupant;  /* of a black hole: the connection that fills its queue */
};

/* dead_port_refusing: a port that is bound, so that nobody else can have it, and that nobody
 * listens on: connects are refused. False with errno set, and the zero state, when it cannot be
 * had. */
bool dead_port_refusing(struct dead_port *dead);

/* dead_port_black_hole: a port with a listener whose queue is full: the system drops each further
 * attempt, so that a connect neither succeeds nor fails. Results as above. */
bool dead_port_black_hole(struct dead_port *dead);

/* dead_port_release: gives the port back and leaves the zero state. */
void dead_port_release(struct dead_port *dead);

#endif
