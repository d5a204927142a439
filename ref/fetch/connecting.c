#include "connecting.h"

#include <stdio.h>

#include "file_error.h"
#include "upload.h"

/* --- TLS --- */

static enum hc_kind new_context(const struct options *options, struct hc_tls_context **context,
                                struct hc_error *error) {
  enum hc_edition edition = options->edition;
  if (options->insecure) return hc_tls_context_new_unverified(edition, NULL, context, error);
  const struct hc_tls_authorities authorities = {.file = hc_str(options->authorities)};
  if (options->authorities != NULL)
    return hc_tls_context_new_default(&authorities, edition, NULL, context, error);
  return hc_tls_context_new_for_https(options->http10 ? 10 : 11, edition, NULL, context, error);
}

/* The payload is the file's name. */
static enum hc_kind read_password(void *payload, struct hc_buffer *password,
                                  struct hc_error *error) {
  const char *const *name = payload;
  char line[HC_TLS_PASSWORD_MAX + 2] = "";
  FILE *file = fopen(*name, "re");
  if (file == NULL) return file_error(error, *name);
  bool is_read = fgets(line, sizeof line, file) != NULL;
  enum hc_kind kind = ferror(file) ? file_error(error, *name) : HC_OK;
  fclose(file);
  if (kind == HC_OK && !is_read) kind = file_complaint(error, *name, "there is no password");
  if (kind != HC_OK) return kind;
  struct hc_span text = hc_span_make(line, strcspn(line, "\r\n"));
  if (hc_buffer_append(password, text)) return HC_OK;
  return hc_error_set(error, HC_MEMORY_ERROR, hc_str(""));
}

static enum hc_kind load_certificate(const struct options *options, struct hc_tls_context *context,
                                     struct hc_error *error) {
  if (options->certificate == NULL) return HC_OK;
  struct hc_tls_password password = {.text = hc_str(options->password)};
  const char *name = NULL;
  if (options->password != NULL && *options->password == '@') {
    name = options->password + 1;
    password = (struct hc_tls_password){.ask = read_password, .payload = &name};
  }
  return hc_tls_context_load_cert_chain(context, hc_str(options->certificate), hc_str(options->key),
                                        options->password != NULL ? &password : NULL, error);
}

/* `*context` stays NULL if the URL needs none. */
static enum hc_kind make_context(const struct options *options, struct hc_tls_context **context,
                                 struct hc_error *error) {
  if (!options->url.https) return HC_OK;
  enum hc_kind kind = new_context(options, context, error);
  return kind == HC_OK ? load_certificate(options, *context, error) : kind;
}

/* --- The connection --- */

static void write_debug(void *payload, struct hc_span text) {
  (void)payload;
  fwrite(text.data, 1, text.size, stderr);
}

/* With a proxy, that is whom to connect to, and the URL's host is the tunnel's far end. */
static enum hc_kind make_connection(const struct options *options, struct hc_tls_context *context,
                                    struct hc_connection **connection, struct hc_error *error) {
  const struct hc_connection_options made_from = {
      .host = options->proxy != NULL ? hc_str(options->proxy) : options->url.authority,
      .https = options->url.https,
      .tls_context = context,
      .timeout = options->timeout,
      .edition = options->edition,
      .has_blocksize = true,
      .blocksize = UPLOAD_BLOCK,
      .debug_sink = {.write = write_debug},
  };
  return hc_connection_new(&made_from, connection, error);
}

static enum hc_kind set_up(const struct options *options, struct hc_connection *connection,
                           struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  if (options->debug) hc_connection_set_debuglevel(connection, 1);
  if (options->http10) kind = hc_connection_set_http_vsn(connection, 10, hc_str("HTTP/1.0"), error);
  if (kind != HC_OK || options->proxy == NULL) return kind;
  const struct field_list *headers = &options->proxy_headers;
  const struct hc_port from_authority = {0};
  return hc_connection_set_tunnel(connection, options->url.authority, from_authority,
                                  headers->fields, headers->count, error);
}

enum hc_kind connecting_new(const struct options *options, struct hc_connection **connection,
                            struct hc_error *error) {
  struct hc_tls_context *context = NULL;
  struct hc_connection *made = NULL;
  enum hc_kind kind = make_context(options, &context, error);
  if (kind == HC_OK) kind = make_connection(options, context, &made, error);
  hc_tls_context_release(context); /* the connection keeps a reference of its own */
  if (kind == HC_OK) kind = set_up(options, made, error);
  if (kind == HC_OK)
    *connection = made;
  else
    hc_connection_free(made);
  return kind;
}
