#include "connecting.h"

#include <errno.h>
#include <stdio.h>

#include "credentials.h"
#include "named_error.h"
#include "upload.h"

/* --- TLS --- */

/* An empty name is that of no file, as it is elsewhere; to the library it would be none given. */
static enum hc_kind new_trusting_context(const struct options *options,
                                         struct hc_tls_context **context, struct hc_error *error) {
  const struct hc_tls_authorities authorities = {.file = hc_str(options->authorities)};
  enum hc_kind kind = HC_OK;
  if (authorities.file.size == 0)
    kind = hc_error_set_errno(error, ENOENT);
  else
    kind = hc_tls_context_new_default(&authorities, options->edition, NULL, context, error);
  if (!hc_kind_is(kind, HC_OS_ERROR)) return kind;
  return named_error(kind, error, "--cacert ", authorities.file);
}

static enum hc_kind new_context(const struct options *options, struct hc_tls_context **context,
                                struct hc_error *error) {
  enum hc_edition edition = options->edition;
  if (options->insecure) return hc_tls_context_new_unverified(edition, NULL, context, error);
  if (options->authorities != NULL) return new_trusting_context(options, context, error);
  return hc_tls_context_new_for_https(options->http10 ? 10 : 11, edition, NULL, context, error);
}

/* `*context` stays NULL if the URL needs none. */
static enum hc_kind make_context(const struct options *options, struct hc_tls_context **context,
                                 struct hc_error *error) {
  if (!options->url.https) return HC_OK;
  enum hc_kind kind = new_context(options, context, error);
  return kind == HC_OK ? credentials_load(options, *context, error) : kind;
}

/* --- The connection --- */

static void write_debug(void *payload, struct hc_span text) {
  (void)payload;
  fwrite(text.data, 1, text.size, stderr);
}

struct hc_span connecting_peer(const struct options *options) {
  return options->proxy != NULL ? options->proxy_authority : options->url.authority;
}

/* With a proxy, that is whom to connect to, and the URL's host is the tunnel's far end. */
static enum hc_kind make_connection(const struct options *options, struct hc_tls_context *context,
                                    struct hc_connection **connection, struct hc_error *error) {
  const struct hc_connection_options made_from = {
      .host = connecting_peer(options),
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
