#include "named_error.h"

#include <errno.h>

enum hc_kind named_error(enum hc_kind kind, struct hc_error *error, const char *what,
                         struct hc_span name) {
  if (error == NULL) return kind;
  struct hc_buffer *text = &error->text;
  bool is_named = hc_buffer_append(text, hc_str(": ")) && hc_buffer_append(text, hc_str(what)) &&
                  hc_buffer_append(text, hc_str("'")) && hc_buffer_append(text, name) &&
                  hc_buffer_append(text, hc_str("'"));
  return is_named ? kind : hc_error_set(error, HC_MEMORY_ERROR, hc_str(""));
}

enum hc_kind file_error(struct hc_error *error, const char *name) {
  return named_error(hc_error_set_errno(error, errno), error, "", hc_str(name));
}

enum hc_kind file_complaint(struct hc_error *error, const char *name, const char *what) {
  return named_error(hc_error_set(error, HC_OS_ERROR, hc_str(what)), error, "", hc_str(name));
}
