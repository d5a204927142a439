/* What networks do to clients: ports that refuse or swallow connects, addresses, buffers that fill
 * up, answers that come early, twice or unasked. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
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

static void assert_completed(const struct scene_result *result) {
  if (!result->peer.completed) fail_msg("%s", result->peer.complaint.message);
}

static void assert_complaint(const struct scene_result *result, const char *message) {
  assert_false(result->peer.completed);
  assert_string_equal(result->peer.complaint.message, message);
}

static void play(const char *script, client_function *client, void *payload,
                 struct scene_result *result) {
  scene_play((struct scene){.script = script, .client = client, .payload = payload}, result);
}

/* Whether this machine can play |source|; why not is told in the output of the test. */
static bool can_play(const char *source) {
  struct peer_script *script = scene_script(source);
  const char *obstacle = peer_cannot_play(script);
  if (obstacle) print_message("not tested: %s\n", obstacle);
  peer_script_free(script);
  return !obstacle;
}

static void asks_over_ipv6(struct client *client) {
  int connection = client_connect_ipv6(client);
  client_say(client, connection, "hello");
  client_read_all(client, connection);
  client_close(client, connection);
}

#define IPV6_SCRIPT "listen ipv6\nexpect source '::1'\nrecv 'hello'\nsend '[{host}]:{port}'\nclose"

static void a_peer_listens_on_ipv6_where_there_is_one(void **state) {
  (void)state;
  assert_int_equal(can_play(IPV6_SCRIPT), peer_has_ipv6());
  if (!peer_has_ipv6()) skip();
  struct scene_result result;
  play(IPV6_SCRIPT, asks_over_ipv6, NULL, &result);
  assert_completed(&result);
  char expected[32];
  snprintf(expected, sizeof expected, "[::1]:%u", result.port);
  assert_string_equal(result.client.answer, expected);
  scene_clear(&result);
}

static void an_address_lasts_until_the_next_script(void **state) {
  (void)state;
  if (!peer_has_ipv6()) skip();
  struct peer *peer = peer_new(NULL);
  struct peer_script *ipv6 = scene_script("listen ipv6"), *plain = scene_script("");
  unsigned port = peer_port(peer);
  struct peer_result result;
  for (int i = 0; i < 3; i++) {
    peer_begin(peer, ipv6, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
    assert_string_equal(peer_host(peer), "::1");
    assert_int_not_equal(peer_port(peer), port);
    peer_end(peer, &result);
    assert_true(result.completed);
    peer_result_clear(&result);
    peer_begin(peer, plain, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
    assert_string_equal(peer_host(peer), "127.0.0.1");
    assert_int_equal(peer_port(peer), port);
  }
  peer_script_free(ipv6);
  peer_script_free(plain);
  peer_free(peer);
}

/* The other family is tried first by most clients: it must refuse, not be somebody else's. */
static void the_same_port_of_the_other_family_refuses(void **state) {
  (void)state;
  if (!peer_has_ipv6()) skip();
  struct peer *peer = peer_new(NULL);
  struct sockaddr_in6 address = {.sin6_family = AF_INET6,
                                 .sin6_port = htons((uint16_t)peer_port(peer)),
                                 .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  int fd = socket(AF_INET6, SOCK_STREAM, 0);
  assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), -1);
  assert_int_equal(errno, ECONNREFUSED);
  close(fd);
  fd = socket(AF_INET6, SOCK_STREAM, 0);
  assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), -1);
  assert_int_equal(errno, EADDRINUSE);
  close(fd);
  peer_free(peer);
}

/* Tries the addresses of a name in turn, as clients do, and counts what fails. */
static void asks_localhost(struct client *client) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *addresses = NULL;
  char port[8];
  int *failed = client->payload, index = -1;
  snprintf(port, sizeof port, "%u", client->port);
  if (getaddrinfo("localhost", port, &hints, &addresses) != 0) return;
  for (const struct addrinfo *at = addresses; at && index < 0; at = at->ai_next) {
    int fd = socket(at->ai_family, SOCK_STREAM, 0);
    if (connect(fd, at->ai_addr, at->ai_addrlen) == 0)
      client->sockets[index = (int)client->count++] = fd;
    else
      *failed += close(fd) == 0 && errno == ECONNREFUSED;
  }
  freeaddrinfo(addresses);
  if (index >= 0) client_read_all(client, index);
}

