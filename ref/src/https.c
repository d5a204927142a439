#include "https.h"

#include "hc/tls_transport.h"

static enum hc_kind secure(void *payload, const struct hc_transport_target *target,
                           struct hc_transport **transport, struct hc_error *error) {
  const struct hc_tls_options options = {
      .context = payload,
      .server_hostname = target->host,
      .timeout = target->timeout,
      .allocator = target->allocator,
  };
  return hc_tls_wrap(transport, &options, error);
}

static bool has_legacy(const struct hc_tls_legacy *legacy) {
  return legacy->has_key_file || legacy->has_cert_file || legacy->has_check_hostname;
}

enum hc_kind hc_https_prepare(struct hc_connection *connection,
                              const struct hc_connection_options *options, struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  if (options->tls_context != NULL) {
    connection->tls_context = hc_tls_context_retain(options->tls_context);
  } else {
    kind = hc_tls_context_new_for_https(connection->http_vsn, connection->edition,
                                        connection->allocator, &connection->tls_context, error);
  }
  connection->secure = secure;
  connection->secure_payload = connection->tls_context;
  connection->uses_legacy = has_legacy(&options->tls_legacy);
  if (kind != HC_OK || !connection->uses_legacy) return kind;
  return hc_tls_context_apply_legacy(connection->tls_context, &options->tls_legacy, error);
}

const char *hc_connection_deprecation(const struct hc_connection *connection) {
  if (!connection->uses_legacy) return NULL;
  return "key_file, cert_file and check_hostname are deprecated, use a custom context instead.";
}

struct hc_tls_context *hc_connection_tls_context(const struct hc_connection *connection) {
  return connection->tls_context;
}
