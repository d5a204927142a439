/* Counting bytes, and Adler-32 because Python's zlib module has it too. */
#include "tally.h"

/* Adler-32 starts `low` at 1. Ours starts at 0, so that the zero state is valid; the 1 is carried
 * through each byte into `high`, and added to `low` at the end. */
enum { MODULUS = 65521, BYTES_BEFORE_OVERFLOW = 4096 };

static void add_block(struct bench_tally *tally, const unsigned char *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) {
    tally->low += bytes[i];
    tally->high += tally->low + 1;
  }
  tally->low %= MODULUS;
  tally->high %= MODULUS;
}

static void add_to_checksum(struct bench_tally *tally, const unsigned char *bytes, size_t size) {
  for (size_t at = 0; at < size; at += BYTES_BEFORE_OVERFLOW) {
    size_t left = size - at;
    add_block(tally, bytes + at, left < BYTES_BEFORE_OVERFLOW ? left : BYTES_BEFORE_OVERFLOW);
  }
}

void bench_tally_take(struct bench_tally *tally, const void *bytes, size_t size) {
  tally->bytes += size;
  if (tally->checking) add_to_checksum(tally, bytes, size);
}

uint32_t bench_tally_checksum(const struct bench_tally *tally) {
  return tally->high << 16 | (tally->low + 1) % MODULUS;
}
