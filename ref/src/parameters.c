/* A value is cut at its semicolons; then the parts of one parameter (RFC 2231) are joined.
 *
 * Names and values are written to `list->text`, which has room for all of them from the start, so
 * that spans of it stay where they are. */
#include "hc/parameters.h"

#include <stdlib.h>

#include "latin1.h"
#include "parameter_text.h"
#include "raise.h"

/* What is written for each byte of a field's value, at most: a name once; a value as it is, joined,
 * and three times with each byte escaped; and quotes. */
enum { TEXT_PER_BYTE = 12, TEXT_AROUND = 16 };

/* One part of a parameter of RFC 2231: name*, name*0, name*0*. */
struct part {
  struct hc_span name;   /* up to the '*' */
  struct hc_span number; /* its digits without leading zeros; empty if it has none */
  struct hc_span value;
  bool is_encoded; /* "%41" stands for a byte */
  size_t index;    /* among all parts */
  size_t group;    /* the index of the first part of this name */
};

/* A field's value that is being read. */
struct reading {
  struct hc_parameter_list *list;
  bool keep_quotes;
  struct hc_buffer parts; /* of struct part */
};

/* --- Text --- */

static void put(struct hc_buffer *text, char byte) {
  text->data[text->size++] = byte;
}

/* What was written since `text` had `size` bytes. */
static struct hc_span written(const struct hc_buffer *text, size_t size) {
  return hc_span_make(text->data + size, text->size - size);
}

static struct hc_span write_name(struct hc_buffer *text, struct hc_span name, bool in_lower_case) {
  size_t size = text->size;
  for (size_t i = 0; i < name.size; i++)
    put(text, in_lower_case ? hc_lower_latin1(name.data[i]) : name.data[i]);
  return written(text, size);
}

static struct hc_span write_unquoted(struct hc_buffer *text, struct hc_span value) {
  size_t size = text->size;
  text->size += hc_unquote(value, text->data + size);
  return written(text, size);
}

/* email.utils.quote(). */
static void write_escaped(struct hc_buffer *text, struct hc_span value) {
  for (size_t i = 0; i < value.size; i++) {
    if (value.data[i] == '"' || value.data[i] == '\\') put(text, '\\');
    put(text, value.data[i]);
  }
}

static struct hc_span write_between_quotes(struct hc_buffer *text, struct hc_span value) {
  size_t size = text->size;
  put(text, '"');
  if (value.size > 0) memcpy(text->data + text->size, value.data, value.size);
  text->size += value.size;
  put(text, '"');
  return written(text, size);
}

static int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  digit = hc_lower(digit);
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* The value of a part: with `is_encoded` each "%41" is a byte, and other '%' are themselves. */
static void write_part(struct hc_buffer *text, const struct part *part) {
  struct hc_span value = part->value;
  for (size_t i = 0; i < value.size; i++) {
    bool escaped = part->is_encoded && value.data[i] == '%' && i + 2 < value.size;
    int high = escaped ? hex_value(value.data[i + 1]) : -1;
    int low = escaped ? hex_value(value.data[i + 2]) : -1;
    bool is_byte = high >= 0 && low >= 0;
    unsigned char byte = (unsigned char)value.data[i];
    if (is_byte) byte = (unsigned char)((unsigned)high << 4 | (unsigned)low);
    put(text, (char)byte);
    if (is_byte) i += 2;
  }
}

/* --- Parts --- */

static bool is_word(char byte) {
  return (byte >= '0' && byte <= '9') || (hc_lower(byte) >= 'a' && hc_lower(byte) <= 'z') ||
         byte == '_';
}

/* Whether `name` is that of a part, which then has name and number. */
static bool read_part_name(struct hc_span name, struct part *part) {
  size_t size = 0, digits = 0, zeros = 0;
  while (size < name.size && is_word(name.data[size]))
    size++;
  if (size == 0 || size == name.size || name.data[size] != '*') return false;
  struct hc_span rest = hc_from(name, size + 1);
  while (digits < rest.size && rest.data[digits] >= '0' && rest.data[digits] <= '9')
    digits++;
  struct hc_span end = hc_from(rest, digits);
  if (end.size > 0 && (digits == 0 || !hc_span_equal(end, hc_str("*")))) return false;
  while (zeros + 1 < digits && rest.data[zeros] == '0')
    zeros++;
  part->name = hc_span_make(name.data, size);
  part->number = hc_span_make(rest.data + zeros, digits - zeros);
  return true;
}

