/* CONNECT: a tunnel through the host that is connected to, a proxy (RFC 9110 section 9.3.6). */
#ifndef TUNNEL_H
#define TUNNEL_H

#include "hc/connection.h"
#include "hc/line_list.h"

/* The zero state is no tunnel. */
struct hc_tunnel {
  struct hc_buffer host; /* empty: no tunnel (TU.21) */
  struct hc_port port;   /* its text is in `port_text` */
  struct hc_buffer port_text;
  struct hc_line_list parts; /* names and values by turns, each as str() shows it, in UTF-8 */
  struct hc_buffer kinds;    /* of each part: its enum hc_value_kind, in a byte */
  bool answered;             /* the proxy's answer was read, and kept where the edition does */
  struct hc_buffer answer;   /* its field section */
};

/* hc_tunnel_make returns no tunnel. hc_tunnel_free releases a tunnel's memory. */
struct hc_tunnel hc_tunnel_make(const struct hc_allocator *allocator);
void hc_tunnel_free(struct hc_tunnel *tunnel);

/* hc_tunnel_is_set: the connection goes through a tunnel. */
static inline bool hc_tunnel_is_set(const struct hc_tunnel *tunnel) {
  return tunnel->host.size > 0;
}

/* hc_tunnel_open asks the proxy for the tunnel, over the connection's new transport. Errors:
 * hc_connection_connect. Unless the proxy refuses, the transport stays (TU.18). */
enum hc_kind hc_tunnel_open(struct hc_connection *connection, struct hc_error *error);

#endif
