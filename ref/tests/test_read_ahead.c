#include "read_ahead.h"

#include "hc/limits.h"
#include "support/testing.h"

enum { BUFFER = HC_READ_BUFFER_SIZE };

static void assert_is(struct hc_read_ahead ahead, size_t pos, size_t taken, const char *why) {
  if (ahead.pos == pos && ahead.taken == taken) return;
  fail_msg("%s: %zu read and %zu taken, not %zu and %zu", why, ahead.pos, ahead.taken, pos, taken);
}

static void few_bytes_come_with_a_buffer_full(void **state) {
  (void)state;
  struct hc_read_ahead ahead = {.available = SIZE_MAX};
  assert_true(hc_read_ahead_few(&ahead, 2));
  assert_is(ahead, 2, BUFFER, "filled once");
  assert_true(hc_read_ahead_few(&ahead, BUFFER - 10));
  assert_is(ahead, BUFFER - 8, BUFFER, "of the buffer");
  assert_true(hc_read_ahead_few(&ahead, 9));
  assert_is(ahead, BUFFER + 1, (size_t)2 * BUFFER, "of two");
}

static void few_bytes_that_are_not_there_change_nothing(void **state) {
  (void)state;
  struct hc_read_ahead ahead = {.available = 10};
  assert_false(hc_read_ahead_few(&ahead, 11));
  assert_is(ahead, 0, 0, "too few");
  assert_true(hc_read_ahead_few(&ahead, 8));
  assert_is(ahead, 8, 10, "all that there are are buffered");
  assert_false(hc_read_ahead_few(&ahead, 3));
  assert_is(ahead, 8, 10, "too few are left");
}

static void many_bytes_go_straight_to_their_place(void **state) {
  (void)state;
  struct hc_read_ahead ahead = {.available = SIZE_MAX};
  assert_true(hc_read_ahead_into(&ahead, BUFFER + 1));
  assert_is(ahead, BUFFER + 1, BUFFER + 1, "nothing is buffered");
  ahead = (struct hc_read_ahead){.available = SIZE_MAX};
  assert_true(hc_read_ahead_into(&ahead, BUFFER));
  assert_is(ahead, BUFFER, BUFFER, "by way of the buffer, all of it");
  assert_true(hc_read_ahead_into(&ahead, 1000));
  assert_is(ahead, BUFFER + 1000, (size_t)2 * BUFFER, "by way of the buffer");
  assert_true(hc_read_ahead_into(&ahead, (size_t)2 * BUFFER));
  assert_is(ahead, (size_t)3 * BUFFER + 1000, (size_t)3 * BUFFER + 1000,
            "what is buffered, and the rest straight");
}

static void where_bytes_end_reading_can_go_on(void **state) {
  (void)state;
  struct hc_read_ahead ahead = {.available = 5000};
  assert_false(hc_read_ahead_into(&ahead, BUFFER + 1));
  assert_is(ahead, 5000, 5000, "straight, as far as they go");
  ahead = (struct hc_read_ahead){.available = 5000};
  assert_false(hc_read_ahead_into(&ahead, BUFFER));
  assert_is(ahead, 0, 0, "a fill that is not enough is still to be made");
  ahead = (struct hc_read_ahead){.available = 5000};
  assert_true(hc_read_ahead_into(&ahead, 5000));
  assert_is(ahead, 5000, 5000, "just enough");
  ahead = (struct hc_read_ahead){.available = 5000, .taken = 5000};
  assert_false(hc_read_ahead_into(&ahead, 5001));
  assert_is(ahead, 5000, 5000, "what was buffered before");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(few_bytes_come_with_a_buffer_full),
      cmocka_unit_test(few_bytes_that_are_not_there_change_nothing),
      cmocka_unit_test(many_bytes_go_straight_to_their_place),
      cmocka_unit_test(where_bytes_end_reading_can_go_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
