/* A value is a plain JSON value or an object of one member, whose key is the tag. Each kind has one
 * function per question; lists and tuples differ in their tag only. */
#include "execution/value.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/literal.h"

static const struct {
  const char *tag;
  enum value_kind kind;
  json_type content;
} tags[] = {
    {"bytes", VALUE_BYTES, JSON_STRING}, {"object", VALUE_OBJECT, JSON_STRING},
    {"tuple", VALUE_TUPLE, JSON_ARRAY},  {"dict", VALUE_DICT, JSON_ARRAY},
    {"float", VALUE_FLOAT, JSON_STRING}, {"int", VALUE_INT, JSON_STRING},
    {"any", VALUE_ANY, JSON_TRUE},
};

static struct value tagged_value(json_t *json) {
  struct value none = {VALUE_NO_VALUE, json};
  if (json_object_size(json) != 1) return none;
  void *member = json_object_iter(json);
  const char *key = json_object_iter_key(member);
  json_t *content = json_object_iter_value(member);
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
    if (strcmp(key, tags[i].tag) == 0)
      return json_typeof(content) == tags[i].content ? (struct value){tags[i].kind, content} : none;
  return none;
}

struct value value_of(json_t *json) {
  if (!json) return (struct value){VALUE_NO_VALUE, NULL};
  switch (json_typeof(json)) {
  case JSON_NULL: return (struct value){VALUE_NONE, json};
  case JSON_TRUE:
  case JSON_FALSE: return (struct value){VALUE_BOOL, json};
  case JSON_INTEGER: return (struct value){VALUE_INT, json};
  case JSON_STRING: return (struct value){VALUE_STR, json};
  case JSON_ARRAY: return (struct value){VALUE_LIST, json};
  case JSON_OBJECT: return tagged_value(json);
  case JSON_REAL: break;
  }
  return (struct value){VALUE_NO_VALUE, json};
}

const char *value_type_name(struct value value) {
  static const char *const names[] = {
      [VALUE_NONE] = "NoneType", [VALUE_BOOL] = "bool",   [VALUE_INT] = "int",
      [VALUE_FLOAT] = "float",   [VALUE_STR] = "str",     [VALUE_BYTES] = "bytes",
      [VALUE_LIST] = "list",     [VALUE_TUPLE] = "tuple", [VALUE_DICT] = "dict",
      [VALUE_ANY] = "...",       [VALUE_NO_VALUE] = "?",
  };
  return value.kind == VALUE_OBJECT ? json_string_value(value.content) : names[value.kind];
}

/* --- Form
 * ----------------------------------------------------------------------------------------------------
 */

static bool is_float_text(const char *text, size_t length) {
  if (strlen(text) != length || length == 0) return false;
  if (strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0 || strcmp(text, "nan") == 0)
    return true;
  if (strspn(text, "0123456789+-.e") != length) return false;
  char *end;
  strtod(text, &end);
  return *end == '\0';
}

/* An int that a JSON number can say is written as one, so that two ints are equal when their texts
 * are. */
static bool is_large_int_text(const char *text, size_t length) {
  if (strlen(text) != length) return false;
  const char *digits = text + (*text == '-');
  size_t count = strspn(digits, "0123456789");
  if (count == 0 || digits[count] != '\0' || *digits == '0') return false;
  const char *limit = *text == '-' ? "9223372036854775808" : "9223372036854775807";
  return count > strlen(limit) || (count == strlen(limit) && strcmp(digits, limit) > 0);
}

static bool is_byte_text(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) /* U+0080 to U+00FF begin with C2 or C3 in UTF-8 */
    if ((unsigned char)text[i] > 0xC3) return false;
  return true;
}

static bool wrong(char **error, const char *what) {
  *error = memory_printf(": %s", what);
  return false;
}

/* The place of an error is put together from the inside out, so that a value without one costs no
 * text. */
static bool wrong_in_item(char **error, size_t index) {
  char *inner = *error;
  *error = memory_printf("[%zu]%s", index, inner);
  free(inner);
  return false;
}

static bool wrong_in_tag(char **error, const char *tag) {
  char *inner = *error;
  *error = memory_printf(".%s%s", tag, inner);
  free(inner);
  return false;
}

static bool check_items(json_t *array, char **error) {
  for (size_t i = 0; i < json_array_size(array); i++)
    if (!value_check(json_array_get(array, i), error)) return wrong_in_item(error, i);
  return true;
}

static bool check_pair(json_t *pair, char **error) {
  return json_array_size(pair) == 2 ? check_items(pair, error)
                                    : wrong(error, "expected [key, value]");
}

static bool check_pairs(json_t *array, char **error) {
  for (size_t i = 0; i < json_array_size(array); i++)
    if (!check_pair(json_array_get(array, i), error)) return wrong_in_item(error, i);
  return true;
}

