#include "mime.h"

#include "latin1.h"
#include "parameter_text.h"

static bool equals(struct hc_span text, const char *lower) {
  return hc_span_equal_ignoring_case(text, hc_str(lower));
}

/* The part before '/' of a Content-Type; empty if it has not exactly one '/', which makes the type
 * text/plain. */
static struct hc_span main_type(struct hc_span value) {
  struct hc_span type = hc_strip(hc_before(value, ';'), HC_CLASS_SPACE);
  struct hc_span main = hc_before(type, '/');
  if (main.size == type.size) return hc_from(type, type.size);
  struct hc_span sub = hc_from(type, main.size + 1);
  return hc_before(sub, '/').size == sub.size ? main : hc_from(type, type.size);
}

enum parameter_name { OTHER_NAME, PLAIN_BOUNDARY, EXTENDED_BOUNDARY };

/* Extended names are those of RFC 2231: boundary*, boundary*0, boundary*0*. */
static enum parameter_name classify_name(struct hc_span name) {
  struct hc_span base = hc_before(name, '*');
  if (!equals(base, "boundary")) return OTHER_NAME;
  if (base.size == name.size) return PLAIN_BOUNDARY;
  struct hc_span rest = hc_from(name, base.size + 1);
  size_t digits = 0;
  while (digits < rest.size && rest.data[digits] >= '0' && rest.data[digits] <= '9')
    digits++;
  rest = hc_from(rest, digits);
  bool ends = rest.size == 0 || (digits > 0 && hc_span_equal(rest, hc_str("*")));
  return ends ? EXTENDED_BOUNDARY : OTHER_NAME;
}

/* The boundary parameter. Decoding an extended one is where CPython lets a server raise ValueError,
 * UnicodeError and TypeError (HD.17). Deviation content-type-errors: it is not decoded, so that its
 * value matches no line. */
struct boundary {
  enum parameter_name name; /* OTHER_NAME: there is none */
  struct hc_span text;
};

/* The first plain boundary parameter as it is written, or else an extended one. */
static struct boundary find_boundary(struct hc_span value) {
  struct boundary boundary = {OTHER_NAME, {NULL, 0}};
  while (value.size > 0 && boundary.name != PLAIN_BOUNDARY) {
    struct hc_span parameter = hc_take_parameter(&value);
    struct hc_span name = hc_before(parameter, '=');
    struct hc_span text =
        hc_from(parameter, name.size < parameter.size ? name.size + 1 : name.size);
    enum parameter_name kind = classify_name(hc_strip(name, HC_CLASS_SPACE));
    if (kind == OTHER_NAME) continue;
    boundary.name = kind;
    boundary.text = hc_strip(text, HC_CLASS_SPACE);
  }
  return boundary;
}

/* The boundary as get_boundary() has it, which takes quotes off twice. It is kept in `text`.
 * Returns false if there is no memory. */
static bool unquote(struct boundary *boundary, struct hc_buffer *text) {
  if (!hc_buffer_append(text, boundary->text)) return false;
  for (int quotes = 0; quotes < 2 && text->size > 0; quotes++)
    text->size = hc_unquote(hc_buffer_span(text), text->data);
  boundary->text = hc_strip_end(hc_buffer_span(text), HC_CLASS_SPACE);
  return true;
}

enum boundary_line { NO_BOUNDARY, BOUNDARY, CLOSE_BOUNDARY };

/* What `line`, with its line end, is to `boundary`: "--" boundary, "--" if it is the last, blanks.
 */
static enum boundary_line classify(struct hc_span line, const struct boundary *boundary) {
  size_t size = boundary->text.size;
  if (boundary->name != PLAIN_BOUNDARY || line.size < size + 2 || !hc_starts_with(line, "--"))
    return NO_BOUNDARY;
  if (!hc_span_equal(hc_span_make(line.data + 2, size), boundary->text)) return NO_BOUNDARY;
  struct hc_span rest = hc_from(line, size + 2);
  bool closes = hc_starts_with(rest, "--");
  if (closes) rest = hc_from(rest, 2);
  while (rest.size > 0 && (rest.data[0] == ' ' || rest.data[0] == '\t'))
    rest = hc_from(rest, 1);
  bool at_end = rest.size == 0 || rest.data[0] == '\r' || rest.data[0] == '\n';
  if (!at_end) return NO_BOUNDARY;
  return closes ? CLOSE_BOUNDARY : BOUNDARY;
}

