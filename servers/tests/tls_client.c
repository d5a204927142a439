#include "tls_client.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <openssl/err.h>

/* In the client's thread nothing may be asserted. */
static void insist(int condition) {
  if (!condition) abort();
}

static int keep_session(SSL *ssl, SSL_SESSION *session) {
  struct visit *visit = SSL_get_app_data(ssl);
  SSL_SESSION_free(*visit->session);
  *visit->session = session;
  return 1;
}

static int count_extension(SSL *ssl, unsigned extension, unsigned messages,
                           const unsigned char *data, size_t length, X509 *certificate,
                           size_t index, int *alert, void *argument) {
  (void)extension, (void)messages, (void)data, (void)length;
  (void)certificate, (void)index, (void)alert, (void)argument;
  struct visit *visit = SSL_get_app_data(ssl);
  visit->private_extensions++;
  return 1;
}

static SSL_CTX *new_context(const struct visit *visit) {
  const struct peer_identities *identities = visit->identities;
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  insist(SSL_CTX_add_custom_ext(
      context, 0xff00, SSL_EXT_TLS1_3_NEW_SESSION_TICKET | SSL_EXT_TLS1_3_CERTIFICATE_REQUEST, NULL,
      NULL, NULL, count_extension, NULL));
  insist(SSL_CTX_load_verify_file(context, peer_identities_path(identities, PEER_FILE_AUTHORITY)));
  if (visit->has_certificate || visit->is_stranger) {
    const char *path =
        peer_identities_path(identities, visit->is_stranger ? PEER_FILE_STRANGER_CERTIFICATE
                                                            : PEER_FILE_CLIENT_CERTIFICATE);
    insist(SSL_CTX_use_certificate_file(context, path, SSL_FILETYPE_PEM) == 1);
    insist(SSL_CTX_use_PrivateKey_file(context, path, SSL_FILETYPE_PEM) == 1);
  }
  if (visit->session) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_session);
  }
  return context;
}

static SSL *new_ssl(SSL_CTX *context, struct visit *visit) {
  SSL *ssl = SSL_new(context);
  const char *host = visit->host ? visit->host : "127.0.0.1";
  bool is_address = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1;
  if (!is_address) insist(SSL_set1_host(ssl, host));
  const char *name = visit->server_name ? visit->server_name : is_address ? NULL : host;
  char copy[64] = "";
  if (name) insist(snprintf(copy, sizeof copy, "%s", name) < (int)sizeof copy);
  if (name) insist(SSL_set_tlsext_host_name(ssl, copy) == 1);
  SSL_set_verify(ssl, visit->is_trusting ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, NULL);
  SSL_set_min_proto_version(ssl, visit->version);
  SSL_set_max_proto_version(ssl, visit->version);
  if (visit->protocols)
    SSL_set_alpn_protos(ssl, (const unsigned char *)visit->protocols,
                        (unsigned)strlen(visit->protocols));
  SSL_set_post_handshake_auth(ssl, visit->offers_authentication);
  SSL_set_app_data(ssl, visit);
  if (visit->session && *visit->session) SSL_set_session(ssl, *visit->session);
  return ssl;
}

static void note_reason(struct visit *visit) {
  const char *reason = ERR_reason_error_string(ERR_peek_last_error());
  snprintf(visit->reason, sizeof visit->reason, "%s", reason ? reason : "");
  ERR_clear_error();
}

static void note_handshake(SSL *ssl, struct visit *visit) {
  const unsigned char *protocol;
  unsigned length;
  visit->is_secure = true;
  visit->is_resumed = SSL_session_reused(ssl);
  SSL_get0_alpn_selected(ssl, &protocol, &length);
  snprintf(visit->protocol, sizeof visit->protocol, "%.*s", (int)length, (const char *)protocol);
}

static void keep(struct client *client, const char *part, size_t length) {
  client->answer = realloc(client->answer, client->answer_length + length + 1);
  insist(client->answer != NULL);
  memcpy(client->answer + client->answer_length, part, length);
  client->answer_length += length;
  client->answer[client->answer_length] = '\0';
}

static void read_all(struct client *client, SSL *ssl, struct visit *visit) {
  char part[16384];
  size_t length = 0;
  ERR_clear_error();
  while (SSL_read_ex(ssl, part, sizeof part, &length))
    keep(client, part, length);
  unsigned long error = ERR_peek_error();
  bool is_eof = ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
  bool is_notified = SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN && !error;
  visit->end = is_notified ? TLS_END_NOTIFIED : is_eof ? TLS_END_TRUNCATED : TLS_END_FAILED;
  note_reason(visit);
}

static void converse(struct client *client, SSL *ssl, struct visit *visit) {
  size_t written = 0;
  note_handshake(ssl, visit);
  if (visit->said) SSL_write_ex(ssl, visit->said, strlen(visit->said), &written);
  if (!visit->is_unread) read_all(client, ssl, visit);
  if (visit->said_last) SSL_write_ex(ssl, visit->said_last, strlen(visit->said_last), &written);
  if (visit->says_goodbye) SSL_shutdown(ssl);
}

static void open_tunnel(struct client *client, int connection, struct visit *visit) {
  char request[64];
  snprintf(request, sizeof request, "CONNECT 127.0.0.1:%u HTTP/1.1\r\n\r\n", client->port);
  client_say(client, connection, request);
  ssize_t count = recv(client->sockets[connection], visit->tunnel_answer, 19, MSG_WAITALL);
  visit->tunnel_answer[count < 0 ? 0 : count] = '\0';
}

void tls_visit(struct client *client) {
  struct visit *visit = client->payload;
  SSL_CTX *context = new_context(visit);
  SSL *ssl = new_ssl(context, visit);
  int connection = client_connect(client), at_once = 1;
  setsockopt(client->sockets[connection], IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  if (visit->is_tunneled) open_tunnel(client, connection, visit);
  SSL_set_fd(ssl, client->sockets[connection]);
  ERR_clear_error();
  if (SSL_connect(ssl) == 1)
    converse(client, ssl, visit);
  else
    note_reason(visit);
  visit->verify_result = SSL_get_verify_result(ssl);
  SSL_free(ssl);
  SSL_CTX_free(context);
  if (visit->resets)
    client_reset(client, connection);
  else
    client_close(client, connection);
}

/* --- Identities --- */

struct peer_identities *tls_identities;

int tls_identities_make(void **state) {
  (void)state;
  signal(SIGPIPE, SIG_IGN); /* OpenSSL's sockets raise it */
  tls_identities = peer_identities_new(NULL);
  return tls_identities ? 0 : -1;
}

int tls_identities_free(void **state) {
  (void)state;
  peer_identities_free(tls_identities);
  return 0;
}
