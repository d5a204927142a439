#include "latin1.h"

#include "support/guarded.h"
#include "support/testing.h"

enum { LONGEST = 20 };

/* Bytes are looked at in groups: the text ends where memory ends, and one byte is not ASCII. */
static void each_byte_above_ascii_is_seen_in_each_place(void **state) {
  (void)state;
  char bytes[LONGEST];
  for (size_t size = 0; size <= LONGEST; size++) {
    memset(bytes, '\x7F', size);
    struct hc_span text = guarded_copy(hc_span_make(bytes, size));
    assert_true(hc_is_ascii(text));
    guarded_free(text);
    for (size_t place = 0; place < size; place++) {
      bytes[place] = '\x80';
      text = guarded_copy(hc_span_make(bytes, size));
      assert_false(hc_is_ascii(text));
      guarded_free(text);
      bytes[place] = '\x7F';
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_byte_above_ascii_is_seen_in_each_place),
  };
  return cmocka_run_group_tests_name("latin1", tests, NULL, NULL);
}
