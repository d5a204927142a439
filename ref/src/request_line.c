#include "hc/request_line.h"

#include "encode.h"
#include "raise.h"

enum hc_kind hc_method_validate(struct hc_span method, struct hc_error *error) {
  for (size_t i = 0; i < method.size; i++) {
    if ((unsigned char)method.data[i] < 0x20) {
      return hc_raise_control_character(error, HC_VALUE_ERROR, "method", method, i);
    }
  }
  return HC_OK;
}

enum hc_kind hc_url_validate(struct hc_span url, struct hc_error *error) {
  for (size_t i = 0; i < url.size; i++) {
    unsigned char byte = (unsigned char)url.data[i];
    if (byte <= 0x20 || byte == 0x7F) {
      return hc_raise_control_character(error, HC_INVALID_URL, "URL", url, i);
    }
  }
  return HC_OK;
}

static bool join(struct hc_span method, struct hc_span url, struct hc_span version,
                 struct hc_buffer *line) {
  return hc_buffer_append(line, method) && hc_buffer_append(line, hc_str(" ")) &&
         hc_buffer_append(line, url) && hc_buffer_append(line, hc_str(" ")) &&
         hc_buffer_append(line, version);
}

enum hc_kind hc_request_line_write(struct hc_span method, struct hc_span url,
                                   struct hc_span version, struct hc_buffer *line,
                                   struct hc_error *error) {
  size_t size = line->size;
  if (!join(method, url, version, line)) {
    line->size = size;
    return hc_raise_memory(error);
  }
  /* RQ.04: the whole line is encoded at once, so an error's positions count from its start. */
  struct hc_span joined = hc_span_make(line->data + size, line->size - size);
  enum hc_kind kind = hc_check_ascii(joined, error);
  if (kind != HC_OK) line->size = size;
  return kind;
}