#define LOCALHOST_SCRIPT "listen localhost\nsend '{host}'\nclose"

static void of_a_name_with_two_addresses_the_first_refuses(void **state) {
  (void)state;
  if (!can_play(LOCALHOST_SCRIPT)) skip();
  struct scene_result result;
  int failed = 0;
  play(LOCALHOST_SCRIPT, asks_localhost, &failed, &result);
  assert_completed(&result);
  assert_int_equal(failed, 1);
  assert_string_equal(result.client.answer, "localhost");
  scene_clear(&result);
}

/* What a runner need not ask beforehand is told by the playing as well. */
static void an_address_that_cannot_be_had_is_a_complaint(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  struct peer_script *script = scene_script("\nlisten window 4096\nrecv 1");
  struct rlimit before, none_left;
  int last = dup(0);
  assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
  none_left = before;
  none_left.rlim_cur = (rlim_t)last + 1;
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &none_left), 0);
  peer_begin(peer, script, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
  close(last);
  struct peer_result result;
  peer_end(peer, &result);
  assert_string_equal(result.complaint.message,
                      "the peer cannot listen on 127.0.0.1: Too many open files");
  assert_int_equal(result.complaint.place.line, 2);
  peer_result_clear(&result);
  peer_script_free(script);
  peer_free(peer);
}

static void connects_from(struct client *client) {
  client_close(client, client_connect_from(client, client->payload));
}

static void the_address_a_client_comes_from_is_checked(void **state) {
  (void)state;
  struct scene_result result;
  play("expect source '127.0.0.2'\nexpect fin", connects_from, (char[]){"127.0.0.2"}, &result);
  assert_completed(&result);
  scene_clear(&result);
  play("expect source '127.0.0.2'", connects_from, (char[]){"127.0.0.1"}, &result);
  assert_complaint(&result, "expected a connection from b'127.0.0.2', it comes from 127.0.0.1");
  scene_clear(&result);
  play("expect close\nexpect source '127.0.0.21'", connects_from, (char[]){"127.0.0.2"}, &result);
  assert_complaint(&result, "expected a connection from b'127.0.0.21', it comes from 127.0.0.2");
  scene_clear(&result);
}

/* Sends without waiting until the system takes no more, and notes how much that was. */
static void sends_until_it_blocks(struct client *client) {
  static char much[65536];
  int connection = client_connect(client);
  size_t *total = client->payload;
  for (ssize_t count = 1; count > 0;) {
    count = send(client->sockets[connection], much, sizeof much, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) *total += (size_t)count;
  }
  client_close(client, connection);
}

static void with_a_window_the_clients_sends_come_to_block(void **state) {
  (void)state;
  struct scene_result result;
  size_t total = 0;
  play("listen window 4096\nrecv 10\nstall", sends_until_it_blocks, &total, &result);
  assert_completed(&result);
  assert_true(total > 10 && total < 64u * 1024 * 1024);
  unsigned char *data;
  size_t length;
  wire_log_received(&result.peer.log, 1, &data, &length);
  assert_int_equal(length, 10); /* the peer has read no more */
  free(data);
  scene_clear(&result);
}

enum { MUCH = 30000000 };

static void sends_much_and_reads(struct client *client) {
  char *much = calloc(1, MUCH);
  int connection = client_connect(client);
  client_say(client, connection, "POST / HTTP/1.1\r\n\r\n");
  client_send(client, connection, much, MUCH);
  client_read_all(client, connection);
  client_close(client, connection);
  free(much);
}

/* The answer is sent while the client's sends block. */
static void an_early_answer_may_be_followed_by_the_rest(void **state) {
  (void)state;
  static const char *const scripts[] = {
      "listen window 4096\nrecv head\nsend 'early'\nrecv 30000000\nclose",
      "recv head\nsend 'early'\nfin\nrecv 30000000\nexpect fin",
      "listen window 65536\nrecv head\nsend 'early'\nfin"};
  for (size_t i = 0; i < 3; i++) {
    struct scene_result result;
    play(scripts[i], sends_much_and_reads, NULL, &result);
    assert_completed(&result);
    assert_string_equal(result.client.answer, "early");
    assert_int_equal(result.client.answer_end, 0);
    scene_clear(&result);
  }
}

