/* A Content-Length field's value: nothing is written when it is no number, and a length that is one
 * reads back from its plain decimal form. */
#include <inttypes.h>

#include "../target.h"
#include "hc/content_length.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  uint64_t length = 12345, again = 0;
  if (!hc_content_length_parse(hc_span_make((const char *)data, size), &length)) {
    PROPERTY(length == 12345);
    return 0;
  }
  PROPERTY(size > 0);
  char text[24];
  int written = snprintf(text, sizeof text, "%" PRIu64, length);
  PROPERTY(hc_content_length_parse(hc_span_make(text, (size_t)written), &again));
  PROPERTY(again == length);
  return 0;
}
