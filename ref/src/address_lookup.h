/* Names to socket addresses, as CPython's socket module looks them up: one way for the address to
 * connect to, another for the one to bind. */
#ifndef ADDRESS_LOOKUP_H
#define ADDRESS_LOOKUP_H

#include <netdb.h>

#include "hc/transport.h"

/* Both give `*found` to the caller, for freeaddrinfo(). HC_GAI_ERROR: there is no address;
 * otherwise an OSError kind or HC_MEMORY_ERROR. */

/* hc_lookup_target looks up every address to connect to (getaddrinfo()). Also HC_UNICODE_ERROR,
 * HC_UNICODE_ENCODE_ERROR: the host has no IDNA form (CN.15); HC_VALUE_ERROR: the host or the
 * port's text has a NUL; HC_OVERFLOW_ERROR: the port is beyond what the edition looks up (CN.14).
 */
enum hc_kind hc_lookup_target(const struct hc_transport_target *target, struct addrinfo **found,
                              struct hc_error *error);

/* hc_lookup_source looks up the address of `family` to bind, with the port in it (socket.bind());
 * the first of `*found` is it. The host may be empty, for every address of this machine, or
 * "<broadcast>". Also HC_TYPE_ERROR: the host has no IDNA form, or a NUL; HC_OVERFLOW_ERROR: no
 * such port (XT.05). */
enum hc_kind hc_lookup_source(const struct hc_transport_target *target, int family,
                              struct addrinfo **found, struct hc_error *error);

#endif
