/* OpenSSL asks here, in the middle of a handshake, which identity and which protocol to use. */
#include "tls_talk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alert.h"
#include "text/memory.h"

void tls_talk_note(struct tls_talk *talk, enum wire_event_kind kind, const char *text) {
  wire_log_add(talk->log, kind, talk->connection, text, strlen(text));
}

void tls_talk_clear(struct tls_talk *talk) {
  free(talk->server_name);
  free(talk->protocols);
  *talk = (struct tls_talk){0};
}

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
  if (where & SSL_CB_HANDSHAKE_DONE) talk->handshakes++;
  if (!(where & SSL_CB_ALERT)) return;
  bool is_clients = where & SSL_CB_READ;
  *(is_clients ? &talk->client_alert : &talk->peer_alert) = value & 0xff;
  tls_talk_note(talk, is_clients ? WIRE_CLIENT_ALERT : WIRE_PEER_ALERT, alert_name(value & 0xff));
}

void tls_talk_equip(SSL_CTX *context) {
  SSL_CTX_set_tlsext_servername_callback(context, choose_identity);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
  SSL_CTX_set_info_callback(context, hear);
}
