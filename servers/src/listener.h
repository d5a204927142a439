/* The listening socket of a peer: a port, ephemeral unless one is asked for, of a loopback address.
 */
#ifndef PEER_LISTENER_H
#define PEER_LISTENER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

enum listen_address {
  LISTEN_IPV4,      /* 127.0.0.1 */
  LISTEN_IPV6,      /* ::1 */
  LISTEN_LOCALHOST, /* the last of the two addresses that the name localhost has */
};

/* What the statement listen says. The zero state is how a peer listens unless it is told. */
struct listen_options {
  enum listen_address address;
  size_t window; /* bytes of the receive buffer; 0: as the system likes */
  unsigned port; /* 0: any; no script says so, but a person may */
};

/* Where the same port exists in the other family it is held too, and refuses, so that a client that
 * tries both addresses meets nobody else there. */
struct listener {
  int fd;
  int guard; /* of the other family; -1 when there is none */
  unsigned port;
  const char *host;  /* static */
  char port_text[6]; /* as many digits as a port has, and a NUL */
};

/* The address a connection comes from, as text. */
struct source_address {
  char text[INET6_ADDRSTRLEN];
};

/* listener_open: false with errno set when no socket can be had. */
bool listener_open(struct listener *listener, struct listen_options options);

void listener_close(struct listener *listener);

/* listener_accept: the next waiting connection as a non-blocking socket, the caller's; -1 with
 * errno set, EAGAIN when none is waiting. |source| is where it comes from; NULL is allowed. */
int listener_accept(const struct listener *listener, struct source_address *source);

/* listen_obstacle: why this machine has no |address|, such as "this machine has no IPv6 loopback
 * address (::1)"; static, and NULL when it has. */
const char *listen_obstacle(enum listen_address address);

/* listen_address_name: what stands in a URL and in messages: 127.0.0.1, ::1 or localhost; static.
 */
const char *listen_address_name(enum listen_address address);

#endif
