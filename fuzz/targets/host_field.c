/* The Host field of a connection whose host was let through has no control character, and so ends
 * no line. (A space it may have: IDNA makes one of U+2000.) On failure nothing is written. */
#include "hc/host_field.h"

#include "../choices.h"
#include "../memory_count.h"
#include "../target.h"

static void check_field(const struct hc_host_port *parsed, enum hc_edition edition,
                        const struct hc_allocator *allocator) {
  struct hc_buffer value = hc_buffer_make(allocator, 0);
  struct hc_error error = {.allocator = allocator};
  enum hc_kind kind = hc_host_field_write(hc_str("/"), parsed, 80, edition, &value, &error);
  PROPERTY(kind == error.kind);
  if (kind != HC_OK) PROPERTY(value.size == 0);
  for (size_t i = 0; i < value.size; i++)
    PROPERTY((unsigned char)value.data[i] >= 0x20 && value.data[i] != 0x7F);
  hc_buffer_free(&value);
  hc_error_clear(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span text = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&text);
  enum hc_edition edition = choices_edition(choices.of[0]);
  static const struct hc_port none = {.kind = HC_PORT_NONE};
  struct memory_count memory = {0};
  struct hc_allocator allocator = memory_count_allocator(&memory);
  struct hc_host_port parsed;
  if (hc_host_port_parse(text, none, 80, edition, &parsed, NULL) == HC_OK &&
      hc_host_validate(parsed.host, NULL) == HC_OK)
    check_field(&parsed, edition, &allocator);
  PROPERTY(memory.live == 0);
  return 0;
}
