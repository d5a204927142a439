/* hc/audit.h — audit events: what sys.audit() tells of a connection, from edition 3.10 on (AU.*).
 */
#ifndef HC_AUDIT_H
#define HC_AUDIT_H

#include "hc/body.h"
#include "hc/host_port.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hc_connection;

enum hc_audit_event_kind {
  HC_AUDIT_CONNECT, /* a transport is about to be opened (HTTPConnection.connect.audit) */
  HC_AUDIT_SEND     /* data is about to be written (HTTPConnection.send.audit) */
};

/* hc_audit_event: everything is borrowed for the call of the hook. */
struct hc_audit_event {
  enum hc_audit_event_kind kind;
  const char *name; /* "http.client.connect", "http.client.send" */
  struct hc_connection *connection;
  /* HC_AUDIT_CONNECT: what is connected to, which is the proxy if there is a tunnel (AU.02). */
  struct hc_span host;
  struct hc_port port;
  /* HC_AUDIT_SEND: what is written, as bytes; or what hc_connection_send was given, if that is no
   * file (AU.03). */
  const struct hc_body *data;
};

/* hc_audit_hook is told of an event before it happens. Any kind but HC_OK keeps it from happening
 * and is what the call returns. The hook may use the connection, but not free it. */
typedef enum hc_kind hc_audit_hook(void *payload, const struct hc_audit_event *event,
                                   struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
