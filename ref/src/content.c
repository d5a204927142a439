#include "hc/content.h"

#include "decode.h"
#include "hc/parameters.h"
#include "latin1.h"
#include "parameter_text.h"
#include "raise.h"
#include "repr.h"
#include "unicode.h"

/* --- The type --- */

static bool has_one_slash(struct hc_span type) {
  struct hc_span main = hc_before(type, '/');
  if (main.size == type.size) return false;
  struct hc_span sub = hc_from(type, main.size + 1);
  return hc_before(sub, '/').size == sub.size;
}

enum hc_kind hc_message_content_type(const struct hc_message *message, struct hc_buffer *type,
                                     struct hc_error *error) {
  struct hc_span value = hc_str(NULL);
  bool found = hc_message_get(message, hc_str("content-type"), &value);
  value = hc_strip(hc_before(value, ';'), HC_CLASS_SPACE);
  if (!found || !has_one_slash(value)) value = hc_str("text/plain");
  if (!hc_buffer_reserve(type, value.size)) return hc_raise_memory(error);
  for (size_t i = 0; i < value.size; i++)
    type->data[type->size++] = hc_lower_latin1(value.data[i]);
  return HC_OK;
}

/* --- Charsets --- */

enum codec { CODEC_UNKNOWN, CODEC_ASCII, CODEC_LATIN1, CODEC_UTF8 };

static const struct codec_name {
  const char *name; /* in lower case, '-' for what stands between its words */
  enum codec codec;
} codec_names[] = {
    {"us-ascii", CODEC_ASCII}, {"ascii", CODEC_ASCII},       {"utf-8", CODEC_UTF8},
    {"utf8", CODEC_UTF8},      {"iso-8859-1", CODEC_LATIN1}, {"iso8859-1", CODEC_LATIN1},
    {"latin-1", CODEC_LATIN1}, {"latin1", CODEC_LATIN1},
};

static bool names_codec(struct hc_span charset, const char *name) {
  if (charset.size != strlen(name)) return false;
  for (size_t i = 0; i < charset.size; i++) {
    char byte = charset.data[i] == '_' ? '-' : hc_lower(charset.data[i]);
    if (byte != name[i]) return false;
  }
  return true;
}

static enum codec codec_of(struct hc_span charset) {
  for (size_t i = 0; i < sizeof codec_names / sizeof codec_names[0]; i++)
    if (names_codec(charset, codec_names[i].name)) return codec_names[i].codec;
  return CODEC_UNKNOWN;
}

static bool decode_ascii(struct hc_span bytes, struct hc_buffer *into) {
  for (size_t i = 0; i < bytes.size; i++) {
    struct hc_span byte = hc_span_make(bytes.data + i, 1);
    if (!hc_buffer_append(into, hc_is_ascii(byte) ? byte : hc_str("\xEF\xBF\xBD"))) return false;
  }
  return true;
}

/* Text in a charset that is not known is taken for Latin-1, and unquoted once more. */
static bool decode_unknown(struct hc_span text, struct hc_buffer *into) {
  struct hc_buffer unquoted = hc_buffer_make(into->allocator, 0);
  bool complete = hc_buffer_append(&unquoted, text);
  if (complete && text.size > 0) unquoted.size = hc_unquote(text, unquoted.data);
  complete = complete && hc_latin1_to_utf8(hc_buffer_span(&unquoted), into);
  hc_buffer_free(&unquoted);
  return complete;
}

/* email.utils.collapse_rfc2231_value(): the parameter as one text. */
static bool decode_parameter(const struct hc_parameter *parameter, struct hc_buffer *into) {
  if (!parameter->is_extended) return decode_unknown(parameter->value, into);
  enum codec codec = parameter->has_charset ? codec_of(parameter->charset) : CODEC_ASCII;
  switch (codec) {
  case CODEC_ASCII: return decode_ascii(parameter->value, into);
  case CODEC_LATIN1: return hc_latin1_to_utf8(parameter->value, into);
  case CODEC_UTF8: return hc_decode_replacing(parameter->value, into);
  case CODEC_UNKNOWN: break;
  }
  return decode_unknown(parameter->value, into);
}

