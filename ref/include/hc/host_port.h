/* hc/host_port.h — the host and port that a connection is made from. */
#ifndef HC_HOST_PORT_H
#define HC_HOST_PORT_H

#include "hc/buffer.h"
#include "hc/edition.h"
#include "hc/error.h"
#include "hc/integer.h"

#ifdef __cplusplus
extern "C" {
#endif

enum hc_port_kind {
  HC_PORT_NONE = 0, /* not given, or None */
  HC_PORT_NUMBER,   /* any whole number; the range is not checked (HP.08) */
  HC_PORT_TEXT      /* a str, kept as it is (HP.08, HO.03) */
};

/* The zero state is "not given". A number that a host string gives may be beyond 64 bits: `number`
 * is then the last value there is in that direction, and `text` has the digits as they were written
 * (HP.05). */
struct hc_port {
  enum hc_port_kind kind;
  int64_t number;
  struct hc_span text; /* UTF-8; of a number: empty unless it is beyond 64 bits */
};

/* hc_port_number returns the port `number`. */
static inline struct hc_port hc_port_number(int64_t number) {
  struct hc_port port = {HC_PORT_NUMBER, number, {NULL, 0}};
  return port;
}

/* hc_port_append appends what str() makes of the port: a number in decimal with all its digits, a
 * text as it is. Returns false, with `into` unchanged, if there is no memory. */
bool hc_port_append(struct hc_port port, struct hc_buffer *into);

struct hc_host_port {
  struct hc_span host; /* UTF-8, borrowed from the input */
  struct hc_port port; /* never HC_PORT_NONE */
};

/* hc_host_port_parse splits `host` (UTF-8) if `port` is not given, fills in `default_port`, and
 * removes one pair of enclosing brackets where the edition does. HC_INVALID_URL: the port's text
 * is no number; `*parsed` is then unchanged. (HP.01-HP.17) */
enum hc_kind hc_host_port_parse(struct hc_span host, struct hc_port port, int default_port,
                                enum hc_edition edition, struct hc_host_port *parsed,
                                struct hc_error *error);

/* hc_host_validate refuses a host with U+0000-U+0020 or U+007F: HC_INVALID_URL (HP.06). */
enum hc_kind hc_host_validate(struct hc_span host, struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
