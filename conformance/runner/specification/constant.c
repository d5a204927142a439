/* Arithmetic on literals. A size is judged before a value is made, so that a short text cannot ask
 * for a huge one. */
#include "specification/constant.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "specification/decimal.h"
#include "text/literal.h"

enum { ELEMENT_SIZE = 16 };

/* What arithmetic tells apart. */
enum kind { KIND_INTEGER, KIND_TEXT, KIND_BYTES, KIND_LIST, KIND_TUPLE, KIND_OTHER };

bool constant_is_tagged(const json_t *value, const char *tag) {
  return json_is_object(value) && json_object_get(value, tag) != NULL;
}

static enum kind kind_of(const json_t *value) {
  if (json_is_integer(value) || constant_is_tagged(value, "int")) return KIND_INTEGER;
  if (json_is_string(value)) return KIND_TEXT;
  if (json_is_array(value)) return KIND_LIST;
  if (constant_is_tagged(value, "bytes")) return KIND_BYTES;
  return constant_is_tagged(value, "tuple") ? KIND_TUPLE : KIND_OTHER;
}

enum {
  DEPTH_LIMIT = 200
}; /* of lists within lists; names can make them deeper than the grammar does */

static const size_t too_deep = SIZE_MAX;

/* Bytes that |value| takes when written, counted no further than a little beyond CONSTANT_LARGEST;
 * or |too_deep|. */
static size_t size_of(json_t *value, unsigned depth) {
  size_t size = ELEMENT_SIZE + json_string_length(value), index, part = 0;
  const char *key;
  json_t *item;
  if (depth > DEPTH_LIMIT) return too_deep;
  json_array_foreach(value, index, item) {
    part = size_of(item, depth + 1);
    size += part;
    if (part == too_deep) return too_deep;
    if (size > CONSTANT_LARGEST) return size;
  }
  json_object_foreach(value, key, item) part = size_of(item, depth + 1);
  return part == too_deep ? too_deep : json_is_object(value) ? size + part : size;
}

static bool charge(struct constants *constants, struct place place, size_t size) {
  const char *error = size == too_deep          ? "this value is nested too deeply"
                      : size > CONSTANT_LARGEST ? "this value is larger than 16 MiB"
                      : size > *constants->room ? "the values of this page are too large together"
                                                : NULL;
  if (error)
    diagnostics_error(constants->diagnostics, place, "%s", error);
  else
    *constants->room -= size;
  return !error;
}

bool constants_charge(struct constants *constants, struct place place, json_t *value) {
  return charge(constants, place, size_of(value, 0));
}

static json_t *keep(struct constants *constants, json_t *value) {
  if (!value || json_array_append_new(constants->kept, value) == 0) return value;
  return NULL;
}

json_t *constants_keep(struct constants *constants, struct place place, json_t *value) {
  if (value && !constants_charge(constants, place, value)) {
    json_decref(value);
    return NULL;
  }
  if (!keep(constants, value)) {
    diagnostics_error(constants->diagnostics, place, "there is no memory for this value");
    return NULL;
  }
  return value;
}

static json_t *integer_value(const struct decimal *number) {
  int64_t value;
  if (decimal_to_int64(number, &value)) return json_integer(value);
  char text[DECIMAL_TEXT_SIZE];
  decimal_write(number, text);
  return json_pack("{s:s}", "int", text);
}

/* |value| is an integer. */
static void decimal_of(const json_t *value, struct decimal *number) {
  char text[24];
  const json_t *digits = json_object_get(value, "int");
  if (digits) {
    decimal_read(json_string_value(digits), json_string_length(digits), number);
    return;
  }
  int length = snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
  decimal_read(text, (size_t)length, number);
}

/* A byte string's JSON form: each byte a code point. */
static json_t *bytes_value(const char *data, size_t length) {
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  if (!stream) return NULL;
  for (size_t i = 0; i < length; i++)
    literal_put_utf8(stream, (unsigned char)data[i]);
  bool written = fclose(stream) == 0;
  json_t *value = written ? json_pack("{s:o}", "bytes", json_stringn_nocheck(text, size)) : NULL;
  free(text);
  return value;
}

