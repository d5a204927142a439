#include "hc/span.h"
#include "support/guarded.h"
#include "support/testing.h"

static void comparison_ignores_the_case_of_ascii_letters_only(void **state) {
  (void)state;
  assert_true(hc_span_equal_ignoring_case(bytes_of("CONTENT-length"), bytes_of("content-LENGTH")));
  assert_false(hc_span_equal_ignoring_case(bytes_of("a"), bytes_of("ab")));
  assert_false(hc_span_equal_ignoring_case(bytes_of("[`"), bytes_of("{@")));
  assert_false(hc_span_equal_ignoring_case(bytes_of("\xC4"), bytes_of("\xE4")));
  assert_true(hc_span_equal_ignoring_case(bytes_of(""), hc_str(NULL)));
}

static void equality_is_of_every_byte(void **state) {
  (void)state;
  assert_true(hc_span_equal(bytes_of("a\0b"), bytes_of("a\0b")));
  assert_false(hc_span_equal(bytes_of("a\0b"), bytes_of("a\0c")));
  assert_true(hc_span_equal(hc_str(NULL), bytes_of("")));
}

static bool equal_by_bytes(struct hc_span a, struct hc_span b) {
  bool equal = a.size == b.size;
  for (size_t i = 0; i < a.size && equal; i++) {
    char left = a.data[i] >= 'A' && a.data[i] <= 'Z' ? (char)(a.data[i] + 32) : a.data[i];
    char right = b.data[i] >= 'A' && b.data[i] <= 'Z' ? (char)(b.data[i] + 32) : b.data[i];
    equal = left == right;
  }
  return equal;
}

/* In every place of texts that are compared a byte at a time, as one word, and as overlapping
 * ones, and with neighbours that a sum might reach. */
static void every_pair_of_bytes_compares_alike_in_every_place(void **state) {
  (void)state;
  static const size_t sizes[] = {1, 7, 8, 9, 17};
  char left[17];
  char right[17];
  for (size_t s = 0; s < 5 * 17; s++) {
    const size_t size = sizes[s / 17];
    const size_t place = s % 17;
    memset(left, '\xFF', sizeof left);
    memset(right, '\xFF', sizeof right);
    for (int pair = 0; place < size && pair < 65536; pair++) {
      left[place] = (char)(pair / 256);
      right[place] = (char)(pair % 256);
      const struct hc_span a = hc_span_make(left, size);
      const struct hc_span b = hc_span_make(right, size);
      if (hc_span_equal_ignoring_case(a, b) != equal_by_bytes(a, b)) {
        fail_msg("%02x and %02x in place %zu of %zu", pair / 256, pair % 256, place, size);
      }
    }
  }
}

static void comparison_reads_nothing_before_or_after_the_text(void **state) {
  (void)state;
  for (size_t size = 0; size <= 20; size++) {
    const struct hc_span text = hc_span_make("Transfer-Encoding: x", size);
    const struct hc_span ending = guarded_copy(text);
    const struct hc_span beginning = guarded_start_copy(text);
    assert_true(hc_span_equal_ignoring_case(ending, beginning));
    guarded_start_free(beginning);
    guarded_free(ending);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(comparison_ignores_the_case_of_ascii_letters_only),
      cmocka_unit_test(equality_is_of_every_byte),
      cmocka_unit_test(every_pair_of_bytes_compares_alike_in_every_place),
      cmocka_unit_test(comparison_reads_nothing_before_or_after_the_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
