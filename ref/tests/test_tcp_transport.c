#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hc/connection.h"
#include "support/guarded.h"
#include "support/peer.h"
#include "support/testing.h"

/* A listener, a transport to it, and the accepted end. */
struct pair {
  int listener;
  int peer;
  struct hc_transport *transport;
};

static struct pair open_pair(struct hc_timeout timeout) {
  struct pair pair = {.listener = peer_listen()};
  struct hc_transport_target target = peer_target(peer_port(pair.listener));
  target.timeout = timeout;
  pair.transport = peer_open(&target);
  pair.peer = peer_accept(pair.listener);
  return pair;
}

static void close_pair(struct pair *pair) {
  hc_transport_release(pair->transport);
  if (pair->peer >= 0) close(pair->peer);
  close(pair->listener);
}

static const struct hc_timeout forever = {HC_TIMEOUT_NONE, 0};
static const struct hc_timeout generous = {HC_TIMEOUT_SECONDS, 60};
static const struct hc_timeout brief = {HC_TIMEOUT_SECONDS, 0.02};

static void bytes_go_both_ways_with_and_without_a_timeout(void **state) {
  (void)state;
  const struct hc_timeout timeouts[] = {forever, generous};
  for (size_t i = 0; i < 2; i++) {
    struct pair pair = open_pair(timeouts[i]);
    const struct hc_span spans[] = {BYTES(""), BYTES("ab"), BYTES(""), BYTES("c")};
    assert_kind_is(hc_transport_write(pair.transport, spans, 4, NULL), HC_OK, "write");
    char bytes[8];
    assert_int_equal(recv(pair.peer, bytes, 3, MSG_WAITALL), 3);
    assert_memory_equal(bytes, "abc", 3);
    peer_send(pair.peer, bytes_of("xyz"));
    size_t got;
    assert_kind_is(hc_transport_read(pair.transport, bytes, 2, &got, NULL), HC_OK, "read");
    assert_text_is(hc_span_make(bytes, got), "xy", "no more than asked for");
    assert_kind_is(hc_transport_read(pair.transport, bytes, 8, &got, NULL), HC_OK, "read");
    assert_text_is(hc_span_make(bytes, got), "z", "what there is");
    close(pair.peer);
    pair.peer = -1;
    assert_kind_is(hc_transport_read(pair.transport, bytes, 8, &got, NULL), HC_OK, "read");
    assert_int_equal(got, 0);
    close_pair(&pair);
  }
}

static void delay_is_off_and_the_descriptor_is_closed_at_the_end(void **state) {
  (void)state;
  struct pair pair = open_pair(forever);
  int fd = hc_transport_fileno(pair.transport);
  int nodelay = 0;
  socklen_t size = sizeof nodelay;
  assert_int_equal(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &nodelay, &size), 0);
  assert_true(nodelay != 0); /* CN.01 */
  assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
  hc_transport_retain(pair.transport);
  hc_transport_release(pair.transport);
  assert_true(fcntl(fd, F_GETFD) >= 0);
  close_pair(&pair);
  assert_true(fcntl(fd, F_GETFD) < 0);
}

static void refusal_and_unknown_services_are_told(void **state) {
  (void)state;
  int reserved = peer_reserve();
  struct hc_transport_target target = peer_target(peer_port(reserved));
  struct hc_transport *transport = NULL;
  struct hc_error error = {0};
  hc_tcp_open(NULL, &target, &transport, &error);
  assert_true(error.has_errno && error.errnum == ECONNREFUSED);
  assert_error_is(&error, HC_CONNECTION_REFUSED_ERROR, "[Errno 111] Connection refused", "CN.06");
  close(reserved);
  struct hc_port text = {HC_PORT_TEXT, 0, hc_str("no-such-service")};
  target.port = text;
  assert_kind_is(hc_tcp_open(NULL, &target, &transport, &error), HC_GAI_ERROR, "CN.14");
  assert_int_equal(error.errnum, EAI_SERVICE);
  target.port.text = bytes_of("8\0");
  assert_kind_is(hc_tcp_open(NULL, &target, &transport, &error), HC_VALUE_ERROR, "NUL in a port");
  target.port = hc_port_number(INT64_MAX);
  target.port.text = hc_str("99999999999999999999");
  target.edition = HC_EDITION_3_11;
  assert_kind_is(hc_tcp_open(NULL, &target, &transport, &error), HC_OVERFLOW_ERROR, "CN.14");
  target.edition = HC_EDITION_3_12;
  assert_kind_is(hc_tcp_open(NULL, &target, &transport, &error), HC_GAI_ERROR, "CN.14");
  hc_error_clear(&error);
  assert_null(transport);
}

