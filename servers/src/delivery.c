/* Both cutting deliveries are finest where clients parse: at the start of a send and, byte by byte,
 * at its end. */
#include "delivery.h"

enum {
  BYTES_EDGE = 256, /* the first and the last bytes of a long send that go singly */
  BYTES_MIDDLE =
      4096,          /* a piece between them: long sends are padding, and a byte costs a wake-up */
  SPLIT_FINE = 4096, /* up to here pieces are small */
  SPLIT_SMALL_PIECE = 64,
  SPLIT_LARGE_PIECE = 16384,
};

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

static size_t single_byte(size_t offset, size_t length) {
  size_t left = length - offset;
  if (offset < BYTES_EDGE || left <= BYTES_EDGE) return 1;
  return least(BYTES_MIDDLE, left - BYTES_EDGE);
}

/* SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
static uint64_t next_random(uint64_t *state) {
  uint64_t mixed = *state += 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

static size_t random_piece(uint64_t *state, size_t offset, size_t length) {
  uint64_t largest = offset < SPLIT_FINE ? SPLIT_SMALL_PIECE : SPLIT_LARGE_PIECE;
  return least((size_t)(next_random(state) % largest) + 1, length - offset);
}

size_t delivery_segment(struct delivery *delivery, size_t offset, size_t length) {
  if (delivery->kind == PEER_DELIVERY_BYTES) return single_byte(offset, length);
  if (delivery->kind == PEER_DELIVERY_SPLIT) return random_piece(&delivery->state, offset, length);
  return length - offset;
}