static json_t *decode_string(struct constants *constants, const struct token *token) {
  bool is_bytes = token->kind == TOKEN_BYTES;
  size_t begin = is_bytes ? 2 : 1, offset = 0, length = 0;
  char *decoded = NULL;
  FILE *stream = open_memstream(&decoded, &length);
  if (!stream) return NULL;
  const char *error = literal_decode(is_bytes ? LITERAL_BYTES : LITERAL_TEXT, token->text + begin,
                                     token->length - begin - 1, stream, &offset);
  fclose(stream);
  json_t *value = NULL;
  if (!error) value = is_bytes ? bytes_value(decoded, length) : json_stringn(decoded, length);
  free(decoded);
  if (value) return constants_keep(constants, token->place, value);
  struct place place = token->place;
  place.column += (unsigned)(begin + offset);
  diagnostics_error(constants->diagnostics, place, "%s", error ? error : "this text is no UTF-8");
  return NULL;
}

/* As Python's repr() writes it: the fewest digits that read back the same, and an exponent only for
 * large and small numbers. |text| has room for 40. */
static void write_float(double number, char *text) {
  int digits = 1;
  do
    snprintf(text, 40, "%.*e", digits - 1, number);
  while (strtod(text, NULL) != number && ++digits <= 17);
  const char *mark = strchr(text, 'e');
  if (!mark) return; /* inf */
  int exponent = atoi(mark + 1);
  if (exponent < -4 || exponent >= 16) return;
  snprintf(text, 40, "%.*f", digits - 1 > exponent ? digits - 1 - exponent : 1, number);
}

static json_t *float_value(const char *source, size_t length) {
  char *copy = strndup(source, length);
  if (!copy) return NULL;
  char text[40];
  write_float(strtod(copy, NULL), text);
  free(copy);
  return json_pack("{s:s}", "float", text);
}

static json_t *decode_integer(struct constants *constants, const struct token *token) {
  struct decimal number;
  if (decimal_read(token->text, token->length, &number))
    return constants_keep(constants, token->place, integer_value(&number));
  diagnostics_error(constants->diagnostics, token->place, "an integer has at most %d digits",
                    DECIMAL_DIGITS);
  return NULL;
}

json_t *constant_literal(struct constants *constants, const struct token *token) {
  if (token->kind == TOKEN_INTEGER) return decode_integer(constants, token);
  if (token->kind == TOKEN_FLOAT)
    return constants_keep(constants, token->place, float_value(token->text, token->length));
  return decode_string(constants, token);
}

/* The string or array inside a sequence's JSON form, and back. */
static json_t *content_of(enum kind kind, json_t *value) {
  return kind == KIND_BYTES   ? json_object_get(value, "bytes")
         : kind == KIND_TUPLE ? json_object_get(value, "tuple")
                              : value;
}

static json_t *sequence_value(enum kind kind, json_t *content) {
  if (kind == KIND_BYTES) return json_pack("{s:o}", "bytes", content);
  return kind == KIND_TUPLE ? json_pack("{s:o}", "tuple", content) : content;
}

static json_t *repeat_string(const json_t *string, size_t count) {
  size_t length = json_string_length(string);
  char *text = malloc(length * count + 1);
  if (!text) return NULL;
  for (size_t i = 0; i < count; i++)
    memcpy(text + i * length, json_string_value(string), length);
  json_t *repeated = json_stringn_nocheck(text, length * count);
  free(text);
  return repeated;
}

static json_t *repeat_array(json_t *array, size_t count) {
  json_t *repeated = json_array();
  for (size_t i = 0; i < count && json_array_size(array); i++)
    json_array_extend(repeated, array);
  return repeated;
}

static json_t *repeat(struct constants *constants, struct place place, json_t *sequence,
                      const json_t *times) {
  struct decimal number;
  int64_t count = 0;
  decimal_of(times, &number);
  enum kind kind = kind_of(sequence);
  json_t *content = content_of(kind, sequence);
  size_t each =
      json_is_string(content) ? json_string_length(content) : size_of(content, 0) - ELEMENT_SIZE;
  if (!decimal_to_int64(&number, &count)) count = number.negative ? 0 : INT64_MAX;
  if (count < 0 || !each) count = 0;
  size_t size = each && (uint64_t)count > CONSTANT_LARGEST / each ? CONSTANT_LARGEST + (size_t)1
                                                                  : each * (size_t)count;
  if (!charge(constants, place, size)) return NULL;
  return constants_keep(constants, place,
                        sequence_value(kind, json_is_string(content)
                                                 ? repeat_string(content, (size_t)count)
                                                 : repeat_array(content, (size_t)count)));
}

static json_t *join_strings(const json_t *a, const json_t *b) {
  size_t first = json_string_length(a), second = json_string_length(b);
  char *text = malloc(first + second + 1);
  if (!text) return NULL;
  memcpy(text, json_string_value(a), first);
  memcpy(text + first, json_string_value(b), second);
  json_t *joined = json_stringn_nocheck(text, first + second);
  free(text);
  return joined;
}

