#include "unicode.h"

#include "latin1.h"

enum { REPLACEMENT = 0xFFFD };

/* How many bytes follow a first byte, and the bits it carries; 0 for one that begins nothing. */
static size_t continuation_count(unsigned char first, uint32_t *bits) {
  if (first >= 0xC2 && first <= 0xDF) {
    *bits = first & 0x1FU;
    return 1;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    *bits = first & 0x0FU;
    return 2;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    *bits = first & 0x07U;
    return 3;
  }
  return 0;
}

/* Adds the continuation bytes of `text` to `bits`. Returns false if one is missing, or if the
 * character has a shorter form or is above U+10FFFF. */
static bool add_continuation(struct hc_span text, size_t count, uint32_t *bits) {
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  if (count == 0 || text.size <= count) return false;
  for (size_t i = 1; i <= count; i++) {
    unsigned char byte = (unsigned char)text.data[i];
    if ((byte & 0xC0U) != 0x80) return false;
    *bits = *bits << 6 | (byte & 0x3FU);
  }
  return *bits >= least[count] && *bits <= 0x10FFFF;
}

uint32_t hc_utf8_next(struct hc_span *text) {
  unsigned char first = (unsigned char)text->data[0];
  uint32_t character = first;
  size_t count = 0;
  if (first >= 0x80) {
    count = continuation_count(first, &character);
    if (!add_continuation(*text, count, &character)) {
      character = REPLACEMENT;
      count = 0;
    }
  }
  text->data += count + 1;
  text->size -= count + 1;
  return character;
}

bool hc_utf8_append(struct hc_buffer *buffer, uint32_t character) {
  size_t size = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  static const unsigned char firsts[] = {0, 0, 0xC0, 0xE0, 0xF0};
  char bytes[4];
  for (size_t i = size; i-- > 1; character >>= 6)
    bytes[i] = (char)(0x80 | (character & 0x3F));
  bytes[0] = (char)(firsts[size] | character);
  return hc_buffer_append(buffer, hc_span_make(bytes, size));
}

size_t hc_utf8_count(struct hc_span text) {
  if (hc_is_ascii(text)) return text.size;
  size_t count = 0;
  for (; text.size > 0; count++)
    hc_utf8_next(&text);
  return count;
}

bool hc_unicode_is_space(uint32_t character) {
  if (character < 0x100) return hc_in_class((char)character, HC_CLASS_SPACE);
  return character == 0x1680 || (character >= 0x2000 && character <= 0x200A) ||
         character == 0x2028 || character == 0x2029 || character == 0x202F || character == 0x205F ||
         character == 0x3000;
}

/* The zero of each script's ten consecutive decimal digits (Unicode 15.1, Nd), ascending. */
static const uint32_t zeros[] = {
    0x30,    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,
    0xC66,   0xCE6,   0xD66,   0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,
    0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,
    0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0,
    0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8,
    0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0,
};

int hc_unicode_decimal(uint32_t character) {
  for (size_t i = 0; i < sizeof zeros / sizeof zeros[0] && zeros[i] <= character; i++) {
    if (character < zeros[i] + 10) return (int)(character - zeros[i]);
  }
  return -1;
}
