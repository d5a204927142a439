/* What the statement tls asks for. The zero state is the statement without any options. */
#ifndef PEER_TLS_OPTIONS_H
#define PEER_TLS_OPTIONS_H

#include <stddef.h>

#include "identity.h"

enum client_certificate { CERTIFICATE_IGNORED, CERTIFICATE_ASKED, CERTIFICATE_REQUIRED };

/* A client that asks for |name| (SNI) meets |identity|. */
struct sni_choice {
  const char *name;
  enum identity identity;
};

/* Protocols as ALPN writes them (RFC 7301, section 3.1): each behind its length in one byte. */
struct protocol_list {
  const unsigned char *data;
  unsigned length;
};

struct tls_options {
  enum identity identity;          /* where no choice fits */
  int least_version, most_version; /* as OpenSSL has them; 0: TLS 1.2 and 1.3 */
  struct protocol_list protocols;  /* that the peer chooses from, best first; empty: no ALPN */
  enum client_certificate certificate;
  size_t tickets; /* sent with the handshake */
  struct sni_choice *choices;
  size_t choice_count;
};

#endif