static bool check_tagged(struct value value, char **error) {
  const char *text = json_string_value(value.content);
  size_t length = json_string_length(value.content);
  switch (value.kind) {
  case VALUE_INT:
    return is_large_int_text(text, length) ||
           wrong(error, "expected the digits of an int that does not fit into 64 bits");
  case VALUE_FLOAT:
    return is_float_text(text, length) || wrong(error, "expected a float as repr() writes it");
  case VALUE_BYTES:
    return is_byte_text(text, length) || wrong(error, "a code point past 255 is no byte");
  case VALUE_OBJECT: return length > 0 || wrong(error, "expected the name of a class");
  case VALUE_TUPLE: return check_items(value.content, error);
  case VALUE_DICT: return check_pairs(value.content, error);
  default: return wrong(error, "is only for what a page expects");
  }
}

static const char *const form_error =
    "no value; expected null, true, false, an integer, a string, an array or one of {\"bytes\": "
    "…}, "
    "{\"int\": …}, {\"float\": …}, {\"tuple\": […]}, {\"dict\": [[…, …]]}, {\"object\": …}";

bool value_check(json_t *json, char **error) {
  struct value value = value_of(json);
  if (value.kind == VALUE_NO_VALUE) return wrong(error, json ? form_error : "missing");
  if (value.kind == VALUE_LIST) return check_items(json, error);
  if (value.content == json || check_tagged(value, error)) return true;
  return wrong_in_tag(error, json_object_iter_key(json_object_iter(json)));
}

/* --- Comparison
 * ---------------------------------------------------------------------------------------------- */

/* How far two values may differ and still be alike. */
enum likeness { LIKE_EQUAL, LIKE_EXPECTED };

struct comparing {
  enum likeness likeness;
  bool undecided;
};

static bool alike(struct comparing *comparing, json_t *left, json_t *right);

static bool same_text(json_t *left, json_t *right) {
  size_t length = json_string_length(left);
  return length == json_string_length(right) &&
         memcmp(json_string_value(left), json_string_value(right), length) == 0;
}

static bool is_number(enum value_kind kind) {
  return kind == VALUE_BOOL || kind == VALUE_INT || kind == VALUE_FLOAT;
}

/* The digits of an int or bool. |room| holds those of a small one. */
static const char *int_text(struct value value, char room[32]) {
  if (value.kind == VALUE_BOOL) return json_is_true(value.content) ? "1" : "0";
  if (json_is_string(value.content)) return json_string_value(value.content);
  snprintf(room, 32, "%" JSON_INTEGER_FORMAT, json_integer_value(value.content));
  return room;
}

static double float_of(struct value value) {
  return strtod(json_string_value(value.content), NULL);
}

/* Exact, as Python compares them: no int is rounded to a float. */
static bool float_equals_int(double real, struct value integer) {
  if (!isfinite(real) || floor(real) != real) return false;
  char room[32], digits[DBL_MAX_10_EXP + 3];
  snprintf(digits, sizeof digits, "%.0f", real == 0 ? 0.0 : real); /* -0.0 has the digits of 0 */
  return strcmp(digits, int_text(integer, room)) == 0;
}

static bool same_number(struct value left, struct value right) {
  if (left.kind == VALUE_FLOAT && right.kind == VALUE_FLOAT)
    return float_of(left) == float_of(right);
  if (left.kind == VALUE_FLOAT) return float_equals_int(float_of(left), right);
  if (right.kind == VALUE_FLOAT) return float_equals_int(float_of(right), left);
  char left_room[32], right_room[32];
  return strcmp(int_text(left, left_room), int_text(right, right_room)) == 0;
}

static bool same_items(struct comparing *comparing, json_t *left, json_t *right) {
  size_t count = json_array_size(left);
  if (count != json_array_size(right)) return false;
  for (size_t i = 0; i < count; i++)
    if (!alike(comparing, json_array_get(left, i), json_array_get(right, i))) return false;
  return true;
}

static bool has_pair(struct comparing *comparing, json_t *pairs, json_t *wanted) {
  for (size_t i = 0; i < json_array_size(pairs); i++)
    if (same_items(comparing, wanted, json_array_get(pairs, i))) return true;
  return false;
}

static bool same_pairs(struct comparing *comparing, json_t *left, json_t *right) {
  if (json_array_size(left) != json_array_size(right)) return false;
  for (size_t i = 0; i < json_array_size(left); i++)
    if (!has_pair(comparing, right, json_array_get(left, i))) return false;
  return true;
}

static bool same_object(struct comparing *comparing, json_t *left, json_t *right) {
  if (!same_text(left, right)) return false;
  if (comparing->likeness == LIKE_EQUAL) comparing->undecided = true;
  return true;
}

static bool same_kind_alike(struct comparing *comparing, struct value left, struct value right) {
  switch (left.kind) {
  case VALUE_NONE: return true;
  case VALUE_BOOL:
  case VALUE_INT: return same_number(left, right);
  case VALUE_FLOAT:
    if (comparing->likeness == LIKE_EXPECTED && isnan(float_of(left)))
      return isnan(float_of(right)) != 0;
    return same_number(left, right);
  case VALUE_STR:
  case VALUE_BYTES: return same_text(left.content, right.content);
  case VALUE_LIST:
  case VALUE_TUPLE: return same_items(comparing, left.content, right.content);
  case VALUE_DICT: return same_pairs(comparing, left.content, right.content);
  case VALUE_OBJECT: return same_object(comparing, left.content, right.content);
  case VALUE_ANY:
  case VALUE_NO_VALUE: break;
  }
  return false;
}

