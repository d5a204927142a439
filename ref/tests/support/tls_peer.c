#include "support/tls_peer.h"

#include <errno.h>
#include <openssl/err.h>

#include "raise.h"
#include "support/testing.h"

static struct tls_peer *self_of(struct hc_transport *transport) {
  return (struct tls_peer *)(void *)transport;
}

/* --- The server --- */

/* Takes what the client sent, and whatever of the protocol comes with it. */
static void receive(struct tls_peer *peer) {
  char bytes[SSL3_RT_MAX_PLAIN_LENGTH];
  size_t size = 0;
  while (SSL_read_ex(peer->openssl, bytes, sizeof bytes, &size) == 1) {
    assert_true(hc_buffer_append(&peer->received, hc_span_make(bytes, size)));
    peer->records++;
  }
  if (SSL_get_error(peer->openssl, 0) == SSL_ERROR_SSL) peer->failed = true;
  ERR_clear_error();
}

static void accept_client(struct tls_peer *peer) {
  int result = SSL_accept(peer->openssl);
  peer->accepted = result == 1;
  peer->failed = result != 1 && SSL_get_error(peer->openssl, result) != SSL_ERROR_WANT_READ;
  ERR_clear_error();
}

static void run(struct tls_peer *peer) {
  if (peer->options.speaks_clear || peer->failed) return;
  if (!peer->accepted) accept_client(peer);
  if (peer->accepted) receive(peer);
}

static void send_clear(struct tls_peer *peer, struct hc_span bytes) {
  assert_int_equal(BIO_write(peer->out, bytes.data, (int)bytes.size), bytes.size);
}

static void send_encrypted(struct tls_peer *peer, struct hc_span bytes) {
  size_t written = 0;
  assert_int_equal(SSL_write_ex(peer->openssl, bytes.data, bytes.size, &written), 1);
}

enum { CUT_SIZE = 3 };

/* Does what is next, and returns whether there is more to come. */
static bool do_step(struct tls_peer *peer) {
  const struct peer_step *step = &peer->options.steps[peer->step];
  switch (step->action) {
  case PEER_END:
  case PEER_SILENCE: return false;
  case PEER_SEND: send_encrypted(peer, step->bytes); break;
  case PEER_SEND_CLEAR: send_clear(peer, step->bytes); break;
  case PEER_SEND_CUT: send_encrypted(peer, step->bytes); break;
  case PEER_CLOSE: SSL_shutdown(peer->openssl); break;
  case PEER_ASK: assert_int_equal(SSL_verify_client_post_handshake(peer->openssl), 1); break;
  case PEER_UPDATE_KEYS:
    assert_int_equal(SSL_key_update(peer->openssl, SSL_KEY_UPDATE_REQUESTED), 1);
    break;
  }
  if (step->action == PEER_ASK || step->action == PEER_UPDATE_KEYS) {
    assert_int_equal(SSL_do_handshake(peer->openssl), 1);
  }
  peer->step++;
  return true;
}

/* Whether what was done last goes out together with what comes next. */
static bool is_prelude(const struct tls_peer *peer) {
  if (peer->step == 0) return false;
  enum peer_action last = peer->options.steps[peer->step - 1].action;
  return last == PEER_ASK || last == PEER_UPDATE_KEYS;
}

/* Fills `out`, as far as the server has something to say, and returns how much can be read. */
static size_t available(struct tls_peer *peer) {
  const struct peer_step *steps = peer->options.steps;
  bool ready = peer->accepted || peer->options.speaks_clear;
  bool more = ready && !peer->failed && steps != NULL;
  while (more && (BIO_ctrl_pending(peer->out) == 0 || is_prelude(peer)))
    more = do_step(peer);
  size_t size = BIO_ctrl_pending(peer->out);
  bool cut = peer->step > 0 && steps[peer->step - 1].action == PEER_SEND_CUT;
  if (!cut) return size;
  return size > CUT_SIZE ? size - CUT_SIZE : 0;
}

static bool is_at_end(const struct tls_peer *peer) {
  const struct peer_step *steps = peer->options.steps;
  if (peer->failed) return true;
  bool ready = peer->accepted || peer->options.speaks_clear;
  return ready && (steps == NULL || steps[peer->step].action == PEER_END);
}

/* --- The transport --- */

static enum hc_kind fail_as_told(const struct tls_peer *peer, struct hc_error *error) {
  if (peer->options.failure == HC_OK) return hc_error_set_errno(error, ECONNRESET);
  return hc_raise(error, peer->options.failure, "timed out");
}

static enum hc_kind peer_read(struct hc_transport *transport, void *into, size_t size, size_t *got,
                              struct hc_error *error) {
  struct tls_peer *peer = self_of(transport);
  if (++peer->reads == peer->options.failing_read) return fail_as_told(peer, error);
  size_t count = available(peer);
  *got = 0;
  if (count == 0 && is_at_end(peer)) return HC_OK;
  if (count == 0) {
    bool blocks = peer->timeout.kind != HC_TIMEOUT_SECONDS || peer->timeout.seconds > 0;
    return blocks ? hc_raise(error, HC_TIMEOUT_ERROR, "timed out")
                  : hc_error_set_errno(error, EAGAIN);
  }
  if (count > size) count = size;
  if (peer->options.piece != 0 && count > peer->options.piece) count = peer->options.piece;
  assert_int_equal(BIO_read(peer->out, into, (int)count), count);
  *got = count;
  return HC_OK;
}

