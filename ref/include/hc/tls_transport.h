/* hc/tls_transport.h — TLS over any transport. */
#ifndef HC_TLS_TRANSPORT_H
#define HC_TLS_TRANSPORT_H

#include "hc/tls_context.h"
#include "hc/transport.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_tls_options: what a client says and expects. Borrowed for the call, except that the allocator
 * outlives the transport, which keeps a reference to the context. What differs by edition goes by
 * the context's. */
struct hc_tls_options {
  struct hc_tls_context *context;
  /* The host (UTF-8) that the certificate has to name, in the form it was given; a name also goes
   * into SNI, an IP address does not (TL.04). */
  struct hc_span server_hostname;
  /* What the transport below was opened with: it bounds the handshake as a whole, and later each
   * read and write. */
  struct hc_timeout timeout;
  const struct hc_allocator *allocator;
};

/* hc_tls_wrap is SSLContext.wrap_socket(): shakes hands over `*transport`, a reference of the
 * caller's, and puts the TLS transport in its place.
 *
 * On failure `*transport` is a closed transport, of which every operation fails with EBADF, as
 * http.client's sock is then (TL.06); or NULL after HC_MEMORY_ERROR. What was below is let go, so
 * that nothing meant for TLS can go out in clear.
 *
 * HC_SSL_CERT_VERIFICATION_ERROR: the certificate is not accepted. HC_SSL_EOF_ERROR, up to edition
 * 3.9 HC_SSL_ZERO_RETURN_ERROR: the peer closed. HC_SSL_ERROR: anything else that TLS does not
 * allow, or an alert. HC_TIMEOUT_ERROR, HC_SOCKET_TIMEOUT: the handshake takes too long.
 * HC_VALUE_ERROR: no host name, or the timeout is 0. HC_TYPE_ERROR: a NUL in the host name.
 * HC_UNICODE_ERROR, HC_UNICODE_ENCODE_ERROR: it has no IDNA form. Or the errors of the transport
 * below.
 *
 * Of the TLS transport:
 *   read     ends where the peer says so and also where the transport below ends without a word
 *            (TO.05); after a failure nothing more is read. Serves post-handshake authentication,
 *            key updates and session tickets on the way. HC_SSL_ERROR: as above.
 *            HC_SSL_WANT_READ_ERROR: the timeout is 0, and it would block.
 *   write    puts all spans into as few records as they fit. HC_SSL_WANT_WRITE_ERROR: the timeout
 *            is 0, and it would block. After any failure below, nothing more is written:
 *            HC_SSL_EOF_ERROR.
 *   destroy  lets the transport below go without close_notify, as CPython's sockets close. */
enum hc_kind hc_tls_wrap(struct hc_transport **transport, const struct hc_tls_options *options,
                         struct hc_error *error);

/* hc_tls_version_name returns the version in use, such as "TLSv1.3" (static), or NULL if
 * `transport` is no open TLS transport. */
const char *hc_tls_version_name(const struct hc_transport *transport);

/* hc_tls_selected_protocol returns the ALPN protocol that the server chose, borrowed from
 * `transport`; empty if it chose none or `transport` is no open TLS transport. */
struct hc_span hc_tls_selected_protocol(const struct hc_transport *transport);

#ifdef __cplusplus
}
#endif
#endif
