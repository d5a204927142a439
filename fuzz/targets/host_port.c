/* The host and port of a connection: the parts borrow from the text or nothing is written, what is
 * accepted reads back when host and port are given apart, and the Host field made of them is one
 * line. */
#include "../choices.h"
#include "../memory_count.h"
#include "../target.h"
#include "hc/host_field.h"

static void check_parts(const struct hc_host_port *parsed, struct hc_span text,
                        enum hc_edition edition) {
  PROPERTY(parsed->port.kind == HC_PORT_NUMBER);
  PROPERTY(parsed->host.size <= text.size);
  if (parsed->host.size)
    PROPERTY(parsed->host.data >= text.data &&
             parsed->host.data + parsed->host.size <= text.data + text.size);
  struct hc_host_port again;
  PROPERTY(hc_host_port_parse(parsed->host, parsed->port, 80, edition, &again, NULL) == HC_OK);
  PROPERTY(again.port.kind == HC_PORT_NUMBER && again.port.number == parsed->port.number);
}

/* The field's value for a host that was let through has no control character, and so ends no line.
 * (A space it may have: IDNA makes one of U+2000.) */
static void check_host_field(const struct hc_host_port *parsed, enum hc_edition edition) {
  struct memory_count memory = {0};
  struct hc_allocator allocator = memory_count_allocator(&memory);
  struct hc_buffer value = hc_buffer_make(&allocator, 0);
  struct hc_error error = {.allocator = &allocator};
  enum hc_kind kind = hc_host_field_write(hc_str("/"), parsed, 80, edition, &value, &error);
  PROPERTY(kind == error.kind);
  if (kind != HC_OK) PROPERTY(value.size == 0);
  for (size_t i = 0; i < value.size; i++)
    PROPERTY((unsigned char)value.data[i] >= 0x20 && value.data[i] != 0x7F);
  hc_buffer_free(&value);
  hc_error_clear(&error);
  PROPERTY(memory.live == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span text = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&text);
  enum hc_edition edition = choices_edition(choices.of[0]);
  static const struct hc_port none = {.kind = HC_PORT_NONE};
  struct hc_host_port parsed = {.host = {"untouched", 9}};
  struct hc_error error = {.kind = HC_OK};
  enum hc_kind kind = hc_host_port_parse(text, none, 80, edition, &parsed, &error);
  PROPERTY(kind == error.kind && (kind == HC_OK || kind == HC_INVALID_URL));
  if (kind != HC_OK) {
    PROPERTY(parsed.host.size == 9);
  } else {
    check_parts(&parsed, text, edition);
    if (hc_host_validate(parsed.host, NULL) == HC_OK) check_host_field(&parsed, edition);
  }
  hc_error_clear(&error);
  return 0;
}
