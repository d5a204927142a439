#include "idna_codec.h"

#include <idna.h>

#include "edition.h"
#include "hc/limits.h"
#include "latin1.h"
#include "raise.h"
#include "unicode.h"

enum { LONGEST_LABEL = 63 };

/* One label of a host; where it stands in it is for the error's position. */
struct label {
  struct hc_span host;
  struct hc_span text;
  size_t position; /* in characters */
  bool last;
};

static bool is_dot(uint32_t character) {
  return character == '.' || character == 0x3002 || character == 0xFF0E || character == 0xFF61;
}

/* Takes the next label off `*rest`, with its dot. In an ASCII host only '.' can be a dot. */
static struct label take_label(struct hc_span host, struct hc_span *rest, size_t position) {
  struct label label = {host, hc_span_make(rest->data, 0), position, true};
  while (rest->size > 0) {
    bool dot = is_dot(hc_utf8_next(rest));
    if (dot) {
      label.last = false;
      break;
    }
    label.text.size = (size_t)(rest->data - label.text.data);
  }
  return label;
}

/* HO.05: a plain UnicodeError, or from edition 3.13 on one with a position. */
static enum hc_kind raise_label(const struct hc_traits *traits, struct label label,
                                const char *old_reason, const char *reason,
                                struct hc_error *error) {
  if (!traits->idna_error_has_position) return hc_raise(error, HC_UNICODE_ERROR, "%s", old_reason);
  size_t count = hc_utf8_count(label.text);
  size_t end = label.position + (count > 0 ? count : 1);
  return hc_raise_unicode_encode(error, "idna", label.host, label.position, end, hc_str(reason));
}

static enum hc_kind raise_length(const struct hc_traits *traits, struct label label, bool empty,
                                 struct hc_error *error) {
  /* In an all-ASCII host the last label may be empty, and the message allows for it. */
  bool ascii_end = label.last && hc_is_ascii(label.host);
  return raise_label(traits, label, ascii_end ? "label too long" : "label empty or too long",
                     empty ? "label empty" : "label too long", error);
}

static enum hc_kind raise_rc(const struct hc_traits *traits, struct label label, int rc,
                             struct hc_error *error) {
  if (rc == IDNA_MALLOC_ERROR) return hc_raise_memory(error);
  if (rc == IDNA_INVALID_LENGTH) return raise_length(traits, label, false, error);
  const char *reason =
      rc == IDNA_CONTAINS_ACE_PREFIX ? "Label starts with ACE prefix" : "Invalid character";
  return raise_label(traits, label, reason, reason, error);
}

/* Converts a label that is not ASCII. */
static enum hc_kind convert(const struct hc_traits *traits, struct label label,
                            struct hc_buffer *into, struct hc_error *error) {
  struct hc_buffer characters = hc_buffer_make(into->allocator, sizeof(uint32_t) * HC_LIMIT_HOST);
  size_t count = hc_utf8_count(label.text);
  if (!hc_buffer_reserve(&characters, count * sizeof(uint32_t))) return hc_raise_memory(error);
  struct hc_span rest = label.text;
  uint32_t *character = (uint32_t *)(void *)characters.data;
  for (size_t i = 0; i < count; i++)
    character[i] = hc_utf8_next(&rest);
  char ascii[LONGEST_LABEL + 1];
  int rc = idna_to_ascii_4i(character, count, ascii, IDNA_ALLOW_UNASSIGNED);
  hc_buffer_free(&characters);
  if (rc != IDNA_SUCCESS) return raise_rc(traits, label, rc, error);
  return hc_buffer_append(into, hc_str(ascii)) ? HC_OK : hc_raise_memory(error);
}

static enum hc_kind encode_label(const struct hc_traits *traits, struct label label,
                                 struct hc_buffer *into, struct hc_error *error) {
  if (!hc_is_ascii(label.text)) return convert(traits, label, into, error);
  /* The empty label after a trailing dot is no label. */
  if (label.text.size == 0 && !label.last) return raise_length(traits, label, true, error);
  if (label.text.size > LONGEST_LABEL) return raise_length(traits, label, false, error);
  return hc_buffer_append(into, label.text) ? HC_OK : hc_raise_memory(error);
}

enum hc_kind hc_idna_encode(struct hc_span host, enum hc_edition edition, struct hc_buffer *into,
                            struct hc_error *error) {
  const struct hc_traits *traits = hc_traits_of(edition);
  size_t size = into->size;
  struct hc_span rest = host;
  struct label label = {.last = false};
  enum hc_kind kind = HC_OK;
  for (size_t position = 0; kind == HC_OK && !label.last;) {
    label = take_label(host, &rest, position);
    position += hc_utf8_count(label.text) + 1;
    kind = encode_label(traits, label, into, error);
    if (kind == HC_OK && !label.last && !hc_buffer_append(into, hc_str("."))) {
      kind = hc_raise_memory(error);
    }
  }
  if (kind != HC_OK) into->size = size;
  return kind;
}
