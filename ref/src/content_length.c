#include "hc/content_length.h"

bool hc_content_length_parse(struct hc_span value, uint64_t *length) {
  struct hc_integer parsed;
  if (!hc_integer_parse_text(value, &parsed) || parsed.negative) return false;
  *length = parsed.magnitude;
  return true;
}