static void hosts_without_an_idna_form_are_refused(void **state) {
  (void)state;
  struct hc_transport_target target = peer_target(80);
  struct hc_transport *transport = NULL;
  target.host = hc_str("a..b");
  assert_kind_is(hc_tcp_open(NULL, &target, &transport, NULL), HC_UNICODE_ENCODE_ERROR, "CN.15");
  target.edition = HC_EDITION_3_12;
  assert_kind_is(hc_tcp_open(NULL, &target, &transport, NULL), HC_UNICODE_ERROR, "CN.15");
}

static void every_address_of_a_host_is_tried(void **state) {
  (void)state;
  int listener = peer_listen();
  struct hc_transport_target target = peer_target(peer_port(listener));
  /* It may have an IPv6 address first, where nobody listens. */
  target.host = hc_str("localhost");
  hc_transport_release(peer_open(&target));
  close(listener);
}

static void the_source_address_is_what_the_peer_sees(void **state) {
  (void)state;
  int listener = peer_listen();
  struct hc_transport_target target = peer_target(peer_port(listener));
  target.has_source = true;
  target.source_host = hc_str("127.0.0.9");
  struct hc_transport *transport = peer_open(&target);
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  int peer = accept(listener, (struct sockaddr *)(void *)&address, &size);
  char text[INET_ADDRSTRLEN];
  assert_string_equal(inet_ntop(AF_INET, &address.sin_addr, text, sizeof text), "127.0.0.9");
  hc_transport_release(transport);
  close(peer);
  target.source_host = hc_str(""); /* any address */
  hc_transport_release(peer_open(&target));
  struct hc_error error = {0};
  target.source_host = hc_str("192.0.2.1"); /* of no machine (RFC 5737) */
  assert_kind_is(hc_tcp_open(NULL, &target, &transport, &error), HC_OS_ERROR, "XT.05");
  assert_int_equal(error.errnum, EADDRNOTAVAIL);
  target.source_port = 65536;
  hc_tcp_open(NULL, &target, &transport, &error);
  assert_error_is(&error, HC_OVERFLOW_ERROR, "bind(): port must be 0-65535.",
                  "a port of no socket");
  close(listener);
}

/* What socket.bind() says of a source in every edition, which is not what is said of a host. */
static void a_source_that_cannot_be_is_refused_as_bind_does(void **state) {
  (void)state;
  const char *encoding = "encoding of hostname failed";
  const char *port = "bind(): port must be 0-65535.";
  const char *nul = "host name must not contain null character";
  const char *unknown = "[Errno -2] Name or service not known";
  const struct {
    struct hc_span host;
    int64_t port;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {BYTES("a..b"), 0, HC_GAI_ERROR, unknown}, /* ASCII is never converted */
      {BYTES("."), 0, HC_GAI_ERROR, unknown},
      {BYTES("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.x"), 0,
       HC_GAI_ERROR, unknown},
      {BYTES("\xC3\xA9..b"), 0, HC_TYPE_ERROR, encoding},
      {BYTES("\xED\xA0\x80"), 0, HC_TYPE_ERROR, encoding},
      {BYTES("a\0b"), 0, HC_TYPE_ERROR, nul},
      {BYTES("127.0.0.1\0"), 0, HC_TYPE_ERROR, nul},
      {BYTES("\xC3\xA9\0b"), 0, HC_TYPE_ERROR, nul},
      {BYTES("::1"), 0, HC_GAI_ERROR, "[Errno -9] Address family for hostname not supported"},
      {BYTES("127.0.0.1"), -1, HC_OVERFLOW_ERROR, port},
      {BYTES("127.0.0.1"), 65536, HC_OVERFLOW_ERROR, port},
      {BYTES("a..b"), INT32_MAX, HC_GAI_ERROR, unknown},                /* the host first … */
      {BYTES("a..b"), INT32_MAX + INT64_C(1), HC_OVERFLOW_ERROR, port}, /* … but for no int */
      {BYTES("a\0b"), INT64_MIN, HC_TYPE_ERROR, nul},
  };
  struct hc_transport_target target = peer_target(80);
  target.has_source = true;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_error error = {0};
    struct hc_transport *transport = NULL;
    target.source_host = rows[i].host;
    target.source_port = rows[i].port;
    hc_tcp_open(NULL, &target, &transport, &error);
    assert_error_is(&error, rows[i].kind, rows[i].text, rows[i].host.data);
    assert_null(transport);
  }
}

