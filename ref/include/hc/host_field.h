/* hc/host_field.h — the value of the Host field that putrequest() adds. */
#ifndef HC_HOST_FIELD_H
#define HC_HOST_FIELD_H

#include "hc/host_port.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_host_field_write appends the value to `value`: the network location of an absolute `url`
 * that begins "http", else `origin`, its port left out if it equals `default_port` (HO.01-HO.15).
 * `url` is ASCII without control characters, as a written request line guarantees.
 * HC_VALUE_ERROR: the url's brackets do not balance, or hold no IPv6 address (edition 3.11 on).
 * HC_ASSERTION_ERROR: a '%' outside brackets in the url's network location (edition 3.11 on).
 * HC_UNICODE_ERROR, HC_UNICODE_ENCODE_ERROR: the host has no IDNA form. HC_MEMORY_ERROR.
 * On failure `value` is unchanged. */
enum hc_kind hc_host_field_write(struct hc_span url, const struct hc_host_port *origin,
                                 int default_port, enum hc_edition edition, struct hc_buffer *value,
                                 struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
