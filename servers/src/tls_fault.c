/* OpenSSL does not send alerts at the wish of its user. But it asks an extension of a session
 * ticket for its contents, and sends the alert with which the extension refuses: encrypted like all
 * that belongs behind the handshake. */
#include "tls_fault.h"

#include <stdlib.h>

#include <openssl/err.h>

#include "alert.h"
#include "complaint.h"
#include "text/memory.h"

static const char is_over[] = "do this any more: TLS is over on this connection";
static const char is_too_old[] = "do this in TLS 1.2; write 'tls version 1.3'";

/* Why there is nothing that OpenSSL could send, or NULL. */
static const char *obstacle(const struct tls *tls) {
  return tls->phase != TLS_OPEN || tls->is_write_over ? is_over : NULL;
}

static const char *obstacle_to_message(const struct tls *tls) {
  const char *why = obstacle(tls);
  if (why) return why;
  ERR_clear_error();
  return SSL_version(tls->ssl) == TLS1_3_VERSION ? NULL : is_too_old;
}

/* Sends the message that OpenSSL was asked for. */
static const char *send_message(struct tls *tls, bool is_possible) {
  bool is_sent = is_possible && SSL_do_handshake(tls->ssl) == 1;
  tls_push(tls);
  ERR_clear_error();
  return is_sent ? NULL : is_over;
}

const char *tls_request_certificate(struct tls *tls, bool is_required) {
  const char *why = obstacle_to_message(tls);
  if (why) return why;
  int mode = SSL_VERIFY_PEER | SSL_VERIFY_POST_HANDSHAKE;
  SSL_set_verify(tls->ssl, is_required ? mode | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : mode, NULL);
  if (SSL_verify_client_post_handshake(tls->ssl) != 1) {
    ERR_clear_error();
    return "request a certificate: the client does not offer authentication behind the handshake";
  }
  tls_talk_await_certificate(tls->ssl);
  return send_message(tls, true);
}

const char *tls_update_keys(struct tls *tls, bool is_requested) {
  const char *why = obstacle_to_message(tls);
  if (why) return why;
  int kind = is_requested ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED;
  if (is_requested) tls_talk_await_keys(tls->ssl);
  return send_message(tls, SSL_key_update(tls->ssl, kind) == 1);
}

const char *tls_send_ticket(struct tls *tls) {
  const char *why = obstacle_to_message(tls);
  if (why) return why;
  SSL_clear_options(tls->ssl, SSL_OP_NO_TICKET);
  return send_message(tls, SSL_new_session_ticket(tls->ssl) == 1);
}

static const char *send_fatal_alert(struct tls *tls, int code) {
  const char *why = obstacle_to_message(tls);
  if (why) return why;
  tls->talk.alert_to_send = code;
  send_message(tls, SSL_new_session_ticket(tls->ssl) == 1);
  if (tls->talk.peer_alert != code) return is_over;
  tls_end(tls, complaint_text("the peer sent the alert %s, as the script says", alert_name(code)));
  return NULL;
}

const char *tls_send_alert(struct tls *tls, int code) {
  if (code != ALERT_CLOSE_NOTIFY) return send_fatal_alert(tls, code);
  const char *why = obstacle(tls);
  if (!why) tls_say_goodbye(tls);
  return why;
}

const char *tls_send_raw(struct tls *tls, struct bytes octets) {
  char *note = complaint_text("peer sends %zu octets beneath TLS", octets.length);
  tls_talk_note(&tls->talk, WIRE_TLS, note);
  free(note);
  tls_queue(tls, octets.data, octets.length);
  return NULL;
}

/* The record that holds |bytes|, borrowed from where OpenSSL has put it; empty when there is none.
 */
static struct bytes make_record(struct tls *tls, struct bytes bytes) {
  size_t written = 0;
  char *octets = NULL;
  tls_push(tls);
  ERR_clear_error();
  SSL_write_ex(tls->ssl, bytes.data, bytes.length, &written);
  long length = BIO_get_mem_data(tls->outgoing, &octets);
  return (struct bytes){(unsigned char *)octets, length > 0 ? (size_t)length : 0};
}

const char *tls_send_cut(struct tls *tls, struct bytes bytes, size_t length) {
  const char *why = obstacle(tls);
  if (why) return why;
  struct bytes record = make_record(tls, bytes);
  if (record.length <= length)
    why = "cut there: the whole record is no longer than what is to be sent of it";
  else
    tls_queue(tls, record.data, length);
  char *note =
      complaint_text("peer sends %zu of the %zu octets of a record", length, record.length);
  if (!why) tls_talk_note(&tls->talk, WIRE_TLS, note);
  free(note);
  (void)BIO_reset(tls->outgoing);
  tls->is_write_over = true;
  return why;
}

const char *tls_send_corrupt(struct tls *tls, struct bytes bytes) {
  const char *why = obstacle(tls);
  if (why) return why;
  struct bytes record = make_record(tls, bytes);
  if (!record.length) return is_over;
  unsigned char last = record.data[record.length - 1] ^ 1u;
  tls_talk_note(&tls->talk, WIRE_TLS, "peer sends a record with its last octet changed");
  tls_queue(tls, record.data, record.length - 1);
  tls_queue(tls, &last, 1);
  (void)BIO_reset(tls->outgoing);
  return NULL;
}
