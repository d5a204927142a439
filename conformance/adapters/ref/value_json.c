/* Decoding and encoding are a table each: by tag, and by kind of value. Decoding checks everything,
 * for what hcspec sends is input like any other. */
#include "value_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contexts.h"
#include "float_text.h"
#include "hc/limits.h"
#include "memory.h"
#include "octets.h"
#include "stream_transport.h"
#include "text/literal.h"

/* --- Decoding --- */

struct decoder {
  const struct value_source *source;
  const char **what;
  struct hc_error *error;
};

typedef enum decoding decode_function(const struct decoder *decoder, json_t *content,
                                      struct value **value);

static enum decoding ill_formed(const struct decoder *decoder, const char *what) {
  *decoder->what = what;
  return DECODING_ILL_FORMED;
}

static struct hc_span json_text(json_t *string) {
  return hc_span_make(json_string_value(string), json_string_length(string));
}

static enum decoding decode(const struct decoder *decoder, json_t *said, struct value **value);

static enum decoding decode_octets(const struct decoder *decoder, enum value_kind kind,
                                   json_t *content, struct value **value) {
  if (!json_is_string(content)) return ill_formed(decoder, "bytes that are no string");
  struct hc_buffer octets = {0};
  enum octets_fault fault = octets_from_text(json_text(content), &octets);
  if (fault == OCTETS_NO_MEMORY) require_memory(NULL);
  if (fault == OCTETS_OK) *value = value_content(kind, &octets);
  hc_buffer_free(&octets);
  return fault == OCTETS_OK ? DECODED : ill_formed(decoder, "bytes with a code point above 255");
}

static enum decoding decode_bytes(const struct decoder *decoder, json_t *content,
                                  struct value **value) {
  return decode_octets(decoder, VALUE_BYTES, content, value);
}

static enum decoding decode_bytearray(const struct decoder *decoder, json_t *content,
                                      struct value **value) {
  return decode_octets(decoder, VALUE_BYTEARRAY, content, value);
}

static enum decoding decode_file(const struct decoder *decoder, json_t *content,
                                 struct value **value) {
  json_t *octets = json_object_get(content, "bytes");
  if (json_object_size(content) != 1 || !octets)
    return ill_formed(decoder, "a file whose content is not bytes");
  return decode_octets(decoder, VALUE_FILE, octets, value);
}

/* A stream is a file whose bytes a transport gives. */
static enum decoding decode_failing_stream(const struct decoder *decoder, json_t *content,
                                           enum hc_kind failure, struct value **value) {
  struct value *file;
  enum decoding decoding = decode_file(decoder, content, &file);
  if (decoding != DECODED) return decoding;
  *value = value_stream(stream_transport_new(value_span(file), failure));
  value_release(file);
  return DECODED;
}

static enum decoding decode_stream(const struct decoder *decoder, json_t *content,
                                   struct value **value) {
  return decode_failing_stream(decoder, content, HC_OK, value);
}

static enum decoding decode_text_file(const struct decoder *decoder, json_t *content,
                                      struct value **value) {
  if (!json_is_string(content)) return ill_formed(decoder, "a textfile that is no string");
  *value = value_text(json_text(content));
  (*value)->kind = VALUE_TEXT_FILE;
  return DECODED;
}

static enum decoding decode_int(const struct decoder *decoder, json_t *content,
                                struct value **value) {
  struct hc_span text = json_text(content);
  bool negative = text.size && text.data[0] == '-';
  size_t digits = text.size ? strspn(text.data + negative, "0123456789") : 0;
  if (digits == 0 || digits + negative != text.size || digits > HC_LIMIT_DECIMAL_DIGITS)
    return ill_formed(decoder, "an int that is not 1 to 4300 digits");
  *value = value_big_int(text);
  return DECODED;
}

static enum decoding decode_float(const struct decoder *decoder, json_t *content,
                                  struct value **value) {
  double real;
  if (!json_is_string(content) || !float_read(json_string_value(content), &real))
    return ill_formed(decoder, "a float that is no number");
  *value = value_float(real);
  return DECODED;
}

static enum decoding decode_items(const struct decoder *decoder, enum value_kind kind,
                                  json_t *content, struct value **value) {
  if (!json_is_array(content)) return ill_formed(decoder, "items that are no array");
  struct value *items = value_items(kind);
  size_t index;
  json_t *said;
  json_array_foreach(content, index, said) {
    struct value *item;
    enum decoding decoding = decode(decoder, said, &item);
    if (decoding != DECODED) {
      value_release(items);
      return decoding;
    }
    value_append(items, item);
  }
  *value = items;
  return DECODED;
}

static enum decoding decode_tuple(const struct decoder *decoder, json_t *content,
                                  struct value **value) {
  return decode_items(decoder, VALUE_TUPLE, content, value);
}

