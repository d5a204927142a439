/* What client and peer tell each other beside the bytes: the client's greeting (SNI, ALPN), what
 * the peer answers to it, and alerts. */
#ifndef PEER_TLS_TALK_H
#define PEER_TLS_TALK_H

#include <stdbool.h>

#include <openssl/ssl.h>

#include "identities.h"
#include "offer.h"
#include "peer/wire_log.h"
#include "tls_options.h"

/* Of one connection, whose SSL has it as its app data. */
struct tls_talk {
  struct peer_identities *identities; /* borrowed, as are the next two */
  const struct tls_options *options;
  struct wire_log *log;
  unsigned connection;      /* its number in the log */
  char *server_name;        /* NULL: the client named none */
  unsigned char *protocols; /* that the client offered, as ALPN writes them; NULL: none */
  unsigned protocols_length;
  int alert_to_send;           /* instead of the next ticket; 0: none */
  bool is_certificate_awaited; /* it was requested behind the handshake */
  bool has_updated_keys;       /* the client has, since that was requested last */
  struct offer offers[OFFERS]; /* of its ClientHello */
  int client_alert;            /* the last, or -1 */
  int peer_alert;              /* the last, or -1 */
};

/* tls_talk_note: adds an event with |text| to the log. */
void tls_talk_note(struct tls_talk *talk, enum wire_event_kind kind, const char *text);

/* tls_talk_clear: releases what the client said. */
void tls_talk_clear(struct tls_talk *talk);

/* tls_talk_await_certificate: notes when the client has answered the request for one that |ssl| is
 * about to send. */
void tls_talk_await_certificate(SSL *ssl);

/* tls_talk_await_keys: notes when the client has updated its keys, as |ssl| is about to request.
 */
void tls_talk_await_keys(SSL *ssl);

/* tls_talk_equip: lets |context| choose by the tls_talk of each connection, and tell it of alerts.
 */
void tls_talk_equip(SSL_CTX *context);

#endif
