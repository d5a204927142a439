/* Sockets are closed on exec, so that a program started meanwhile cannot keep a connection open. */
#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static bool listen_on_loopback(struct listener *listener) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener->fd, (struct sockaddr *)&address, size) != 0) return false;
  if (listen(listener->fd, SOMAXCONN) != 0) return false;
  if (getsockname(listener->fd, (struct sockaddr *)&address, &size) != 0) return false;
  listener->port = ntohs(address.sin_port);
  return true;
}

bool listener_open(struct listener *listener) {
  *listener = (struct listener){.host = "127.0.0.1"};
  listener->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener->fd < 0) return false;
  if (!listen_on_loopback(listener)) {
    int error = errno;
    listener_close(listener);
    errno = error;
    return false;
  }
  snprintf(listener->port_text, sizeof listener->port_text, "%u", listener->port & 0xffff);
  return true;
}

void listener_close(struct listener *listener) {
  close(listener->fd);
  listener->fd = -1;
}

int listener_accept(const struct listener *listener) {
  int fd;
  do
    fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  while (fd < 0 && (errno == EINTR || errno == ECONNABORTED));
  return fd;
}
