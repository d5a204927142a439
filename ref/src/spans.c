#include "spans.h"

size_t hc_spans_size(const struct hc_span *spans, size_t count) {
  size_t size = 0;
  for (size_t i = 0; i < count; i++)
    size += spans[i].size;
  return size;
}

void hc_spans_copy(const struct hc_span *spans, size_t count, char *into) {
  for (size_t i = 0; i < count; i++) {
    if (spans[i].size > 0) memcpy(into, spans[i].data, spans[i].size);
    into += spans[i].size;
  }
}
