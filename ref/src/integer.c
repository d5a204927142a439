/* Python's int(), for the two bases http.client uses.
 *
 * The grammar, after white space is stripped: an optional sign, for base 16 an optional 0x that one
 * underscore may follow, then digits with single underscores between them. */
#include "hc/integer.h"

#include "hc/limits.h"
#include "latin1.h"
#include "unicode.h"

static int digit_value(char byte, unsigned base) {
  int value = -1;
  if (byte >= '0' && byte <= '9') value = byte - '0';
  char letter = hc_lower(byte);
  if (letter >= 'a' && letter <= 'f') value = letter - 'a' + 10;
  return value < (int)base ? value : -1;
}

/* 2**64 - 1 stands for what is more. */
static uint64_t add_digit(uint64_t magnitude, unsigned base, unsigned digit) {
  uint64_t value;
  bool overflows = __builtin_mul_overflow(magnitude, base, &value) ||
                   __builtin_add_overflow(value, digit, &value);
  return overflows ? UINT64_MAX : value;
}

/* Reads digits and single underscores to the end of `text`; at least one digit. Decimal numbers
 * have at most HC_LIMIT_DECIMAL_DIGITS digits, leading zeros counted (SL.07, FR.03). */
static bool parse_digits(struct hc_span text, unsigned base, uint64_t *magnitude) {
  uint64_t value = 0;
  size_t digits = 0;
  bool after_digit = false;
  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] == '_' && after_digit) {
      after_digit = false;
      continue;
    }
    int digit = digit_value(text.data[i], base);
    if (digit < 0) return false;
    value = add_digit(value, base, (unsigned)digit);
    after_digit = true;
    digits++;
  }
  if (!after_digit || (base == 10 && digits > HC_LIMIT_DECIMAL_DIGITS)) return false;
  *magnitude = value;
  return true;
}

static struct hc_span skip(struct hc_span text, size_t count) {
  return hc_span_make(text.data + count, text.size - count);
}

static struct hc_span skip_hex_prefix(struct hc_span text) {
  if (text.size < 2 || text.data[0] != '0' || hc_lower(text.data[1]) != 'x') return text;
  text = skip(text, 2);
  return text.size > 0 && text.data[0] == '_' ? skip(text, 1) : text;
}

/* Reads `text`, already stripped. */
static bool parse(struct hc_span text, unsigned base, struct hc_integer *value) {
  bool negative = text.size > 0 && text.data[0] == '-';
  if (negative || (text.size > 0 && text.data[0] == '+')) text = skip(text, 1);
  if (base == 16) text = skip_hex_prefix(text);
  uint64_t magnitude;
  if (!parse_digits(text, base, &magnitude)) return false;
  value->magnitude = magnitude;
  value->negative = negative && magnitude != 0;
  return true;
}

bool hc_integer_parse_hex(struct hc_span bytes, struct hc_integer *value) {
  return parse(hc_strip(bytes, HC_CLASS_ASCII_SPACE), 16, value);
}

/* int(str) strips ASCII white space, and in text that is not all ASCII every other white space
 * from 0x80 on; 0x1C-0x1F are never stripped, although str.isspace() has them (SL.09, FR.03). */
static bool is_stripped(char byte) {
  return hc_in_class(byte, HC_CLASS_ASCII_SPACE) ||
         ((unsigned char)byte >= 0x80 && hc_in_class(byte, HC_CLASS_SPACE));
}

/* Reads a text of so few digits alone, as nearly all are, that 64 bits hold them. False if it is
 * not that; then it may be a number all the same. */
static bool parse_digits_alone(struct hc_span text, struct hc_integer *value) {
  enum { MOST_DIGITS = 19 };
  if (text.size == 0 || text.size > MOST_DIGITS) return false;
  uint64_t magnitude = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] < '0' || text.data[i] > '9') return false;
    magnitude = 10 * magnitude + (unsigned)(text.data[i] - '0');
  }
  value->magnitude = magnitude;
  value->negative = false;
  return true;
}

bool hc_integer_parse_text(struct hc_span text, struct hc_integer *value) {
  if (parse_digits_alone(text, value)) return true;
  while (text.size > 0 && is_stripped(text.data[0]))
    text = skip(text, 1);
  while (text.size > 0 && is_stripped(text.data[text.size - 1]))
    text.size--;
  return parse(text, 10, value);
}

/* What int(str) makes of one character before it reads: a space, an ASCII digit, or itself. */
static char to_ascii(uint32_t character) {
  if (character < 0x80) return (char)character;
  if (hc_unicode_is_space(character)) return ' ';
  int digit = hc_unicode_decimal(character);
  return digit >= 0 ? (char)('0' + digit) : '?';
}

bool hc_integer_parse_utf8(struct hc_span text, struct hc_integer *value) {
  if (hc_is_ascii(text)) return hc_integer_parse_text(text, value);
  /* Every digit and as many underscores, a sign, and some white space: nothing longer is a
   * number, except by more white space than anyone means. */
  char ascii[2 * HC_LIMIT_DECIMAL_DIGITS + 64];
  size_t size = 0;
  while (text.size > 0) {
    if (size == sizeof ascii) return false;
    ascii[size++] = to_ascii(hc_utf8_next(&text));
  }
  return hc_integer_parse_text(hc_span_make(ascii, size), value);
}

int64_t hc_integer_to_int64(struct hc_integer value) {
  if (!value.negative) return value.magnitude > INT64_MAX ? INT64_MAX : (int64_t)value.magnitude;
  return value.magnitude > INT64_MAX ? INT64_MIN : -(int64_t)value.magnitude;
}
