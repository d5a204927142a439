/* Certificates made on the spot. */
#ifndef TLS_CERTIFICATE_H
#define TLS_CERTIFICATE_H

#include <openssl/x509.h>

#include "hc/buffer.h"

/* A certificate with its private key. Zero state: none. */
struct certificate {
  X509 *x509;
  EVP_PKEY *key;
};

/* What a certificate is to say. The zero state is an EC leaf, signed by itself, that names nothing
 * and is valid now. */
struct certificate_options {
  const struct certificate *issuer;
  const char *common_name;
  const char *alternative_names; /* as in OpenSSL's configuration: "DNS:host,IP:127.0.0.1" */
  bool is_authority;
  bool is_rsa;
  bool is_bare;   /* no key identifiers, against RFC 5280 section 4.2.1.1 */
  long begins_in; /* seconds from now; 0: an hour ago */
  long ends_in;   /* seconds from now; 0: in an hour */
};

struct certificate certificate_make(const struct certificate_options *options);
void certificate_free(struct certificate *certificate);

/* certificate_pem appends the certificate, and certificate_key_pem its key, encrypted unless
 * `password` is NULL. */
void certificate_pem(const struct certificate *certificate, struct hc_buffer *into);
void certificate_key_pem(const struct certificate *certificate, const char *password,
                         struct hc_buffer *into);

#endif