/* What the client sends meanwhile is refused: it learns so, and may lose the answer. */
static void an_early_answer_may_end_with_a_reset(void **state) {
  (void)state;
  static const char *const scripts[] = {"listen window 4096\nrecv head\nsend 'no'\nclose",
                                        "listen window 4096\nrecv head\nsend 'no'\nreset"};
  for (size_t i = 0; i < 2; i++) {
    struct scene_result result;
    play(scripts[i], sends_much_and_reads, NULL, &result);
    assert_completed(&result);
    int error = result.client.send_error; /* the reset comes while it sends */
    assert_true(error == ECONNRESET || error == EPIPE);
    scene_clear(&result);
  }
}

static void after_a_complaint_all_is_read(void **state) {
  (void)state;
  struct scene_result result;
  play("listen window 4096\nrecv head\nexpect source 'x'", sends_much_and_reads, NULL, &result);
  assert_complaint(&result, "expected a connection from b'x', it comes from 127.0.0.1");
  assert_int_equal(result.client.answer_end, 0); /* it could send all, and was not left waiting */
  scene_clear(&result);
}

static void sends_and_goes(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, "A\r\nContent-Length: 3\r\n\r\nabc");
  (strcmp(client->payload, "close") == 0 ? client_close : client_reset)(client, connection);
}

/* Every receive, with a window: as much as it needs, and the end behind it. */
static void with_a_window_statements_do_what_they_say(void **state) {
  (void)state;
  static const struct {
    const char *script, *how, *complaint;
  } rows[] = {
      {"recv request\nexpect fin", "close", NULL},
      {"recv request\nexpect reset", "reset", NULL},
      {"recv head\nrecv 'ab'\nrecv until 'c'\nexpect close", "close", NULL},
      {"recv head\nrecv 3\nexpect nothing", "close", NULL},
      {"stall\nrecv request 'A\\r\\nContent-Length: 3\\r\\n\\r\\nabc'\nexpect fin", "close", NULL},
      {"stall\nrecv request", "close", NULL},
      {"recv head\nexpect nothing\nsend 'x'", "close",
       "expected no more bytes from the client, the client sent b'a'"},
      {"recv head\nexpect close", "close",
       "expected the client to close the connection, the client sent b'a'"},
      {"recv head\nrecv 4", "close",
       "the client closed the connection in order (FIN) before 4 bytes had come; it had sent "
       "b'abc'"},
      {"recv request\nexpect fin", "reset",
       "expected the client to close the connection in order (FIN), the client reset the "
       "connection "
       "(RST)"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char script[200], how[8];
    struct scene_result result;
    snprintf(script, sizeof script, "listen window 4096\n%s", rows[i].script);
    snprintf(how, sizeof how, "%s", rows[i].how);
    play(script, sends_and_goes, how, &result);
    if (rows[i].complaint)
      assert_complaint(&result, rows[i].complaint);
    else
      assert_completed(&result);
    scene_clear(&result);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_refused_port_refuses_every_connect_for_the_peers_life),
      cmocka_unit_test(connects_to_a_black_hole_neither_succeed_nor_fail),
      cmocka_unit_test(a_dead_port_that_cannot_be_had_is_told),
      cmocka_unit_test(a_peer_listens_on_ipv6_where_there_is_one),
      cmocka_unit_test(an_address_lasts_until_the_next_script),
      cmocka_unit_test(the_same_port_of_the_other_family_refuses),
      cmocka_unit_test(of_a_name_with_two_addresses_the_first_refuses),
      cmocka_unit_test(an_address_that_cannot_be_had_is_a_complaint),
      cmocka_unit_test(the_address_a_client_comes_from_is_checked),
      cmocka_unit_test(with_a_window_the_clients_sends_come_to_block),
      cmocka_unit_test(an_early_answer_may_be_followed_by_the_rest),
      cmocka_unit_test(an_early_answer_may_end_with_a_reset),
      cmocka_unit_test(after_a_complaint_all_is_read),
      cmocka_unit_test(with_a_window_statements_do_what_they_say),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
