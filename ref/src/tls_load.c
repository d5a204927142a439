/* What a TLS context loads: authorities to trust, and a certificate of its own. */
#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "hc/limits.h"
#include "latin1.h"
#include "raise.h"
#include "tls_context.h"
#include "tls_error.h"

static enum hc_kind write_path(struct hc_span path, struct hc_buffer *into,
                               struct hc_error *error) {
  return hc_tls_c_string(path, "embedded null byte", into, error);
}

/* --- Authorities --- */

/* A certificate is not encrypted. Without this OpenSSL would ask at the terminal. */
static int no_password(char *into, int size, int writing, void *payload) {
  (void)into;
  (void)size;
  (void)writing;
  (void)payload;
  return -1;
}

/* Trusts the certificates of `pem`; what ended the reading is in OpenSSL's queue. */
static size_t add_certificates(X509_STORE *store, BIO *pem) {
  size_t count = 0;
  for (bool added = true; added;) {
    X509 *certificate = PEM_read_bio_X509(pem, NULL, no_password, NULL);
    added = certificate != NULL && X509_STORE_add_cert(store, certificate) == 1;
    X509_free(certificate);
    if (added) count++;
  }
  return count;
}

static enum hc_kind load_pem(struct hc_tls_context *context, struct hc_span pem,
                             struct hc_error *error) {
  if (!hc_is_ascii(pem)) {
    return hc_raise(error, HC_TYPE_ERROR,
                    "cadata should be an ASCII string or a bytes-like object");
  }
  if (pem.size > INT_MAX) {
    return hc_raise(error, HC_VALUE_ERROR, "Certificate data is too long.");
  }
  BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.size);
  if (bio == NULL) return hc_tls_raise_context(error);
  size_t count = add_certificates(SSL_CTX_get_cert_store(context->openssl), bio);
  BIO_free(bio);
  if (count == 0) {
    return hc_tls_raise(error, HC_SSL_ERROR, 0,
                        "no start line: cadata does not contain a certificate");
  }
  unsigned long end = ERR_peek_last_error();
  bool complete = ERR_GET_LIB(end) == ERR_LIB_PEM && ERR_GET_REASON(end) == PEM_R_NO_START_LINE;
  if (!complete) return hc_tls_raise_context(error);
  ERR_clear_error();
  return HC_OK;
}

static enum hc_kind load_files(struct hc_tls_context *context, const char *file,
                               const char *directory, struct hc_error *error) {
  errno = 0;
  bool loaded = SSL_CTX_load_verify_locations(context->openssl, file, directory) == 1;
  return loaded ? HC_OK : hc_tls_raise_loading(error);
}

/* The names of files are looked at first, the files last. */
static enum hc_kind load_given(struct hc_tls_context *context,
                               const struct hc_tls_authorities *given, struct hc_buffer *file,
                               struct hc_buffer *directory, struct hc_error *error) {
  enum hc_kind kind = write_path(given->file, file, error);
  if (kind == HC_OK) kind = write_path(given->directory, directory, error);
  if (kind == HC_OK && given->pem.size > 0) kind = load_pem(context, given->pem, error);
  bool has_file = given->file.size > 0, has_directory = given->directory.size > 0;
  if (kind != HC_OK || (!has_file && !has_directory)) return kind;
  return load_files(context, has_file ? file->data : NULL, has_directory ? directory->data : NULL,
                    error);
}

enum hc_kind hc_tls_context_load_authorities(struct hc_tls_context *context,
                                             const struct hc_tls_authorities *authorities,
                                             struct hc_error *error) {
  if (authorities->file.size + authorities->directory.size + authorities->pem.size == 0) {
    return hc_raise(error, HC_TYPE_ERROR, "cafile, capath and cadata cannot be all omitted");
  }
  ERR_clear_error();
  struct hc_buffer file = hc_buffer_make(context->allocator, HC_LIMIT_PATH);
  struct hc_buffer directory = hc_buffer_make(context->allocator, HC_LIMIT_PATH);
  enum hc_kind kind = load_given(context, authorities, &file, &directory, error);
  hc_buffer_free(&file);
  hc_buffer_free(&directory);
  return kind;
}

enum hc_kind hc_tls_context_load_default_authorities(struct hc_tls_context *context,
                                                     struct hc_error *error) {
  ERR_clear_error();
  if (SSL_CTX_set_default_verify_paths(context->openssl) != 1) return hc_tls_raise_context(error);
  ERR_clear_error(); /* what is wrong with the files is not told (TL.01) */
  return HC_OK;
}

/* --- Our own certificate --- */

/* A password that OpenSSL is about to ask for. */
struct prompt {
  const struct hc_tls_password *password; /* NULL: there is none */
  const struct hc_allocator *allocator;
  enum hc_kind kind;
  struct hc_error *error;
};

static enum hc_kind take_password(const struct prompt *prompt, struct hc_buffer *answer) {
  const struct hc_tls_password *password = prompt->password;
  if (password->ask != NULL) return password->ask(password->payload, answer, prompt->error);
  return hc_buffer_append(answer, password->text) ? HC_OK : hc_raise_memory(prompt->error);
}

