/* A transport without a network: what stream(b'…') puts in the place of a socket. */
#ifndef ADAPTER_STREAM_TRANSPORT_H
#define ADAPTER_STREAM_TRANSPORT_H

#include "hc/transport.h"

/* stream_transport_new: a transport, with one reference, that gives a copy of |content| and then
 * its end, or fails with |failure| there unless that is HC_OK. What is written to it is lost. */
struct hc_transport *stream_transport_new(struct hc_span content, enum hc_kind failure);

#endif
