/* A chunk's size line: nothing is written when there is no number, and a size that can be announced
 * reads back. */
#include <string.h>

#include "../target.h"
#include "hc/chunk_size.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span line = hc_span_make((const char *)data, size);
  struct hc_integer parsed = {12345, true};
  if (!hc_chunk_size_parse(line, &parsed)) {
    PROPERTY(parsed.magnitude == 12345 && parsed.negative);
    return 0;
  }
  PROPERTY(parsed.magnitude != 0 || !parsed.negative);
  char text[HC_CHUNK_SIZE_TEXT];
  size_t length = hc_chunk_size_write(parsed.magnitude, text);
  PROPERTY(length >= 3 && length <= sizeof text && memcmp(text + length - 2, "\r\n", 2) == 0);
  struct hc_integer again;
  PROPERTY(hc_chunk_size_parse(hc_span_make(text, length), &again));
  PROPERTY(again.magnitude == parsed.magnitude && !again.negative);
  return 0;
}
