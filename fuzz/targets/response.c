/* A whole response over the memory transport, delivered at once or in pieces, read by a random
 * sequence of calls: reading is bounded by what was sent. */
#include "../reading_check.h"
#include "../target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span bytes = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&bytes);
  struct read_plan plan = read_plan_of(&choices, bytes.size);
  bool is_in_pieces = choices.of[1] % 2 == 1;
  reading_check_bounds(&bytes, 1, &plan, is_in_pieces ? plan.piece : 0);
  return 0;
}
