/* One table of simple escapes serves both directions; everything else is digits. */
#include "text/literal.h"

#include <string.h>

static const char escape_letters[] = "\\'\"abfnrtv";
static const char escape_values[] = "\\'\"\a\b\f\n\r\t\v";

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static bool is_surrogate(unsigned code_point) {
  return code_point >= 0xD800 && code_point <= 0xDFFF;
}

void literal_put_utf8(FILE *out, unsigned code_point) {
  if (code_point < 0x80) {
    fputc((int)code_point, out);
  } else if (code_point < 0x800) {
    fputc((int)(0xC0 | code_point >> 6), out);
    fputc((int)(0x80 | (code_point & 0x3F)), out);
  } else if (code_point < 0x10000) {
    fputc((int)(0xE0 | code_point >> 12), out);
    fputc((int)(0x80 | (code_point >> 6 & 0x3F)), out);
    fputc((int)(0x80 | (code_point & 0x3F)), out);
  } else {
    fputc((int)(0xF0 | code_point >> 18), out);
    fputc((int)(0x80 | (code_point >> 12 & 0x3F)), out);
    fputc((int)(0x80 | (code_point >> 6 & 0x3F)), out);
    fputc((int)(0x80 | (code_point & 0x3F)), out);
  }
}

size_t literal_utf8_length(const void *data, size_t length, unsigned *code_point) {
  static const unsigned smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const unsigned char *bytes = data;
  if (!length) return 0;
  unsigned char first = bytes[0];
  size_t size = first < 0x80   ? 1
                : first < 0xC0 ? 0
                : first < 0xE0 ? 2
                : first < 0xF0 ? 3
                : first < 0xF8 ? 4
                               : 0;
  if (!size || size > length) return 0;
  unsigned value = size == 1 ? first : first & (0x7Fu >> size);
  for (size_t i = 1; i < size; i++) {
    if ((bytes[i] & 0xC0) != 0x80) return 0;
    value = value << 6 | (bytes[i] & 0x3Fu);
  }
  if (size > 1 && (value < smallest[size] || value > 0x10FFFF || is_surrogate(value))) return 0;
  if (code_point) *code_point = value;
  return size;
}

static void put_value(enum literal_kind kind, unsigned value, FILE *out) {
  if (kind == LITERAL_BYTES)
    fputc((int)value, out);
  else
    literal_put_utf8(out, value);
}

/* Reads exactly |digits| hexadecimal digits; the cursor moves only on success. */
static bool read_hex(const char **cursor, const char *end, int digits, unsigned *value) {
  unsigned sum = 0;
  if (end - *cursor < digits) return false;
  for (int i = 0; i < digits; i++) {
    int digit = hex_value((*cursor)[i]);
    if (digit < 0) return false;
    sum = sum << 4 | (unsigned)digit;
  }
  *cursor += digits;
  *value = sum;
  return true;
}

static const char *decode_code_point(const char **cursor, const char *end, int digits, FILE *out) {
  unsigned value;
  if (!read_hex(cursor, end, digits, &value))
    return digits == 4 ? "\\u needs four hexadecimal digits" : "\\U needs eight hexadecimal digits";
  if (value > 0x10FFFF) return "a code point is at most \\U0010ffff";
  if (is_surrogate(value)) return "a surrogate is not a character";
  literal_put_utf8(out, value);
  return NULL;
}

static const char *decode_octal(enum literal_kind kind, const char **cursor, const char *end,
                                FILE *out) {
  unsigned value = 0;
  for (int i = 0; i < 3 && *cursor < end && **cursor >= '0' && **cursor <= '7'; i++)
    value = value << 3 | (unsigned)(*(*cursor)++ - '0');
  if (value > 0xFF) return "an octal escape is at most \\377";
  put_value(kind, value, out);
  return NULL;
}

