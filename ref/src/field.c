#include "hc/field.h"

#include "decimal.h"
#include "encode.h"
#include "latin1.h"
#include "raise.h"

bool hc_field_name_legal(struct hc_span name) {
  if (name.size == 0 || hc_in_class(name.data[0], HC_CLASS_ASCII_SPACE)) return false;
  for (size_t i = 0; i < name.size; i++) {
    if (name.data[i] == ':' || name.data[i] == '\r' || name.data[i] == '\n') return false;
  }
  return true;
}

bool hc_field_value_legal(struct hc_span value) {
  for (size_t i = 0; i < value.size; i++) {
    if (value.data[i] != '\r' && value.data[i] != '\n') continue;
    char next = i + 1 < value.size ? value.data[i + 1] : '\0';
    bool folds = next == ' ' || next == '\t';
    if (!folds && !(value.data[i] == '\r' && next == '\n')) return false;
  }
  return true;
}

static enum hc_kind raise_type(struct hc_error *error) {
  return hc_raise(error, HC_TYPE_ERROR, "expected string or bytes-like object");
}

static enum hc_kind write_bytes(struct hc_span bytes, struct hc_buffer *line,
                                struct hc_error *error) {
  return hc_buffer_append(line, bytes) ? HC_OK : hc_raise_memory(error);
}

/* PH.02: text is ASCII, bytes are taken as they are. */
static enum hc_kind write_name(struct hc_value name, struct hc_buffer *line,
                               struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  switch (name.kind) {
  case HC_VALUE_TEXT: kind = hc_check_ascii(name.bytes, error); break;
  case HC_VALUE_BYTES: break;
  case HC_VALUE_NONE:
  case HC_VALUE_INTEGER: return raise_type(error);
  }
  if (kind != HC_OK) return kind;
  if (!hc_field_name_legal(name.bytes)) {
    return hc_raise_repr(error, HC_VALUE_ERROR, "Invalid header name ", name.bytes);
  }
  kind = write_bytes(name.bytes, line, error);
  return kind == HC_OK ? write_bytes(hc_str(": "), line, error) : kind;
}

/* PH.04: text is Latin-1, integers are decimal. */
static enum hc_kind write_value(struct hc_value value, struct hc_buffer *line,
                                struct hc_error *error) {
  size_t start = line->size;
  enum hc_kind kind = HC_OK;
  switch (value.kind) {
  case HC_VALUE_TEXT: kind = hc_encode_latin1(value.bytes, line, error); break;
  case HC_VALUE_BYTES: kind = write_bytes(value.bytes, line, error); break;
  case HC_VALUE_INTEGER:
    if (!hc_append_decimal(line, value.integer)) kind = hc_raise_memory(error);
    break;
  case HC_VALUE_NONE: return raise_type(error);
  }
  if (kind != HC_OK) return kind;
  struct hc_span written = hc_span_make(line->data + start, line->size - start);
  if (hc_field_value_legal(written)) return HC_OK;
  return hc_raise_repr(error, HC_VALUE_ERROR, "Invalid header value ", written);
}

enum hc_kind hc_field_write(struct hc_value name, const struct hc_value *values, size_t count,
                            struct hc_buffer *line, struct hc_error *error) {
  size_t size = line->size;
  enum hc_kind kind = write_name(name, line, error);
  for (size_t i = 0; i < count && kind == HC_OK; i++) {
    /* PH.01: further values are continuation lines. */
    if (i > 0) kind = write_bytes(hc_str("\r\n\t"), line, error);
    if (kind == HC_OK) kind = write_value(values[i], line, error);
  }
  if (kind != HC_OK) line->size = size;
  return kind;
}
