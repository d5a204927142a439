/* The cursor over a field section: it ends, only advances, and every part borrows from the block,
 * in order. */
#include "hc/field_lines.h"
#include "../choices.h"
#include "../target.h"

/* Returns where |part| ends, which lies within what is left behind |from|. */
static const char *check_part(struct hc_span part, const char *from, const char *end) {
  if (part.size == 0) return from;
  PROPERTY(part.data >= from && part.data + part.size <= end);
  return part.data + part.size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span block = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&block);
  struct hc_field_lines lines = hc_field_lines_make(block, choices_edition(choices.of[0]));
  for (size_t steps = 0;; steps++) {
    PROPERTY(steps <= block.size + 2);
    const char *before = lines.at;
    struct hc_field_item item = hc_field_lines_next(&lines);
    PROPERTY(before <= lines.at && lines.at <= lines.end);
    const char *from = before;
    if (item.kind == HC_ITEM_FIELD) from = check_part(item.name, from, lines.end);
    check_part(item.value, from, lines.end);
    if (item.kind == HC_ITEM_END) return 0;
  }
}