static struct hc_span take_line(struct hc_span *rest) {
  size_t end = 0;
  while (end < rest->size && rest->data[end] != '\r' && rest->data[end] != '\n')
    end++;
  if (end + 1 < rest->size && rest->data[end] == '\r' && rest->data[end + 1] == '\n') end++;
  if (end < rest->size) end++;
  struct hc_span line = hc_span_make(rest->data, end);
  *rest = hc_from(*rest, end);
  return line;
}

/* Skips boundary lines, of either kind, that follow one another. */
static void skip_boundaries(struct hc_span *rest, const struct boundary *boundary) {
  for (;;) {
    struct hc_span after = *rest;
    if (after.size == 0 || classify(take_line(&after), boundary) == NO_BOUNDARY) return;
    *rest = after;
  }
}

static void add(struct hc_mime_findings *findings, enum hc_defect_kind defect) {
  findings->defects[findings->defect_count++] = defect;
}

/* Looks for the parts of a multipart message in `rest`. */
static void look_for_parts(struct hc_span rest, const struct boundary *boundary,
                           struct hc_mime_findings *findings) {
  bool closed = false;
  while (rest.size > 0 && !closed) {
    switch (classify(take_line(&rest), boundary)) {
    case NO_BOUNDARY: break;
    case CLOSE_BOUNDARY: closed = true; break;
    case BOUNDARY:
      findings->is_multipart = true;
      skip_boundaries(&rest, boundary);
      break;
    }
  }
  if (!findings->is_multipart)
    add(findings, HC_DEFECT_START_BOUNDARY_NOT_FOUND);
  else if (!closed)
    add(findings, HC_DEFECT_CLOSE_BOUNDARY_NOT_FOUND);
}

static bool inspect_parts(struct hc_span leftover, struct boundary *boundary,
                          const struct hc_allocator *allocator, struct hc_mime_findings *findings) {
  struct hc_buffer text = hc_buffer_make(allocator, 0);
  bool complete = leftover.size == 0 || unquote(boundary, &text);
  if (complete) look_for_parts(leftover, boundary, findings);
  hc_buffer_free(&text);
  return complete;
}

static bool is_identity_encoding(struct hc_span encoding) {
  return equals(encoding, "7bit") || equals(encoding, "8bit") || equals(encoding, "binary");
}

static bool inspect_multipart(struct hc_mime_fields fields, struct hc_span leftover,
                              const struct hc_allocator *allocator,
                              struct hc_mime_findings *findings) {
  struct boundary boundary = find_boundary(fields.type);
  if (boundary.name == OTHER_NAME) {
    add(findings, HC_DEFECT_NO_BOUNDARY_IN_MULTIPART);
  } else {
    if (fields.has_encoding && !is_identity_encoding(fields.encoding)) {
      add(findings, HC_DEFECT_INVALID_MULTIPART_CONTENT_TRANSFER_ENCODING);
    }
    if (!inspect_parts(leftover, &boundary, allocator, findings)) return false;
  }
  if (!findings->is_multipart) add(findings, HC_DEFECT_MULTIPART_INVARIANT_VIOLATION);
  return true;
}

/* Few types begin with the letter that multipart and message have in common. */
bool hc_mime_may_matter(struct hc_span type) {
  size_t at = 0;
  while (at < type.size && hc_in_class(type.data[at], HC_CLASS_SPACE))
    at++;
  return at < type.size && hc_lower(type.data[at]) == 'm';
}

bool hc_mime_inspect(struct hc_mime_fields fields, struct hc_span leftover,
                     const struct hc_allocator *allocator, struct hc_mime_findings *findings) {
  *findings = (struct hc_mime_findings){.defect_count = 0};
  struct hc_span type = main_type(fields.type);
  if (equals(type, "multipart")) return inspect_multipart(fields, leftover, allocator, findings);
  /* What follows is taken for a message of its own. */
  findings->is_multipart = equals(type, "message");
  return true;
}