/* OpenSSL's callback: writes the password and returns its size, or -1. */
static int answer_prompt(char *into, int size, int writing, void *payload) {
  (void)writing;
  struct prompt *prompt = payload;
  /* After a failure OpenSSL may try another way, and ask again. */
  if (prompt->password == NULL || prompt->kind != HC_OK) return -1;
  struct hc_buffer answer = hc_buffer_make(prompt->allocator, 0);
  prompt->kind = take_password(prompt, &answer);
  bool fits = answer.size <= HC_TLS_PASSWORD_MAX && answer.size <= (size_t)size;
  if (prompt->kind == HC_OK && !fits) {
    prompt->kind = hc_raise(prompt->error, HC_VALUE_ERROR,
                            "password cannot be longer than %d bytes", HC_TLS_PASSWORD_MAX);
  }
  int length = prompt->kind == HC_OK ? (int)answer.size : -1;
  if (length > 0) memcpy(into, answer.data, (size_t)length);
  OPENSSL_cleanse(answer.data, answer.size);
  hc_buffer_free(&answer);
  return length;
}

static bool use_files(SSL_CTX *openssl, const char *certificates, const char *key) {
  return SSL_CTX_use_certificate_chain_file(openssl, certificates) == 1 &&
         SSL_CTX_use_PrivateKey_file(openssl, key, SSL_FILETYPE_PEM) == 1 &&
         SSL_CTX_check_private_key(openssl) == 1;
}

static enum hc_kind load_chain(struct hc_tls_context *context, const char *certificates,
                               const char *key, const struct hc_tls_password *password,
                               struct hc_error *error) {
  struct prompt prompt = {password, context->allocator, HC_OK, error};
  ERR_clear_error();
  SSL_CTX_set_default_passwd_cb(context->openssl, answer_prompt);
  SSL_CTX_set_default_passwd_cb_userdata(context->openssl, &prompt);
  errno = 0;
  bool used = use_files(context->openssl, certificates, key);
  SSL_CTX_set_default_passwd_cb(context->openssl, no_password);
  SSL_CTX_set_default_passwd_cb_userdata(context->openssl, NULL);
  if (used) return HC_OK;
  if (prompt.kind == HC_OK) return hc_tls_raise_loading(error);
  ERR_clear_error();
  return prompt.kind;
}

enum hc_kind hc_tls_context_load_cert_chain(struct hc_tls_context *context,
                                            struct hc_span certificates, struct hc_span key,
                                            const struct hc_tls_password *password,
                                            struct hc_error *error) {
  if (certificates.size == 0) {
    return hc_raise(error, HC_TYPE_ERROR, "certfile should be a valid filesystem path");
  }
  struct hc_buffer certificates_path = hc_buffer_make(context->allocator, HC_LIMIT_PATH);
  struct hc_buffer key_path = hc_buffer_make(context->allocator, HC_LIMIT_PATH);
  enum hc_kind kind = write_path(certificates, &certificates_path, error);
  if (kind == HC_OK) kind = write_path(key.size > 0 ? key : certificates, &key_path, error);
  if (kind == HC_OK) {
    kind = load_chain(context, certificates_path.data, key_path.data, password, error);
  }
  hc_buffer_free(&certificates_path);
  hc_buffer_free(&key_path);
  return kind;
}

/* --- The arguments of old --- */

static enum hc_kind refuse_legacy(const struct hc_tls_legacy *legacy, struct hc_error *error) {
  const char *name = "check_hostname";
  if (legacy->has_cert_file) name = "cert_file";
  if (legacy->has_key_file) name = "key_file";
  return hc_raise(error, HC_TYPE_ERROR,
                  "HTTPSConnection.__init__() got an unexpected keyword argument '%s'", name);
}

enum hc_kind hc_tls_context_apply_legacy(struct hc_tls_context *context,
                                         const struct hc_tls_legacy *legacy,
                                         struct hc_error *error) {
  bool given = legacy->has_key_file || legacy->has_cert_file || legacy->has_check_hostname;
  if (given && !context->traits->has_legacy_arguments) return refuse_legacy(legacy, error);
  bool check = legacy->has_check_hostname ? legacy->check_hostname : context->check_hostname;
  if (check && hc_tls_context_verify_mode(context) == HC_TLS_CERT_NONE) {
    return hc_raise(error, HC_VALUE_ERROR,
                    "check_hostname needs a SSL context with either CERT_OPTIONAL or "
                    "CERT_REQUIRED");
  }
  if (legacy->key_file.size > 0 || legacy->cert_file.size > 0) {
    enum hc_kind kind =
        hc_tls_context_load_cert_chain(context, legacy->cert_file, legacy->key_file, NULL, error);
    if (kind != HC_OK) return kind;
    hc_tls_context_set_post_handshake_auth(context, true); /* TL.02 */
  }
  hc_tls_context_set_check_hostname(context, check);
  return HC_OK;
}
