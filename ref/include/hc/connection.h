/* hc/connection.h — http.client's HTTPConnection.
 *
 * A connection goes from Idle by putrequest to Request-started, by endheaders to Request-sent, and
 * by getresponse back to Idle; close leads to Idle from anywhere (ST.01). A connection and its
 * responses are used by one thread at a time (NO.04). Text arguments are UTF-8. */
#ifndef HC_CONNECTION_H
#define HC_CONNECTION_H

#include "hc/audit.h"
#include "hc/body.h"
#include "hc/field.h"
#include "hc/response.h"
#include "hc/tls_context.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hc_connection;

/* The local address that a connection comes from: `source_address`. The port is checked when it is
 * used; 0 leaves it to the system. */
struct hc_source_address {
  struct hc_span host; /* a name or an address; empty is any address */
  int64_t port;
};

/* hc_connection_options: everything is copied, except the allocator and the payloads, which
 * outlive the connection. Only `host` is required; the zero state of the rest is the default. */
struct hc_connection_options {
  struct hc_span host;
  struct hc_port port;
  struct hc_timeout timeout;
  const struct hc_source_address *source_address; /* NULL: none */
  bool has_blocksize;
  int64_t blocksize; /* as read() takes it: negative is everything, 0 nothing (EH.12) */
  enum hc_edition edition;
  const struct hc_allocator *allocator;
  hc_transport_open *open; /* NULL: hc_tcp_open. What _create_connection is in CPython (HP.21) */
  void *open_payload;
  /* HTTPSConnection: the default port is 443, and each transport is secured once it is open and the
   * tunnel is. */
  bool https;
  /* The context of its TLS, made for the same edition; a reference is kept. NULL: what
   * hc_tls_context_new_for_https makes. */
  struct hc_tls_context *tls_context;
  struct hc_tls_legacy tls_legacy; /* is applied to the context (TL.07) */
  /* Not NULL: secures in place of TLS, which the context and tls_legacy are of. */
  hc_transport_secure *secure;
  void *secure_payload;
  struct hc_debug_sink debug_sink;
  hc_audit_hook *audit_hook; /* may be NULL; is called from edition 3.10 on (AU.01) */
  void *audit_payload;
};

/* hc_connection_new makes a connection in state Idle; it connects to nothing yet. HC_INVALID_URL:
 * the port is no number, or the host has control characters (HP.04, HP.06). HC_MEMORY_ERROR. For
 * HTTPS also the errors of hc_tls_context_new_for_https and hc_tls_context_apply_legacy. */
enum hc_kind hc_connection_new(const struct hc_connection_options *options,
                               struct hc_connection **connection, struct hc_error *error);

/* hc_connection_free releases the connection; NULL is allowed. Responses live on: unlike
 * hc_connection_close(), it leaves them readable, and the transport open as long as one is. */
void hc_connection_free(struct hc_connection *connection);

/* --- One transaction in one call --- */

/* hc_request: the arguments of request(). The zero state of all but `method` and `url` is the
 * default. */
struct hc_request {
  struct hc_span method;
  struct hc_span url; /* empty: "/" (RQ.02) */
  const struct hc_body *body;
  const struct hc_header *headers;
  size_t header_count;
  bool encode_chunked;
};

/* hc_connection_request is request(): sends all of a request, with the framing field that the body
 * needs (BD.*). Errors: those of putrequest, putheader and endheaders; and before
 * anything is started, HC_TYPE_ERROR: the body's kind is none, or its callback is missing, or a
 * name's kind is none; HC_ATTRIBUTE_ERROR: a name is neither text nor bytes (HO.18).
 * HC_UNICODE_ENCODE_ERROR: a text body is not Latin-1 (BD.05). */
enum hc_kind hc_connection_request(struct hc_connection *connection,
                                   const struct hc_request *request, struct hc_error *error);

/* hc_connection_getresponse is getresponse(): the response with its head read; `*response` is the
 * caller's. HC_RESPONSE_NOT_READY: no request was sent, or an earlier response is unread (ST.04).
 * HC_ATTRIBUTE_ERROR: connecting had failed (CN.07). Otherwise hc_response_begin's errors, of which
 * a ConnectionError also closes the connection (ST.13, ST.14). */
enum hc_kind hc_connection_getresponse(struct hc_connection *connection,
                                       struct hc_response **response, struct hc_error *error);

/* --- Step by step --- */

struct hc_putrequest_options {
  bool skip_host;
  bool skip_accept_encoding;
};

