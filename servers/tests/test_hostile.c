/* Clients that send what no client should, over every transport, one after the other, in the
 * peer's own thread. The seed is printed; HCSPEC_SEED chooses another. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chaos.h"
#include "tls_client.h"

/* CONNECTIONS is given by the build: more where a sanitizer looks on. */

enum { ROOM = 1024, SCRIPTS = 8 };

static unsigned chosen_seed(void) {
  const char *word = getenv("HCSPEC_SEED");
  unsigned seed = word ? (unsigned)strtoul(word, NULL, 10) : 0;
  return seed ? seed : 20261122;
}

/* What a real client begins with. */
static unsigned char greeting[ROOM];
static size_t greeting_length;

static void make_greeting(SSL_CTX *context) {
  SSL *ssl = SSL_new(context);
  BIO *out = BIO_new(BIO_s_mem());
  SSL_set_bio(ssl, BIO_new(BIO_s_mem()), out);
  SSL_connect(ssl);
  int length = BIO_read(out, greeting, ROOM);
  assert_true(length > 0);
  greeting_length = (size_t)length;
  SSL_free(ssl);
}

static size_t put_greeting(unsigned char *data) {
  memcpy(data, greeting, greeting_length);
  return greeting_length;
}

/* Beginnings lead deeper into the peer: a request, a CONNECT, records of every kind, a greeting
 * with some octets changed, part of one, or a whole one with anything behind it. */
static size_t hostile_bytes(unsigned *state, unsigned port, unsigned char *data) {
  size_t length = 0;
  switch (next_random(state) % 6) {
  case 0: length = (size_t)snprintf((char *)data, ROOM, "GET / HTTP/1.1\r\n\r\n"); break;
  case 1:
    length = (size_t)snprintf((char *)data, ROOM, "CONNECT 127.0.0.1:%u HTTP/1.1\r\n\r\n", port);
    break;
  case 2:
    memcpy(data, (unsigned char[]){(unsigned char)(20 + next_random(state) % 5), 3, 3, 0, 40},
           length = 5);
    break;
  case 3:
    length = put_greeting(data);
    for (int i = 0; i < 3; i++)
      data[next_random(state) % length] = (unsigned char)next_random(state);
    return length;
  case 4: return next_random(state) % put_greeting(data);
  default: length = put_greeting(data);
  }
  for (size_t end = length + next_random(state) % (ROOM - length); length < end; length++)
    data[length] = (unsigned char)(next_random(state) >> 8);
  return length;
}

static void handle_all(struct peer *peer) {
  struct pollfd fds[PEER_POLL_MAX];
  for (size_t count = peer_poll(peer, fds); count && poll(fds, (nfds_t)count, 0) > 0;
       count = peer_poll(peer, fds))
    peer_handle(peer, fds, count);
}

/* Shakes hands with the peer, if it will, so that what follows meets the TLS that is open. */
static void shake_hands(struct peer *peer, struct client *client, SSL_CTX *context) {
  SSL *ssl = SSL_new(context);
  int fd = client->sockets[0], flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  SSL_set_fd(ssl, fd);
  for (int i = 0; i < 10 && SSL_connect(ssl) != 1; i++)
    handle_all(peer);
  fcntl(fd, F_SETFL, flags);
  SSL_free(ssl);
}

static void be_hostile(struct peer *peer, SSL_CTX *context, unsigned *random) {
  unsigned char data[ROOM];
  struct client client = {.port = peer_port(peer)};
  struct peer_result result;
  size_t length = hostile_bytes(random, client.port, data);
  client_connect(&client);
  handle_all(peer);
  if (next_random(random) % 8 == 0) shake_hands(peer, &client, context);
  client_send(&client, 0, data, length);
  unsigned ending = next_random(random) % 3;
  if (ending == 0) client_reset(&client, 0);
  if (ending == 1) client_finish(&client, 0);
  handle_all(peer);
  peer_end(peer, &result);
  assert_true(result.completed == (result.complaint.message == NULL));
  peer_result_clear(&result);
  client_close(&client, 0);
}

static void assert_good_client_passes(enum peer_transport transport) {
  struct visit visit = {.identities = tls_identities,
                        .said = "GET / HTTP/1.1\r\n\r\n",
                        .is_tunneled = transport == PEER_TRANSPORT_TUNNEL};
  struct scene_result result;
  scene_play((struct scene){.script = "recv request\nsend 'ok'\nfin\nexpect fin",
                            .client = tls_visit,
                            .payload = &visit,
                            .transport = transport,
                            .identities = tls_identities},
             &result);
  assert_true(result.peer.completed);
  assert_string_equal(result.client.answer, "ok");
  scene_clear(&result);
}

static void random_bytes_do_no_harm_to_any_transport(void **state) {
  (void)state;
  static const char *const sources[SCRIPTS] = {
      "recv request\nsend 'ok'\nfin",
      "tls\nrecv request\nsend 'ok'\nfin\nexpect fin",
      "tls identity expired alpn \"h2\" certificate required\nexpect alert certificate_expired",
      "recv head\nsend 'ok'\ntls version 1.2\nrecv 1\nclose",
      "tls sni \"a.test\" wildcard\nsend 'x' * 100000\nsend cut 3 'x'\nreset",
      "tls\ntls\nrecv request\nsend alert internal_error",
      "tls tickets 3\nsend raw 'x'\nsend corrupt 'y'\nupdate keys requested\nstall\nfin",
      "tls\nexpect tls failure\naccept\ntls\nrecv request"};
  struct peer_script *scripts[SCRIPTS];
  for (size_t i = 0; i < SCRIPTS; i++)
    scripts[i] = scene_script(sources[i]);
  struct peer *peer = peer_new(tls_identities);
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  unsigned random = chosen_seed();
  make_greeting(context);
  size_t descriptors = open_descriptors();
  print_message("%d connections, HCSPEC_SEED=%u\n", CONNECTIONS, random);
  for (unsigned i = 0; i < CONNECTIONS; i++) {
    peer_begin(peer, scripts[next_random(&random) % SCRIPTS], (enum peer_transport)(i % 3),
               (enum peer_delivery)(next_random(&random) % 3), i);
    be_hostile(peer, context, &random);
  }
  assert_int_equal(open_descriptors(), descriptors);
  SSL_CTX_free(context);
  for (size_t i = 0; i < SCRIPTS; i++)
    peer_script_free(scripts[i]);
  peer_free(peer);
  assert_good_client_passes(PEER_TRANSPORT_TLS);
  assert_good_client_passes(PEER_TRANSPORT_TUNNEL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_bytes_do_no_harm_to_any_transport),
  };
  return cmocka_run_group_tests(tests, tls_identities_make, tls_identities_free);
}
