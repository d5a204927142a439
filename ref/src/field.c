#include "field.h"

#include "byte_scan.h"
#include "decimal.h"
#include "encode.h"
#include "latin1.h"
#include "raise.h"

bool hc_field_name_legal(struct hc_span name) {
  if (name.size == 0 || hc_in_class(name.data[0], HC_CLASS_ASCII_SPACE)) return false;
  const char *end = name.data + name.size;
  const char *at = hc_scan_name_end(name.data, end);
  for (; at < end; at = hc_scan_name_end(at + 1, end)) {
    if (*at == ':' || *at == '\r' || *at == '\n') return false;
  }
  return true;
}

bool hc_field_value_legal(struct hc_span value) {
  if (value.size == 0) return true;
  const char *end = value.data + value.size;
  const char *at = hc_scan_line_break(value.data, end);
  for (; at < end; at = hc_scan_line_break(at + 1, end)) {
    char next = at + 1 < end ? at[1] : '\0';
    bool folds = next == ' ' || next == '\t';
    if (!folds && !(*at == '\r' && next == '\n')) return false;
  }
  return true;
}

enum hc_kind hc_field_name_validate(struct hc_span name, struct hc_error *error) {
  if (hc_field_name_legal(name)) return HC_OK;
  return hc_raise_repr(error, HC_VALUE_ERROR, "Invalid header name ", name);
}

enum hc_kind hc_field_value_validate(struct hc_span value, struct hc_error *error) {
  if (hc_field_value_legal(value)) return HC_OK;
  return hc_raise_repr(error, HC_VALUE_ERROR, "Invalid header value ", value);
}

/* Of what type HC_VALUE_NONE is, is not known. */
static enum hc_kind raise_type(const struct hc_traits *traits, struct hc_value value,
                               struct hc_error *error) {
  bool told = value.kind == HC_VALUE_INTEGER && traits->tells_wrong_type;
  return hc_raise(error, HC_TYPE_ERROR, "expected string or bytes-like object%s",
                  told ? ", got 'int'" : "");
}

static enum hc_kind check_kind(struct hc_value value, struct hc_error *error) {
  if ((unsigned)value.kind <= HC_VALUE_INTEGER) return HC_OK;
  return hc_raise(error, HC_TYPE_ERROR, "hc_value.kind is %u, which is none", (unsigned)value.kind);
}

enum hc_kind hc_headers_check(const struct hc_header *headers, size_t count,
                              struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  for (size_t i = 0; i < count && kind == HC_OK; i++) {
    kind = check_kind(headers[i].name, error);
    if (kind == HC_OK) kind = check_kind(headers[i].value, error);
  }
  return kind;
}

enum hc_kind hc_raise_no_lower(struct hc_value name, struct hc_error *error) {
  enum hc_kind kind = check_kind(name, error);
  if (kind != HC_OK) return kind;
  return hc_raise(error, HC_ATTRIBUTE_ERROR, "%sobject has no attribute 'lower'",
                  name.kind == HC_VALUE_INTEGER ? "'int' " : "");
}

static enum hc_kind write_bytes(struct hc_span bytes, struct hc_buffer *line,
                                struct hc_error *error) {
  return hc_buffer_append(line, bytes) ? HC_OK : hc_raise_memory(error);
}

/* PH.02: text is ASCII, bytes are taken as they are. */
static enum hc_kind write_name(const struct hc_traits *traits, struct hc_value name,
                               struct hc_buffer *line, struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  switch (name.kind) {
  case HC_VALUE_TEXT: kind = hc_check_ascii(name.bytes, error); break;
  case HC_VALUE_BYTES: break;
  case HC_VALUE_NONE:
  case HC_VALUE_INTEGER: return raise_type(traits, name, error);
  default: return check_kind(name, error);
  }
  if (kind == HC_OK) kind = hc_field_name_validate(name.bytes, error);
  if (kind == HC_OK) kind = write_bytes(name.bytes, line, error);
  return kind == HC_OK ? write_bytes(hc_str(": "), line, error) : kind;
}

/* PH.04: text is Latin-1, integers are decimal. */
static enum hc_kind write_value(const struct hc_traits *traits, struct hc_value value,
                                struct hc_buffer *line, struct hc_error *error) {
  size_t start = line->size;
  enum hc_kind kind = HC_OK;
  switch (value.kind) {
  case HC_VALUE_TEXT: kind = hc_encode_latin1(value.bytes, line, error); break;
  case HC_VALUE_BYTES: kind = write_bytes(value.bytes, line, error); break;
  case HC_VALUE_INTEGER:
    if (!hc_append_decimal(line, value.integer)) kind = hc_raise_memory(error);
    break;
  case HC_VALUE_NONE: return raise_type(traits, value, error);
  default: return check_kind(value, error);
  }
  if (kind != HC_OK) return kind;
  return hc_field_value_validate(hc_span_make(line->data + start, line->size - start), error);
}

enum hc_kind hc_field_write_by(const struct hc_traits *traits, struct hc_value name,
                               const struct hc_value *values, size_t count, struct hc_buffer *line,
                               struct hc_error *error) {
  size_t size = line->size;
  enum hc_kind kind = write_name(traits, name, line, error);
  for (size_t i = 0; i < count && kind == HC_OK; i++) {
    /* PH.01: further values are continuation lines. */
    if (i > 0) kind = write_bytes(hc_str("\r\n\t"), line, error);
    if (kind == HC_OK) kind = write_value(traits, values[i], line, error);
  }
  if (kind != HC_OK) line->size = size;
  return kind;
}

enum hc_kind hc_field_write(struct hc_value name, const struct hc_value *values, size_t count,
                            struct hc_buffer *line, struct hc_error *error) {
  return hc_field_write_by(hc_traits_of(HC_EDITION_NEWEST), name, values, count, line, error);
}
