/* A message made of a field section: it holds what the cursor over the section tells, every field
 * is found by its name, and what is added and removed comes and goes. */
#include "hc/message.h"

#include "../choices.h"
#include "../memory_count.h"
#include "../target.h"

static void check_fields(const struct hc_message *message, struct hc_span block,
                         enum hc_edition edition) {
  struct hc_field_lines lines = hc_field_lines_make(block, edition);
  struct hc_field_item item;
  size_t count = 0;
  while ((item = hc_field_lines_next(&lines)).kind != HC_ITEM_END) {
    if (item.kind != HC_ITEM_FIELD) continue;
    struct hc_field field = hc_message_field(message, count++);
    PROPERTY(hc_span_equal(field.name, item.name));
    PROPERTY(hc_span_equal(field.value, item.value));
  }
  PROPERTY(hc_message_count(message) == count);
}

/* Every field is found by its name: first by get, and by walking from where it stands. */
static void check_lookup(const struct hc_message *message) {
  size_t count = hc_message_count(message);
  for (size_t i = 0; i < count; i += 1 + count / 8) {
    struct hc_field field = hc_message_field(message, i);
    struct hc_span first;
    PROPERTY(hc_message_get(message, field.name, &first));
    size_t index = i;
    PROPERTY(hc_message_next(message, field.name, &index) && index == i);
  }
}

/* What is joined of a name is at least its first value; what is added is last and found, and what
 * is removed is gone. */
static void check_changes(struct hc_message *message, const struct hc_allocator *allocator) {
  size_t count = hc_message_count(message);
  if (!count) return;
  struct hc_buffer name = hc_buffer_make(allocator, 0), joined = name;
  PROPERTY(hc_buffer_append(&name, hc_message_field(message, 0).name));
  struct hc_span called = hc_buffer_span(&name), first = {NULL, 0};
  bool found = false;
  PROPERTY(hc_message_get(message, called, &first));
  PROPERTY(hc_message_join(message, called, &joined, &found, NULL) == HC_OK && found);
  PROPERTY(joined.size >= first.size);
  PROPERTY(hc_message_add(message, called, hc_str("added"), NULL) == HC_OK);
  PROPERTY(hc_span_equal(hc_message_field(message, count).value, hc_str("added")));
  size_t removed = hc_message_remove(message, called);
  PROPERTY(removed >= 2 && hc_message_count(message) == count + 1 - removed);
  PROPERTY(!hc_message_get(message, called, &first));
  hc_buffer_free(&name);
  hc_buffer_free(&joined);
}

static void check_defects(const struct hc_message *message, struct hc_span block) {
  size_t count = hc_message_defect_count(message);
  for (size_t i = 0; i < count; i++)
    PROPERTY(hc_defect_name(hc_message_defect(message, i).kind) != NULL);
  PROPERTY(hc_message_defect(message, count).kind == HC_DEFECT_KIND_COUNT);
  struct hc_span envelope = {NULL, 0};
  if (hc_message_envelope(message, &envelope)) PROPERTY(envelope.size <= block.size);
  PROPERTY(hc_message_leftover(message).size <= block.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span block = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&block);
  enum hc_edition edition = choices_edition(choices.of[0]);
  struct memory_count memory = {0};
  struct hc_allocator allocator = memory_count_allocator(&memory);
  struct hc_message *message = NULL;
  PROPERTY(hc_message_parse(block, edition, &allocator, &message, NULL) == HC_OK);
  check_fields(message, block, edition);
  check_lookup(message);
  check_defects(message, block);
  check_changes(message, &allocator);
  hc_message_free(message);
  PROPERTY(memory.live == 0);
  PROPERTY(memory.peak <= 4096 + 64 * block.size);
  return 0;
}
