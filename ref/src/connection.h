/* A connection from inside: its attributes, and sending. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "debug_output.h"
#include "edition.h"
#include "hc/connection.h"
#include "tunnel.h"

struct hc_connection {
  const struct hc_allocator *allocator;
  enum hc_edition edition;
  const struct hc_traits *traits;
  hc_transport_open *open;
  void *open_payload;
  hc_transport_secure *secure; /* NULL: the transport stays as it was opened */
  void *secure_payload;
  struct hc_tls_context *tls_context; /* NULL, or the payload */
  bool uses_legacy;                   /* arguments that HTTPSConnection warns of (TL.07) */
  hc_audit_hook *audit_hook;
  void *audit_payload;
  struct hc_debug debug;

  struct hc_buffer host;
  struct hc_port port; /* its text is in `port_text` */
  struct hc_buffer port_text;
  int default_port;
  struct hc_timeout timeout;
  bool has_source;
  struct hc_buffer source_host;
  int64_t source_port;
  int64_t blocksize;
  bool auto_open;
  int http_vsn;
  struct hc_buffer http_vsn_str;
  struct hc_tunnel tunnel;

  enum hc_connection_state state;
  struct hc_transport *transport; /* http.client's sock */
  struct hc_response *remembered; /* a keep-alive response that may be unread */
  struct hc_buffer method;        /* of the request in hand, for its response */
  struct hc_buffer head;          /* lines to be sent, each with its CRLF */
};

/* hc_connection_forget_finished lets a remembered response go if it is over (ST.06). */
void hc_connection_forget_finished(struct hc_connection *connection);

/* hc_connection_new_response makes a response over the connection's transport. HC_ATTRIBUTE_ERROR:
 * there is none (CN.07). HC_MEMORY_ERROR. */
enum hc_kind hc_connection_new_response(struct hc_connection *connection,
                                        const struct hc_response_options *options,
                                        struct hc_response **response, struct hc_error *error);

/* hc_connection_send_spans is send() of the bytes that the spans make together, on a connection
 * that is connected. HC_ATTRIBUTE_ERROR: it no longer is, for the audit hook closed it. */
enum hc_kind hc_connection_send_spans(struct hc_connection *connection, const struct hc_span *spans,
                                      size_t count, struct hc_error *error);

/* hc_connection_send_head sends the pending lines, the empty line and `body`, which may be NULL
 * (EH.01-EH.10). Whatever happens, no line is pending afterwards. */
enum hc_kind hc_connection_send_head(struct hc_connection *connection, const struct hc_body *body,
                                     bool encode_chunked, struct hc_error *error);

#endif
