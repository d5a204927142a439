/* Which variants a case is played in when nobody says which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "execution/turn.h"

enum {
  PLAIN = 1 << PEER_TRANSPORT_PLAIN,
  TLS = 1 << PEER_TRANSPORT_TLS,
  TUNNEL = 1 << PEER_TRANSPORT_TUNNEL,
  WHOLE = 1 << PEER_DELIVERY_WHOLE,
  BYTES = 1 << PEER_DELIVERY_BYTES,
  SPLIT = 1 << PEER_DELIVERY_SPLIT,
};

static void what_does_not_depend_on_the_turn(void **state) {
  (void)state;
  const struct {
    variant_set has, fixed;
    unsigned taken; /* of the others */
    const char *why;
  } rows[] = {
      {EVERY_VARIANT, variants_of(PLAIN, WHOLE), 2, "one that is cut and a secure one beside"},
      {variants_of(PLAIN, EVERY_DELIVERY), variants_of(PLAIN, WHOLE), 1, "no TLS"},
      {variants_of(EVERY_TRANSPORT, WHOLE), variants_of(PLAIN, WHOLE), 1, "whole alone"},
      {variants_of(EVERY_TRANSPORT, SPLIT), variants_of(PLAIN, SPLIT), 1, "split alone"},
      {variants_of(EVERY_TRANSPORT, BYTES), variants_of(PLAIN, BYTES), 0, "bytes alone"},
      {variants_of(TLS, EVERY_DELIVERY), variants_of(TLS, WHOLE), 0, "TLS alone"},
      {variants_of(TLS | TUNNEL, EVERY_DELIVERY), variants_of(TLS | TUNNEL, WHOLE), 0, "no plain"},
      {variants_of(TLS, BYTES), variants_of(TLS, BYTES), 0, "one variant, whatever it is"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (uint64_t seed = 0; seed < 8; seed++) {
      const struct test_case test_case = {.id = "page#case", .variants = rows[i].has};
      variant_set taken = turn_variants(&test_case, seed);
      if ((taken & rows[i].has) != taken || (taken & rows[i].fixed) != rows[i].fixed ||
          variants_count(taken & ~rows[i].fixed) != rows[i].taken)
        fail_msg("%s: %#x of %#x", rows[i].why, taken, rows[i].has);
    }
}

static void each_variant_but_the_first_comes_up_by_seed_and_by_id(void **state) {
  (void)state;
  const variant_set turns =
      variants_of(TLS | TUNNEL, WHOLE | SPLIT) | variants_of(PLAIN, BYTES | SPLIT);
  variant_set by_seed = 0, by_id = 0;
  char id[] = "page#case-a";
  for (unsigned i = 0; i < 26; i++) {
    id[sizeof id - 2] = (char)('a' + i);
    const struct test_case same = {.id = "page#case", .variants = EVERY_VARIANT};
    const struct test_case other = {.id = id, .variants = EVERY_VARIANT};
    by_seed |= turn_variants(&same, i);
    by_id |= turn_variants(&other, 1);
  }
  assert_int_equal(by_seed & turns, turns);
  assert_int_equal(by_id & turns, turns);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_does_not_depend_on_the_turn),
      cmocka_unit_test(each_variant_but_the_first_comes_up_by_seed_and_by_id),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
