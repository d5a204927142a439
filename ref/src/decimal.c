#include "decimal.h"

/* The digits of 2^63, and a sign. */
enum { LONGEST = 20 };

bool hc_append_decimal(struct hc_buffer *into, int64_t number) {
  char text[LONGEST];
  char *const end = text + LONGEST;
  char *start = end;
  uint64_t magnitude = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
  do {
    *--start = (char)('0' + magnitude % 10);
    magnitude /= 10;
  } while (magnitude > 0);
  if (number < 0) *--start = '-';
  return hc_buffer_append(into, hc_span_make(start, (size_t)(end - start)));
}