static enum decoding decode_chunks(const struct decoder *decoder, json_t *content,
                                   struct value **value) {
  return decode_items(decoder, VALUE_CHUNKS, content, value);
}

static bool is_hashable(const struct value *value) {
  return value->kind != VALUE_LIST && value->kind != VALUE_DICT && value->kind != VALUE_BYTEARRAY;
}

/* Adds a [key, value] pair to |dict|. */
static enum decoding decode_pair(const struct decoder *decoder, json_t *said, struct value *dict) {
  if (json_array_size(said) != 2) return ill_formed(decoder, "a dict that has no pairs");
  struct value *pair;
  enum decoding decoding = decode_items(decoder, VALUE_TUPLE, said, &pair);
  if (decoding != DECODED) return decoding;
  if (is_hashable(pair->items[0])) {
    value_append(dict, value_retain(pair->items[0]));
    value_append(dict, value_retain(pair->items[1]));
  } else {
    decoding = ill_formed(decoder, "a dict with a key that is not hashable");
  }
  value_release(pair);
  return decoding;
}

static enum decoding decode_dict(const struct decoder *decoder, json_t *content,
                                 struct value **value) {
  if (!json_is_array(content)) return ill_formed(decoder, "a dict that is no array");
  struct value *dict = value_items(VALUE_DICT);
  enum decoding decoding = DECODED;
  for (size_t i = 0; i < json_array_size(content) && decoding == DECODED; i++)
    decoding = decode_pair(decoder, json_array_get(content, i), dict);
  if (decoding == DECODED)
    *value = dict;
  else
    value_release(dict);
  return decoding;
}

static enum decoding decode_reference(const struct decoder *decoder, json_t *content,
                                      struct value **value) {
  if (!json_is_string(content)) return ill_formed(decoder, "a ref that is no string");
  const char *name = json_string_value(content);
  struct value *found = environment_find(decoder->source->environment, name);
  if (found) {
    *value = value_retain(found);
    return DECODED;
  }
  *decoder->what = name;
  return DECODING_UNBOUND;
}

static enum decoding decode_option(const struct decoder *decoder, const char *name, json_t *said,
                                   struct value *options) {
  struct value *option;
  enum decoding decoding = decode(decoder, said, &option);
  if (decoding != DECODED) return decoding;
  value_append(options, value_text(hc_str(name)));
  value_append(options, option);
  return DECODED;
}

static enum decoding decode_context(const struct decoder *decoder, json_t *content,
                                    struct value **value) {
  if (!json_is_object(content)) return ill_formed(decoder, "a context that is no object");
  struct value *options = value_items(VALUE_DICT);
  enum decoding decoding = DECODED;
  const char *name;
  json_t *said;
  json_object_foreach(content, name, said) {
    decoding = decode_option(decoder, name, said, options);
    if (decoding != DECODED) break;
  }
  if (decoding == DECODED)
    decoding = context_make(options, decoder->source, value, decoder->what, decoder->error);
  value_release(options);
  return decoding;
}

static const struct {
  const char *tag;
  decode_function *decode;
} decoders[] = {
    {"bytes", decode_bytes},   {"bytearray", decode_bytearray}, {"int", decode_int},
    {"float", decode_float},   {"tuple", decode_tuple},         {"dict", decode_dict},
    {"ref", decode_reference}, {"file", decode_file},           {"textfile", decode_text_file},
    {"chunks", decode_chunks}, {"stream", decode_stream},       {"context", decode_context},
};

/* What {…, "raises": name} raises where it ends; HC_OK for what nothing raises. */
static enum hc_kind failure_named(const char *name) {
  static const enum hc_kind failures[] = {HC_OS_ERROR, HC_RUNTIME_ERROR, HC_VALUE_ERROR};
  for (size_t i = 0; name && i < sizeof failures / sizeof failures[0]; i++)
    if (strcmp(hc_kind_name(failures[i]), name) == 0) return failures[i];
  return HC_OK;
}

static enum decoding decode_failing(const struct decoder *decoder, json_t *said,
                                    struct value **value) {
  static const struct {
    const char *tag;
    decode_function *decode;
  } failing[] = {{"file", decode_file}, {"textfile", decode_text_file}, {"chunks", decode_chunks}};
  enum hc_kind failure = failure_named(json_string_value(json_object_get(said, "raises")));
  if (failure == HC_OK) return ill_formed(decoder, "an unknown exception to raise");
  json_t *content = json_object_get(said, "stream");
  if (content) return decode_failing_stream(decoder, content, failure, value);
  for (size_t i = 0; i < sizeof failing / sizeof failing[0]; i++) {
    content = json_object_get(said, failing[i].tag);
    if (!content) continue;
    enum decoding decoding = failing[i].decode(decoder, content, value);
    if (decoding == DECODED) value_failing(*value, failure);
    return decoding;
  }
  return ill_formed(decoder, "a value that cannot raise");
}

