#include "framing.h"

static bool has_name(const struct hc_header *field, const char *name) {
  return hc_span_equal_ignoring_case(field->name.bytes, hc_str(name));
}

static struct hc_span trim(struct hc_span text) {
  while (text.size > 0 && strchr(" \t", text.data[0]) != NULL)
    text = hc_span_make(text.data + 1, text.size - 1);
  while (text.size > 0 && strchr(" \t", text.data[text.size - 1]) != NULL)
    text.size--;
  return text;
}

static struct hc_span last_element(struct hc_span list) {
  for (size_t i = list.size; i > 0; i--)
    if (list.data[i - 1] == ',') return trim(hc_span_make(list.data + i, list.size - i));
  return trim(list);
}

/* RFC 9110 section 8.6: digits, and nothing else. */
static bool read_length(struct hc_span text, int64_t *length) {
  int64_t value = 0;
  for (size_t i = 0; i < text.size; i++) {
    char digit = text.data[i];
    if (digit < '0' || digit > '9' || value > (INT64_MAX - (digit - '0')) / 10) return false;
    value = value * 10 + (digit - '0');
  }
  *length = value;
  return text.size > 0;
}

static const char *set_length(struct hc_span value, struct framing *framing) {
  if (framing->has_length) return "Content-Length is given twice";
  framing->has_length = true;
  bool is_number = read_length(trim(value), &framing->length);
  return is_number ? NULL : "Content-Length is a number of bytes";
}

const char *framing_read(const struct hc_header *fields, size_t count, struct framing *framing) {
  *framing = (struct framing){0};
  bool is_encoded = false;
  const char *complaint = NULL;
  for (const struct hc_header *field = fields; complaint == NULL && field < fields + count;
       field++) {
    struct hc_span value = field->value.bytes;
    if (has_name(field, "Content-Length")) complaint = set_length(value, framing);
    if (!has_name(field, "Transfer-Encoding")) continue;
    is_encoded = true;
    framing->is_chunked = hc_span_equal_ignoring_case(last_element(value), hc_str("chunked"));
  }
  if (complaint != NULL) return complaint;
  if (is_encoded && !framing->is_chunked)
    return "Transfer-Encoding of a request ends in chunked (RFC 9112 section 6.1)";
  if (is_encoded && framing->has_length)
    return "Content-Length and Transfer-Encoding exclude each other (RFC 9112 section 6.2)";
  return NULL;
}
