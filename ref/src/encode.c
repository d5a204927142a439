#include "encode.h"

#include "latin1.h"
#include "raise.h"
#include "repr.h"
#include "unicode.h"

/* A run of characters that cannot be encoded; empty if all can. */
struct run {
  size_t start; /* in characters */
  size_t end;
  struct hc_span text;
};

/* The first run of characters from `limit` on. */
static struct run find_run(struct hc_span text, uint32_t limit) {
  struct run run = {0, 0, {text.data, 0}};
  for (size_t position = 0; text.size > 0; position++) {
    struct hc_span rest = text;
    bool encodable = hc_utf8_next(&rest) < limit;
    if (encodable && run.end > run.start) break;
    if (!encodable && run.end == run.start) {
      run.start = position;
      run.text.data = text.data;
    }
    if (!encodable) {
      run.end = position + 1;
      run.text.size = (size_t)(rest.data - run.text.data);
    }
    text = rest;
  }
  return run;
}

enum hc_kind hc_check_ascii(struct hc_span text, struct hc_error *error) {
  if (hc_is_ascii(text)) return HC_OK;
  struct run run = find_run(text, 0x80);
  return hc_raise_unicode_encode(error, "ascii", text, run.start, run.end,
                                 hc_str("ordinal not in range(128)"));
}

/* Appends `text`, of which every character is below U+0100. */
static enum hc_kind append_latin1(struct hc_span text, struct hc_buffer *into,
                                  struct hc_error *error) {
  if (!hc_buffer_reserve(into, text.size)) return hc_raise_memory(error);
  while (text.size > 0)
    into->data[into->size++] = (char)hc_utf8_next(&text);
  return HC_OK;
}

enum hc_kind hc_encode_latin1(struct hc_span text, struct hc_buffer *into, struct hc_error *error) {
  if (hc_is_ascii(text)) {
    return hc_buffer_append(into, text) ? HC_OK : hc_raise_memory(error);
  }
  struct run run = find_run(text, 0x100);
  if (run.end == run.start) return append_latin1(text, into, error);
  return hc_raise_unicode_encode(error, "latin-1", text, run.start, run.end,
                                 hc_str("ordinal not in range(256)"));
}

/* The first `count` characters of `text`. */
static struct hc_span first_characters(struct hc_span text, size_t count) {
  struct hc_span rest = text;
  while (count-- > 0 && rest.size > 0)
    hc_utf8_next(&rest);
  return hc_span_make(text.data, text.size - rest.size);
}

/* BD.05: the message shows at most 20 characters of the offending text, quotes included. */
static bool explain_body(struct hc_span offending, struct hc_buffer *reason) {
  struct hc_buffer shown = hc_buffer_make(reason->allocator, 0);
  bool complete = hc_repr_text(first_characters(offending, 20), &shown) &&
                  hc_buffer_append(reason, hc_str("Body (")) &&
                  hc_buffer_append(reason, first_characters(hc_buffer_span(&shown), 20)) &&
                  hc_buffer_append(reason, hc_str(") is not valid Latin-1. Use body.encode('utf-8')"
                                                  " if you want to send it encoded in UTF-8."));
  hc_buffer_free(&shown);
  return complete;
}

enum hc_kind hc_encode_body(struct hc_span text, struct hc_buffer *into, struct hc_error *error) {
  struct run run = find_run(text, 0x100);
  if (run.end == run.start) return hc_encode_latin1(text, into, error);
  if (error == NULL) return HC_UNICODE_ENCODE_ERROR;
  struct hc_buffer reason = hc_buffer_make(error->allocator, 0);
  enum hc_kind kind = explain_body(run.text, &reason)
                          ? hc_raise_unicode_encode(error, "latin-1", text, run.start, run.end,
                                                    hc_buffer_span(&reason))
                          : hc_raise_memory(error);
  hc_buffer_free(&reason);
  return kind;
}
