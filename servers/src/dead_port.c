/* The queue of a black hole holds one connection, the occupant, which nobody accepts. That the
 * queue is full is an event like any other: the listener becomes readable. */
#include "dead_port.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static int new_socket(void) {
  return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static bool bind_to_loopback(int fd, struct sockaddr_in *address) {
  socklen_t size = sizeof *address;
  *address = (struct sockaddr_in){.sin_family = AF_INET};
  address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return bind(fd, (struct sockaddr *)address, size) == 0 &&
         getsockname(fd, (struct sockaddr *)address, &size) == 0;
}

static bool give_up(int fd) {
  int error = errno;
  if (fd >= 0) close(fd);
  errno = error;
  return false;
}

bool dead_port_refusing(struct dead_port *dead) {
  struct sockaddr_in address;
  *dead = (struct dead_port){0};
  int fd = new_socket();
  if (fd < 0 || !bind_to_loopback(fd, &address)) return give_up(fd);
  *dead = (struct dead_port){ntohs(address.sin_port), fd, -1};
  return true;
}

/* With a backlog of 0 the queue of Linux has room for one. Waits until it is taken: the handshake
 * on the loopback needs nobody's help. */
static bool fill_queue(int listener, int occupant, const struct sockaddr_in *address) {
  struct pollfd filled = {.fd = listener, .events = POLLIN};
  if (listen(listener, 0) != 0) return false;
  int status = connect(occupant, (const struct sockaddr *)address, sizeof *address);
  if (status != 0 && errno != EINPROGRESS) return false;
  do
    status = poll(&filled, 1, -1);
  while (status < 0 && errno == EINTR);
  return status == 1;
}

bool dead_port_black_hole(struct dead_port *dead) {
  struct sockaddr_in address;
  *dead = (struct dead_port){0};
  int listener = new_socket(), occupant = new_socket();
  if (listener < 0 || occupant < 0 || !bind_to_loopback(listener, &address) ||
      !fill_queue(listener, occupant, &address)) {
    give_up(occupant);
    return give_up(listener);
  }
  *dead = (struct dead_port){ntohs(address.sin_port), listener, occupant};
  return true;
}

void dead_port_release(struct dead_port *dead) {
  if (dead->port) {
    if (dead->occupant >= 0) close(dead->occupant);
    close(dead->fd);
  }
  *dead = (struct dead_port){0};
}
