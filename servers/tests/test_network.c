/* What networks do to clients: ports that refuse or swallow connects. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

/* Connects without blocking; 0, or the errno that connect() gives at once. */
static int try_connect(unsigned port, int *fd) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  *fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  assert_true(*fd >= 0);
  return connect(*fd, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

/* How a connect that had to wait ends. */
static int connect_outcome(int fd) {
  struct pollfd done = {.fd = fd, .events = POLLOUT};
  int error = 0;
  socklen_t size = sizeof error;
  assert_int_equal(poll(&done, 1, -1), 1);
  assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size), 0);
  return error;
}

static void a_refused_port_refuses_every_connect_for_the_peers_life(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  unsigned port = peer_refused_port(peer);
  assert_int_not_equal(port, 0);
  assert_int_not_equal(port, peer_port(peer));
  for (int i = 0; i < 50; i++) {
    int fd, error = try_connect(port, &fd);
    assert_int_equal(error == EINPROGRESS ? connect_outcome(fd) : error, ECONNREFUSED);
    close(fd);
    assert_int_equal(peer_refused_port(peer), port);
  }
  int rival = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  assert_int_equal(bind(rival, (struct sockaddr *)&address, sizeof address), -1);
  assert_int_equal(errno, EADDRINUSE); /* nobody else can come to listen on it */
  close(rival);
  peer_free(peer);
}

enum { WAITING_CONNECTS = 500 };

static void connects_to_a_black_hole_neither_succeed_nor_fail(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  struct pollfd waiting[WAITING_CONNECTS];
  unsigned port = peer_black_hole_port(peer);
  assert_int_not_equal(port, 0);
  for (int i = 0; i < WAITING_CONNECTS; i++) {
    assert_int_equal(try_connect(port, &waiting[i].fd), EINPROGRESS);
    waiting[i].events = POLLOUT;
  }
  assert_int_equal(poll(waiting, WAITING_CONNECTS, 0), 0);
  for (int i = 0; i < WAITING_CONNECTS; i++)
    close(waiting[i].fd);
  int fd;
  assert_int_equal(try_connect(port, &fd), EINPROGRESS); /* nor later, when those have gone */
  struct pollfd last = {.fd = fd, .events = POLLOUT};
  assert_int_equal(poll(&last, 1, 0), 0);
  close(fd);
  assert_int_equal(peer_black_hole_port(peer), port);
  peer_free(peer);
}

static void a_dead_port_that_cannot_be_had_is_told(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  struct rlimit before, none_left;
  int last = dup(0);
  assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
  none_left = before;
  none_left.rlim_cur = (rlim_t)last + 1;
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &none_left), 0);
  assert_int_equal(peer_refused_port(peer), 0);
  assert_int_equal(errno, EMFILE);
  assert_int_equal(peer_black_hole_port(peer), 0);
  assert_int_equal(errno, EMFILE);
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
  close(last);
  assert_int_not_equal(peer_black_hole_port(peer), 0); /* asked again it is made */
  peer_free(peer);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_refused_port_refuses_every_connect_for_the_peers_life),
      cmocka_unit_test(connects_to_a_black_hole_neither_succeed_nor_fail),
      cmocka_unit_test(a_dead_port_that_cannot_be_had_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
