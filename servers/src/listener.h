/* The listening socket of a peer: an ephemeral port of the loopback address. */
#ifndef PEER_LISTENER_H
#define PEER_LISTENER_H

#include <stdbool.h>

struct listener {
  int fd;
  unsigned port;
  const char *host;  /* static */
  char port_text[6]; /* as many digits as a port has, and a NUL */
};

/* listener_open: false with errno set when no socket can be had. */
bool listener_open(struct listener *listener);

void listener_close(struct listener *listener);

/* listener_accept: the next waiting connection as a non-blocking socket, the caller's; -1 with
 * errno set, EAGAIN when none is waiting. */
int listener_accept(const struct listener *listener);

#endif
