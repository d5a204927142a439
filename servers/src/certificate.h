/* X.509 certificates (RFC 5280) as strict clients want them, except for what is asked to be wrong.
 */
#ifndef PEER_CERTIFICATE_H
#define PEER_CERTIFICATE_H

#include <stdbool.h>
#include <stdio.h>

#include <openssl/x509.h>

enum certificate_use { CERTIFICATE_OF_AUTHORITY, CERTIFICATE_OF_SERVER, CERTIFICATE_OF_CLIENT };

/* What is to be certified. Times are in days from now. */
struct certificate_wish {
  const char *common_name;
  const char *alternative_names; /* as OpenSSL configures them, "DNS:a.test,IP:::1"; NULL: none */
  enum certificate_use use;
  int begins, ends;
  const char *organization; /* NULL: "hcspec" */
  const char *digest;       /* that is signed, as OpenSSL calls it; NULL: "SHA256" */
};

/* A certificate and its key. The zero state is none. */
struct certificate {
  X509 *x509;
  EVP_PKEY *key;
};

/* certificate_issue: a certificate for |key|, of which it takes a reference of its own, signed by
 * |issuer|, or by itself when that is NULL; certificate_clear() releases it. What fails for want of
 * memory ends the program. */
struct certificate certificate_issue(const struct certificate_wish *wish, EVP_PKEY *key,
                                     const struct certificate *issuer);

void certificate_clear(struct certificate *certificate);

/* certificate_new_key: elliptic-curve P-256, or RSA of 2048 bits, which takes some tenths of a
 * second; the caller frees it. */
EVP_PKEY *certificate_new_key(bool is_rsa);

/* certificate_common_name: of the subject of |x509|, "" when it has none; the caller frees it. */
char *certificate_common_name(const X509 *x509);

#endif