/* Refuses the allocation that `left` counts down to. */
static void *spend(void *payload, void *block, size_t old_size, size_t new_size) {
  size_t *left = payload;
  if (new_size > 0 && (*left)-- == 0) return NULL;
  return hc_resize(NULL, block, old_size, new_size);
}

static void no_memory_for_a_source_is_not_taken_for_a_bad_one(void **state) {
  (void)state;
  struct hc_transport_target target = peer_target(80);
  target.has_source = true;
  target.source_host = hc_str("\xC3\xA9..b");
  enum hc_kind kind = HC_MEMORY_ERROR;
  size_t allowed = 0;
  for (; kind == HC_MEMORY_ERROR; allowed++) {
    size_t left = allowed;
    const struct hc_allocator allocator = {spend, &left};
    struct hc_transport *transport = NULL;
    target.allocator = &allocator;
    kind = hc_tcp_open(NULL, &target, &transport, NULL);
  }
  assert_kind_is(kind, HC_TYPE_ERROR, "once there is memory");
  assert_true(allowed > 4);
}

static void names_that_mean_an_address_of_ours_are_bound(void **state) {
  (void)state;
  const struct hc_span hosts[] = {BYTES("<broadcast>"), BYTES("255.255.255.255"), BYTES("127.1"),
                                  BYTES("127\xE3\x80\x82"
                                        "0.0.1")};
  int listener = peer_listen();
  struct hc_transport_target target = peer_target(peer_port(listener));
  target.has_source = true;
  for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
    target.source_host = hosts[i];
    hc_transport_release(peer_open(&target));
  }
  close(listener);
}

static void there_is_no_broadcast_to_an_ipv6_address(void **state) {
  (void)state;
  struct hc_transport_target target = peer_target(80);
  struct hc_transport *transport = NULL;
  struct hc_error error = {0};
  target.host = hc_str("::1");
  target.has_source = true;
  target.source_host = hc_str("<broadcast>");
  hc_tcp_open(NULL, &target, &transport, &error);
  assert_false(error.has_errno);
  assert_error_is(&error, HC_OS_ERROR, "address family mismatched", "XT.05");
}

static void a_timeout_is_of_the_editions_class(void **state) {
  (void)state;
  const struct {
    enum hc_edition edition;
    enum hc_kind kind;
  } rows[] = {{HC_EDITION_3_9, HC_SOCKET_TIMEOUT}, {HC_EDITION_3_13, HC_TIMEOUT_ERROR}};
  for (size_t i = 0; i < 2; i++) {
    int listener = peer_listen();
    struct hc_transport_target target = peer_target(peer_port(listener));
    target.timeout = brief;
    target.edition = rows[i].edition;
    struct hc_transport *transport = peer_open(&target);
    struct hc_error error = {0};
    char byte;
    size_t got;
    hc_transport_read(transport, &byte, 1, &got, &error);
    assert_false(error.has_errno);
    assert_error_is(&error, rows[i].kind, "timed out", "TO.01");
    hc_transport_release(transport);
    close(listener);
  }
}

