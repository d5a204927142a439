#include "tls_error.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>

#include "raise.h"

/* The longest host name in a certificate, and what is said around it. */
enum { MESSAGE_SIZE = 512, TEXT_SIZE = 1024, REASON_SIZE = 128 };

/* How CPython names OpenSSL's libraries. */
static const char *library_name(unsigned long code) {
  static const struct {
    int number;
    const char *name;
  } names[] = {
      {ERR_LIB_BN, "BN"},       {ERR_LIB_RSA, "RSA"},       {ERR_LIB_DH, "DH"},
      {ERR_LIB_EVP, "EVP"},     {ERR_LIB_BUF, "BUF"},       {ERR_LIB_OBJ, "OBJ"},
      {ERR_LIB_PEM, "PEM"},     {ERR_LIB_DSA, "DSA"},       {ERR_LIB_X509, "X509"},
      {ERR_LIB_ASN1, "ASN1"},   {ERR_LIB_CONF, "CONF"},     {ERR_LIB_CRYPTO, "CRYPTO"},
      {ERR_LIB_EC, "EC"},       {ERR_LIB_SSL, "SSL"},       {ERR_LIB_BIO, "BIO"},
      {ERR_LIB_PKCS7, "PKCS7"}, {ERR_LIB_X509V3, "X509V3"}, {ERR_LIB_PKCS12, "PKCS12"},
      {ERR_LIB_RAND, "RAND"},   {ERR_LIB_PROV, "PROV"},
  };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (names[i].number == ERR_GET_LIB(code)) return names[i].name;
  }
  return NULL;
}

static char symbol_character(char byte) {
  if (byte >= 'a' && byte <= 'z') return (char)(byte - 'a' + 'A');
  bool kept = (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
  return kept ? byte : '_';
}

/* Writes the reason's symbol, which is its text in capitals: "certificate verify failed" is
 * CERTIFICATE_VERIFY_FAILED. The reasons that all libraries share have none in CPython. */
static void write_reason(unsigned long code, char reason[REASON_SIZE]) {
  const char *text = ERR_reason_error_string(code);
  size_t size = 0;
  bool shared = (ERR_GET_REASON(code) & ERR_RFLAG_COMMON) != 0;
  for (; text != NULL && !shared && text[size] != '\0' && size + 1 < REASON_SIZE; size++) {
    reason[size] = symbol_character(text[size]);
  }
  reason[size] = '\0';
}

/* An error of OpenSSL's that is being put into words. */
struct account {
  unsigned long code;
  enum hc_kind kind;
  int errnum;
  const char *what; /* NULL: OpenSSL's words for the code */
  int verify_code;
  const char *verify_message; /* "" if the certificate is not the matter */
};

/* The text is CPython's, less the position in its source that ends it. */
static enum hc_kind raise_account(struct hc_error *error, const struct account *account) {
  const char *what = account->what != NULL ? account->what : ERR_reason_error_string(account->code);
  if (what == NULL) what = "unknown error";
  const char *library = library_name(account->code);
  char reason[REASON_SIZE];
  write_reason(account->code, reason);
  const char *colon = account->verify_message[0] != '\0' ? ": " : "";
  char text[TEXT_SIZE];
  if (library == NULL) {
    snprintf(text, sizeof text, "%s", what);
  } else {
    snprintf(text, sizeof text, "[%s%s%s] %s%s%s", library, reason[0] != '\0' ? ": " : "", reason,
             what, colon, account->verify_message);
  }
  const struct hc_ssl_failure failure = {
      .errnum = account->errnum,
      .text = hc_str(text),
      .library = library,
      .reason = hc_str(library != NULL ? reason : ""),
      .verify_code = account->verify_code,
      .verify_message = hc_str(account->verify_message),
  };
  return hc_raise_ssl(error, account->kind, &failure);
}

enum hc_kind hc_tls_raise(struct hc_error *error, enum hc_kind kind, int errnum, const char *text) {
  ERR_clear_error();
  const struct hc_ssl_failure failure = {.errnum = errnum, .text = hc_str(text)};
  return hc_raise_ssl(error, kind, &failure);
}

/* The last error of the queue, which is emptied. */
static unsigned long take_code(void) {
  unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  return code;
}

enum hc_kind hc_tls_raise_context(struct hc_error *error) {
  unsigned long code = take_code();
  if (ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE) return hc_raise_memory(error);
  const struct account account = {
      .code = code,
      .kind = HC_SSL_ERROR,
      .errnum = ERR_GET_REASON(code),
      .verify_message = "",
  };
  return raise_account(error, &account);
}

enum hc_kind hc_tls_raise_loading(struct hc_error *error) {
  int errnum = errno;
  if (errnum == 0) return hc_tls_raise_context(error);
  ERR_clear_error();
  return hc_error_set_errno(error, errnum);
}

static enum hc_kind raise_verification(struct hc_error *error, unsigned long code, const SSL *ssl,
                                       const char *server_hostname) {
  long verify_code = SSL_get_verify_result(ssl);
  char message[MESSAGE_SIZE];
  if (verify_code == X509_V_ERR_HOSTNAME_MISMATCH ||
      verify_code == X509_V_ERR_IP_ADDRESS_MISMATCH) {
    const char *what = verify_code == X509_V_ERR_HOSTNAME_MISMATCH ? "Hostname" : "IP address";
    snprintf(message, sizeof message, "%s mismatch, certificate is not valid for '%s'.", what,
             server_hostname);
  } else {
    snprintf(message, sizeof message, "%s", X509_verify_cert_error_string(verify_code));
  }
  const struct account account = {
      .code = code,
      .kind = HC_SSL_CERT_VERIFICATION_ERROR,
      .errnum = HC_SSL_ERRNO_SSL,
      .verify_code = (int)verify_code,
      .verify_message = message,
  };
  return raise_account(error, &account);
}

enum hc_kind hc_tls_raise_protocol(struct hc_error *error, const SSL *ssl,
                                   const char *server_hostname) {
  unsigned long code = take_code();
  int reason = ERR_GET_REASON(code);
  if (reason == ERR_R_MALLOC_FAILURE) return hc_raise_memory(error);
  bool from_ssl = ERR_GET_LIB(code) == ERR_LIB_SSL;
  if (from_ssl && reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    return raise_verification(error, code, ssl, server_hostname);
  }
  bool end = from_ssl && reason == SSL_R_UNEXPECTED_EOF_WHILE_READING;
  const struct account account = {
      .code = code,
      .kind = end ? HC_SSL_EOF_ERROR : HC_SSL_ERROR,
      .errnum = end ? HC_SSL_ERRNO_EOF : HC_SSL_ERRNO_SSL,
      .what = end ? "EOF occurred in violation of protocol" : NULL,
      .verify_message = "",
  };
  return raise_account(error, &account);
}
