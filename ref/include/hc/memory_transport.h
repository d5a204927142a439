/* hc/memory_transport.h — a transport without a network: a script of what is read, and a record of
 * what is written. For tests, fuzzing, and responses over bytes at hand. */
#ifndef HC_MEMORY_TRANSPORT_H
#define HC_MEMORY_TRANSPORT_H

#include "hc/transport.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_memory_script says what a memory transport does; it and what it points to outlive the
 * transport. One read never crosses from one segment into the next, an empty segment is skipped,
 * and after the last segment the stream ends. */
struct hc_memory_script {
  const struct hc_span *segments;
  size_t segment_count;
  /* If not 0, one read returns at most so many bytes: 1 delivers byte by byte. */
  size_t piece;
  /* If not 0, the read or write of that number, counted from 1 in each direction, fails. */
  size_t failing_read;
  size_t failing_write;
  /* The failure: the OSError of this errno, or a timeout if 0. */
  int failure;
};

/* hc_memory_transport_new makes a transport with one reference, the caller's. `written`, if not
 * NULL, receives every byte written and outlives the transport. HC_MEMORY_ERROR. */
enum hc_kind hc_memory_transport_new(const struct hc_memory_script *script,
                                     struct hc_buffer *written, enum hc_edition edition,
                                     const struct hc_allocator *allocator,
                                     struct hc_transport **transport, struct hc_error *error);

/* hc_memory_transport_writes returns how many writes a memory transport has been given. */
size_t hc_memory_transport_writes(const struct hc_transport *transport);

#ifdef __cplusplus
}
#endif
#endif
