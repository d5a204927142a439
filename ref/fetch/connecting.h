/* The connection that the options ask for: its TLS, its tunnel, its way of speaking. */
#ifndef FETCH_CONNECTING_H
#define FETCH_CONNECTING_H

#include "options.h"

/* connecting_peer returns whom the connection is to, HOST[:PORT]: the proxy, if there is one. */
struct hc_span connecting_peer(const struct options *options);

/* connecting_new makes the connection, which is the caller's and connects by itself when a request
 * is sent. The errors are those of hc_connection_new, hc_connection_set_tunnel and
 * hc_tls_context_*. */
enum hc_kind connecting_new(const struct options *options, struct hc_connection **connection,
                            struct hc_error *error);

#endif
