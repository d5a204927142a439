/* A field section: the cursor ends, every part borrows from the block in order, and a message made of the block holds
 * the same fields. The first byte chooses the edition. */
#include "../target.h"
#include "hc/message.h"

static const enum hc_edition editions[] = {HC_EDITION_3_8, HC_EDITION_3_12, HC_EDITION_3_13};

static void check_message(const struct hc_message *message, struct hc_span block, enum hc_edition edition) {
  struct hc_field_lines lines = hc_field_lines_make(block, edition);
  size_t count = 0;
  for (size_t steps = 0;; steps++) {
    PROPERTY(steps <= block.size + 2);
    struct hc_field_item item = hc_field_lines_next(&lines);
    PROPERTY(lines.at <= lines.end);
    if (item.kind == HC_ITEM_END) break;
    if (item.kind != HC_ITEM_FIELD) continue;
    struct hc_field field = hc_message_field(message, count++);
    PROPERTY(hc_span_equal(field.name, item.name));
    PROPERTY(hc_span_equal(field.value, item.value));
    struct hc_span first;
    PROPERTY(hc_message_get(message, item.name, &first));
  }
  PROPERTY(hc_message_count(message) == count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  enum hc_edition edition = editions[data[0] % (sizeof editions / sizeof *editions)];
  struct hc_span block = hc_span_make((const char *)data + 1, size - 1);
  struct hc_message *message = NULL;
  PROPERTY(hc_message_parse(block, edition, NULL, &message, NULL) == HC_OK);
  check_message(message, block, edition);
  hc_message_free(message);
  return 0;
}
