#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buffer.h"

static void what_is_appended_is_seen_until_it_is_consumed(void **state) {
  (void)state;
  struct buffer buffer = buffer_of(100000);
  assert_int_equal(buffer_view(&buffer).length, 0);
  assert_true(buffer_append(&buffer, "abcdef", 6));
  buffer_consume(&buffer, 2);
  assert_true(buffer_append(&buffer, "gh", 2));
  assert_int_equal(buffer_view(&buffer).length, 6);
  assert_memory_equal(buffer_view(&buffer).data, "cdefgh", 6);
  buffer_consume(&buffer, 6);
  assert_int_equal(buffer_view(&buffer).length, 0);
  buffer_clear(&buffer);
}

static void consumed_room_is_used_again(void **state) {
  (void)state;
  struct buffer buffer = buffer_of(1024);
  unsigned char part[300];
  for (unsigned round = 0; round < 1000; round++) {
    memset(part, (int)(round & 0xff), sizeof part);
    assert_true(buffer_append(&buffer, part, sizeof part));
    if (!round) continue;
    assert_int_equal(buffer_view(&buffer).data[0], (round - 1) & 0xff);
    assert_int_equal(buffer_view(&buffer).data[300], round & 0xff);
    buffer_consume(&buffer, sizeof part);
  }
  assert_in_range(buffer.room, 600, 1024);
  buffer_clear(&buffer);
}

static void the_maximum_is_kept(void **state) {
  (void)state;
  struct buffer buffer = buffer_of(10);
  assert_true(buffer_append(&buffer, "0123456789", 10));
  assert_false(buffer_append(&buffer, "x", 1));
  assert_int_equal(buffer_view(&buffer).length, 10);
  buffer_consume(&buffer, 1);
  assert_true(buffer_append(&buffer, "x", 1));
  assert_memory_equal(buffer_view(&buffer).data, "123456789x", 10);
  assert_false(buffer_reserve(&buffer, (size_t)-1));
  buffer_clear(&buffer);
  struct buffer none = {0};
  assert_false(buffer_append(&none, "x", 1));
  buffer_clear(&none);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_appended_is_seen_until_it_is_consumed),
      cmocka_unit_test(consumed_room_is_used_again),
      cmocka_unit_test(the_maximum_is_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
