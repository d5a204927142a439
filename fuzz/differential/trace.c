#include "trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static bool showing;

void trace_show(bool shown) {
  showing = shown;
}

bool trace_is_shown(void) {
  return showing;
}

/* Into the room there is. */
void trace_span(struct hc_buffer *trace, struct hc_span bytes) {
  enum { FIRST = 4096 };
  if (bytes.size == 0) return;
  size_t more = bytes.size < FIRST ? FIRST : bytes.size;
  if (trace->capacity - trace->size < bytes.size && !hc_buffer_reserve(trace, more)) abort();
  memcpy(trace->data + trace->size, bytes.data, bytes.size);
  trace->size += bytes.size;
}

void trace_label(struct hc_buffer *trace, const char *text) {
  if (showing) trace_text(trace, text);
}

static void show_number(struct hc_buffer *trace, int64_t number) {
  char digits[24];
  snprintf(digits, sizeof digits, "%" PRId64, number);
  trace_text(trace, digits);
}

/* Behind a byte that no word begins with. */
void trace_number(struct hc_buffer *trace, int64_t number) {
  if (showing) {
    show_number(trace, number);
    return;
  }
  char bytes[1 + sizeof number] = "#";
  memcpy(bytes + 1, &number, sizeof number);
  trace_span(trace, hc_span_make(bytes, sizeof bytes));
}

void trace_count(struct hc_buffer *trace, size_t count) {
  if (!showing) trace_number(trace, (int64_t)count);
}

void trace_bool(struct hc_buffer *trace, bool value) {
  trace_text(trace, value ? "True" : "False");
}

void trace_integer(struct hc_buffer *trace, struct hc_integer integer) {
  if (integer.magnitude > INT64_MAX) {
    trace_text(trace, integer.negative ? "-huge" : "huge");
    return;
  }
  int64_t magnitude = (int64_t)integer.magnitude;
  trace_number(trace, integer.negative ? -magnitude : magnitude);
}

static size_t escape(char text[4], unsigned char byte, char quote) {
  static const char digits[] = "0123456789abcdef";
  const char letter = byte == '\t' ? 't' : byte == '\n' ? 'n' : byte == '\r' ? 'r' : '\0';
  bool itself = byte == '\\' || byte == (unsigned char)quote;
  text[0] = '\\';
  text[1] = itself ? (char)byte : letter != '\0' ? letter : 'x';
  text[2] = digits[byte >> 4];
  text[3] = digits[byte & 0xf];
  return itself || letter != '\0' ? 2 : 4;
}

static bool is_plain(unsigned char byte, char quote) {
  return byte >= 0x20 && byte < 0x7f && byte != '\\' && byte != (unsigned char)quote;
}

static bool contains(struct hc_span bytes, char byte) {
  return bytes.size > 0 && memchr(bytes.data, byte, bytes.size) != NULL;
}

static void show_bytes(struct hc_buffer *trace, struct hc_span bytes) {
  char quote = contains(bytes, '\'') && !contains(bytes, '"') ? '"' : '\'';
  trace_span(trace, hc_str(quote == '"' ? "b\"" : "b'"));
  size_t plain = 0;
  for (size_t i = 0; i < bytes.size; i++) {
    unsigned char byte = (unsigned char)bytes.data[i];
    if (is_plain(byte, quote)) continue;
    if (i > plain) trace_span(trace, hc_span_make(bytes.data + plain, i - plain));
    char text[4];
    size_t size = escape(text, byte, quote);
    trace_span(trace, hc_span_make(text, size));
    plain = i + 1;
  }
  if (bytes.size > plain) trace_span(trace, hc_span_make(bytes.data + plain, bytes.size - plain));
  trace_span(trace, hc_span_make(&quote, 1));
}

void trace_bytes(struct hc_buffer *trace, struct hc_span bytes) {
  if (showing) {
    show_bytes(trace, bytes);
    return;
  }
  trace_span(trace, hc_span_make((const char *)&bytes.size, sizeof bytes.size));
  trace_span(trace, bytes);
}

static void trace_incomplete(struct hc_buffer *trace, const struct hc_error *error) {
  trace_label(trace, " partial=");
  trace_bytes(trace, hc_buffer_span(&error->partial));
  trace_label(trace, " expected=");
  struct hc_integer expected = {error->expected, false};
  if (error->has_expected)
    trace_integer(trace, expected);
  else
    trace_text(trace, "None");
}

static void trace_attribute(struct hc_buffer *trace, const char *label,
                            const struct hc_buffer *value) {
  trace_label(trace, label);
  trace_bytes(trace, hc_buffer_span(value));
}

static void trace_one_error(struct hc_buffer *trace, const struct hc_error *error) {
  trace_text(trace, hc_kind_name(error->kind));
  /* Its text says no more than its attributes, but with all digits. */
  if (error->kind != HC_INCOMPLETE_READ || error->expected <= INT64_MAX)
    trace_attribute(trace, " ", &error->text);
  if (error->kind == HC_INCOMPLETE_READ) trace_incomplete(trace, error);
  if (hc_kind_is(error->kind, HC_BAD_STATUS_LINE)) trace_attribute(trace, " line=", &error->line);
  if (error->kind == HC_UNKNOWN_PROTOCOL) trace_attribute(trace, " version=", &error->version);
  if (error->has_errno) {
    trace_text(trace, " errno=");
    trace_number(trace, error->errnum);
  }
}

void trace_error(struct hc_buffer *trace, const struct hc_error *error) {
  trace_text(trace, "raises ");
  for (; error != NULL; error = error->cause) {
    trace_one_error(trace, error);
    if (error->cause != NULL) trace_text(trace, " from ");
  }
}

struct hc_span trace_line(struct hc_span *trace) {
  const char *end = trace->size > 0 ? memchr(trace->data, '\n', trace->size) : NULL;
  size_t size = end != NULL ? (size_t)(end - trace->data) : trace->size;
  struct hc_span line = hc_span_make(trace->data, size);
  size_t taken = end != NULL ? size + 1 : size;
  if (taken > 0) *trace = hc_span_make(trace->data + taken, trace->size - taken);
  return line;
}

void trace_effect(struct hc_buffer *trace, const char *name, struct hc_buffer *effect) {
  if (effect->size == 0) return;
  trace_text(trace, name);
  trace_bytes(trace, hc_buffer_span(effect));
  hc_buffer_empty(effect);
}
