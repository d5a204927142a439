#include "hc/span.h"

#include <stdint.h>

#include "latin1.h"

#define BYTES_OF(byte) (UINT64_MAX / 0xFF * (byte))

/* Whether the eight bytes at `a` and `b` differ at most in the case of ASCII letters. */
static inline bool equal_words(const char *a, const char *b) {
  uint64_t left;
  uint64_t right;
  memcpy(&left, a, sizeof left);
  memcpy(&right, b, sizeof right);
  uint64_t difference = left ^ right;
  if (difference == 0) return true; /* as mostly in names that have the same size */
  if ((difference & ~BYTES_OF(0x20)) != 0) return false;
  /* Where they differ, it must be in a letter. The sums are of seven bits, and stay in their byte.
   */
  uint64_t lower = (left | BYTES_OF(0x20)) & BYTES_OF(0x7F);
  uint64_t from_a = lower + BYTES_OF(0x80 - 'a');
  uint64_t above_z = lower + BYTES_OF(0x80 - 'z' - 1);
  uint64_t letters = from_a & ~above_z & ~left & BYTES_OF(0x80);
  return (difference & ~(letters >> 2)) == 0; /* 0x80 >> 2 is 0x20 */
}

static bool equal_by_bytes(struct hc_span a, struct hc_span b) {
  for (size_t i = 0; i < a.size; i++) {
    if (hc_lower(a.data[i]) != hc_lower(b.data[i])) return false;
  }
  return true;
}

/* Field names have mostly eight bytes or more, and are compared often. */
bool hc_span_equal_ignoring_case(struct hc_span a, struct hc_span b) {
  if (a.size != b.size) return false;
  if (a.size < 8) return equal_by_bytes(a, b);
  for (size_t i = 0; i < a.size - 8; i += 8) {
    if (!equal_words(a.data + i, b.data + i)) return false;
  }
  /* The last eight, some of which may have been compared. */
  return equal_words(a.data + a.size - 8, b.data + b.size - 8);
}
