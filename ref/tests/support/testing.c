#include "support/testing.h"

#include <string.h>

void assert_span_is(struct hc_span actual, struct hc_span expected, const char *why) {
  if (hc_span_equal(actual, expected)) return;
  fail_msg("%s: got \"%.*s\" (%zu bytes), expected \"%.*s\" (%zu bytes)", why, (int)actual.size,
           actual.data != NULL ? actual.data : "", actual.size, (int)expected.size,
           expected.data != NULL ? expected.data : "", expected.size);
}

void assert_text_is(struct hc_span actual, const char *expected, const char *why) {
  assert_span_is(actual, hc_str(expected), why);
}

void assert_kind_is(enum hc_kind actual, enum hc_kind expected, const char *why) {
  if (actual == expected) return;
  fail_msg("%s: got %s, expected %s", why, hc_kind_name(actual), hc_kind_name(expected));
}

void assert_error_is(struct hc_error *error, enum hc_kind kind, const char *text, const char *why) {
  assert_kind_is(error->kind, kind, why);
  assert_text_is(hc_buffer_span(&error->text), text, why);
  hc_error_clear(error);
}
