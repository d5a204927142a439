#include "hc/message_text.h"

#include "encode.h"
#include "folding.h"
#include "hc/content.h"
#include "latin1.h"
#include "parameter_text.h"
#include "raise.h"
#include "repr.h"

/* What as_bytes() folds at, and what stands for no limit. */
enum { BYTES_MAX_LINE = 78, NO_MAX_LINE = 1000000 };

/* --- Fields --- */

static bool is_blank(char byte) {
  return byte == ' ' || byte == '\t';
}

/* Whether something like a field begins a line of `value`: LF, then text with no blank before a
 * ':'. */
static bool embeds_field(struct hc_span value) {
  size_t line = 0; /* where the first LF since the last blank stands, plus one; 0: there is none */
  for (size_t i = 0; i < value.size; i++) {
    if (is_blank(value.data[i]))
      line = 0;
    else if (line == 0 && value.data[i] == '\n')
      line = i + 1;
    else if (line != 0 && value.data[i] == ':' && i > line)
      return true;
  }
  return false;
}

/* Deviation unfolded-lines: CPython writes such a field, up to edition 3.12 and in as_bytes().
 *
 * Whether a line of `field`, the last one's end left out, begins without a blank. */
static bool breaks_line(struct hc_span field) {
  for (size_t i = 0; i + 1 < field.size; i++) {
    char next = field.data[i + 1];
    bool ends = field.data[i] == '\n' || (field.data[i] == '\r' && next != '\n');
    if (ends && !is_blank(next)) return true;
  }
  return false;
}

/* An error whose text is `what` and repr() of the Latin-1 `text`. */
static enum hc_kind raise_about(struct hc_error *error, enum hc_kind kind, const char *what,
                                struct hc_span text) {
  const struct hc_allocator *allocator = error != NULL ? error->allocator : NULL;
  struct hc_buffer utf8 = hc_buffer_make(allocator, 0), repr = hc_buffer_make(allocator, 0);
  bool complete = hc_latin1_to_utf8(text, &utf8) && hc_repr_text(hc_buffer_span(&utf8), &repr);
  const struct hc_span parts[] = {hc_str(what), hc_buffer_span(&repr)};
  if (complete)
    hc_raise_joined(error, kind, parts, 2);
  else
    kind = hc_raise_memory(error);
  hc_buffer_free(&utf8);
  hc_buffer_free(&repr);
  return error != NULL ? error->kind : kind;
}

static enum hc_kind append_field(struct hc_field field, size_t max_line, struct hc_buffer *text,
                                 struct hc_error *error) {
  size_t start = text->size;
  bool complete = hc_buffer_append(text, field.name) && hc_buffer_append(text, hc_str(": "));
  size_t value_start = text->size;
  complete = complete && hc_fold(field.value, field.name.size + 2, max_line, text);
  if (!complete) return hc_raise_memory(error);
  struct hc_span value = hc_from(hc_buffer_span(text), value_start);
  if (embeds_field(value))
    return raise_about(error, HC_HEADER_PARSE_ERROR,
                       "header value appears to contain an embedded header: ", value);
  bool broken = breaks_line(hc_from(hc_buffer_span(text), start));
  if (!hc_buffer_append(text, hc_str("\n"))) return hc_raise_memory(error);
  if (broken)
    return raise_about(error, HC_HEADER_WRITE_ERROR,
                       "folded header contains newline: ", hc_from(hc_buffer_span(text), start));
  return HC_OK;
}

/* Appends the fields and the blank line. */
static enum hc_kind append_fields(const struct hc_message *message, size_t max_line,
                                  struct hc_buffer *text, struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  for (size_t i = 0; i < hc_message_count(message) && kind == HC_OK; i++)
    kind = append_field(hc_message_field(message, i), max_line, text, error);
  if (kind == HC_OK && !hc_buffer_append(text, hc_str("\n"))) kind = hc_raise_memory(error);
  return kind;
}