static json_t *join(struct constants *constants, struct place place, enum kind kind, json_t *a,
                    json_t *b) {
  json_t *first = content_of(kind, a), *second = content_of(kind, b);
  if (!charge(constants, place, size_of(first, 0) + size_of(second, 0))) return NULL;
  if (json_is_string(first))
    return constants_keep(constants, place, sequence_value(kind, join_strings(first, second)));
  json_t *joined = json_copy(first);
  json_array_extend(joined, second);
  return constants_keep(constants, place, sequence_value(kind, joined));
}

/* Digits of the result of a power, roughly and not too few; the work grows with their square. */
static bool charge_power(struct constants *constants, struct place place,
                         const struct decimal *base, uint64_t exponent) {
  uint64_t digits = base->count * (uint64_t)DECIMAL_LIMB_DIGITS;
  digits = exponent > DECIMAL_DIGITS ? DECIMAL_DIGITS : digits * exponent;
  if (digits > DECIMAL_DIGITS) digits = DECIMAL_DIGITS;
  return charge(constants, place, (size_t)(digits * digits / 8));
}

static bool compute_power(struct constants *constants, struct place place,
                          const struct decimal *base, const struct decimal *exponent,
                          struct decimal *result) {
  int64_t times;
  if (!decimal_to_int64(exponent, &times) || times < 0) {
    diagnostics_error(constants->diagnostics, place, "an exponent is an integer from 0 on");
    return false;
  }
  if (!charge_power(constants, place, base, (uint64_t)times)) return false;
  if (decimal_power(base, (uint64_t)times, result)) return true;
  diagnostics_error(constants->diagnostics, place, "an integer has at most %d digits",
                    DECIMAL_DIGITS);
  return false;
}

static bool compute(struct constants *constants, struct place place, const char *operator,
                    const struct decimal * a, const struct decimal *b, struct decimal *result) {
  if (strcmp(operator, "**") == 0) return compute_power(constants, place, a, b, result);
  bool fits = *operator== '+'    ? decimal_add(a, b, result)
              : * operator== '-' ? decimal_subtract(a, b, result)
                                 : decimal_multiply(a, b, result);
  if (!fits)
    diagnostics_error(constants->diagnostics, place, "an integer has at most %d digits",
                      DECIMAL_DIGITS);
  return fits;
}

static bool is_sequence(enum kind kind) {
  return kind != KIND_INTEGER && kind != KIND_OTHER;
}

json_t *constant_arithmetic(struct constants *constants, struct place place, const char *operator,
                            json_t * a, json_t *b) {
  enum kind left = kind_of(a), right = kind_of(b);
  bool is_product = strcmp(operator, "*") == 0, is_sum = strcmp(operator, "+") == 0;
  if (is_product && is_sequence(left) && right == KIND_INTEGER)
    return repeat(constants, place, a, b);
  if (is_product && is_sequence(right) && left == KIND_INTEGER)
    return repeat(constants, place, b, a);
  if (is_sum && left == right && is_sequence(left)) return join(constants, place, left, a, b);
  if (left != KIND_INTEGER || right != KIND_INTEGER) {
    diagnostics_error(constants->diagnostics, place,
                      "'%s' does not go with these values: it takes integers%s", operator,
                      is_product ? ", or a sequence and an integer"
                      : is_sum   ? ", or two sequences of one type"
                                 : "");
    return NULL;
  }
  struct decimal x, y, result;
  decimal_of(a, &x);
  decimal_of(b, &y);
  if (!compute(constants, place, operator, & x, &y, &result)) return NULL;
  return constants_keep(constants, place, integer_value(&result));
}

/* A float's text is a number's repr(): its sign stands first. */
static json_t *negate_float(const char *text) {
  if (*text == '-') return json_pack("{s:s}", "float", text + 1);
  return json_pack("{s:s++}", "float", "-", text, "");
}

json_t *constant_negate(struct constants *constants, struct place place, json_t *number) {
  const json_t *text = json_object_get(number, "float");
  if (text) return constants_keep(constants, place, negate_float(json_string_value(text)));
  if (kind_of(number) != KIND_INTEGER) {
    diagnostics_error(constants->diagnostics, place, "'-' takes a number");
    return NULL;
  }
  struct decimal opposite;
  decimal_of(number, &opposite);
  opposite.negative = opposite.count && !opposite.negative;
  return constants_keep(constants, place, integer_value(&opposite));
}
