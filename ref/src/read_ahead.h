/* What CPython's BufferedReader would have taken of its socket, reckoned without reading.
 *
 * Chunks that are read at once (chunk_run.h) have to leave the stream where reading them one by one
 * would: what is buffered ahead can be seen by peek() and read1(), and is lost with the response
 * (KA.01). The reckoning begins where nothing is buffered, and counts from there. */
#ifndef READ_AHEAD_H
#define READ_AHEAD_H

#include <stdbool.h>
#include <stddef.h>

/* Invariant: pos <= taken <= available and taken - pos <= HC_READ_BUFFER_SIZE, but where all was
 * buffered to begin with. */
struct hc_read_ahead {
  size_t available; /* bytes that there are to take; SIZE_MAX: as many as may be */
  size_t pos;       /* that were read */
  size_t taken;     /* those, and what is buffered */
};

/* hc_read_ahead_into reckons readinto() of `size` bytes. False: there are not as many. `pos` then
 * is where reading goes on, with a readinto() of what is left; of a fill of the buffer that was
 * not enough nothing counts as taken, for that readinto() has to make it. */
bool hc_read_ahead_into(struct hc_read_ahead *ahead, size_t size);

/* hc_read_ahead_few reckons a read() or readline() that needs `size` bytes, which fit into the
 * buffer. False: there are not as many, and nothing has changed. */
bool hc_read_ahead_few(struct hc_read_ahead *ahead, size_t size);

#endif