static void a_write_that_nobody_reads_times_out(void **state) {
  (void)state;
  struct pair pair = open_pair(brief);
  char *many = calloc(1, 64 * 1024 * 1024);
  assert_non_null(many);
  struct hc_span span = hc_span_make(many, 64 * 1024 * 1024);
  assert_kind_is(hc_transport_write(pair.transport, &span, 1, NULL), HC_TIMEOUT_ERROR, "EH.13");
  free(many);
  close_pair(&pair);
}

static void timeouts_are_checked_when_they_are_used(void **state) {
  (void)state;
  struct pair pair = open_pair(forever);
  struct hc_timeout negative = {HC_TIMEOUT_SECONDS, -1};
  struct hc_timeout zero = {HC_TIMEOUT_SECONDS, 0};
  char byte;
  size_t got;
  struct hc_error error = {0};
  assert_kind_is(hc_transport_set_timeout(pair.transport, negative, NULL), HC_VALUE_ERROR, "HP.19");
  assert_kind_is(hc_transport_set_timeout(pair.transport, zero, NULL), HC_OK, "non-blocking");
  assert_int_equal(hc_transport_timeout(pair.transport).kind, HC_TIMEOUT_SECONDS);
  assert_kind_is(hc_transport_read(pair.transport, &byte, 1, &got, &error), HC_BLOCKING_IO_ERROR,
                 "HP.19");
  assert_int_equal(error.errnum, EAGAIN);
  hc_error_clear(&error);
  assert_kind_is(hc_transport_set_timeout(pair.transport, forever, NULL), HC_OK, "blocking again");
  assert_int_equal(hc_transport_timeout(pair.transport).kind, HC_TIMEOUT_NONE);
  peer_send(pair.peer, bytes_of("x"));
  assert_kind_is(hc_transport_read(pair.transport, &byte, 1, &got, NULL), HC_OK, "read");
  struct hc_transport_target target = peer_target(peer_port(pair.listener));
  struct hc_transport *transport = NULL;
  target.timeout = negative;
  assert_kind_is(hc_tcp_open(NULL, &target, &transport, NULL), HC_VALUE_ERROR, "HP.19");
  target.timeout.seconds = 1e20;
  target.edition = HC_EDITION_3_10;
  hc_tcp_open(NULL, &target, &transport, &error);
  assert_error_is(&error, HC_OVERFLOW_ERROR, "timestamp too large to convert to C _PyTime_t",
                  "as the edition tells it");
  close_pair(&pair);
}

static void a_reset_is_told_and_a_closed_peer_kills_nobody(void **state) {
  (void)state;
  struct pair pair = open_pair(forever);
  peer_reset(pair.peer);
  pair.peer = -1;
  char byte;
  size_t got;
  assert_kind_is(hc_transport_read(pair.transport, &byte, 1, &got, NULL), HC_CONNECTION_RESET_ERROR,
                 "TO.04");
  const struct hc_span span = BYTES("x");
  assert_kind_is(hc_transport_write(pair.transport, &span, 1, NULL), HC_BROKEN_PIPE_ERROR,
                 "no SIGPIPE");
  close_pair(&pair);
}

/* --- With a second thread --- */

enum { LARGE = 8 * 1024 * 1024 };

struct receiver {
  int fd;
  size_t received;
  bool in_order;
};

static void *receive_all(void *payload) {
  struct receiver *receiver = payload;
  static unsigned char bytes[65536];
  receiver->in_order = true;
  for (;;) {
    ssize_t got = recv(receiver->fd, bytes, sizeof bytes, 0);
    if (got <= 0) return NULL;
    for (ssize_t i = 0; i < got; i++) {
      if (bytes[i] != receiver->received++ % 251) receiver->in_order = false;
    }
  }
}