static int compare_bytes(struct hc_span a, struct hc_span b) {
  size_t common = a.size < b.size ? a.size : b.size;
  int order = common > 0 ? memcmp(a.data, b.data, common) : 0;
  return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_sizes(size_t a, size_t b) {
  return (a > b) - (a < b);
}

/* For qsort(): by name, the first of a name before the others. */
static int compare_names(const void *left, const void *right) {
  const struct part *a = left, *b = right;
  int order = compare_bytes(a->name, b->name);
  return order != 0 ? order : compare_sizes(a->index, b->index);
}

/* For qsort(): by group and number, then as Python goes on to compare. */
static int compare_parts(const void *left, const void *right) {
  const struct part *a = left, *b = right;
  int order = compare_sizes(a->group, b->group);
  if (order == 0) order = compare_sizes(a->number.size, b->number.size);
  if (order == 0) order = compare_bytes(a->number, b->number);
  if (order == 0) order = compare_bytes(a->value, b->value);
  return order != 0 ? order : a->is_encoded - b->is_encoded;
}

/* Puts parts of one name together, names in the order in which they came. */
static void sort_parts(struct part *parts, size_t count) {
  if (count == 0) return;
  for (size_t i = 0; i < count; i++)
    parts[i].index = i;
  qsort(parts, count, sizeof *parts, compare_names);
  for (size_t i = 0; i < count; i++) {
    bool same = i > 0 && hc_span_equal(parts[i].name, parts[i - 1].name);
    parts[i].group = same ? parts[i - 1].group : parts[i].index;
  }
  qsort(parts, count, sizeof *parts, compare_parts);
}

/* --- Parameters --- */

static bool add_parameter(struct reading *reading, struct hc_parameter parameter) {
  const struct hc_span bytes = {(const char *)&parameter, sizeof parameter};
  return hc_buffer_append(&reading->list->parameters, bytes);
}

/* Adds what stands between two semicolons; the first of it keeps the quotes that it came with. */
static bool add_text(struct reading *reading, struct hc_span text, bool is_first) {
  struct hc_buffer *into = &reading->list->text;
  struct hc_span name = hc_before(text, '=');
  bool has_value = name.size < text.size;
  struct hc_span value = hc_from(text, has_value ? name.size + 1 : name.size);
  name = write_name(into, hc_strip(name, HC_CLASS_SPACE), has_value);
  value = hc_strip(value, HC_CLASS_SPACE);
  struct part part = {.value = write_unquoted(into, value)};
  part.is_encoded = name.size > 0 && name.data[name.size - 1] == '*';
  if (!is_first && read_part_name(name, &part))
    return hc_buffer_append(&reading->parts, hc_span_make((const char *)&part, sizeof part));
  struct hc_parameter parameter = {.name = name, .value = part.value};
  size_t start = into->size;
  if (reading->keep_quotes && is_first) {
    parameter.value = write_name(into, value, false);
  } else if (reading->keep_quotes) {
    write_escaped(into, part.value);
    parameter.value = write_between_quotes(into, written(into, start));
  }
  return add_parameter(reading, parameter);
}

/* Cuts "charset'language'value" into its three; without two ticks it is a value alone. */
static void read_extended(struct hc_span text, struct hc_parameter *parameter) {
  struct hc_span charset = hc_before(text, '\'');
  parameter->is_extended = true;
  parameter->value = text;
  if (charset.size == text.size) return;
  struct hc_span rest = hc_from(text, charset.size + 1);
  struct hc_span language = hc_before(rest, '\'');
  if (language.size == rest.size) return;
  parameter->has_charset = true;
  parameter->charset = charset;
  parameter->language = language;
  parameter->value = hc_from(rest, language.size + 1);
}

/* Joins the first parts of `parts`, those of one name, to a parameter. Returns how many there are;
 * 0 without memory. */
static size_t add_joined(struct reading *reading, const struct part *parts, size_t count) {
  struct hc_buffer *into = &reading->list->text;
  struct hc_parameter parameter = {.name = parts[0].name};
  bool is_extended = false;
  size_t joined = 0, start = into->size;
  for (; joined < count && parts[joined].group == parts[0].group; joined++) {
    write_part(into, &parts[joined]);
    is_extended = is_extended || parts[joined].is_encoded;
  }
  parameter.value = written(into, start);
  start = into->size;
  write_escaped(into, parameter.value);
  struct hc_span escaped = written(into, start);
  if (is_extended) read_extended(escaped, &parameter);
  if (is_extended) escaped = parameter.value;
  if (is_extended || reading->keep_quotes) {
    parameter.value = write_between_quotes(into, escaped);
    if (!reading->keep_quotes) parameter.value = write_unquoted(into, parameter.value);
  }
  return add_parameter(reading, parameter) ? joined : 0;
}

static bool read_value(struct reading *reading, struct hc_span value) {
  if (!hc_buffer_reserve(&reading->list->text, value.size * TEXT_PER_BYTE + TEXT_AROUND))
    return false;
  bool is_first = true, goes_on = true;
  while (goes_on) {
    size_t size = value.size;
    struct hc_span text = hc_take_parameter(&value);
    goes_on = text.size < size; /* it ended with a semicolon */
    if (!add_text(reading, text, is_first)) return false;
    is_first = false;
  }
  struct part *parts = (struct part *)(void *)reading->parts.data;
  size_t count = reading->parts.size / sizeof *parts;
  sort_parts(parts, count);
  for (size_t i = 0, joined; i < count; i += joined) {
    joined = add_joined(reading, parts + i, count - i);
    if (joined == 0) return false;
  }
  return true;
}

enum hc_kind hc_message_parameters(const struct hc_message *message, struct hc_span field,
                                   bool keep_quotes, struct hc_parameter_list *list, bool *found,
                                   struct hc_error *error) {
  struct hc_span value;
  hc_buffer_empty(&list->text);
  hc_buffer_empty(&list->parameters);
  *found = hc_message_get(message, field, &value);
  if (!*found) return HC_OK;
  struct reading reading = {list, keep_quotes, hc_buffer_make(list->text.allocator, 0)};
  bool complete = read_value(&reading, value);
  hc_buffer_free(&reading.parts);
  if (complete) return HC_OK;
  hc_buffer_empty(&list->text);
  hc_buffer_empty(&list->parameters);
  return hc_raise_memory(error);
}

static const struct hc_parameter *parameters_of(const struct hc_parameter_list *list) {
  return (const struct hc_parameter *)(const void *)list->parameters.data;
}

size_t hc_parameter_count(const struct hc_parameter_list *list) {
  return list->parameters.size / sizeof(struct hc_parameter);
}

struct hc_parameter hc_parameter_at(const struct hc_parameter_list *list, size_t index) {
  const struct hc_parameter none = {.is_extended = false};
  return index < hc_parameter_count(list) ? parameters_of(list)[index] : none;
}

static bool equals_in_lower_case(struct hc_span a, struct hc_span b) {
  if (a.size != b.size) return false;
  for (size_t i = 0; i < a.size; i++)
    if (hc_lower_latin1(a.data[i]) != hc_lower_latin1(b.data[i])) return false;
  return true;
}

bool hc_parameter_find(const struct hc_parameter_list *list, struct hc_span name,
                       struct hc_parameter *parameter) {
  for (size_t i = 0; i < hc_parameter_count(list); i++) {
    if (!equals_in_lower_case(parameters_of(list)[i].name, name)) continue;
    *parameter = parameters_of(list)[i];
    return true;
  }
  return false;
}

void hc_parameter_list_free(struct hc_parameter_list *list) {
  hc_buffer_free(&list->text);
  hc_buffer_free(&list->parameters);
}
