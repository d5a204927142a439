/* Extensions are those that RFC 5280, section 4.2, asks of certificates in a chain; clients that
 * check strictly (Python 3.13 and later) refuse others. */
#include "certificate.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "openssl_failure.h"
#include "text/memory.h"

enum { RSA_BITS = 2048, SECONDS_A_DAY = 24 * 60 * 60, X509_VERSION_3_NUMBER = 2 };

/* Of 63 random bits, so that no client mixes up the authorities of two runs. */
static void set_serial(X509 *x509) {
  uint64_t serial = 0;
  openssl_insist(RAND_bytes((unsigned char *)&serial, sizeof serial) == 1);
  openssl_insist(ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), serial >> 1 | 1));
}

static void add_name(X509_NAME *subject, const char *field, const char *value) {
  openssl_insist(X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8,
                                            (const unsigned char *)value, -1, -1, 0));
}

static void set_names(X509 *x509, const struct certificate_wish *wish, const X509 *issuer) {
  X509_NAME *subject = X509_get_subject_name(x509);
  add_name(subject, "O", wish->organization ? wish->organization : "hcspec");
  add_name(subject, "CN", wish->common_name);
  openssl_insist(X509_set_issuer_name(x509, X509_get_subject_name(issuer)));
}

static void set_validity(X509 *x509, const struct certificate_wish *wish) {
  openssl_insist(X509_gmtime_adj(X509_getm_notBefore(x509), (long)wish->begins * SECONDS_A_DAY));
  openssl_insist(X509_gmtime_adj(X509_getm_notAfter(x509), (long)wish->ends * SECONDS_A_DAY));
}

static void add_extension(X509 *x509, X509 *issuer, int kind, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
  openssl_insist(extension);
  openssl_insist(X509_add_ext(x509, extension, -1));
  X509_EXTENSION_free(extension);
}

static void add_extensions(X509 *x509, const struct certificate_wish *wish, X509 *issuer) {
  static const struct {
    const char *constraints, *key_use, *extended_use;
  } uses[] = {
      [CERTIFICATE_OF_AUTHORITY] = {"critical,CA:TRUE", "critical,keyCertSign,cRLSign", NULL},
      [CERTIFICATE_OF_SERVER] = {"critical,CA:FALSE", "critical,digitalSignature", "serverAuth"},
      [CERTIFICATE_OF_CLIENT] = {"critical,CA:FALSE", "critical,digitalSignature", "clientAuth"},
  };
  add_extension(x509, issuer, NID_basic_constraints, uses[wish->use].constraints);
  add_extension(x509, issuer, NID_key_usage, uses[wish->use].key_use);
  if (uses[wish->use].extended_use)
    add_extension(x509, issuer, NID_ext_key_usage, uses[wish->use].extended_use);
  add_extension(x509, issuer, NID_subject_key_identifier, "hash");
  add_extension(x509, issuer, NID_authority_key_identifier, "keyid:always");
  if (wish->alternative_names)
    add_extension(x509, issuer, NID_subject_alt_name, wish->alternative_names);
}

struct certificate certificate_issue(const struct certificate_wish *wish, EVP_PKEY *key,
                                     const struct certificate *issuer) {
  X509 *x509 = X509_new();
  openssl_insist(x509 && EVP_PKEY_up_ref(key));
  struct certificate made = {x509, key};
  const struct certificate *signer = issuer ? issuer : &made;
  openssl_insist(X509_set_version(x509, X509_VERSION_3_NUMBER));
  openssl_insist(X509_set_pubkey(x509, key));
  set_serial(x509);
  set_names(x509, wish, signer->x509);
  set_validity(x509, wish);
  add_extensions(x509, wish, signer->x509);
  const EVP_MD *digest = EVP_get_digestbyname(wish->digest ? wish->digest : "SHA256");
  openssl_insist(X509_sign(x509, signer->key, digest) > 0);
  return made;
}

void certificate_clear(struct certificate *certificate) {
  X509_free(certificate->x509);
  EVP_PKEY_free(certificate->key);
  *certificate = (struct certificate){0};
}

EVP_PKEY *certificate_new_key(bool is_rsa) {
  EVP_PKEY *key = is_rsa ? EVP_RSA_gen(RSA_BITS) : EVP_EC_gen("P-256");
  openssl_insist(key);
  return key;
}

char *certificate_common_name(const X509 *x509) {
  const X509_NAME *subject = X509_get_subject_name(x509);
  int index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (index < 0) return memory_string("");
  unsigned char *text = NULL;
  const ASN1_STRING *value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index));
  openssl_insist(ASN1_STRING_to_UTF8(&text, value) >= 0);
  char *name = memory_string((const char *)text);
  OPENSSL_free(text);
  return name;
}
