#include "identity.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdbool.h>

enum { HOUR = 3600, DAY = 24 * HOUR };

static bool add_extension(X509 *x509, int number, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, x509, x509, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, number, value);
  bool added = extension != NULL && X509_add_ext(x509, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

static bool name(X509 *x509) {
  X509_NAME *subject = X509_get_subject_name(x509);
  const unsigned char *text = (const unsigned char *)"bench-server";
  return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1 &&
         X509_set_issuer_name(x509, subject) == 1;
}

static bool fill(X509 *x509, EVP_PKEY *key) {
  return X509_set_version(x509, X509_VERSION_3) == 1 &&
         ASN1_INTEGER_set(X509_get_serialNumber(x509), 1) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(x509), -HOUR) != NULL &&
         X509_gmtime_adj(X509_getm_notAfter(x509), DAY) != NULL && name(x509) &&
         X509_set_pubkey(x509, key) == 1 &&
         add_extension(x509, NID_basic_constraints, "critical,CA:TRUE") &&
         add_extension(x509, NID_subject_key_identifier, "hash") &&
         add_extension(x509, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost") &&
         X509_sign(x509, key, EVP_sha256()) > 0;
}

static bool write_certificate(X509 *x509, const char *path) {
  BIO *file = BIO_new_file(path, "w");
  bool written = file != NULL && PEM_write_bio_X509(file, x509) == 1 && BIO_flush(file) == 1;
  BIO_free(file);
  return written;
}

static SSL_CTX *make_context(X509 *x509, EVP_PKEY *key) {
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  if (context != NULL && SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
      SSL_CTX_use_certificate(context, x509) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1) {
    SSL_CTX_set_read_ahead(context, 1); /* a request in one read, to cost little */
    return context;
  }
  SSL_CTX_free(context);
  return NULL;
}

SSL_CTX *bench_identity_make(const char *certificate) {
  EVP_PKEY *key = EVP_EC_gen("P-256");
  X509 *x509 = X509_new();
  SSL_CTX *context = NULL;
  if (key != NULL && x509 != NULL && fill(x509, key) && write_certificate(x509, certificate))
    context = make_context(x509, key);
  X509_free(x509);
  EVP_PKEY_free(key);
  return context;
}
