/* A client that speaks TLS as clients do, by OpenSSL over a blocking socket, for the other thread
 * of a scene. */
#ifndef PEER_TESTS_TLS_CLIENT_H
#define PEER_TESTS_TLS_CLIENT_H

#include <stdbool.h>

#include <openssl/ssl.h>

#include "peer/identities.h"
#include "scene.h"

enum tls_end {
  TLS_END_NOT_READ,
  TLS_END_NOTIFIED,  /* by close_notify */
  TLS_END_TRUNCATED, /* by FIN without it */
  TLS_END_FAILED,    /* by an alert, a bad record, or a reset */
};

/* What a client wants, and what it gets; the payload of a scene. */
struct visit {
  /* Wishes; zero is a default client that trusts the authority and wants 127.0.0.1. */
  const char *host;        /* that the certificate must be for: a name, which is also sent as SNI,
                              or an address */
  const char *server_name; /* SNI to send instead */
  int version;             /* the only one it speaks */
  const char *protocols;   /* for ALPN, as it writes them */
  const struct peer_identities *identities;
  bool has_certificate, is_stranger, is_trusting; /* whom it is, and that it verifies nothing */
  bool offers_authentication;                     /* behind the handshake */
  const char *said;
  const char *said_last; /* behind all that was read */
  bool says_goodbye;     /* sends close_notify at its end */
  bool resets;
  bool is_unread;        /* closes without reading */
  SSL_SESSION **session; /* to resume, and where a new one goes; NULL: none */
  bool is_tunneled;      /* sends CONNECT first */
  /* What came of it. */
  bool is_secure; /* hands were shaken */
  bool is_resumed;
  long verify_result;
  char protocol[32];           /* chosen by ALPN */
  unsigned private_extensions; /* in tickets and requests for a certificate */
  char reason[128];            /* why it failed */
  char tunnel_answer[64];
  enum tls_end end;
};

/* tls_visit: a client_function; the payload is a struct visit. What it reads is the client's
 * answer. */
void tls_visit(struct client *client);

/* Identities for all tests of a program: the set-up and tear-down of its group. */
extern struct peer_identities *tls_identities;
int tls_identities_make(void **state);
int tls_identities_free(void **state);

#endif