/* hc_connection_putrequest is putrequest(): buffers the request line, Host and Accept-Encoding.
 * `options` may be NULL. HC_CANNOT_SEND_REQUEST: not Idle. HC_VALUE_ERROR: the method.
 * HC_INVALID_URL: the url. HC_UNICODE_ENCODE_ERROR: either is not ASCII. Or
 * hc_host_field_write's. After any but the first the state is Request-started (ST.08). */
enum hc_kind hc_connection_putrequest(struct hc_connection *connection, struct hc_span method,
                                      struct hc_span url,
                                      const struct hc_putrequest_options *options,
                                      struct hc_error *error);

/* hc_connection_putheader is putheader(name, *values): buffers a field line.
 * HC_CANNOT_SEND_HEADER: not Request-started. Or hc_field_write's. */
enum hc_kind hc_connection_putheader(struct hc_connection *connection, struct hc_value name,
                                     const struct hc_value *values, size_t count,
                                     struct hc_error *error);

/* hc_connection_endheaders is endheaders(body, encode_chunked=…): sends the header block in one
 * write, then `body`, which may be NULL. HC_CANNOT_SEND_HEADER: not Request-started.
 * HC_TYPE_ERROR: the body's kind is none, or its callback is missing, with nothing changed; or a
 * text body that is not empty, after the header block is sent (EH.09). Otherwise
 * connecting's errors, the transport's, or the body callback's. */
enum hc_kind hc_connection_endheaders(struct hc_connection *connection, const struct hc_body *body,
                                      bool encode_chunked, struct hc_error *error);

/* hc_connection_send is send(): writes `data` in whatever state, connecting if need be (ST.07,
 * EH.11). HC_NOT_CONNECTED: not connected and auto_open is off (CN.05). HC_TYPE_ERROR: no body or
 * text, or, with nothing done, a kind that is none or a missing callback. Otherwise connecting's
 * errors, the transport's, or the body callback's. */
enum hc_kind hc_connection_send(struct hc_connection *connection, const struct hc_body *data,
                                struct hc_error *error);

/* hc_connection_connect is connect(): opens a new transport, letting go of an earlier one (CN.04);
 * asks for the tunnel, if one is set, with CONNECT (TU.05-TU.16); secures the transport, if that is
 * wanted.
 *
 * Errors: those of the audit hook, with nothing changed; of the `open` function; of the `secure`
 * function. Of the tunnel: HC_OS_ERROR, a status other than 200, which closes the connection
 * (TU.13). Otherwise the transport stays (TU.18), unless it was to be secured (deviation
 * cleartext-after-failed-tunnel): HC_UNICODE_ENCODE_ERROR, HC_UNICODE_ERROR: the tunnel's host or
 * fields cannot be encoded. HC_TYPE_ERROR: its port is a text (TU.12). From edition 3.14 on also
 * HC_VALUE_ERROR: its host or a field could end a line; HC_ATTRIBUTE_ERROR: a name or value is no
 * text (TU.11). The transport's errors, and those of the proxy's answer as in hc_response_begin,
 * but any version is taken. HC_UNICODE_DECODE_ERROR: its fields are to be shown and are no UTF-8
 * (DB.09). */
enum hc_kind hc_connection_connect(struct hc_connection *connection, struct hc_error *error);

/* hc_connection_close is close(): state Idle, the transport let go, a remembered response closed.
 * Repeatable (CN.08). Lines of an unfinished request are dropped (deviation
 * stale-request-lines; ST.15). */
void hc_connection_close(struct hc_connection *connection);

/* --- A tunnel through a proxy --- */

/* hc_connection_set_tunnel is set_tunnel(): the host connected to is a proxy, which is asked for a
 * tunnel to `host` on each connection from now on; an empty host ends that (TU.21). `port` not
 * given is taken from `host`, as in hc_connection_new. `headers` go to the proxy only; they are
 * copied, in every edition. HC_RUNTIME_ERROR: connected already (TU.02). HC_INVALID_URL: the port
 * is no number. HC_TYPE_ERROR: the kind of a name or value is none. HC_MEMORY_ERROR. After these
 * nothing has changed, but after the following, which edition 3.12 on has, the tunnel is set
 * without a Host field of its own: HC_ATTRIBUTE_ERROR: a header's name is neither text nor bytes.
 * HC_UNICODE_ERROR, HC_UNICODE_ENCODE_ERROR: the host has no IDNA form (TU.07). HC_TYPE_ERROR: the
 * port is a text (TU.12). */
