/* A whole response over the memory transport: read by a random sequence of calls, delivered at once
 * and in pieces it comes to the same. */
#include "../reading_check.h"
#include "../target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span bytes = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&bytes);
  struct read_plan plan = read_plan_of(&choices, bytes.size);
  reading_check_pieces(&bytes, 1, &plan);
  return 0;
}
