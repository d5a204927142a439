#include "hc/span.h"

#include "latin1.h"

bool hc_span_equal_ignoring_case(struct hc_span a, struct hc_span b) {
  if (a.size != b.size) return false;
  for (size_t i = 0; i < a.size; i++) {
    if (a.data[i] != b.data[i] && hc_lower(a.data[i]) != hc_lower(b.data[i])) return false;
  }
  return true;
}
