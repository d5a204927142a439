#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "delivery.h"

/* How many segments a send of |length| bytes takes; asserts that they cover it exactly. */
static size_t segments(struct delivery *delivery, size_t length, size_t largest_allowed) {
  size_t count = 0;
  for (size_t offset = 0; offset < length; count++) {
    size_t segment = delivery_segment(delivery, offset, length);
    assert_in_range(segment, 1, largest_allowed);
    assert_true(segment <= length - offset);
    offset += segment;
  }
  return count;
}

static void whole_is_one_segment(void **state) {
  (void)state;
  struct delivery delivery = {PEER_DELIVERY_WHOLE, 7};
  assert_int_equal(delivery_segment(&delivery, 0, 70000), 70000);
  assert_int_equal(delivery_segment(&delivery, 69999, 70000), 1);
}

static void bytes_go_singly_at_both_ends_of_a_long_send(void **state) {
  (void)state;
  struct delivery delivery = {PEER_DELIVERY_BYTES, 0};
  assert_int_equal(segments(&delivery, 1, 1), 1);
  assert_int_equal(segments(&delivery, 512, 1), 512);
  assert_int_equal(delivery_segment(&delivery, 256, 513), 1); /* a middle of one byte */
  assert_int_equal(segments(&delivery, 8704, 4096), 512 + 2);
  assert_int_equal(delivery_segment(&delivery, 255, 10000), 1);
  assert_int_equal(delivery_segment(&delivery, 256, 10000), 4096);
  assert_int_equal(delivery_segment(&delivery, 8448, 10000), 1296); /* up to the last 256 */
  assert_int_equal(delivery_segment(&delivery, 9744, 10000), 1);
}

static void split_points_depend_on_the_seed_alone(void **state) {
  (void)state;
  struct delivery one = {PEER_DELIVERY_SPLIT, 1}, again = one, other = {PEER_DELIVERY_SPLIT, 2};
  bool differs = false;
  for (size_t offset = 0; offset < 4000;) {
    size_t segment = delivery_segment(&one, offset, 4000);
    assert_int_equal(delivery_segment(&again, offset, 4000), segment);
    if (delivery_segment(&other, offset, 4000) != segment) differs = true;
    offset += segment;
  }
  assert_true(differs);
}

static void split_pieces_are_small_at_first_and_then_large(void **state) {
  (void)state;
  struct delivery delivery = {PEER_DELIVERY_SPLIT, 42};
  size_t small = segments(&delivery, 4096, 64);
  assert_in_range(small, 64, 4096);
  size_t large = 0, largest = 0;
  for (size_t offset = 4096; offset < 1 << 20; large++) {
    size_t segment = delivery_segment(&delivery, offset, 1 << 20);
    assert_in_range(segment, 1, 16384);
    if (segment > largest) largest = segment;
    offset += segment;
  }
  assert_in_range(largest, 65, 16384);
  assert_in_range(large, 63, 1024);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(whole_is_one_segment),
      cmocka_unit_test(bytes_go_singly_at_both_ends_of_a_long_send),
      cmocka_unit_test(split_points_depend_on_the_seed_alone),
      cmocka_unit_test(split_pieces_are_small_at_first_and_then_large),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
