#include "support/peer.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"

/* The address of a socket in the form the calls take it. */
union address {
  struct sockaddr any;
  struct sockaddr_in in;
};

int peer_reserve(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  assert_true(fd >= 0);
  union address address;
  memset(&address, 0, sizeof address);
  address.in.sin_family = AF_INET;
  address.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  assert_int_equal(bind(fd, &address.any, sizeof address.in), 0);
  return fd;
}

int peer_listen(void) {
  int fd = peer_reserve();
  assert_int_equal(listen(fd, 8), 0);
  return fd;
}

int64_t peer_port(int fd) {
  union address address;
  socklen_t size = sizeof address;
  assert_int_equal(getsockname(fd, &address.any, &size), 0);
  return ntohs(address.in.sin_port);
}

int peer_accept(int listener) {
  int fd = accept(listener, NULL, NULL);
  assert_true(fd >= 0);
  return fd;
}

void peer_send(int fd, struct hc_span bytes) {
  while (bytes.size > 0) {
    ssize_t sent = send(fd, bytes.data, bytes.size, MSG_NOSIGNAL);
    assert_true(sent > 0);
    bytes = hc_span_make(bytes.data + sent, bytes.size - (size_t)sent);
  }
}

void peer_reset(int fd) {
  struct linger linger = {.l_onoff = 1, .l_linger = 0};
  assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), 0);
  close(fd);
}

struct hc_transport_target peer_target(int64_t port) {
  struct hc_transport_target target = {.host = hc_str("127.0.0.1"), .port = hc_port_number(port)};
  return target;
}

struct hc_transport *peer_open(const struct hc_transport_target *target) {
  struct hc_transport *transport = NULL;
  assert_kind_is(hc_tcp_open(NULL, target, &transport, NULL), HC_OK, "open");
  return transport;
}
