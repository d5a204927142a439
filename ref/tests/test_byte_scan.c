#include "byte_scan.h"

#include "support/guarded.h"
#include "support/testing.h"

enum { LONGEST = 20 };

static const char *line_break_by_bytes(const char *at, const char *end) {
  while (at < end && *at != '\r' && *at != '\n')
    at++;
  return at;
}

static const char *name_end_by_bytes(const char *at, const char *end) {
  while (at < end && hc_in_class(*at, HC_CLASS_FIELD_NAME))
    at++;
  return at;
}

static void assert_scans_alike(struct hc_span text) {
  const char *end = text.data + text.size;
  assert_ptr_equal(hc_scan_line_break(text.data, end), line_break_by_bytes(text.data, end));
  assert_ptr_equal(hc_scan_name_end(text.data, end), name_end_by_bytes(text.data, end));
}

/* The text ends where memory ends. */
static void each_byte_in_each_place_is_found_or_passed(void **state) {
  (void)state;
  char bytes[LONGEST];
  memset(bytes, 'n', sizeof bytes);
  const struct hc_span text = guarded_copy(hc_span_make(bytes, sizeof bytes));
  char *writable = bytes;
  for (size_t size = 0; size <= LONGEST; size++) {
    for (size_t place = 0; place < size; place++) {
      for (int byte = 0; byte < 256; byte++) {
        writable[place] = (char)byte;
        assert_scans_alike(hc_span_make(bytes, size));
      }
      writable[place] = 'n';
    }
    assert_scans_alike(hc_span_make(text.data + LONGEST - size, size));
  }
  guarded_free(text);
}

/* Whatever stands after the first byte that is looked for, it is found. */
static void pairs_of_bytes_do_not_hide_each_other(void **state) {
  (void)state;
  char bytes[] = "nnnnnnnnnnnn";
  for (int first = 0; first < 256; first++) {
    for (int second = 0; second < 256; second++) {
      bytes[2] = (char)first;
      bytes[3] = (char)second;
      assert_scans_alike(hc_span_make(bytes, sizeof bytes - 1));
    }
  }
}

static uint64_t line_breaks_by_bytes(const char *at) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i++)
    bits |= (uint64_t)(at[i] == '\r' || at[i] == '\n') << i;
  return bits;
}

/* Each byte stands beside each other one, so that no mark may spill. */
static void all_line_breaks_of_64_bytes_are_marked(void **state) {
  (void)state;
  char bytes[64];
  for (int first = 0; first < 256; first++) {
    for (int second = 0; second < 256; second++) {
      for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i % 3 == 0 ? first : second);
      assert_true(hc_scan_64_line_breaks(bytes) == line_breaks_by_bytes(bytes));
    }
  }
  const struct hc_span ending = guarded_copy(hc_span_make(bytes, sizeof bytes));
  const struct hc_span beginning = guarded_start_copy(hc_span_make(bytes, sizeof bytes));
  assert_true(hc_scan_64_line_breaks(ending.data) == hc_scan_64_line_breaks(beginning.data));
  guarded_start_free(beginning);
  guarded_free(ending);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_byte_in_each_place_is_found_or_passed),
      cmocka_unit_test(pairs_of_bytes_do_not_hide_each_other),
      cmocka_unit_test(all_line_breaks_of_64_bytes_are_marked),
  };
  return cmocka_run_group_tests_name("byte_scan", tests, NULL, NULL);
}
