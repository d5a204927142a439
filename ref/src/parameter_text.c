#include "parameter_text.h"

struct hc_span hc_before(struct hc_span text, char byte) {
  const char *found = text.size > 0 ? memchr(text.data, byte, text.size) : NULL;
  return found != NULL ? hc_span_make(text.data, (size_t)(found - text.data)) : text;
}

struct hc_span hc_from(struct hc_span text, size_t start) {
  return hc_span_make(text.data + start, text.size - start);
}

struct hc_span hc_take_parameter(struct hc_span *rest) {
  bool quoted = false;
  size_t end = 0;
  for (; end < rest->size && (rest->data[end] != ';' || quoted); end++) {
    bool escaped = end > 0 && rest->data[end - 1] == '\\';
    if (rest->data[end] == '"' && !escaped) quoted = !quoted;
  }
  struct hc_span parameter = hc_span_make(rest->data, end);
  *rest = hc_from(*rest, end < rest->size ? end + 1 : end);
  return parameter;
}

/* Makes each pair of a backslash and `second` to `second` alone. Returns the size left. */
static size_t drop_backslashes(char *bytes, size_t size, char second) {
  size_t kept = 0;
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] == '\\' && i + 1 < size && bytes[i + 1] == second) i++;
    bytes[kept++] = bytes[i];
  }
  return kept;
}

size_t hc_unquote(struct hc_span value, char *into) {
  char first = value.size > 1 ? value.data[0] : '\0';
  char last = value.size > 1 ? value.data[value.size - 1] : '\0';
  bool quoted = first == '"' && last == '"';
  if (quoted || (first == '<' && last == '>')) value = hc_span_make(value.data + 1, value.size - 2);
  if (value.size > 0) memmove(into, value.data, value.size);
  if (!quoted) return value.size;
  return drop_backslashes(into, drop_backslashes(into, value.size, '\\'), '"');
}
