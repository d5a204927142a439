/* A TLS context from inside. */
#ifndef TLS_CONTEXT_H
#define TLS_CONTEXT_H

#include <openssl/ssl.h>
#include <stdatomic.h>

#include "hc/tls_context.h"
#include "tls_edition.h"

struct hc_tls_context {
  _Atomic size_t references;
  const struct hc_allocator *allocator;
  enum hc_edition edition;
  const struct hc_tls_traits *traits;
  SSL_CTX *openssl;
  bool check_hostname; /* invariant: then the verify mode is not HC_TLS_CERT_NONE */
  bool post_handshake_auth;
};

/* hc_tls_c_string appends `text` and a NUL to `into`. HC_VALUE_ERROR with the text `refusal`: a NUL
 * inside. HC_MEMORY_ERROR. */
enum hc_kind hc_tls_c_string(struct hc_span text, const char *refusal, struct hc_buffer *into,
                             struct hc_error *error);

#endif
