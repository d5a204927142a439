/* HTTPSConnection: what it has beyond HTTPConnection, which is its TLS. */
#ifndef HTTPS_H
#define HTTPS_H

#include "connection.h"

/* hc_https_prepare gives the connection the context that `options` ask for. Errors:
 * hc_connection_new. */
enum hc_kind hc_https_prepare(struct hc_connection *connection,
                              const struct hc_connection_options *options, struct hc_error *error);

#endif
