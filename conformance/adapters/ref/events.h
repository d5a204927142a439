/* Audit events as values. */
#ifndef ADAPTER_EVENTS_H
#define ADAPTER_EVENTS_H

#include "hc/audit.h"
#include "value.h"

/* event_value: the event as a tuple of its name and its arguments, the connection left out; a
 * reference of the caller's. */
struct value *event_value(const struct hc_audit_event *event);

#endif
