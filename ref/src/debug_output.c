#include "debug_output.h"

#include <stdio.h>

#include "header_block.h"
#include "raise.h"
#include "repr.h"

static bool append_repr_latin1(struct hc_span text, struct hc_buffer *into) {
  struct hc_buffer utf8 = hc_buffer_make(into->allocator, 0);
  bool complete = hc_latin1_to_utf8(text, &utf8) && hc_repr_text(hc_buffer_span(&utf8), into);
  hc_buffer_free(&utf8);
  return complete;
}

/* Files and iterables have the repr() that their owner gives them. */
static bool append_repr(const struct hc_body *body, struct hc_buffer *into) {
  if (body->repr.size > 0) return hc_buffer_append(into, body->repr);
  switch (body->kind) {
  case HC_BODY_NONE: break;
  case HC_BODY_TEXT: return hc_repr_text(body->data, into);
  case HC_BODY_BYTES: return hc_repr_bytes(body->data, into);
  case HC_BODY_FILE: return hc_buffer_append(into, hc_str("<file>"));
  case HC_BODY_ITERABLE: return hc_buffer_append(into, hc_str("<iterable>"));
  }
  return hc_buffer_append(into, hc_str("None"));
}

/* Writes `line`, unless it is not `complete` for want of memory, and releases it. */
static enum hc_kind write_line(const struct hc_debug *debug, struct hc_buffer *line, bool complete,
                               struct hc_error *error) {
  complete = complete && hc_buffer_append(line, hc_str("\n"));
  if (complete && debug->sink.write != NULL)
    debug->sink.write(debug->sink.payload, hc_buffer_span(line));
  else if (complete)
    fwrite(line->data, 1, line->size, stdout);
  hc_buffer_free(line);
  return complete ? HC_OK : hc_raise_memory(error);
}

enum hc_kind hc_debug_text(const struct hc_debug *debug, const char *before, struct hc_span text,
                           struct hc_error *error) {
  if (!hc_debug_is_on(debug)) return HC_OK;
  struct hc_buffer line = hc_buffer_make(debug->allocator, 0);
  bool complete = hc_buffer_append(&line, hc_str(before)) && hc_buffer_append(&line, text);
  return write_line(debug, &line, complete, error);
}

enum hc_kind hc_debug_object(const struct hc_debug *debug, const char *before,
                             const struct hc_body *body, struct hc_error *error) {
  if (!hc_debug_is_on(debug)) return HC_OK;
  struct hc_buffer line = hc_buffer_make(debug->allocator, 0);
  bool complete = hc_buffer_append(&line, hc_str(before)) && append_repr(body, &line);
  return write_line(debug, &line, complete, error);
}

enum hc_kind hc_debug_reply(const struct hc_debug *debug, struct hc_span line,
                            struct hc_error *error) {
  if (!hc_debug_is_on(debug)) return HC_OK;
  struct hc_buffer shown = hc_buffer_make(debug->allocator, 0);
  bool complete = hc_buffer_append(&shown, hc_str("reply: ")) && append_repr_latin1(line, &shown);
  return write_line(debug, &shown, complete, error);
}

/* The lines as a Python list. */
static bool append_list(struct hc_span block, struct hc_buffer *into) {
  bool ended = false;
  for (const char *comma = ""; !ended; comma = ", ") {
    struct hc_span line = hc_take_block_line(&block, &ended);
    if (!hc_buffer_append(into, hc_str(comma)) || !hc_repr_bytes(line, into)) return false;
  }
  return true;
}

enum hc_kind hc_debug_skipped(const struct hc_debug *debug, struct hc_span block,
                              struct hc_error *error) {
  if (!hc_debug_is_on(debug)) return HC_OK;
  struct hc_buffer line = hc_buffer_make(debug->allocator, 0);
  bool complete = hc_buffer_append(&line, hc_str("headers: [")) && append_list(block, &line) &&
                  hc_buffer_append(&line, hc_str("]"));
  return write_line(debug, &line, complete, error);
}

static enum hc_kind write_field(const struct hc_debug *debug, struct hc_field field,
                                struct hc_error *error) {
  struct hc_buffer line = hc_buffer_make(debug->allocator, 0);
  bool complete = hc_buffer_append(&line, hc_str("header: ")) &&
                  hc_latin1_to_utf8(field.name, &line) && hc_buffer_append(&line, hc_str(": ")) &&
                  hc_latin1_to_utf8(field.value, &line);
  return write_line(debug, &line, complete, error);
}

enum hc_kind hc_debug_fields(const struct hc_debug *debug, const struct hc_message *message,
                             struct hc_error *error) {
  if (!hc_debug_is_on(debug)) return HC_OK;
  enum hc_kind kind = HC_OK;
  for (size_t i = 0; i < hc_message_count(message) && kind == HC_OK; i++)
    kind = write_field(debug, hc_message_field(message, i), error);
  return kind;
}
