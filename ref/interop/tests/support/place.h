/* Where the servers are, and connections to them. What is missing or goes wrong fails the test.
 *
 * The program that starts the servers says it in environment variables: INTEROP_NGINX_PLAIN and
 * the like are ports on 127.0.0.1, INTEROP_AUTHORITY and INTEROP_CLIENT are PEM files, and
 * INTEROP_EDITION is that of the Python that does the same beside. */
#ifndef PLACE_H
#define PLACE_H

#include "hc/connection.h"

/* place_port returns the port of a place such as "NGINX_PLAIN". */
int place_port(const char *place);

/* place_edition returns the edition that connections and contexts are of. */
enum hc_edition place_edition(void);

/* place_connection connects to 127.0.0.1; place_secured_connection to localhost, with TLS and
 * `context`. The connection is the caller's. */
struct hc_connection *place_connection(const char *place);
struct hc_connection *place_secured_connection(const char *place, struct hc_tls_context *context);

/* place_named_connection is for `name`, whatever a resolver says of it: it goes to 127.0.0.1. */
struct hc_connection *place_named_connection(const char *place, const char *name,
                                             struct hc_tls_context *context);

/* place_tunnel makes a connection to `place`, which is a proxy, for a tunnel to the port of
 * `target` on localhost. `header_count` of `headers` are for the proxy. */
struct hc_connection *place_tunnel(const char *place, const char *target,
                                   const struct hc_header *headers, size_t header_count,
                                   struct hc_tls_context *context);

/* place_context returns the default context, the caller's, which trusts the run's authority.
 * place_client_context also has the client's certificate. */
struct hc_tls_context *place_context(void);
struct hc_tls_context *place_client_context(void);

#endif
