#include "execution/turn.h"

enum {
  PLAIN = 1 << PEER_TRANSPORT_PLAIN,
  SECURE = 1 << PEER_TRANSPORT_TLS | 1 << PEER_TRANSPORT_TUNNEL,
  WHOLE = 1 << PEER_DELIVERY_WHOLE,
  BYTES = 1 << PEER_DELIVERY_BYTES,
  SPLIT = 1 << PEER_DELIVERY_SPLIT,
  CUT = BYTES | SPLIT,
};

/* FNV-1a, begun with the seed; the last factor (the golden ratio's) carries the last letters, by
 * which neighbours in a table differ, into the bits that are used. */
static uint32_t number_of(const char *id, uint64_t seed) {
  uint64_t hash = 0xcbf29ce484222325u ^ seed;
  for (; *id; id++)
    hash = (hash ^ (unsigned char)*id) * 0x100000001b3u;
  return (uint32_t)(hash * 0x9e3779b97f4a7c15u >> 32);
}

/* pick: the one of |variants|, which are not none, whose turn |number| is. */
static variant_set pick(variant_set variants, uint32_t number) {
  for (unsigned skipped = number % variants_count(variants); skipped > 0; skipped--)
    variants &= variants - 1;
  return variants & ~(variants - 1);
}

variant_set turn_variants(const struct test_case *test_case, uint64_t seed) {
  const variant_set has = test_case->variants;
  const variant_set groups[] = {has & variants_of(PLAIN, WHOLE), has & variants_of(PLAIN, CUT),
                                has & variants_of(SECURE, WHOLE | SPLIT)};
  variant_set secure_whole = has & variants_of(SECURE, WHOLE), taken = 0;
  if (!(groups[0] | groups[1])) return secure_whole ? secure_whole : has;
  for (unsigned i = 0; i < sizeof groups / sizeof *groups; i++)
    if (groups[i]) taken |= pick(groups[i], number_of(test_case->id, seed + i));
  return taken;
}
