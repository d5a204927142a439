#include "support/tls_certificate.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "support/testing.h"

enum { HOUR = 3600, RSA_BITS = 2048 };

static void set_validity(X509 *x509, const struct certificate_options *options) {
  long begins = options->begins_in != 0 ? options->begins_in : -HOUR;
  long ends = options->ends_in != 0 ? options->ends_in : HOUR;
  assert_non_null(X509_gmtime_adj(X509_getm_notBefore(x509), begins));
  assert_non_null(X509_gmtime_adj(X509_getm_notAfter(x509), ends));
}

/* Each certificate has a name of its own, since names are what chains are built by. */
static void set_names(X509 *x509, const struct certificate_options *options, long serial) {
  X509_NAME *subject = X509_get_subject_name(x509);
  char unit[32];
  snprintf(unit, sizeof unit, "certificate %ld", serial);
  assert_int_equal(
      X509_NAME_add_entry_by_txt(subject, "OU", MBSTRING_ASC, (unsigned char *)unit, -1, -1, 0), 1);
  if (options->common_name != NULL) {
    const unsigned char *name = (const unsigned char *)options->common_name;
    assert_int_equal(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0), 1);
  }
  const X509 *issuer = options->issuer != NULL ? options->issuer->x509 : x509;
  assert_int_equal(X509_set_issuer_name(x509, X509_get_subject_name(issuer)), 1);
}

static void add_extension(X509 *x509, X509 *issuer, int number, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, number, value);
  assert_non_null(extension);
  assert_int_equal(X509_add_ext(x509, extension, -1), 1);
  X509_EXTENSION_free(extension);
}

static void add_extensions(X509 *x509, const struct certificate_options *options) {
  X509 *issuer = options->issuer != NULL ? options->issuer->x509 : x509;
  if (options->is_authority) {
    add_extension(x509, issuer, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(x509, issuer, NID_key_usage, "critical,keyCertSign");
  }
  if (!options->is_bare) {
    add_extension(x509, issuer, NID_subject_key_identifier, "hash");
    if (options->issuer != NULL) {
      add_extension(x509, issuer, NID_authority_key_identifier, "keyid:always");
    }
  }
  if (options->alternative_names != NULL) {
    add_extension(x509, issuer, NID_subject_alt_name, options->alternative_names);
  }
}

struct certificate certificate_make(const struct certificate_options *options) {
  static long serial;
  struct certificate made = {
      .x509 = X509_new(),
      .key = options->is_rsa ? EVP_RSA_gen(RSA_BITS) : EVP_EC_gen("P-256"),
  };
  assert_non_null(made.x509);
  assert_non_null(made.key);
  serial++;
  assert_int_equal(X509_set_version(made.x509, X509_VERSION_3), 1);
  assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(made.x509), serial), 1);
  assert_int_equal(X509_set_pubkey(made.x509, made.key), 1);
  set_validity(made.x509, options);
  set_names(made.x509, options, serial);
  add_extensions(made.x509, options);
  EVP_PKEY *signer = options->issuer != NULL ? options->issuer->key : made.key;
  assert_true(X509_sign(made.x509, signer, EVP_sha256()) > 0);
  return made;
}

void certificate_free(struct certificate *certificate) {
  X509_free(certificate->x509);
  EVP_PKEY_free(certificate->key);
  certificate->x509 = NULL;
  certificate->key = NULL;
}

/* Moves what `bio` holds to the end of `into`. */
static void take_bio(BIO *bio, struct hc_buffer *into) {
  char *data = NULL;
  long size = BIO_get_mem_data(bio, &data);
  assert_true(size > 0);
  assert_true(hc_buffer_append(into, hc_span_make(data, (size_t)size)));
  BIO_free(bio);
}

void certificate_pem(const struct certificate *certificate, struct hc_buffer *into) {
  BIO *bio = BIO_new(BIO_s_mem());
  assert_int_equal(PEM_write_bio_X509(bio, certificate->x509), 1);
  take_bio(bio, into);
}

void certificate_key_pem(const struct certificate *certificate, const char *password,
                         struct hc_buffer *into) {
  BIO *bio = BIO_new(BIO_s_mem());
  const EVP_CIPHER *cipher = password != NULL ? EVP_aes_128_cbc() : NULL;
  const unsigned char *phrase = (const unsigned char *)password;
  int size = password != NULL ? (int)strlen(password) : 0;
  assert_int_equal(
      PEM_write_bio_PrivateKey_traditional(bio, certificate->key, cipher, phrase, size, NULL, NULL),
      1);
  take_bio(bio, into);
}
