/* What the editions differ in when they speak TLS, in one table. As in edition.h, a row has what
 * the interpreters do that we compare with. */
#ifndef TLS_EDITION_H
#define TLS_EDITION_H

#include <stdint.h>

#include "hc/edition.h"

struct hc_tls_traits {
  enum hc_edition edition;
  /* The lowest version a new context offers; 0 leaves it to OpenSSL's configuration. */
  int minimum_version;
  /* The cipher suites of TLS 1.2 and below that a new context offers. */
  const char *ciphers;
  /* X509_V_FLAG_… of the default context, beyond those of every context. */
  unsigned long default_verify_flags;
  /* The default context offers "http/1.1" (TL.03). */
  bool offers_http_1_1;
  /* The end of the stream below counts as close_notify, which shows in the error of a handshake. */
  bool end_is_close_notify;
  /* After the handshake an OSError of the transport below counts as its end: gh-115627. */
  bool os_error_is_end;
  /* What the error calls a version that cannot be offered. */
  const char *version_noun;
  /* HTTPSConnection takes key_file, cert_file and check_hostname (TL.07, TL.08). */
  bool has_legacy_arguments;
};

/* hc_tls_traits_of returns the row of `edition` (static). */
const struct hc_tls_traits *hc_tls_traits_of(enum hc_edition edition);

#endif
