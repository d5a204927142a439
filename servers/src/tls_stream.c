/* Every call into OpenSSL is followed by tls_push(), which queues what it wrote, and where it
 * failed by settle(), which tells why. */
#include "tls_stream.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include "alert.h"
#include "openssl_failure.h"
#include "text/memory.h"

enum {
  INCOMING_ROOM = 16 * 1024,
  QUEUE_MAXIMUM = 1024 * 1024, /* far more than a handshake or a record; a client that makes the
                                  peer answer without reading the answers has failed */
  DISCARDS_AT_ONCE = 64,       /* so that a client that never ends cannot keep the peer busy */
};

static const struct stream_operations tls_operations;

struct tls *tls_of(const struct stream *stream) {
  return stream->operations == &tls_operations ? stream->layer : NULL;
}

const char *tls_version(const struct tls *tls) {
  switch (SSL_version(tls->ssl)) {
  case TLS1_VERSION: return "1.0";
  case TLS1_1_VERSION: return "1.1";
  case TLS1_2_VERSION: return "1.2";
  default: return "1.3";
  }
}

char *tls_client_name(const struct tls *tls) {
  const X509 *certificate = SSL_get0_peer_certificate(tls->ssl);
  return certificate ? certificate_common_name(certificate) : NULL;
}

static void print_part(FILE *out, const char *what, const void *value, size_t length) {
  if (!value) return;
  fprintf(out, ", %s ", what);
  literal_print_text(out, value, length);
}

/* TLS 1.3, server name 'localhost', ALPN 'http/1.1', client certificate 'client' */
static void note_handshake(struct tls *tls) {
  const char *name = tls->talk.server_name;
  char *text, *client = tls_client_name(tls);
  const unsigned char *protocol;
  unsigned protocol_length;
  size_t length;
  SSL_get0_alpn_selected(tls->ssl, &protocol, &protocol_length);
  FILE *out = memory_stream(&text, &length);
  fprintf(out, "TLS %s", tls_version(tls));
  print_part(out, "server name", name, name ? strlen(name) : 0);
  print_part(out, "ALPN", protocol, protocol_length);
  print_part(out, "client certificate", client, client ? strlen(client) : 0);
  fclose(out);
  tls_talk_note(&tls->talk, WIRE_TLS, text);
  free(text);
  free(client);
}

void tls_end(struct tls *tls, char *reason) {
  tls->phase = TLS_FAILED;
  tls->is_write_over = true;
  if (tls->failure)
    free(reason);
  else
    tls->failure = reason;
}

static void fail(struct tls *tls, char *reason) {
  if (!tls->failure) tls_talk_note(&tls->talk, WIRE_TLS_FAILED, reason);
  tls_end(tls, reason);
}

/* --- Downwards: octets that OpenSSL has written --- */

static enum stream_status flush(struct tls *tls) {
  const struct stream_operations *beneath = tls->inner.operations;
  for (struct bytes octets = buffer_view(&tls->queue); octets.length;
       octets = buffer_view(&tls->queue)) {
    size_t written = 0;
    enum stream_status status = beneath->write(&tls->inner, octets.data, octets.length, &written);
    if (status == STREAM_BLOCKED) return status;
    buffer_consume(&tls->queue, status == STREAM_MOVED ? written : octets.length);
    if (status != STREAM_MOVED) return tls->lost = status;
  }
  if (tls->is_finishing) beneath->finish(&tls->inner);
  tls->is_finishing = false;
  return beneath->flush(&tls->inner);
}

static void append(struct tls *tls, const void *octets, size_t length) {
  if (!buffer_append(&tls->queue, octets, length))
    fail(tls, memory_string("the client does not take in what TLS answers"));
}

enum stream_status tls_push(struct tls *tls) {
  char *octets = NULL;
  long length = BIO_get_mem_data(tls->outgoing, &octets);
  if (length > 0) append(tls, octets, (size_t)length);
  (void)BIO_reset(tls->outgoing);
  return flush(tls);
}

void tls_queue(struct tls *tls, const void *octets, size_t length) {
  append(tls, octets, length);
  flush(tls);
}

/* --- Upwards: octets that OpenSSL reads --- */

