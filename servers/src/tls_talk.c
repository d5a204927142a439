/* OpenSSL asks here, in the middle of a handshake, which identity and which protocol to use. */
#include "tls_talk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alert.h"
#include "openssl_failure.h"
#include "text/memory.h"

void tls_talk_note(struct tls_talk *talk, enum wire_event_kind kind, const char *text) {
  wire_log_add(talk->log, kind, talk->connection, text, strlen(text));
}

void tls_talk_clear(struct tls_talk *talk) {
  free(talk->server_name);
  free(talk->protocols);
  offer_clear(talk->offers);
  *talk = (struct tls_talk){0};
}

enum { PRIVATE_EXTENSION = 0xff00 }; /* of no meaning (RFC 8446, section 11) */

/* Names of hosts do not differ by case (RFC 6066, section 3). */
static const struct sni_choice *find_choice(const struct tls_options *options, const char *name) {
  for (size_t i = 0; i < options->choice_count; i++)
    if (strcasecmp(options->choices[i].name, name) == 0) return &options->choices[i];
  return NULL;
}

static int choose_identity(SSL *ssl, int *alert, void *argument) {
  (void)alert;
  (void)argument;
  struct tls_talk *talk = SSL_get_app_data(ssl);
  const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (!name) return SSL_TLSEXT_ERR_NOACK;
  free(talk->server_name);
  talk->server_name = memory_string(name);
  const struct sni_choice *choice = find_choice(talk->options, name);
  if (choice) SSL_set_SSL_CTX(ssl, identities_context(talk->identities, choice->identity));
  return SSL_TLSEXT_ERR_OK;
}

static int choose_protocol(SSL *ssl, const unsigned char **chosen, unsigned char *chosen_length,
                           const unsigned char *offered, unsigned length, void *argument) {
  (void)argument;
  struct tls_talk *talk = SSL_get_app_data(ssl);
  free(talk->protocols);
  talk->protocols = memory_resize(NULL, length);
  talk->protocols_length = length;
  memcpy(talk->protocols, offered, length);
  struct protocol_list own = talk->options->protocols;
  if (!own.length) return SSL_TLSEXT_ERR_NOACK;
  unsigned char *found = NULL;
  int outcome =
      SSL_select_next_proto(&found, chosen_length, own.data, own.length, talk->protocols, length);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/* An alert is its level in the upper byte of |value|, its description in the lower. */
static void hear(const SSL *ssl, int where, int value) {
  struct tls_talk *talk = SSL_get_app_data(ssl);
  if (!(where & SSL_CB_ALERT)) return;
  bool is_clients = where & SSL_CB_READ;
  *(is_clients ? &talk->client_alert : &talk->peer_alert) = value & 0xff;
  tls_talk_note(talk, is_clients ? WIRE_CLIENT_ALERT : WIRE_PEER_ALERT, alert_name(value & 0xff));
}

static void note_certificate(const SSL *ssl, struct tls_talk *talk) {
  const X509 *certificate = SSL_get0_peer_certificate(ssl);
  char *name = certificate ? certificate_common_name(certificate) : NULL;
  char *text = name ? memory_printf("client certificate '%s'", name)
                    : memory_string("client shows no certificate");
  tls_talk_note(talk, WIRE_TLS, text);
  free(text);
  free(name);
}

/* The client's answer to a request for a certificate ends with a Finished (RFC 8446, section 4.4).
 */
static void watch_messages(int is_sent, int version, int content, const void *message,
                           size_t length, SSL *ssl, void *argument) {
  (void)version;
  (void)argument;
  struct tls_talk *talk = SSL_get_app_data(ssl);
  if (is_sent || content != SSL3_RT_HANDSHAKE || !length) return;
  unsigned char kind = *(const unsigned char *)message;
  if (kind == SSL3_MT_KEY_UPDATE) talk->has_updated_keys = true;
  if (kind != SSL3_MT_FINISHED || !talk->is_certificate_awaited) return;
  talk->is_certificate_awaited = false;
  note_certificate(ssl, talk);
}

void tls_talk_await_certificate(SSL *ssl) {
  struct tls_talk *talk = SSL_get_app_data(ssl);
  talk->is_certificate_awaited = true;
  SSL_set_msg_callback(ssl, watch_messages);
}

void tls_talk_await_keys(SSL *ssl) {
  struct tls_talk *talk = SSL_get_app_data(ssl);
  talk->has_updated_keys = false;
  SSL_set_msg_callback(ssl, watch_messages);
}

static int take_offers(SSL *ssl, int *alert, void *argument) {
  (void)alert;
  (void)argument;
  struct tls_talk *talk = SSL_get_app_data(ssl);
  offer_take(ssl, talk->offers);
  return SSL_CLIENT_HELLO_SUCCESS;
}

/* An extension without meaning and content, which clients have to ignore (RFC 8446, section 9.3).
 * Where an alert is to be sent, it takes the place of the whole ticket. */
static int add_private_extension(SSL *ssl, unsigned extension, unsigned context,
                                 const unsigned char **data, size_t *length, X509 *certificate,
                                 size_t index, int *alert, void *argument) {
  (void)extension, (void)certificate, (void)index, (void)argument;
  const struct tls_talk *talk = SSL_get_app_data(ssl);
  *data = NULL;
  *length = 0;
  if (!(context & SSL_EXT_TLS1_3_NEW_SESSION_TICKET) || !talk->alert_to_send) return 1;
  *alert = talk->alert_to_send;
  return -1;
}

void tls_talk_equip(SSL_CTX *context) {
  unsigned messages = SSL_EXT_TLS1_3_NEW_SESSION_TICKET | SSL_EXT_TLS1_3_CERTIFICATE_REQUEST;
  openssl_insist(SSL_CTX_add_custom_ext(context, PRIVATE_EXTENSION, messages, add_private_extension,
                                        NULL, NULL, NULL, NULL));
  SSL_CTX_set_client_hello_cb(context, take_offers, NULL);
  SSL_CTX_set_tlsext_servername_callback(context, choose_identity);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
  SSL_CTX_set_info_callback(context, hear);
}