static bool alike(struct comparing *comparing, json_t *left, json_t *right) {
  struct value a = value_of(left), b = value_of(right);
  if (a.kind == VALUE_ANY && comparing->likeness == LIKE_EXPECTED) return true;
  if (a.kind == b.kind) return same_kind_alike(comparing, a, b);
  return comparing->likeness == LIKE_EQUAL && is_number(a.kind) && is_number(b.kind) &&
         same_number(a, b);
}

bool value_equal(json_t *left, json_t *right, bool *undecided) {
  struct comparing comparing = {LIKE_EQUAL, false};
  bool is_equal = alike(&comparing, left, right);
  if (is_equal && comparing.undecided) *undecided = true;
  return is_equal;
}

bool value_matches(json_t *expected, json_t *observed) {
  struct comparing comparing = {LIKE_EXPECTED, false};
  return alike(&comparing, expected, observed);
}

bool value_truth(struct value value) {
  switch (value.kind) {
  case VALUE_NONE: return false;
  case VALUE_BOOL: return json_is_true(value.content);
  case VALUE_INT: return json_is_string(value.content) || json_integer_value(value.content) != 0;
  case VALUE_FLOAT: return float_of(value) != 0;
  case VALUE_STR:
  case VALUE_BYTES: return json_string_length(value.content) > 0;
  case VALUE_LIST:
  case VALUE_TUPLE:
  case VALUE_DICT: return json_array_size(value.content) > 0;
  case VALUE_OBJECT:
  case VALUE_ANY:
  case VALUE_NO_VALUE: break;
  }
  return true;
}

/* --- Text
 * ----------------------------------------------------------------------------------------------------
 */

size_t value_text_length(json_t *content) {
  const char *text = json_string_value(content);
  size_t length = json_string_length(content), count = 0;
  for (size_t i = 0; i < length; i++)
    count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

void value_bytes(json_t *content, unsigned char **data, size_t *length) {
  const unsigned char *text = (const unsigned char *)json_string_value(content);
  size_t text_length = json_string_length(content), count = 0;
  unsigned char *bytes = memory_array(text_length, 1);
  for (size_t i = 0; i < text_length; i++) {
    unsigned char byte = text[i];
    if (byte >= 0x80 && i + 1 < text_length)
      byte = (unsigned char)((byte & 0x03) << 6 | (text[++i] & 0x3F));
    bytes[count++] = byte;
  }
  *data = bytes;
  *length = count;
}

static void print_bytes(FILE *out, json_t *content) {
  unsigned char *data;
  size_t length;
  value_bytes(content, &data, &length);
  literal_print_bytes(out, data, length);
  free(data);
}

static void print_items(FILE *out, json_t *array) {
  for (size_t i = 0; i < json_array_size(array); i++) {
    if (i) fputs(", ", out);
    value_print_repr(out, json_array_get(array, i));
  }
}

static void print_tuple(FILE *out, json_t *array) {
  fputc('(', out);
  print_items(out, array);
  fputs(json_array_size(array) == 1 ? ",)" : ")", out);
}

static void print_list(FILE *out, json_t *array) {
  fputc('[', out);
  print_items(out, array);
  fputc(']', out);
}

static void print_dict(FILE *out, json_t *pairs) {
  fputc('{', out);
  for (size_t i = 0; i < json_array_size(pairs); i++) {
    json_t *pair = json_array_get(pairs, i);
    if (i) fputs(", ", out);
    value_print_repr(out, json_array_get(pair, 0));
    fputs(": ", out);
    value_print_repr(out, json_array_get(pair, 1));
  }
  fputc('}', out);
}

void value_print_repr(FILE *out, json_t *json) {
  struct value value = value_of(json);
  char room[32];
  switch (value.kind) {
  case VALUE_NONE: fputs("None", out); break;
  case VALUE_BOOL: fputs(json_is_true(json) ? "True" : "False", out); break;
  case VALUE_INT: fputs(int_text(value, room), out); break;
  case VALUE_FLOAT: fputs(json_string_value(value.content), out); break;
  case VALUE_STR: literal_print_text(out, json_string_value(json), json_string_length(json)); break;
  case VALUE_BYTES: print_bytes(out, value.content); break;
  case VALUE_LIST: print_list(out, value.content); break;
  case VALUE_TUPLE: print_tuple(out, value.content); break;
  case VALUE_DICT: print_dict(out, value.content); break;
  case VALUE_OBJECT: fprintf(out, "<%s>", json_string_value(value.content)); break;
  case VALUE_ANY: fputs("...", out); break;
  case VALUE_NO_VALUE: fputs("<no value>", out); break;
  }
}

void value_print_str(FILE *out, json_t *json) {
  if (json_is_string(json))
    fwrite(json_string_value(json), 1, json_string_length(json), out);
  else
    value_print_repr(out, json);
}
