/* Bytes travel as text of the code points 0 to 255. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "octets.h"

static void every_byte_survives_the_way_there_and_back(void **state) {
  (void)state;
  char all[256];
  for (int i = 0; i < 256; i++)
    all[i] = (char)i;
  struct hc_buffer text = {0}, octets = {0};
  assert_true(octets_to_text(hc_span_make(all, sizeof all), &text));
  assert_int_equal(text.size, 128 + 2 * 128);
  assert_int_equal(octets_from_text(hc_buffer_span(&text), &octets), OCTETS_OK);
  assert_int_equal(octets.size, sizeof all);
  assert_memory_equal(octets.data, all, sizeof all);
  hc_buffer_free(&text);
  hc_buffer_free(&octets);
}

static void a_code_point_above_255_is_refused_and_changes_nothing(void **state) {
  (void)state;
  static const char *const texts[] = {"\u0100", "a\u20ac", "\xF0\x9F\x98\x80"};
  for (size_t i = 0; i < 3; i++) {
    struct hc_buffer octets = {0};
    assert_true(hc_buffer_append(&octets, hc_str("before")));
    assert_int_equal(octets_from_text(hc_str(texts[i]), &octets), OCTETS_NOT_LATIN1);
    assert_int_equal(octets.size, 6);
    hc_buffer_free(&octets);
  }
}

static void without_room_nothing_changes(void **state) {
  (void)state;
  struct hc_buffer small = hc_buffer_make(NULL, 3);
  assert_false(octets_to_text(hc_str("\xE9\xE9"), &small));
  assert_int_equal(small.size, 0);
  assert_int_equal(octets_from_text(hc_str("abcd"), &small), OCTETS_NO_MEMORY);
  assert_int_equal(small.size, 0);
  hc_buffer_free(&small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_byte_survives_the_way_there_and_back),
      cmocka_unit_test(a_code_point_above_255_is_refused_and_changes_nothing),
      cmocka_unit_test(without_room_nothing_changes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
