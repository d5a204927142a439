/* A variant's number is its transport's times the number of deliveries, and its delivery's. */
#include "specification/variant.h"

#include <string.h>

static const char *const transport_names[TRANSPORT_COUNT] = {
    [PEER_TRANSPORT_PLAIN] = "plain",
    [PEER_TRANSPORT_TLS] = "tls",
    [PEER_TRANSPORT_TUNNEL] = "tunnel",
};

static const char *const delivery_names[DELIVERY_COUNT] = {
    [PEER_DELIVERY_WHOLE] = "whole",
    [PEER_DELIVERY_BYTES] = "bytes",
    [PEER_DELIVERY_SPLIT] = "split",
};

static const char *const variant_names[TRANSPORT_COUNT][DELIVERY_COUNT] = {
    [PEER_TRANSPORT_PLAIN] = {"plain/whole", "plain/bytes", "plain/split"},
    [PEER_TRANSPORT_TLS] = {"tls/whole", "tls/bytes", "tls/split"},
    [PEER_TRANSPORT_TUNNEL] = {"tunnel/whole", "tunnel/bytes", "tunnel/split"},
};

const char *transport_name(enum peer_transport transport) {
  return transport_names[transport];
}

const char *delivery_name(enum peer_delivery delivery) {
  return delivery_names[delivery];
}

const char *variant_name(struct variant variant) {
  return variant_names[variant.transport][variant.delivery];
}

/* find: the place of |name| in |names|; |count| when it is not there. */
static unsigned find(const char *const *names, unsigned count, const char *name, size_t length) {
  unsigned i = 0;
  while (i < count && (strlen(names[i]) != length || memcmp(names[i], name, length) != 0))
    i++;
  return i;
}

bool transport_parse(const char *name, size_t length, enum peer_transport *transport) {
  unsigned found = find(transport_names, TRANSPORT_COUNT, name, length);
  if (found < TRANSPORT_COUNT) *transport = (enum peer_transport)found;
  return found < TRANSPORT_COUNT;
}

bool delivery_parse(const char *name, size_t length, enum peer_delivery *delivery) {
  unsigned found = find(delivery_names, DELIVERY_COUNT, name, length);
  if (found < DELIVERY_COUNT) *delivery = (enum peer_delivery)found;
  return found < DELIVERY_COUNT;
}

bool variant_parse(const char *name, struct variant *variant) {
  unsigned found = find(*variant_names, VARIANT_COUNT, name, strlen(name));
  if (found < VARIANT_COUNT) *variant = variant_at(found);
  return found < VARIANT_COUNT;
}

struct variant variant_at(unsigned number) {
  return (struct variant){(enum peer_transport)(number / DELIVERY_COUNT),
                          (enum peer_delivery)(number % DELIVERY_COUNT)};
}

unsigned variant_number(struct variant variant) {
  return variant.transport * DELIVERY_COUNT + variant.delivery;
}

variant_set variant_bit(struct variant variant) {
  return 1u << variant_number(variant);
}

variant_set variants_of(transport_set transports, delivery_set deliveries) {
  variant_set variants = 0;
  for (unsigned i = 0; i < VARIANT_COUNT; i++) {
    struct variant variant = variant_at(i);
    if (transports & 1u << variant.transport && deliveries & 1u << variant.delivery)
      variants |= 1u << i;
  }
  return variants;
}

unsigned variants_count(variant_set variants) {
  unsigned count = 0;
  for (; variants; variants &= variants - 1)
    count++;
  return count;
}

transport_set transports_in(variant_set variants) {
  transport_set transports = 0;
  for (unsigned i = 0; i < VARIANT_COUNT; i++)
    if (variants & 1u << i) transports |= 1u << variant_at(i).transport;
  return transports;
}

delivery_set deliveries_in(variant_set variants) {
  delivery_set deliveries = 0;
  for (unsigned i = 0; i < VARIANT_COUNT; i++)
    if (variants & 1u << i) deliveries |= 1u << variant_at(i).delivery;
  return deliveries;
}

capability_set transport_needs(enum peer_transport transport) {
  switch (transport) {
  case PEER_TRANSPORT_PLAIN: return 0;
  case PEER_TRANSPORT_TLS: return 1u << CAPABILITY_HTTPS;
  case PEER_TRANSPORT_TUNNEL: return 1u << CAPABILITY_HTTPS | 1u << CAPABILITY_TUNNEL;
  }
  return 0;
}