enum hc_kind hc_connection_set_tunnel(struct hc_connection *connection, struct hc_span host,
                                      struct hc_port port, const struct hc_header *headers,
                                      size_t count, struct hc_error *error);

/* hc_connection_tunnel gives what hc_connection_set_tunnel set, borrowed until it is set again.
 * Returns false, with `*endpoint` unchanged, if there is no tunnel. */
bool hc_connection_tunnel(const struct hc_connection *connection, struct hc_host_port *endpoint);

/* hc_connection_proxy_headers is get_proxy_response_headers(): makes a message, the caller's, of
 * the fields in the last answer to CONNECT, of whatever status; NULL if there was none. Closing
 * keeps them (TU.16). HC_ATTRIBUTE_ERROR: the edition has no such method (TU.17). HC_MEMORY_ERROR.
 */
enum hc_kind hc_connection_proxy_headers(const struct hc_connection *connection,
                                         struct hc_message **headers, struct hc_error *error);

/* --- Attributes. Texts returned are borrowed until the attribute is next set. --- */

enum hc_connection_state { HC_STATE_IDLE, HC_STATE_REQUEST_STARTED, HC_STATE_REQUEST_SENT };

enum hc_connection_state hc_connection_state(const struct hc_connection *connection);
/* hc_connection_state_name: "Idle", "Request-started", "Request-sent" (static). */
const char *hc_connection_state_name(enum hc_connection_state state);

struct hc_span hc_connection_host(const struct hc_connection *connection);
struct hc_port hc_connection_port(const struct hc_connection *connection);
struct hc_timeout hc_connection_timeout(const struct hc_connection *connection);
/* hc_connection_source_address returns false, with `*address` unchanged, if there is none. */
bool hc_connection_source_address(const struct hc_connection *connection,
                                  struct hc_source_address *address);
int64_t hc_connection_blocksize(const struct hc_connection *connection);
bool hc_connection_auto_open(const struct hc_connection *connection);
int hc_connection_debuglevel(const struct hc_connection *connection);
/* The attributes _http_vsn and _http_vsn_str. */
int hc_connection_http_vsn(const struct hc_connection *connection);
struct hc_span hc_connection_http_vsn_str(const struct hc_connection *connection);
/* The transport in use, borrowed; NULL if not connected: the attribute `sock`. */
struct hc_transport *hc_connection_transport(const struct hc_connection *connection);

/* The context of HTTPSConnection, borrowed; NULL for HTTPConnection and where `secure` was given.
 */
struct hc_tls_context *hc_connection_tls_context(const struct hc_connection *connection);
/* hc_connection_deprecation returns the text of the DeprecationWarning that making the connection
 * was worth, for `tls_legacy` (static), or NULL if none was (TL.07). */
const char *hc_connection_deprecation(const struct hc_connection *connection);

/* What is set is not checked until used (HP.19, HP.20). HC_MEMORY_ERROR. */
enum hc_kind hc_connection_set_host(struct hc_connection *connection, struct hc_span host,
                                    struct hc_error *error);
enum hc_kind hc_connection_set_port(struct hc_connection *connection, struct hc_port port,
                                    struct hc_error *error);
void hc_connection_set_timeout(struct hc_connection *connection, struct hc_timeout timeout);
/* `address` is copied; NULL lets the system choose again. An open transport stays where it is. */
enum hc_kind hc_connection_set_source_address(struct hc_connection *connection,
                                              const struct hc_source_address *address,
                                              struct hc_error *error);
void hc_connection_set_blocksize(struct hc_connection *connection, int64_t blocksize);
/* hc_connection_set_debuglevel is set_debuglevel(): above 0, what is sent and what is received is
 * written to `debug_sink`, by responses made from now on too (DB.*). */
void hc_connection_set_debuglevel(struct hc_connection *connection, int level);
void hc_connection_set_auto_open(struct hc_connection *connection, bool auto_open);
/* Takes a reference to `transport`, which may be NULL, and lets the earlier one go. */
void hc_connection_set_transport(struct hc_connection *connection, struct hc_transport *transport);
/* hc_connection_set_http_vsn is an assignment to _http_vsn and _http_vsn_str: 11 and "HTTP/1.1" at
 * first. Any number but 11 ends automatic fields and chunk framing (RQ.10, RQ.11). `text` is
 * copied. HC_MEMORY_ERROR. */
enum hc_kind hc_connection_set_http_vsn(struct hc_connection *connection, int number,
                                        struct hc_span text, struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
