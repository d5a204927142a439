/* See events.h. */
#include "events.h"

#include "request_body.h"

static struct value *port_value(struct hc_port port) {
  switch (port.kind) {
  case HC_PORT_NUMBER: return value_int(port.number);
  case HC_PORT_TEXT: return value_text(port.text);
  case HC_PORT_NONE: break;
  }
  return value_none();
}

/* What send() was given: bytes, or the object that makes them. */
static struct value *data_value(const struct hc_body *data) {
  switch (data->kind) {
  case HC_BODY_TEXT: return value_text(data->data);
  case HC_BODY_BYTES: return value_bytes(data->data);
  case HC_BODY_FILE: return value_retain(data->payload);
  case HC_BODY_ITERABLE: return value_retain(((struct request_body *)data->payload)->source);
  case HC_BODY_NONE: break;
  }
  return value_none();
}

struct value *event_value(const struct hc_audit_event *event) {
  struct value *tuple = value_items(VALUE_TUPLE);
  value_append(tuple, value_text(hc_str(event->name)));
  if (event->kind == HC_AUDIT_CONNECT) {
    value_append(tuple, value_text(event->host));
    value_append(tuple, port_value(event->port));
  } else {
    value_append(tuple, data_value(event->data));
  }
  return tuple;
}
