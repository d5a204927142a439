#include "hc/chunk_size.h"

bool hc_chunk_size_parse(struct hc_span line, struct hc_integer *size) {
  const char *extension = line.size > 0 ? memchr(line.data, ';', line.size) : NULL;
  if (extension != NULL) line.size = (size_t)(extension - line.data);
  return hc_integer_parse_hex(line, size);
}

size_t hc_chunk_size_write(uint64_t size, char text[HC_CHUNK_SIZE_TEXT]) {
  size_t digits = 1;
  for (uint64_t rest = size >> 4; rest != 0; rest >>= 4)
    digits++;
  for (size_t i = digits; i-- > 0; size >>= 4)
    text[i] = "0123456789ABCDEF"[size & 0xF];
  text[digits] = '\r';
  text[digits + 1] = '\n';
  return digits + 2;
}
