/* A connection from inside: its attributes, and sending. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "hc/connection.h"

struct hc_connection {
  const struct hc_allocator *allocator;
  enum hc_edition edition;
  hc_transport_open *open;
  void *open_payload;

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

  enum hc_connection_state state;
  struct hc_transport *transport; /* http.client's sock */
  struct hc_response *remembered; /* a keep-alive response that may be unread */
  struct hc_buffer method;        /* of the request in hand, for its response */
  struct hc_buffer head;          /* lines to be sent, each with its CRLF */
};

/* hc_connection_forget_finished lets a remembered response go if it is over (ST.06). */
void hc_connection_forget_finished(struct hc_connection *connection);

/* hc_connection_send_head sends the pending lines, the empty line and `body`, which may be NULL
 * (EH.01-EH.10). Whatever happens, no line is pending afterwards. */
enum hc_kind hc_connection_send_head(struct hc_connection *connection, const struct hc_body *body,
                                     bool encode_chunked, struct hc_error *error);

#endif
