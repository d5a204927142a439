#include "repr.h"

#include <stdint.h>
#include <stdio.h>

#include "unicode.h"

/* str.isprintable() of one character, but for those that are not assigned: which these are depends
 * on the version of Unicode, so they show as themselves. */
static bool is_printable(uint32_t character) {
  static const struct {
    uint32_t first, last;
  } others[] = {
      {0x0000, 0x001F},   {0x007F, 0x00A0},   {0x00AD, 0x00AD},    {0x0600, 0x0605},
      {0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},    {0x0890, 0x0891},
      {0x08E2, 0x08E2},   {0x1680, 0x1680},   {0x180E, 0x180E},    {0x2000, 0x200F},
      {0x2028, 0x202F},   {0x205F, 0x206F},   {0x3000, 0x3000},    {0xD800, 0xF8FF},
      {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},   {0xFFF9, 0xFFFB},    {0x110BD, 0x110BD},
      {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},  {0x1D173, 0x1D17A},
      {0xE0001, 0xE0001}, {0xE0020, 0xE007F}, {0xF0000, 0x10FFFF},
  };
  bool is_noncharacter = (character & 0xFFFE) == 0xFFFE;
  for (size_t i = 0; i < sizeof others / sizeof *others && !is_noncharacter; i++)
    if (character >= others[i].first && character <= others[i].last) return false;
  return !is_noncharacter;
}

/* Single quotes, unless the text has single quotes and no double ones. */
static char quote_for(struct hc_span text) {
  bool has_single = text.size > 0 && memchr(text.data, '\'', text.size) != NULL;
  bool has_double = text.size > 0 && memchr(text.data, '"', text.size) != NULL;
  return has_single && !has_double ? '"' : '\'';
}

/* Writes how repr() shows `character` if not as itself, NUL-terminated; an empty string if it
 * does. */
static void escape(uint32_t character, char quote, bool is_bytes, char escaped[16]) {
  const char *format = "";
  if (character == '\t')
    format = "\\t";
  else if (character == '\n')
    format = "\\n";
  else if (character == '\r')
    format = "\\r";
  escaped[0] = '\0';
  if (format[0] != '\0') {
    memcpy(escaped, format, 3);
  } else if (character == '\\' || character == (unsigned char)quote) {
    snprintf(escaped, 16, "\\%c", (char)character);
  } else if (!is_printable(character) || (is_bytes && character > 0x7F)) {
    unsigned code = (unsigned)character;
    if (code <= 0xFF)
      snprintf(escaped, 16, "\\x%02x", code);
    else if (code <= 0xFFFF)
      snprintf(escaped, 16, "\\u%04x", code);
    else
      snprintf(escaped, 16, "\\U%08x", code);
  }
}

static bool append_quoted(struct hc_span text, bool is_bytes, struct hc_buffer *into) {
  char quote = quote_for(text);
  if (!hc_buffer_append(into, hc_span_make(&quote, 1))) return false;
  while (text.size > 0) {
    struct hc_span rest = hc_span_make(text.data + 1, text.size - 1);
    uint32_t character = (unsigned char)text.data[0];
    if (!is_bytes) {
      rest = text;
      character = hc_utf8_next(&rest);
    }
    char escaped[16];
    escape(character, quote, is_bytes, escaped);
    struct hc_span shown = hc_span_make(text.data, text.size - rest.size);
    if (escaped[0] != '\0') shown = hc_str(escaped);
    if (!hc_buffer_append(into, shown)) return false;
    text = rest;
  }
  return hc_buffer_append(into, hc_span_make(&quote, 1));
}

bool hc_repr_text(struct hc_span text, struct hc_buffer *into) {
  return append_quoted(text, false, into);
}

bool hc_repr_bytes(struct hc_span bytes, struct hc_buffer *into) {
  return hc_buffer_append(into, hc_str("b")) && append_quoted(bytes, true, into);
}

static size_t utf8_size_of_latin1(struct hc_span text) {
  size_t size = text.size;
  for (size_t i = 0; i < text.size; i++)
    size += (unsigned char)text.data[i] >> 7;
  return size;
}

bool hc_latin1_to_utf8(struct hc_span text, struct hc_buffer *into) {
  size_t size = utf8_size_of_latin1(text);
  if (size == text.size) return hc_buffer_append(into, text);
  if (!hc_buffer_reserve(into, size)) return false;
  char *at = into->data + into->size;
  for (size_t i = 0; i < text.size; i++) {
    unsigned char byte = (unsigned char)text.data[i];
    if (byte >= 0x80) *at++ = (char)(0xC0 | byte >> 6);
    *at++ = (char)(byte < 0x80 ? byte : 0x80 | (byte & 0x3F));
  }
  into->size += size;
  return true;
}
