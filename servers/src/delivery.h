/* How a send is cut into segments, each a system call of its own. */
#ifndef PEER_DELIVERY_H
#define PEER_DELIVERY_H

#include <stddef.h>
#include <stdint.h>

#include "peer/peer.h"

/* The points of one playing; two with the same kind and seed choose the same. */
struct delivery {
  enum peer_delivery kind;
  uint64_t state;
};

/* delivery_segment: the length of the next segment of a send of |length| bytes, |offset| < |length|
 * of which have gone: from 1 to length - offset. */
size_t delivery_segment(struct delivery *delivery, size_t offset, size_t length);

#endif
