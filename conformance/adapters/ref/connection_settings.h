/* What HTTPConnection() and others make of arguments that they have in common. */
#ifndef ADAPTER_CONNECTION_SETTINGS_H
#define ADAPTER_CONNECTION_SETTINGS_H

#include "operations.h"

/* connection_check_host: that the host is a text; otherwise the exception that it is in Python. */
bool connection_check_host(const struct value *host, const struct value *port,
                           const struct client *client, struct outcome *outcome);

/* connection_keep: keeps |value|, unless it is NULL, as what |attribute| was given or assigned. */
void connection_keep(struct value *connection, enum kept_attribute attribute, struct value *value);

/* connection_to_blocksize: the block size as the library takes it. False, with the outcome
 * unsupported, for what is no number. */
bool connection_to_blocksize(const struct value *value, int64_t *blocksize,
                             struct outcome *outcome);

/* connection_to_debuglevel: the level as the library takes it, which looks at its sign only. False,
 * with the outcome unsupported, for what is no number. */
bool connection_to_debuglevel(const struct value *value, int *level, struct outcome *outcome);

/* connection_set_debuglevel: a set_function. */
set_function connection_set_debuglevel;

/* connection_to_timeout: False, with the outcome unsupported, for what the library has no timeout
 * for. */
bool connection_to_timeout(const struct value *value, struct hc_timeout *timeout,
                           struct outcome *outcome);

/* connection_to_source_address: |*source| borrows from |value|. False, with the outcome
 * unsupported, for what is no pair of a text and an int. */
bool connection_to_source_address(const struct value *value, struct hc_source_address *source,
                                  struct outcome *outcome);

/* connection_to_port: |*port| borrows from |value|, which may be NULL. False, with the outcome
 * unsupported, for what the library has no port for. */
bool connection_to_port(const struct value *value, struct hc_port *port, struct outcome *outcome);

#endif
