/* Fails on purpose for its seed: when this target is green, the rig notices nothing. */
#include "../target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  PROPERTY(size == 0 || data[0] != 'F');
  return 0;
}
