#include "file_error.h"

#include <errno.h>

static enum hc_kind add_name(enum hc_kind kind, struct hc_error *error, const char *name) {
  if (error == NULL) return kind;
  bool is_named = hc_buffer_append(&error->text, hc_str(": '")) &&
                  hc_buffer_append(&error->text, hc_str(name)) &&
                  hc_buffer_append(&error->text, hc_str("'"));
  return is_named ? kind : hc_error_set(error, HC_MEMORY_ERROR, hc_str(""));
}

enum hc_kind file_error(struct hc_error *error, const char *name) {
  return add_name(hc_error_set_errno(error, errno), error, name);
}

enum hc_kind file_complaint(struct hc_error *error, const char *name, const char *what) {
  return add_name(hc_error_set(error, HC_OS_ERROR, hc_str(what)), error, name);
}