static void short_writes_are_continued_where_they_stopped(void **state) {
  (void)state;
  char *bytes = malloc(LARGE);
  assert_non_null(bytes);
  for (size_t i = 0; i < LARGE; i++)
    bytes[i] = (char)(i % 251);
  struct hc_span spans[20];
  for (size_t i = 0; i < 20; i++)
    spans[i] = hc_span_make(bytes + i * 1000, 1000);
  spans[19] = hc_span_make(bytes + 19000, LARGE - 19000);
  const struct hc_timeout timeouts[] = {forever, generous};
  for (size_t i = 0; i < 2; i++) {
    struct pair pair = open_pair(timeouts[i]);
    struct receiver receiver = {.fd = pair.peer};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, receive_all, &receiver), 0);
    assert_kind_is(hc_transport_write(pair.transport, spans, 20, NULL), HC_OK, "EH.13");
    hc_transport_release(pair.transport);
    pair.transport = NULL;
    pthread_join(thread, NULL);
    assert_int_equal(receiver.received, LARGE);
    assert_true(receiver.in_order);
    close_pair(&pair);
  }
  free(bytes);
}

static void on_signal(int number) {
  (void)number;
}

struct interrupter {
  pthread_t target;
  int fd;
};

static void *interrupt_and_send(void *payload) {
  const struct interrupter *interrupter = payload;
  for (int i = 0; i < 1000; i++)
    pthread_kill(interrupter->target, SIGUSR1);
  peer_send(interrupter->fd, bytes_of("x"));
  return NULL;
}

static void signals_do_not_interrupt_a_read(void **state) {
  (void)state;
  struct sigaction action = {.sa_handler = on_signal}; /* without SA_RESTART */
  struct sigaction previous;
  sigaction(SIGUSR1, &action, &previous);
  const struct hc_timeout timeouts[] = {forever, generous};
  for (size_t i = 0; i < 2; i++) {
    struct pair pair = open_pair(timeouts[i]);
    struct interrupter interrupter = {pthread_self(), pair.peer};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_and_send, &interrupter), 0);
    char byte;
    size_t got;
    assert_kind_is(hc_transport_read(pair.transport, &byte, 1, &got, NULL), HC_OK, "read");
    assert_int_equal(byte, 'x');
    pthread_join(thread, NULL);
    close_pair(&pair);
  }
  sigaction(SIGUSR1, &previous, NULL);
}

struct sender {
  int fd;      /* sends the second half … */
  int reading; /* … once this has no more to be read */
};

static void *send_the_rest(void *payload) {
  const struct sender *sender = payload;
  int left = 1;
  while (left > 0 && ioctl(sender->reading, FIONREAD, &left) == 0)
    sched_yield();
  peer_send(sender->fd, bytes_of("def"));
  return NULL;
}

static void a_full_read_waits_for_all_where_it_blocks(void **state) {
  (void)state;
  struct pair pair = open_pair(forever);
  char bytes[8];
  size_t got;
  peer_send(pair.peer, bytes_of("abc"));
  struct sender sender = {pair.peer, hc_transport_fileno(pair.transport)};
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, send_the_rest, &sender), 0);
  assert_kind_is(hc_transport_read_full(pair.transport, bytes, 6, &got, NULL), HC_OK, "read");
  assert_text_is(hc_span_make(bytes, got), "abcdef", "both halves in one read");
  pthread_join(thread, NULL);
  peer_send(pair.peer, bytes_of("xyz"));
  close(pair.peer);
  pair.peer = -1;
  assert_kind_is(hc_transport_read_full(pair.transport, bytes, 6, &got, NULL), HC_OK, "read");
  assert_text_is(hc_span_make(bytes, got), "xyz", "to the end of the stream");
  assert_kind_is(hc_transport_read_full(pair.transport, bytes, 6, &got, NULL), HC_OK, "read");
  assert_int_equal(got, 0);
  close_pair(&pair);
}

static void a_full_read_with_a_timeout_gives_what_there_is(void **state) {
  (void)state;
  struct pair pair = open_pair(generous);
  char bytes[8];
  size_t got;
  peer_send(pair.peer, bytes_of("abc"));
  assert_kind_is(hc_transport_read_full(pair.transport, bytes, 6, &got, NULL), HC_OK, "read");
  assert_text_is(hc_span_make(bytes, got), "abc", "without waiting for the rest");
  assert_kind_is(hc_transport_set_timeout(pair.transport, brief, NULL), HC_OK, "timeout");
  assert_kind_is(hc_transport_read_full(pair.transport, bytes, 6, &got, NULL), HC_TIMEOUT_ERROR,
                 "TO.01");
  close_pair(&pair);
}

