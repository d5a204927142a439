/* Who watches a connection: debug output and the audit hook. */
#ifndef OBSERVATION_H
#define OBSERVATION_H

#include "connection.h"

/* hc_connection_is_observed tells whether anybody watches what is sent. If so, what http.client
 * sends in two calls of send() goes out in two writes. */
bool hc_connection_is_observed(const struct hc_connection *connection);

/* hc_audit_connect tells the hook that a transport is about to be opened. Fails as the hook. */
enum hc_kind hc_audit_connect(struct hc_connection *connection, struct hc_error *error);

/* hc_audit_send tells the hook of `data` that is about to be written. Fails as the hook. */
enum hc_kind hc_audit_send(struct hc_connection *connection, const struct hc_body *data,
                           struct hc_error *error);

/* hc_announce_send does what send() does before it writes `data`: debug output, and the hook is
 * told unless `data` is a file, whose blocks it is told of (DB.02, AU.03). */
enum hc_kind hc_announce_send(struct hc_connection *connection, const struct hc_body *data,
                              struct hc_error *error);

/* hc_announce_spans does the same for the bytes that the spans make together. */
enum hc_kind hc_announce_spans(struct hc_connection *connection, const struct hc_span *spans,
                               size_t count, struct hc_error *error);

#endif
