#include "hc/line_list.h"

struct hc_line_list hc_line_list_make(const struct hc_allocator *allocator) {
  struct hc_line_list list = {hc_buffer_make(allocator, 0), hc_buffer_make(allocator, 0)};
  return list;
}

void hc_line_list_free(struct hc_line_list *list) {
  hc_buffer_free(&list->bytes);
  hc_buffer_free(&list->ends);
}

void hc_line_list_empty(struct hc_line_list *list) {
  hc_buffer_empty(&list->bytes);
  hc_buffer_empty(&list->ends);
}

bool hc_line_list_add(struct hc_line_list *list, struct hc_span line) {
  size_t end = list->bytes.size + line.size;
  if (!hc_buffer_reserve(&list->ends, sizeof end)) return false;
  if (!hc_buffer_append(&list->bytes, line)) return false;
  return hc_buffer_append(&list->ends, hc_span_make((const char *)&end, sizeof end));
}

size_t hc_line_list_count(const struct hc_line_list *list) {
  return list->ends.size / sizeof(size_t);
}

struct hc_span hc_line_list_at(const struct hc_line_list *list, size_t index) {
  if (index >= hc_line_list_count(list)) return hc_span_make(NULL, 0);
  const size_t *ends = (const size_t *)(const void *)list->ends.data;
  size_t start = index > 0 ? ends[index - 1] : 0;
  if (ends[index] == start) return hc_span_make(NULL, 0);
  return hc_span_make(list->bytes.data + start, ends[index] - start);
}
