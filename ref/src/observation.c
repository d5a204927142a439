#include "observation.h"

#include "raise.h"

static bool is_audited(const struct hc_connection *connection) {
  return connection->audit_hook != NULL && connection->traits->has_audit_events; /* AU.01 */
}

bool hc_connection_is_observed(const struct hc_connection *connection) {
  return hc_debug_is_on(&connection->debug) || is_audited(connection);
}

enum hc_kind hc_audit_connect(struct hc_connection *connection, struct hc_error *error) {
  if (!is_audited(connection)) return HC_OK;
  const struct hc_audit_event event = {
      .kind = HC_AUDIT_CONNECT,
      .name = "http.client.connect",
      .connection = connection,
      .host = hc_buffer_span(&connection->host),
      .port = connection->port,
  };
  return connection->audit_hook(connection->audit_payload, &event, error);
}

enum hc_kind hc_audit_send(struct hc_connection *connection, const struct hc_body *data,
                           struct hc_error *error) {
  if (!is_audited(connection)) return HC_OK;
  const struct hc_audit_event event = {
      .kind = HC_AUDIT_SEND,
      .name = "http.client.send",
      .connection = connection,
      .data = data,
  };
  return connection->audit_hook(connection->audit_payload, &event, error);
}

enum hc_kind hc_announce_send(struct hc_connection *connection, const struct hc_body *data,
                              struct hc_error *error) {
  enum hc_kind kind = hc_debug_object(&connection->debug, "send: ", data, error);
  if (kind != HC_OK || data->kind == HC_BODY_FILE) return kind;
  return hc_audit_send(connection, data, error);
}

enum hc_kind hc_announce_spans(struct hc_connection *connection, const struct hc_span *spans,
                               size_t count, struct hc_error *error) {
  struct hc_buffer joined = hc_buffer_make(connection->allocator, 0);
  bool complete = true;
  for (size_t i = 0; i < count && complete; i++)
    complete = hc_buffer_append(&joined, spans[i]);
  const struct hc_body data = hc_body_bytes(hc_buffer_span(&joined));
  enum hc_kind kind =
      complete ? hc_announce_send(connection, &data, error) : hc_raise_memory(error);
  hc_buffer_free(&joined);
  return kind;
}