static void a_reset_within_a_full_read_is_told_by_the_next(void **state) {
  (void)state;
  struct pair pair = open_pair(forever);
  char bytes[8];
  size_t got;
  peer_send(pair.peer, bytes_of("abc"));
  assert_kind_is(hc_transport_read(pair.transport, bytes, 1, &got, NULL), HC_OK, "read");
  peer_reset(pair.peer);
  pair.peer = -1;
  enum hc_kind kind = hc_transport_read_full(pair.transport, bytes, 6, &got, NULL);
  if (kind == HC_OK) { /* what had come before the reset, if the system keeps it */
    assert_text_is(hc_span_make(bytes, got), "bc", "the rest");
    kind = hc_transport_read_full(pair.transport, bytes, 6, &got, NULL);
  }
  assert_kind_is(kind, HC_CONNECTION_RESET_ERROR, "TO.04");
  close_pair(&pair);
}

/* --- A whole connection --- */

static void a_response_that_closes_keeps_the_descriptor_until_it_is_read(void **state) {
  (void)state;
  int listener = peer_listen();
  const struct hc_connection_options options = {.host = hc_str("127.0.0.1"),
                                                .port = hc_port_number(peer_port(listener))};
  struct hc_connection *connection = NULL;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "new");
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "request");
  int fd = hc_transport_fileno(hc_connection_transport(connection));
  int peer = peer_accept(listener);
  peer_send(peer, bytes_of("HTTP/1.1 200 OK\r\n\r\nbody"));
  struct hc_response *response = NULL;
  assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_OK, "getresponse");
  assert_null(hc_connection_transport(connection));
  int still = -1;
  assert_kind_is(hc_response_fileno(response, &still, NULL), HC_OK, "CN.11");
  assert_int_equal(still, fd);
  assert_true(fcntl(fd, F_GETFD) >= 0);
  assert_int_equal(shutdown(peer, SHUT_WR), 0);
  struct hc_buffer into = {0};
  assert_kind_is(hc_response_read_all(response, &into, NULL), HC_OK, "read");
  assert_text_is(hc_buffer_span(&into), "body", "CN.11");
  assert_true(fcntl(fd, F_GETFD) < 0);
  hc_buffer_free(&into);
  hc_response_free(response);
  hc_connection_free(connection);
  close(peer);
  close(listener);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bytes_go_both_ways_with_and_without_a_timeout),
      cmocka_unit_test(delay_is_off_and_the_descriptor_is_closed_at_the_end),
      cmocka_unit_test(refusal_and_unknown_services_are_told),
      cmocka_unit_test(hosts_without_an_idna_form_are_refused),
      cmocka_unit_test(every_address_of_a_host_is_tried),
      cmocka_unit_test(the_source_address_is_what_the_peer_sees),
      cmocka_unit_test(a_source_that_cannot_be_is_refused_as_bind_does),
      cmocka_unit_test(no_memory_for_a_source_is_not_taken_for_a_bad_one),
      cmocka_unit_test(names_that_mean_an_address_of_ours_are_bound),
      cmocka_unit_test(there_is_no_broadcast_to_an_ipv6_address),
      cmocka_unit_test(a_timeout_is_of_the_editions_class),
      cmocka_unit_test(a_write_that_nobody_reads_times_out),
      cmocka_unit_test(timeouts_are_checked_when_they_are_used),
      cmocka_unit_test(a_reset_is_told_and_a_closed_peer_kills_nobody),
      cmocka_unit_test(short_writes_are_continued_where_they_stopped),
      cmocka_unit_test(signals_do_not_interrupt_a_read),
      cmocka_unit_test(a_full_read_waits_for_all_where_it_blocks),
      cmocka_unit_test(a_full_read_with_a_timeout_gives_what_there_is),
      cmocka_unit_test(a_reset_within_a_full_read_is_told_by_the_next),
      cmocka_unit_test(a_response_that_closes_keeps_the_descriptor_until_it_is_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