/* |*cursor| stands behind the backslash. */
static const char *decode_escape(enum literal_kind kind, const char **cursor, const char *end,
                                 FILE *out) {
  if (*cursor == end) return "a backslash ends the literal; write \\\\ for a backslash";
  char letter = **cursor;
  const char *simple = memchr(escape_letters, letter, sizeof escape_letters - 1);
  if (simple) {
    ++*cursor;
    fputc(escape_values[simple - escape_letters], out);
    return NULL;
  }
  if (letter >= '0' && letter <= '7') return decode_octal(kind, cursor, end, out);
  ++*cursor;
  unsigned value;
  if (letter == 'x') {
    if (!read_hex(cursor, end, 2, &value)) return "\\x needs two hexadecimal digits";
    put_value(kind, value, out);
    return NULL;
  }
  if (kind == LITERAL_TEXT && letter == 'u') return decode_code_point(cursor, end, 4, out);
  if (kind == LITERAL_TEXT && letter == 'U') return decode_code_point(cursor, end, 8, out);
  return "unknown escape; write \\\\ for a backslash";
}

const char *literal_decode(enum literal_kind kind, const char *source, size_t length, FILE *out,
                           size_t *error_offset) {
  const char *cursor = source, *end = source + length;
  while (cursor < end) {
    const char *start = cursor;
    const char *error = NULL;
    if (*cursor == '\\') {
      ++cursor;
      error = decode_escape(kind, &cursor, end, out);
    } else if (kind == LITERAL_BYTES && (unsigned char)*cursor >= 0x80) {
      error = "only ASCII stands in a bytes literal; write \\xHH";
    } else {
      fputc(*cursor++, out);
    }
    if (error) {
      *error_offset = (size_t)(start - source);
      return error;
    }
  }
  return NULL;
}

/* Python prefers single quotes, unless the text has some and no double quotes. */
static char choose_quote(const void *data, size_t length) {
  return memchr(data, '\'', length) && !memchr(data, '"', length) ? '"' : '\'';
}

/* Writes what is the same for text and bytes: printable ASCII, \t \n \r, and \xHH for all below
 * 0x100. */
static void print_octet(FILE *out, unsigned value, char quote) {
  if (value == (unsigned char)quote || value == '\\')
    fprintf(out, "\\%c", (char)value);
  else if (value == '\t' || value == '\n' || value == '\r')
    fputs(value == '\t' ? "\\t" : value == '\n' ? "\\n" : "\\r", out);
  else if (value >= 0x20 && value < 0x7F)
    fputc((int)value, out);
  else
    fprintf(out, "\\x%02x", value);
}

void literal_print_bytes(FILE *out, const void *data, size_t length) {
  const unsigned char *bytes = data;
  char quote = length ? choose_quote(data, length) : '\'';
  fputc('b', out);
  fputc(quote, out);
  for (size_t i = 0; i < length; i++)
    print_octet(out, bytes[i], quote);
  fputc(quote, out);
}

static bool is_printable(unsigned code_point) {
  return code_point >= 0xA1 && code_point != 0xAD;
}

void literal_print_text(FILE *out, const void *data, size_t length) {
  const unsigned char *bytes = data;
  char quote = length ? choose_quote(data, length) : '\'';
  fputc(quote, out);
  for (size_t i = 0; i < length;) {
    unsigned code_point = bytes[i];
    size_t size = literal_utf8_length(bytes + i, length - i, &code_point);
    if (size > 1 && is_printable(code_point))
      fwrite(bytes + i, 1, size, out);
    else
      print_octet(out, code_point, quote);
    i += size ? size : 1;
  }
  fputc(quote, out);
}

void literal_print_safe(FILE *out, const void *data, size_t length) {
  const unsigned char *bytes = data;
  for (size_t i = 0; i < length;) {
    unsigned code_point = bytes[i];
    size_t size = literal_utf8_length(bytes + i, length - i, &code_point);
    if (size && code_point >= 0x20 && (code_point < 0x7F || code_point >= 0xA0))
      fwrite(bytes + i, 1, size, out);
    else if (code_point == '\n')
      fputs("\\n", out);
    else
      fprintf(out, "\\x%02x", code_point);
    i += size ? size : 1;
  }
}
