/* The host and port of a connection: the parts borrow from the text or nothing is written, and what
 * is accepted reads back when host and port are given apart. */
#include "hc/host_port.h"
#include "../choices.h"
#include "../memory_count.h"
#include "../target.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span text = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&text);
  enum hc_edition edition = choices_edition(choices.of[0]);
  static const struct hc_port none = {.kind = HC_PORT_NONE};
  struct hc_host_port parsed = {.host = {"untouched", 9}};
  struct memory_count memory = {0};
  struct hc_allocator allocator = memory_count_allocator(&memory);
  struct hc_error error = {.allocator = &allocator};
  enum hc_kind kind = hc_host_port_parse(text, none, 80, edition, &parsed, &error);
  PROPERTY(kind == error.kind && (kind == HC_OK || kind == HC_INVALID_URL));
  if (kind != HC_OK) {
    PROPERTY(parsed.host.size == 9);
  } else {
    check_parts(&parsed, text, edition);
  }
  hc_error_clear(&error);
  PROPERTY(memory.live == 0);
  return 0;
}
