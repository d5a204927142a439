/* Transports that go wrong when it is their turn. */
#ifndef FAILING_TRANSPORT_H
#define FAILING_TRANSPORT_H

#include "hc/memory_transport.h"
#include "torture/stage.h"

/* failing_transport_open counts the opening of a transport, and fails if it is the one to. */
enum hc_kind failing_transport_open(struct stage *stage, struct hc_error *error);

/* failing_transport_new puts a transport that goes wrong as `stage` says in place of `*transport`,
 * of which it keeps the reference. Without memory for it `*transport` is let go. */
enum hc_kind failing_transport_new(struct stage *stage, struct hc_transport **transport,
                                   struct hc_error *error);

/* failing_memory_transport_new makes such a transport over a memory transport of `script`. */
enum hc_kind failing_memory_transport_new(struct stage *stage,
                                          const struct hc_memory_script *script,
                                          const struct hc_transport_target *target,
                                          struct hc_transport **transport, struct hc_error *error);

#endif