/* --- What follows them --- */

/* Appends text with LF for every line end. */
static bool append_lines(struct hc_span lines, struct hc_buffer *text) {
  for (size_t i = 0; i < lines.size; i++) {
    if (lines.data[i] == '\n' && i > 0 && lines.data[i - 1] == '\r') continue;
    bool ends = lines.data[i] == '\r';
    if (!hc_buffer_append(text, ends ? hc_str("\n") : hc_span_make(lines.data + i, 1)))
      return false;
  }
  return true;
}

/* Fails if the Latin-1 `text` is not ASCII. */
static enum hc_kind check_ascii(struct hc_span text, const struct hc_allocator *allocator,
                                struct hc_error *error) {
  if (hc_is_ascii(text)) return HC_OK;
  struct hc_buffer utf8 = hc_buffer_make(allocator, 0);
  enum hc_kind kind = hc_latin1_to_utf8(text, &utf8) ? hc_check_ascii(hc_buffer_span(&utf8), error)
                                                     : hc_raise_memory(error);
  hc_buffer_free(&utf8);
  return kind;
}

/* Fails as check_ascii() at the first line that does. */
static enum hc_kind check_ascii_lines(struct hc_span lines, const struct hc_allocator *allocator,
                                      struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  while (lines.size > 0 && kind == HC_OK) {
    struct hc_span line = hc_before(lines, '\n');
    kind = check_ascii(line, allocator, error);
    lines = hc_from(lines, line.size < lines.size ? line.size + 1 : line.size);
  }
  return kind;
}

/* Appends what follows the fields. A multipart message in which no part was found is written in one
 * go, as it is; other text line by line. */
static enum hc_kind append_leftover(const struct hc_message *message, bool ascii_only,
                                    struct hc_buffer *text, struct hc_error *error) {
  struct hc_span leftover = hc_message_leftover(message);
  struct hc_buffer type = hc_buffer_make(text->allocator, 0);
  enum hc_kind kind = hc_message_content_type(message, &type, error);
  bool as_it_is = kind == HC_OK && hc_starts_with(hc_buffer_span(&type), "multipart/");
  hc_buffer_free(&type);
  if (kind != HC_OK) return kind;
  size_t size = text->size;
  bool complete = as_it_is ? hc_buffer_append(text, leftover) : append_lines(leftover, text);
  if (!complete) return hc_raise_memory(error);
  if (!ascii_only) return HC_OK;
  struct hc_span written = hc_from(hc_buffer_span(text), size);
  return as_it_is ? check_ascii(written, text->allocator, error)
                  : check_ascii_lines(written, text->allocator, error);
}

enum hc_kind hc_message_text(const struct hc_message *message, size_t max_line,
                             struct hc_buffer *text, struct hc_error *error) {
  size_t size = text->size;
  size_t limit = max_line > 0 ? max_line : NO_MAX_LINE;
  enum hc_kind kind = append_fields(message, limit, text, error);
  if (kind == HC_OK) kind = append_leftover(message, false, text, error);
  if (kind != HC_OK) text->size = size;
  return kind;
}

enum hc_kind hc_message_bytes(const struct hc_message *message, struct hc_buffer *bytes,
                              struct hc_error *error) {
  size_t size = bytes->size;
  struct hc_buffer leftover = hc_buffer_make(bytes->allocator, 0);
  enum hc_kind kind = append_leftover(message, true, &leftover, error);
  if (kind == HC_OK) kind = append_fields(message, BYTES_MAX_LINE, bytes, error);
  struct hc_span fields = hc_from(hc_buffer_span(bytes), size);
  if (kind == HC_OK) kind = check_ascii_lines(fields, bytes->allocator, error);
  if (kind == HC_OK && !hc_buffer_append(bytes, hc_buffer_span(&leftover)))
    kind = hc_raise_memory(error);
  if (kind != HC_OK) bytes->size = size;
  hc_buffer_free(&leftover);
  return kind;
}
