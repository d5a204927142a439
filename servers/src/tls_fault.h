/* What TLS servers do on purpose or by mistake behind the handshake: messages of TLS 1.3 that a
 * client has to answer or ignore, records that are wrong, octets that are none of TLS's. */
#ifndef PEER_TLS_FAULT_H
#define PEER_TLS_FAULT_H

#include <stdbool.h>

#include "tls_stream.h"

enum { TLS_RECORD_BYTES = 16384 }; /* the most that one record holds (RFC 8446, section 5.1) */

/* All of these return NULL, or why the connection cannot do it: static text that follows the words
 * "the peer cannot". They send what they can at once, and leave the rest in the stream's queue. */

/* tls_request_certificate: authentication behind the handshake (RFC 8446, section 4.6.2). */
const char *tls_request_certificate(struct tls *tls, bool is_required);

/* tls_update_keys: new keys for what the peer sends (section 4.6.3), and when it |is_requested|
 * also for what the client sends. */
const char *tls_update_keys(struct tls *tls, bool is_requested);

/* tls_send_ticket: one more ticket to resume the session with (section 4.6.1). */
const char *tls_send_ticket(struct tls *tls);

/* tls_send_alert: close_notify, after which nothing is sent; or a fatal alert, which ends TLS. */
const char *tls_send_alert(struct tls *tls, int code);

/* tls_send_raw: octets that are no record. */
const char *tls_send_raw(struct tls *tls, struct bytes octets);

/* tls_send_cut: only the first |length| octets of the record that holds |bytes|, which are at most
 * TLS_RECORD_BYTES; it is the last of TLS. */
const char *tls_send_cut(struct tls *tls, struct bytes bytes, size_t length);

/* tls_send_corrupt: that record with its last octet changed, so that no client can authenticate it.
 */
const char *tls_send_corrupt(struct tls *tls, struct bytes bytes);

#endif