/* --- Parameters as text --- */

/* Without white space at its end and, with `both_ends`, at its beginning. */
static struct hc_span strip(struct hc_span text, bool both_ends) {
  struct hc_span rest = text;
  size_t start = both_ends ? text.size : 0, end = 0;
  while (rest.size > 0) {
    size_t at = text.size - rest.size;
    if (hc_unicode_is_space(hc_utf8_next(&rest))) continue;
    if (start > at) start = at;
    end = text.size - rest.size;
  }
  return end > start ? hc_span_make(text.data + start, end - start) : hc_from(text, text.size);
}

/* Finds the parameter `name` of `field`, and appends its text if there is one. */
static enum hc_kind append_parameter(const struct hc_message *message, const char *field,
                                     const char *name, struct hc_buffer *into, bool *found,
                                     struct hc_error *error) {
  struct hc_parameter_list list = {.text = hc_buffer_make(into->allocator, 0),
                                   .parameters = hc_buffer_make(into->allocator, 0)};
  struct hc_parameter parameter;
  enum hc_kind kind = hc_message_parameters(message, hc_str(field), false, &list, found, error);
  *found = kind == HC_OK && *found && hc_parameter_find(&list, hc_str(name), &parameter);
  if (*found && !decode_parameter(&parameter, into)) kind = hc_raise_memory(error);
  hc_parameter_list_free(&list);
  return kind;
}

/* Appends what `decoded` holds, stripped, to `into`, unless making it has failed with `kind`. */
static enum hc_kind append_stripped(enum hc_kind kind, struct hc_buffer *decoded, bool both_ends,
                                    struct hc_buffer *into, struct hc_error *error) {
  if (kind == HC_OK && !hc_buffer_append(into, strip(hc_buffer_span(decoded), both_ends)))
    kind = hc_raise_memory(error);
  hc_buffer_free(decoded);
  return kind;
}

enum hc_kind hc_message_filename(const struct hc_message *message, struct hc_buffer *filename,
                                 bool *found, struct hc_error *error) {
  struct hc_buffer decoded = hc_buffer_make(filename->allocator, 0);
  enum hc_kind kind =
      append_parameter(message, "content-disposition", "filename", &decoded, found, error);
  if (kind == HC_OK && !*found)
    kind = append_parameter(message, "content-type", "name", &decoded, found, error);
  return append_stripped(kind, &decoded, true, filename, error);
}

enum hc_kind hc_message_boundary(const struct hc_message *message, struct hc_buffer *boundary,
                                 bool *found, struct hc_error *error) {
  struct hc_buffer decoded = hc_buffer_make(boundary->allocator, 0);
  enum hc_kind kind = append_parameter(message, "content-type", "boundary", &decoded, found, error);
  return append_stripped(kind, &decoded, false, boundary, error);
}

/* Whatever a codec makes of text that is not ASCII, it is not ASCII; and of ASCII text the codecs
 * that are decoded make the same. */
enum hc_kind hc_message_charset(const struct hc_message *message, struct hc_buffer *charset,
                                bool *found, struct hc_error *error) {
  struct hc_parameter_list list = {.text = hc_buffer_make(charset->allocator, 0),
                                   .parameters = hc_buffer_make(charset->allocator, 0)};
  struct hc_parameter parameter;
  enum hc_kind kind =
      hc_message_parameters(message, hc_str("content-type"), false, &list, found, error);
  *found = kind == HC_OK && *found && hc_parameter_find(&list, hc_str("charset"), &parameter) &&
           hc_is_ascii(parameter.value);
  size_t start = charset->size;
  if (*found && !hc_buffer_append(charset, parameter.value)) kind = hc_raise_memory(error);
  for (size_t i = start; i < charset->size; i++)
    charset->data[i] = hc_lower(charset->data[i]);
  hc_parameter_list_free(&list);
  return kind;
}
