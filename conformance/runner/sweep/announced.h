/* The lengths that a server announces: what Content-Length says, and the sizes of chunks. */
#ifndef SWEEP_ANNOUNCED_H
#define SWEEP_ANNOUNCED_H

#include <stdint.h>

#include "peer/wire_log.h"

/* announced_most: the greatest length on any line that the peer has sent in |log|, UINT64_MAX where
 * 64 bits do not hold it; 0 when there is none. What only looks like a size of a chunk counts. */
uint64_t announced_most(const struct wire_log *log);

/* announced_sent: how many bytes the peer has sent in |log|. */
uint64_t announced_sent(const struct wire_log *log);

#endif
