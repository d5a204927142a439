#include "message_check.h"

#include "target.h"

void message_check_same(const struct hc_message *one, const struct hc_message *other) {
  size_t count = hc_message_count(one);
  PROPERTY(count == hc_message_count(other));
  PROPERTY(hc_message_defect_count(one) == hc_message_defect_count(other));
  PROPERTY(hc_span_equal(hc_message_leftover(one), hc_message_leftover(other)));
  for (size_t i = 0; i < count; i++) {
    struct hc_field left = hc_message_field(one, i), right = hc_message_field(other, i);
    PROPERTY(hc_span_equal(left.name, right.name) && hc_span_equal(left.value, right.value));
  }
}
