#include "support/testing.h"

#include <string.h>

void assert_succeeds(enum hc_kind kind, struct hc_error *error, const char *what) {
  if (kind == HC_OK) return;
  fail_msg("%s: %s: %.*s", what, hc_kind_name(kind), (int)error->text.size, error->text.data);
}

bool contains(struct hc_span text, const char *part) {
  size_t size = strlen(part);
  for (size_t i = 0; i + size <= text.size; i++)
    if (memcmp(text.data + i, part, size) == 0) return true;
  return false;
}

void assert_fails(enum hc_kind kind, struct hc_error *error, enum hc_kind expected,
                  const char *part) {
  struct hc_span text = hc_buffer_span(&error->text);
  if (!hc_kind_is(kind, expected) || !contains(text, part))
    fail_msg("%s: %.*s is not %s: … %s …", hc_kind_name(kind), (int)text.size, text.data,
             hc_kind_name(expected), part);
  hc_error_clear(error);
}

void assert_text(struct hc_span actual, const char *expected) {
  if (!hc_span_equal(actual, hc_str(expected)))
    fail_msg("\"%.*s\" is not \"%s\"", (int)actual.size, actual.data, expected);
}