static enum hc_kind peer_write(struct hc_transport *transport, const struct hc_span *spans,
                               size_t count, struct hc_error *error) {
  struct tls_peer *peer = self_of(transport);
  if (++peer->writes == peer->options.failing_write) return fail_as_told(peer, error);
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(BIO_write(peer->in, spans[i].data, (int)spans[i].size), spans[i].size);
  }
  run(peer);
  return HC_OK;
}

static int peer_fileno(const struct hc_transport *transport) {
  (void)transport;
  return 1000; /* no descriptor, but a number to know again */
}

static enum hc_kind peer_set_timeout(struct hc_transport *transport, struct hc_timeout timeout,
                                     struct hc_error *error) {
  struct tls_peer *peer = self_of(transport);
  enum hc_kind kind = hc_timeout_check(timeout, error);
  if (kind != HC_OK) return kind;
  if (peer->timeout_count < PEER_TIMEOUTS_MAX) peer->timeouts[peer->timeout_count] = timeout;
  peer->timeout_count++;
  peer->timeout = timeout;
  return HC_OK;
}

static void peer_destroy(struct hc_transport *transport) {
  self_of(transport)->released = true;
}

static const struct hc_transport_methods methods = {
    .read = peer_read,
    .write = peer_write,
    .fileno = peer_fileno,
    .set_timeout = peer_set_timeout,
    .destroy = peer_destroy,
};

/* --- Starting and stopping --- */

/* OpenSSL's callbacks: each has the peer as its argument. */

static int note_server_name(SSL *openssl, int *alert, void *payload) {
  (void)alert;
  struct tls_peer *peer = payload;
  const char *name = SSL_get_servername(openssl, TLSEXT_NAMETYPE_host_name);
  if (name != NULL) snprintf(peer->server_name, sizeof peer->server_name, "%s", name);
  return SSL_TLSEXT_ERR_OK;
}

static int select_protocol(SSL *openssl, const unsigned char **chosen, unsigned char *chosen_size,
                           const unsigned char *offered, unsigned offered_size, void *payload) {
  (void)openssl;
  const struct tls_peer *peer = payload;
  struct hc_span wanted = hc_str(peer->options.protocol);
  for (unsigned i = 0; i < offered_size; i += 1U + offered[i]) {
    struct hc_span offer = hc_span_make((const char *)offered + i + 1, offered[i]);
    if (!hc_span_equal(offer, wanted)) continue;
    *chosen = offered + i + 1;
    *chosen_size = offered[i];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_NOACK;
}

static void note_alert(const SSL *openssl, int where, int value) {
  struct tls_peer *peer = SSL_get_app_data(openssl);
  if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT) peer->alert = value & 0xFF;
}

static void use_certificates(struct tls_peer *peer) {
  const struct certificate *const *chain = peer->options.chain;
  assert_int_equal(SSL_CTX_use_certificate(peer->context, chain[0]->x509), 1);
  assert_int_equal(SSL_CTX_use_PrivateKey(peer->context, chain[0]->key), 1);
  for (size_t i = 1; chain[i] != NULL; i++) {
    assert_int_equal(SSL_CTX_add1_chain_cert(peer->context, chain[i]->x509), 1);
  }
  if (peer->options.client_authority != NULL) {
    X509_STORE *store = SSL_CTX_get_cert_store(peer->context);
    assert_int_equal(X509_STORE_add_cert(store, peer->options.client_authority->x509), 1);
  }
  SSL_CTX_set_verify(peer->context, peer->options.verify_mode, NULL);
}

void tls_peer_start(struct tls_peer *peer, const struct tls_peer_options *options) {
  struct tls_peer made = {
      .base = {.methods = &methods, .references = 1},
      .options = *options,
      .context = SSL_CTX_new(TLS_server_method()),
      .in = BIO_new(BIO_s_mem()),
      .out = BIO_new(BIO_s_mem()),
      .alert = -1,
  };
  *peer = made;
  /* TLS 1.0 and 1.1 are possible at no security level above 0. */
  if (options->maximum_version != 0 && options->maximum_version < TLS1_2_VERSION) {
    SSL_CTX_set_security_level(peer->context, 0);
  }
  use_certificates(peer);
  SSL_CTX_set_min_proto_version(peer->context, options->minimum_version);
  SSL_CTX_set_max_proto_version(peer->context, options->maximum_version);
  SSL_CTX_set_tlsext_servername_callback(peer->context, note_server_name);
  SSL_CTX_set_tlsext_servername_arg(peer->context, peer);
  if (options->protocol != NULL) SSL_CTX_set_alpn_select_cb(peer->context, select_protocol, peer);
  peer->openssl = SSL_new(peer->context);
  SSL_set_app_data(peer->openssl, peer);
  SSL_set_info_callback(peer->openssl, note_alert);
  BIO_set_mem_eof_return(peer->in, -1);
  SSL_set_bio(peer->openssl, peer->in, peer->out);
}

enum hc_kind tls_peer_wrap(struct tls_peer *peer, struct hc_tls_context *context, const char *host,
                           const struct hc_allocator *allocator, struct hc_transport **transport,
                           struct hc_error *error) {
  const struct hc_tls_options options = {
      .context = context,
      .server_hostname = hc_str(host),
      .timeout = {HC_TIMEOUT_SECONDS, 60},
      .allocator = allocator,
  };
  *transport = &peer->base;
  return hc_tls_wrap(transport, &options, error);
}

void tls_peer_stop(struct tls_peer *peer) {
  assert_true(peer->released);
  SSL_free(peer->openssl);
  SSL_CTX_free(peer->context);
  hc_buffer_free(&peer->received);
}
