/* Sockets are closed on exec, so that a program started meanwhile cannot keep a connection open. */
#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* Another process may hold the port in the other family; as often another port is tried. */
enum { PORTS_TRIED = 100 };

union loopback_address {
  struct sockaddr any;
  struct sockaddr_in ipv4;
  struct sockaddr_in6 ipv6;
};

static socklen_t loopback_address(int family, unsigned port, union loopback_address *address) {
  if (family == AF_INET6) {
    address->ipv6 = (struct sockaddr_in6){.sin6_family = AF_INET6,
                                          .sin6_port = htons((uint16_t)port),
                                          .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    return sizeof address->ipv6;
  }
  address->ipv4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address->ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return sizeof address->ipv4;
}

static void close_keeping_errno(int fd) {
  int error = errno;
  if (fd >= 0) close(fd);
  errno = error;
}

/* A port that was asked for may have closed connections in TIME_WAIT, which keep nobody out. */
static void reuse_port(int fd) {
  int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

/* A socket bound to |port| of the loopback address, 0 being any; -1 with errno set. */
static int bound_socket(int family, unsigned port) {
  union loopback_address address;
  socklen_t size = loopback_address(family, port, &address);
  int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd >= 0 && port) reuse_port(fd);
  if (fd < 0 || bind(fd, &address.any, size) == 0) return fd;
  close_keeping_errno(fd);
  return -1;
}

/* Sockets take over the receive buffer of the listener that accepts them; it has to be set before
 * the handshake, which announces how large the window can get. */
static bool start_listening(struct listener *listener, size_t window) {
  union loopback_address address;
  socklen_t length = sizeof address;
  int size = (int)window;
  if (window && setsockopt(listener->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) != 0)
    return false;
  if (listen(listener->fd, SOMAXCONN) != 0) return false;
  if (getsockname(listener->fd, &address.any, &length) != 0) return false;
  bool is_ipv6 = address.any.sa_family == AF_INET6;
  listener->port = ntohs(is_ipv6 ? address.ipv6.sin6_port : address.ipv4.sin_port);
  snprintf(listener->port_text, sizeof listener->port_text, "%u", listener->port & 0xffff);
  return true;
}

/* Fails with EADDRINUSE when the port is taken in the other family. Where a machine lacks that
 * family there is nothing to hold. */
static bool hold_other_family(struct listener *listener, int other) {
  listener->guard = bound_socket(other, listener->port);
  return listener->guard >= 0 || errno != EADDRINUSE;
}

static bool open_pair(struct listener *listener, int family, struct listen_options options) {
  listener->guard = -1;
  listener->fd = bound_socket(family, options.port);
  if (listener->fd < 0) return false;
  if (start_listening(listener, options.window) &&
      hold_other_family(listener, family == AF_INET ? AF_INET6 : AF_INET))
    return true;
  int error = errno;
  listener_close(listener);
  errno = error;
  return false;
}

/* AF_UNSPEC when the name has not one address of each family. */
static int family_of_localhost(void) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *addresses = NULL;
  int first = AF_UNSPEC, last = AF_UNSPEC;
  if (getaddrinfo("localhost", NULL, &hints, &addresses) != 0) return AF_UNSPEC;
  for (const struct addrinfo *at = addresses; at; at = at->ai_next) {
    last = at->ai_family;
    if (first == AF_UNSPEC) first = last;
  }
  freeaddrinfo(addresses);
  return first == last ? AF_UNSPEC : last;
}

static int family_of(enum listen_address address) {
  switch (address) {
  case LISTEN_IPV4: return AF_INET;
  case LISTEN_IPV6: return AF_INET6;
  case LISTEN_LOCALHOST: break;
  }
  return family_of_localhost();
}

bool listener_open(struct listener *listener, struct listen_options options) {
  int family = family_of(options.address);
  *listener = (struct listener){.fd = -1, .guard = -1};
  listener->host = listen_address_name(options.address);
  errno = EADDRNOTAVAIL;
  if (family == AF_UNSPEC) return false;
  for (int tried = 0; tried < PORTS_TRIED; tried++) {
    if (open_pair(listener, family, options)) return true;
    if (errno != EADDRINUSE || options.port) return false;
  }
  return false;
}

void listener_close(struct listener *listener) {
  if (listener->fd >= 0) close(listener->fd);
  if (listener->guard >= 0) close(listener->guard);
  listener->fd = listener->guard = -1;
}

static void print_source(const union loopback_address *address, struct source_address *source) {
  bool is_ipv6 = address->any.sa_family == AF_INET6;
  const void *number =
      is_ipv6 ? (const void *)&address->ipv6.sin6_addr : (const void *)&address->ipv4.sin_addr;
  inet_ntop(is_ipv6 ? AF_INET6 : AF_INET, number, source->text, sizeof source->text);
}

int listener_accept(const struct listener *listener, struct source_address *source) {
  union loopback_address address;
  socklen_t size;
  int fd;
  do {
    size = sizeof address;
    fd = accept4(listener->fd, &address.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  } while (fd < 0 && (errno == EINTR || errno == ECONNABORTED));
  if (fd >= 0 && source) print_source(&address, source);
  return fd;
}

const char *listen_obstacle(enum listen_address address) {
  if (address == LISTEN_IPV4) return NULL;
  int fd = bound_socket(AF_INET6, 0);
  if (fd < 0) return "this machine has no IPv6 loopback address (::1)";
  close(fd);
  if (address == LISTEN_LOCALHOST && family_of_localhost() == AF_UNSPEC)
    return "on this machine the name localhost has not both an IPv6 and an IPv4 address";
  return NULL;
}

const char *listen_address_name(enum listen_address address) {
  static const char *const names[] = {
      [LISTEN_IPV4] = "127.0.0.1", [LISTEN_IPV6] = "::1", [LISTEN_LOCALHOST] = "localhost"};
  return names[address];
}