/* A failed write has consumed the error that reading would have shown. */
static enum stream_status read_beneath(struct tls *tls, void *octets, size_t room, size_t *length) {
  enum stream_status status = tls->inner.operations->read(&tls->inner, octets, room, length);
  return status == STREAM_FIN && tls->lost == STREAM_RESET ? STREAM_RESET : status;
}

static enum stream_status fill(struct tls *tls) {
  unsigned char octets[INCOMING_ROOM];
  size_t length = 0;
  enum stream_status status = read_beneath(tls, octets, sizeof octets, &length);
  if (status == STREAM_MOVED) openssl_insist(BIO_write(tls->incoming, octets, (int)length) > 0);
  return status;
}

/* Behind the end of TLS only the end of the stream beneath is of interest. */
static enum stream_status discard(struct tls *tls) {
  unsigned char octets[INCOMING_ROOM];
  for (int i = 0; i < DISCARDS_AT_ONCE; i++) {
    size_t length = 0;
    enum stream_status status = read_beneath(tls, octets, sizeof octets, &length);
    if (status != STREAM_MOVED) return status;
  }
  return STREAM_BLOCKED;
}

static char *describe_failure(const struct tls *tls) {
  const char *reason = openssl_reason();
  if (tls->talk.client_alert > ALERT_CLOSE_NOTIFY)
    return memory_printf("the client sent the alert %s", alert_name(tls->talk.client_alert));
  if (tls->talk.peer_alert > ALERT_CLOSE_NOTIFY)
    return memory_printf("the peer sent the alert %s (%s)", alert_name(tls->talk.peer_alert),
                         reason);
  return memory_string(reason);
}

/* After a call that returned |outcome| <= 0: what OpenSSL waits for, or that it is over. */
static void settle(struct tls *tls, int outcome) {
  switch (SSL_get_error(tls->ssl, outcome)) {
  case SSL_ERROR_WANT_READ:
  case SSL_ERROR_WANT_WRITE: return;
  case SSL_ERROR_ZERO_RETURN: tls->is_read_over = true; return;
  default: fail(tls, describe_failure(tls));
  }
}

static void shake_hands(struct tls *tls) {
  ERR_clear_error();
  int outcome = SSL_do_handshake(tls->ssl);
  if (outcome == 1) {
    tls->phase = TLS_OPEN;
    note_handshake(tls);
  } else {
    settle(tls, outcome);
  }
}

/* As much as OpenSSL can do with the octets that have come; true when there are clear bytes. */
static bool read_clear(struct tls *tls, void *data, size_t room, size_t *length) {
  if (tls->phase == TLS_SHAKING) shake_hands(tls);
  if (tls->phase != TLS_OPEN) return false;
  ERR_clear_error();
  int outcome = SSL_read_ex(tls->ssl, data, room, length);
  if (outcome != 1) settle(tls, outcome);
  return outcome == 1;
}

static enum stream_status tls_read(struct stream *stream, void *data, size_t room, size_t *length) {
  struct tls *tls = stream->layer;
  while (tls->phase != TLS_FAILED && !tls->is_read_over) {
    bool has_come = read_clear(tls, data, room, length);
    tls_push(tls);
    if (has_come) return STREAM_MOVED;
    if (tls->phase == TLS_FAILED || tls->is_read_over) break;
    enum stream_status status = fill(tls);
    if (status == STREAM_MOVED) continue;
    if (tls->phase == TLS_SHAKING && status != STREAM_BLOCKED)
      fail(tls, memory_string(status == STREAM_FIN ? "the client closed the connection (FIN)"
                                                   : "the client reset the connection (RST)"));
    return status;
  }
  return discard(tls);
}

static enum stream_status tls_write(struct stream *stream, const void *data, size_t length,
                                    size_t *written) {
  struct tls *tls = stream->layer;
  if (tls->is_write_over || tls->phase != TLS_OPEN) return STREAM_REFUSED;
  enum stream_status status = flush(tls);
  if (status != STREAM_MOVED) return status;
  ERR_clear_error();
  int outcome = SSL_write_ex(tls->ssl, data, length, written);
  if (outcome != 1) settle(tls, outcome);
  status = tls_push(tls);
  if (outcome != 1) return STREAM_REFUSED;
  if (status == STREAM_BLOCKED) status = STREAM_MOVED; /* it is queued */
  if (status != STREAM_MOVED) *written = 0;
  return status;
}

static enum stream_status tls_flush(struct stream *stream) {
  return flush(stream->layer);
}

