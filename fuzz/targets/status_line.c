/* The status line: whatever the bytes, the parts lie within the line and are what the header
 * promises. */
#include <string.h>

#include "../memory_count.h"
#include "../target.h"
#include "hc/status_line.h"

static void check_within(struct hc_span part, struct hc_span whole) {
  PROPERTY(part.size == 0 ||
           (part.data >= whole.data && part.data + part.size <= whole.data + whole.size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span line = hc_span_make((const char *)data, size);
  struct hc_status_line parsed = {{NULL, 0}, -1, {NULL, 0}};
  struct memory_count memory = {0};
  struct hc_allocator allocator = memory_count_allocator(&memory);
  struct hc_error error = {.allocator = &allocator};
  enum hc_kind kind = hc_status_line_parse(line, &parsed, &error);
  PROPERTY(kind == error.kind);
  if (kind == HC_OK) {
    check_within(parsed.version, line);
    check_within(parsed.reason, line);
    PROPERTY(parsed.status >= 100 && parsed.status <= 999);
    PROPERTY(parsed.version.size >= 5 && memcmp(parsed.version.data, "HTTP/", 5) == 0);
    PROPERTY(hc_status_line_is_http(line));
    int version = 0;
    enum hc_kind known = hc_http_version(parsed.version, &version, NULL);
    PROPERTY(known == HC_OK ? version == 10 || version == 11 : known == HC_UNKNOWN_PROTOCOL);
  } else {
    PROPERTY(kind == HC_BAD_STATUS_LINE);
    PROPERTY(parsed.status == -1);
  }
  hc_error_clear(&error);
  PROPERTY(memory.live == 0);
  return 0;
}
