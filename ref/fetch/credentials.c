#include "credentials.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "named_error.h"

/* --- The password --- */

/* What became of OpenSSL's question, which is put only if the key is encrypted. */
struct prompt {
  const struct options *options;
  bool is_put;
  bool is_answered;
};

static const char *key_of(const struct options *options) {
  return options->key != NULL ? options->key : options->certificate;
}

static enum hc_kind read_password(const char *name, struct hc_buffer *password,
                                  struct hc_error *error) {
  char line[HC_TLS_PASSWORD_MAX + 2] = "";
  FILE *file = fopen(name, "re");
  if (file == NULL) return file_error(error, name);
  bool is_read = fgets(line, sizeof line, file) != NULL;
  enum hc_kind kind = ferror(file) ? file_error(error, name) : HC_OK;
  fclose(file);
  if (kind == HC_OK && !is_read) kind = file_complaint(error, name, "there is no password");
  if (kind != HC_OK) return kind;
  struct hc_span text = hc_span_make(line, strcspn(line, "\r\n"));
  if (hc_buffer_append(password, text)) return HC_OK;
  return hc_error_set(error, HC_MEMORY_ERROR, hc_str(""));
}

static enum hc_kind give_password(const struct options *options, struct hc_buffer *password,
                                  struct hc_error *error) {
  const char *given = options->password;
  if (given != NULL && *given == '@') return read_password(given + 1, password, error);
  if (given == NULL) {
    enum hc_kind kind = hc_error_set(error, HC_SSL_ERROR, hc_str("--password is missing"));
    return named_error(kind, error, "it opens the key ", hc_str(key_of(options)));
  }
  if (hc_buffer_append(password, hc_str(given))) return HC_OK;
  return hc_error_set(error, HC_MEMORY_ERROR, hc_str(""));
}

/* The payload is the prompt. */
static enum hc_kind answer(void *payload, struct hc_buffer *password, struct hc_error *error) {
  struct prompt *prompt = payload;
  enum hc_kind kind = give_password(prompt->options, password, error);
  prompt->is_put = true;
  prompt->is_answered = kind == HC_OK;
  return kind;
}

/* --- The files --- */

/* The library's error of a file that cannot be read is without the file's name. */
static enum hc_kind check_readable(const char *option, const char *name, struct hc_error *error) {
  if (name == NULL || access(name, R_OK) == 0) return HC_OK;
  return named_error(hc_error_set_errno(error, errno), error, option, hc_str(name));
}

static enum hc_kind name_files(const struct options *options, enum hc_kind kind,
                               struct hc_error *error) {
  struct hc_span certificate = hc_str(options->certificate);
  if (options->key == NULL)
    return named_error(kind, error, "a certificate and its key have to be in --cert ", certificate);
  kind = named_error(kind, error, "--cert ", certificate);
  return named_error(kind, error, "--key ", hc_str(options->key));
}

/* Of a wrong password OpenSSL says that the file is bad and gives no reason; of a key that does not
 * fit the certificate it gives one. */
static enum hc_kind explain(const struct prompt *prompt, enum hc_kind kind,
                            struct hc_error *error) {
  bool is_told = prompt->is_put && !prompt->is_answered;
  if (is_told || !hc_kind_is(kind, HC_OS_ERROR)) return kind;
  bool is_locked = prompt->is_put && kind == HC_SSL_ERROR && error->ssl_reason.size == 0;
  if (!is_locked) return name_files(prompt->options, kind, error);
  return named_error(kind, error, "--password does not open the key ",
                     hc_str(key_of(prompt->options)));
}

enum hc_kind credentials_load(const struct options *options, struct hc_tls_context *context,
                              struct hc_error *error) {
  if (options->certificate == NULL) return HC_OK;
  struct prompt prompt = {.options = options};
  const struct hc_tls_password password = {.ask = answer, .payload = &prompt};
  enum hc_kind kind = check_readable("--cert ", options->certificate, error);
  if (kind == HC_OK) kind = check_readable("--key ", options->key, error);
  if (kind != HC_OK) return kind;
  kind = hc_tls_context_load_cert_chain(context, hc_str(options->certificate), hc_str(options->key),
                                        &password, error);
  return kind == HC_OK ? HC_OK : explain(&prompt, kind, error);
}
