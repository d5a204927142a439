/* TLS where it lives: over TCP, with a server in a thread of its own. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hc/tls_transport.h"
#include "support/guarded.h"
#include "support/peer.h"
#include "support/testing.h"
#include "support/tls_fixture.h"

static const struct hc_timeout forever = {HC_TIMEOUT_NONE, 0};
static const struct hc_timeout generous = {HC_TIMEOUT_SECONDS, 60};
static const struct hc_timeout brief = {HC_TIMEOUT_SECONDS, 0.02};

/* More than the buffers of two sockets hold. */
enum { LARGE = 8 * 1024 * 1024 };

/* Byte `i` of what goes either way. */
static char pattern(size_t i) {
  return (char)('a' + i % 23);
}

/* --- The server --- */

struct server {
  int listener;
  size_t echoes; /* bytes that it sends back before it closes */
  bool resets;   /* when it has got one byte more, instead of closing */
  pthread_t thread;
};

/* Sends back `size` bytes, and takes one more if it `waits`. Nothing is asserted here: cmocka fails
 * tests by a jump that must not leave a thread; the client sees what is wrong. */
static void echo(SSL *openssl, size_t size, bool waits) {
  char bytes[16384];
  size_t got = 0;
  for (size_t done = 0; done < size; done += got) {
    size_t written = 0;
    if (SSL_read_ex(openssl, bytes, sizeof bytes, &got) != 1) return;
    if (SSL_write_ex(openssl, bytes, got, &written) != 1) return;
  }
  if (waits) SSL_read(openssl, bytes, 1);
}

static void *serve(void *payload) {
  const struct server *server = payload;
  int fd = peer_accept(server->listener);
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate(context, fixture_chain[0]->x509);
  SSL_CTX_use_PrivateKey(context, fixture_chain[0]->key);
  SSL *openssl = SSL_new(context);
  SSL_set_fd(openssl, fd);
  if (SSL_accept(openssl) == 1) echo(openssl, server->echoes, server->resets);
  SSL_free(openssl);
  SSL_CTX_free(context);
  if (server->resets)
    peer_reset(fd);
  else
    close(fd);
  return NULL;
}

/* --- The client --- */

static struct hc_transport *connect_to(int listener, struct hc_timeout timeout) {
  struct hc_transport_target target = peer_target(peer_port(listener));
  target.timeout = timeout;
  return peer_open(&target);
}

static enum hc_kind wrap(struct hc_transport **transport, struct hc_timeout timeout,
                         struct hc_error *error) {
  struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
  const struct hc_tls_options options = {
      .context = context,
      .server_hostname = bytes_of("127.0.0.1"),
      .timeout = timeout,
  };
  enum hc_kind kind = hc_tls_wrap(transport, &options, error);
  hc_tls_context_release(context);
  return kind;
}

static struct hc_transport *start(struct server *server, struct hc_timeout timeout) {
  server->listener = peer_listen();
  assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
  struct hc_transport *transport = connect_to(server->listener, timeout);
  assert_kind_is(wrap(&transport, timeout, NULL), HC_OK, "handshake");
  return transport;
}

static void stop(struct server *server, struct hc_transport *transport) {
  hc_transport_release(transport);
  assert_int_equal(pthread_join(server->thread, NULL), 0);
  close(server->listener);
}

/* Reads `size` bytes of the pattern, which begin at its byte `from`. */
static void assert_reads_pattern(struct hc_transport *transport, size_t from, size_t size) {
  static char bytes[65536];
  for (size_t done = 0; done < size;) {
    size_t wanted = size - done < sizeof bytes ? size - done : sizeof bytes;
    size_t got = 0;
    assert_kind_is(hc_transport_read(transport, bytes, wanted, &got, NULL), HC_OK, "read");
    assert_true(got > 0);
    for (size_t i = 0; i < got; i++)
      if (bytes[i] != pattern(from + done + i)) fail_msg("byte %zu is wrong", from + done + i);
    done += got;
  }
}

