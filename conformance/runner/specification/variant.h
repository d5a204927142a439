/* Variants: the ways in which one case is played without its outcome changing. A variant is a
 * transport and a delivery, written "tls/bytes"; this is the one place that knows their names. */
#ifndef RUNNER_VARIANT_H
#define RUNNER_VARIANT_H

#include <stdbool.h>
#include <stddef.h>

#include "peer/peer.h"
#include "specification/vocabulary.h"

struct variant {
  enum peer_transport transport;
  enum peer_delivery delivery;
};

enum {
  TRANSPORT_COUNT = PEER_TRANSPORT_TUNNEL + 1,
  DELIVERY_COUNT = PEER_DELIVERY_SPLIT + 1,
  VARIANT_COUNT = TRANSPORT_COUNT * DELIVERY_COUNT,
  EVERY_TRANSPORT = (1 << TRANSPORT_COUNT) - 1,
  EVERY_DELIVERY = (1 << DELIVERY_COUNT) - 1,
  EVERY_VARIANT = (1 << VARIANT_COUNT) - 1,
};

/* One bit an enum peer_transport, an enum peer_delivery, a number of variant_at(). */
typedef unsigned transport_set;
typedef unsigned delivery_set;
typedef unsigned variant_set;

/* transport_name: "plain", "tls", "tunnel". delivery_name: "whole", "bytes", "split". variant_name:
 * "tls/bytes". All static. */
const char *transport_name(enum peer_transport transport);
const char *delivery_name(enum peer_delivery delivery);
const char *variant_name(struct variant variant);

/* transport_parse, delivery_parse, variant_parse: what is called so; false when nothing is. */
bool transport_parse(const char *name, size_t length, enum peer_transport *transport);
bool delivery_parse(const char *name, size_t length, enum peer_delivery *delivery);
bool variant_parse(const char *name, struct variant *variant);

/* variant_at: variant number |number| below VARIANT_COUNT, plain ones first. variant_number: the
 * number of |variant|. variant_bit: its bit in a set. */
struct variant variant_at(unsigned number);
unsigned variant_number(struct variant variant);
variant_set variant_bit(struct variant variant);

/* variants_of: each of |transports| with each of |deliveries|. variants_count: how many a set has.
 */
variant_set variants_of(transport_set transports, delivery_set deliveries);
unsigned variants_count(variant_set variants);

/* transports_in, deliveries_in: those that occur in |variants|. */
transport_set transports_in(variant_set variants);
delivery_set deliveries_in(variant_set variants);

/* transport_needs: what an adapter must be capable of to be played with over |transport|. */
capability_set transport_needs(enum peer_transport transport);

#endif
