/* Does nothing: the pace that an engine has by itself, which scripts/bench fuzz compares the others
 * with. */
#include "../target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  (void)data;
  (void)size;
  return 0;
}
