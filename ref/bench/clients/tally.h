/* tally.h — what a client saw, for comparison with what the others saw.
 *
 * The first exchange of a run is not timed; its body is checksummed. The timed ones are counted
 * only, so that checking costs no client anything that is measured. */
#ifndef BENCH_TALLY_H
#define BENCH_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* bench_tally's zero state has seen nothing and does not checksum. */
struct bench_tally {
  bool checking;
  uint64_t bytes;  /* of bodies, chunk framing removed; for a head, of heads */
  uint64_t fields; /* field lines of parsed heads */
  uint32_t low;    /* the two halves of Adler-32 (RFC 1950), low counted from 0 */
  uint32_t high;
};

/* bench_tally_take counts the next `size` bytes of a body. */
void bench_tally_take(struct bench_tally *tally, const void *bytes, size_t size);

/* bench_tally_checksum returns the Adler-32 of the bytes taken while checking. */
uint32_t bench_tally_checksum(const struct bench_tally *tally);

#endif