/* --- Tests --- */

static void much_goes_both_ways_with_and_without_a_timeout(void **state) {
  (void)state;
  enum { PIECE = 100000 }; /* less than the sockets hold, as the server echoes at once */
  const struct hc_timeout timeouts[] = {forever, generous};
  char *bytes = malloc(LARGE);
  assert_non_null(bytes);
  for (size_t i = 0; i < LARGE; i++)
    bytes[i] = pattern(i);
  for (size_t i = 0; i < 2; i++) {
    struct server server = {.echoes = LARGE};
    struct hc_transport *transport = start(&server, timeouts[i]);
    for (size_t sent = 0; sent < LARGE;) {
      size_t size = LARGE - sent < PIECE ? LARGE - sent : PIECE;
      const struct hc_span spans[] = {{bytes + sent, size / 3},
                                      {bytes + sent + size / 3, size - size / 3}};
      assert_kind_is(hc_transport_write(transport, spans, 2, NULL), HC_OK, "write");
      assert_reads_pattern(transport, sent, size);
      sent += size;
    }
    size_t got = 1;
    assert_kind_is(hc_transport_read(transport, bytes, 1, &got, NULL), HC_OK, "the end");
    assert_int_equal(got, 0);
    stop(&server, transport);
  }
  free(bytes);
}

static void a_server_that_says_nothing_times_the_handshake_out(void **state) {
  (void)state;
  int listener = peer_listen();
  struct hc_transport *transport = connect_to(listener, brief);
  struct hc_error error = {0};
  wrap(&transport, brief, &error);
  assert_error_is(&error, HC_TIMEOUT_ERROR, "The handshake operation timed out", "silence");
  assert_int_equal(hc_transport_fileno(transport), -1);
  hc_transport_release(transport);
  close(listener);
}

static void a_server_that_says_no_more_times_a_read_out(void **state) {
  (void)state;
  struct server server = {.echoes = 1};
  struct hc_transport *transport = start(&server, generous);
  struct hc_error error = {0};
  char byte = 'a';
  size_t got = 0;
  assert_kind_is(hc_transport_set_timeout(transport, brief, NULL), HC_OK, "set_timeout");
  hc_transport_read(transport, &byte, 1, &got, &error);
  assert_error_is(&error, HC_TIMEOUT_ERROR, "The read operation timed out", "silence");
  const struct hc_span span = {&byte, 1};
  assert_kind_is(hc_transport_set_timeout(transport, generous, NULL), HC_OK, "set_timeout");
  assert_kind_is(hc_transport_write(transport, &span, 1, NULL), HC_OK, "the stream is whole");
  assert_reads_pattern(transport, 0, 1);
  stop(&server, transport);
}

static void a_reset_by_the_server_is_seen_as_such(void **state) {
  (void)state;
  struct server server = {.echoes = 1, .resets = true};
  struct hc_transport *transport = start(&server, generous);
  char byte = 'a';
  const struct hc_span span = {&byte, 1};
  assert_kind_is(hc_transport_write(transport, &span, 1, NULL), HC_OK, "write");
  assert_reads_pattern(transport, 0, 1);
  assert_kind_is(hc_transport_write(transport, &span, 1, NULL), HC_OK, "write");
  size_t got = 1;
  assert_kind_is(hc_transport_read(transport, &byte, 1, &got, NULL), HC_CONNECTION_RESET_ERROR,
                 "TO.04");
  stop(&server, transport);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(much_goes_both_ways_with_and_without_a_timeout),
      cmocka_unit_test(a_server_that_says_nothing_times_the_handshake_out),
      cmocka_unit_test(a_server_that_says_no_more_times_a_read_out),
      cmocka_unit_test(a_reset_by_the_server_is_seen_as_such),
  };
  return cmocka_run_group_tests_name("tls_over_tcp", tests, fixture_setup, fixture_teardown);
}