static enum decoding decode_tagged(const struct decoder *decoder, json_t *said,
                                   struct value **value) {
  if (json_object_size(said) == 2 && json_object_get(said, "raises"))
    return decode_failing(decoder, said, value);
  if (json_object_size(said) != 1) return ill_formed(decoder, "an object without exactly one tag");
  for (size_t i = 0; i < sizeof decoders / sizeof decoders[0]; i++) {
    json_t *content = json_object_get(said, decoders[i].tag);
    if (content) return decoders[i].decode(decoder, content, value);
  }
  return ill_formed(decoder, "an object with an unknown tag");
}

static enum decoding decode(const struct decoder *decoder, json_t *said, struct value **value) {
  switch (json_typeof(said)) {
  case JSON_OBJECT: return decode_tagged(decoder, said, value);
  case JSON_ARRAY: return decode_items(decoder, VALUE_LIST, said, value);
  case JSON_REAL: return ill_formed(decoder, "a number with a fraction");
  case JSON_STRING: *value = value_text(json_text(said)); break;
  case JSON_INTEGER: *value = value_int(json_integer_value(said)); break;
  case JSON_NULL: *value = value_none(); break;
  default: *value = value_bool(json_is_true(said)); break;
  }
  return DECODED;
}

enum decoding value_decode(json_t *said, const struct value_source *source, struct value **value,
                           const char **what, struct hc_error *error) {
  const struct decoder decoder = {source, what, error};
  return decode(&decoder, said, value);
}

/* --- Encoding --- */

static json_t *tagged(const char *tag, json_t *content) {
  return content ? json_pack("{s:o}", tag, content) : NULL;
}

static json_t *encode_object(const struct value *value) {
  return tagged("object", json_string(value_class_name(value)));
}

static json_t *encode_escaped(struct hc_span text) {
  char *escaped = NULL;
  size_t size = 0;
  FILE *out = require_memory(open_memstream(&escaped, &size));
  literal_print_safe(out, text.data, text.size);
  if (fclose(out) != 0) require_memory(NULL);
  json_t *said = json_stringn(escaped, size);
  free(escaped);
  return said;
}

json_t *text_encode(struct hc_span text) {
  json_t *said = json_stringn(text.data ? text.data : "", text.size);
  return said ? said : encode_escaped(text);
}

json_t *latin1_encode(struct hc_span latin1) {
  struct hc_buffer text = {0};
  if (!octets_to_text(latin1, &text)) require_memory(NULL);
  json_t *said = text_encode(hc_buffer_span(&text));
  hc_buffer_free(&text);
  return said;
}

json_t *octets_encode(struct hc_span octets) {
  return tagged("bytes", latin1_encode(octets));
}

static json_t *encode_text(const struct value *value) {
  json_t *said = json_stringn(value->bytes.size ? value->bytes.data : "", value->bytes.size);
  return said ? said : encode_object(value);
}

static json_t *encode_float(const struct value *value) {
  char text[FLOAT_TEXT_SIZE];
  float_repr(value->real, text);
  return tagged("float", json_string(text));
}

static json_t *encode_items(const struct value *value) {
  json_t *array = json_array();
  for (size_t i = 0; i < value->item_count; i++)
    if (json_array_append_new(array, value_encode(value->items[i])) != 0) require_memory(NULL);
  return array;
}

static json_t *encode_pairs(const struct value *value) {
  json_t *array = json_array();
  for (size_t i = 0; i + 1 < value->item_count; i += 2) {
    json_t *pair =
        json_pack("[o,o]", value_encode(value->items[i]), value_encode(value->items[i + 1]));
    if (json_array_append_new(array, pair) != 0) require_memory(NULL);
  }
  return array;
}

json_t *value_encode(const struct value *value) {
  switch (value->kind) {
  case VALUE_NONE: return json_null();
  case VALUE_BOOL: return json_boolean(value->integer);
  case VALUE_INT: return json_integer(value->integer);
  case VALUE_BIG_INT: return tagged("int", text_encode(value_span(value)));
  case VALUE_FLOAT: return encode_float(value);
  case VALUE_TEXT: return encode_text(value);
  case VALUE_BYTES:
  case VALUE_BYTEARRAY: return octets_encode(value_span(value));
  case VALUE_LIST: return encode_items(value);
  case VALUE_TUPLE: return tagged("tuple", encode_items(value));
  case VALUE_DICT: return tagged("dict", encode_pairs(value));
  default: return encode_object(value);
  }
}