static bool tls_has_queued(const struct stream *stream) {
  const struct tls *tls = stream->layer;
  return buffer_view(&tls->queue).length || tls->inner.operations->has_queued(&tls->inner);
}

static bool tls_is_flushed(struct stream *stream) {
  struct tls *tls = stream->layer;
  bool is_idle = flush(tls) != STREAM_BLOCKED;
  return is_idle && tls->inner.operations->is_flushed(&tls->inner);
}

void tls_say_goodbye(struct tls *tls) {
  if (tls->phase != TLS_OPEN || tls->is_write_over) return;
  tls->is_write_over = true;
  ERR_clear_error();
  SSL_shutdown(tls->ssl);
  tls_push(tls);
}

static void say_goodbye(struct stream *stream) {
  tls_say_goodbye(stream->layer);
}

static void tls_finish(struct stream *stream) {
  struct tls *tls = stream->layer;
  tls_say_goodbye(tls);
  tls->is_finishing = true;
  flush(tls);
}

static void release(struct stream *stream) {
  struct tls *tls = stream->layer;
  SSL_free(tls->ssl);
  buffer_clear(&tls->queue);
  tls_talk_clear(&tls->talk);
  free(tls->failure);
  free(tls);
  stream->layer = NULL;
  stream->fd = -1;
}

static void tls_close(struct stream *stream) {
  struct tls *tls = stream->layer;
  tls_say_goodbye(tls);
  tls->inner.operations->close(&tls->inner);
  release(stream);
}

static void tls_reset(struct stream *stream) {
  struct tls *tls = stream->layer;
  tls->inner.operations->reset(&tls->inner);
  release(stream);
}

static const struct stream_operations tls_operations = {
    .read = tls_read,
    .write = tls_write,
    .flush = tls_flush,
    .has_queued = tls_has_queued,
    .is_flushed = tls_is_flushed,
    .say_goodbye = say_goodbye,
    .finish = tls_finish,
    .close = tls_close,
    .reset = tls_reset,
};

static void apply_options(SSL *ssl, const struct tls_options *options) {
  static const int modes[] = {
      [CERTIFICATE_IGNORED] = SSL_VERIFY_NONE,
      [CERTIFICATE_ASKED] = SSL_VERIFY_PEER,
      [CERTIFICATE_REQUIRED] = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
  };
  int least = options->least_version ? options->least_version : TLS1_2_VERSION;
  openssl_insist(SSL_set_min_proto_version(ssl, least));
  openssl_insist(SSL_set_max_proto_version(ssl, options->most_version));
  if (least < TLS1_2_VERSION) SSL_set_security_level(ssl, 0); /* they know no better than SHA-1 */
  SSL_set_verify(ssl, modes[options->certificate], NULL);
  SSL_set_num_tickets(ssl, options->tickets);
  SSL_set_options(ssl, SSL_OP_NO_RENEGOTIATION | (options->tickets ? 0 : SSL_OP_NO_TICKET));
}

static void begin_ssl(struct tls *tls, struct tls_start start) {
  tls->ssl = SSL_new(identities_context(start.identities, start.options->identity));
  tls->incoming = BIO_new(BIO_s_mem());
  tls->outgoing = BIO_new(BIO_s_mem());
  openssl_insist(tls->ssl && tls->incoming && tls->outgoing);
  BIO_set_mem_eof_return(tls->incoming, -1); /* empty means: no more for now */
  SSL_set_bio(tls->ssl, tls->incoming, tls->outgoing);
  SSL_set_accept_state(tls->ssl);
  SSL_set_app_data(tls->ssl, &tls->talk);
  apply_options(tls->ssl, start.options);
  int early = (int)start.early.length;
  if (early) openssl_insist(BIO_write(tls->incoming, start.early.data, early) == early);
}

void tls_stream_begin(struct stream *stream, struct tls_start start) {
  struct tls *tls = memory_array(1, sizeof *tls);
  *tls = (struct tls){
      .inner = *stream,
      .queue = buffer_of(QUEUE_MAXIMUM),
      .talk = {.identities = start.identities,
               .options = start.options,
               .log = start.log,
               .connection = start.connection,
               .client_alert = -1,
               .peer_alert = -1},
  };
  begin_ssl(tls, start);
  *stream = (struct stream){&tls_operations, stream->fd, tls};
}
