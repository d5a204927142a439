#include "idna_codec.h"

#include <idna.h>
#include <stdio.h>
#include <stringprep.h>

#include "edition.h"
#include "hc/limits.h"
#include "latin1.h"
#include "raise.h"
#include "repr.h"
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

/* Which characters of a label are at fault, and why. */
struct fault {
  size_t start, end;
  const char *old_reason; /* up to edition 3.12, if it differs */
  const char *reason;
};

static enum hc_kind raise_plain(const struct hc_traits *traits, const char *reason,
                                struct hc_error *error) {
  enum hc_kind kind = hc_raise(error, HC_UNICODE_ERROR, "%s", reason);
  if (!traits->codec_error_is_wrapped || error == NULL || kind != HC_UNICODE_ERROR) return kind;
  struct hc_error *cause = hc_raise_detach(error);
  if (cause == NULL) return hc_raise_memory(error);
  kind = hc_raise(error, HC_UNICODE_ERROR, "encoding with 'idna' codec failed (UnicodeError: %s)",
                  reason);
  error->cause = cause;
  return kind;
}

/* HO.05: a plain UnicodeError, or from edition 3.13 on one with a position. */
static enum hc_kind raise_fault(const struct hc_traits *traits, struct label label,
                                const struct fault *fault, struct hc_error *error) {
  if (!traits->idna_error_has_position)
    return raise_plain(traits, fault->old_reason ? fault->old_reason : fault->reason, error);
  return hc_raise_unicode_encode(error, "idna", label.host, label.position + fault->start,
                                 label.position + fault->end, hc_str(fault->reason));
}

/* The whole label, or the place where it should be. */
static struct fault whole_of(struct label label, const char *reason) {
  size_t count = hc_utf8_count(label.text);
  struct fault fault = {0, count > 0 ? count : 1, NULL, reason};
  return fault;
}

static enum hc_kind raise_length(const struct hc_traits *traits, struct label label, bool empty,
                                 struct hc_error *error) {
  /* In an all-ASCII host the last label may be empty, and the message allows for it. */
  bool ascii_end = label.last && hc_is_ascii(label.host);
  struct fault fault = whole_of(label, empty ? "label empty" : "label too long");
  fault.old_reason = ascii_end ? "label too long" : "label empty or too long";
  return raise_fault(traits, label, &fault, error);
}

/* --- What stringprep finds at fault (RFC 3491): a character that may not be, or directions --- */

static bool is_prohibited(uint32_t character) {
  if (character >= 0xD800 && character <= 0xDFFF) return true;
  uint32_t alone[32] = {character};
  size_t count = 1;
  return stringprep_4i(alone, &count, sizeof alone / sizeof *alone, 0, stringprep_nameprep) ==
         STRINGPREP_CONTAINS_PROHIBITED;
}

static bool is_in(const Stringprep_table_element *table, uint32_t character) {
  for (; table->start != 0 || table->end != 0; table++) {
    uint32_t end = table->end != 0 ? table->end : table->start;
    if (character >= table->start && character <= end) return true;
  }
  return false;
}

static enum hc_kind raise_prohibited(const struct hc_traits *traits, struct label label,
                                     size_t place, struct hc_span character,
                                     struct hc_error *error) {
  char reason[48];
  struct hc_buffer shown = hc_buffer_make(error != NULL ? error->allocator : NULL, 0);
  if (!hc_repr_text(character, &shown)) return hc_raise_memory(error);
  snprintf(reason, sizeof reason, "Invalid character %.*s", (int)shown.size, shown.data);
  hc_buffer_free(&shown);
  struct fault fault = {place, place + 1, NULL, reason};
  return raise_fault(traits, label, &fault, error);
}

/* A label with characters written from right to left has none written from left to right, and
 * begins and ends in one of them. */
static enum hc_kind raise_directions(const struct hc_traits *traits, struct label label,
                                     struct hc_error *error) {
  struct fault fault = {0, 1, NULL, "Violation of BIDI requirement 3"};
  size_t place = 0;
  bool begins = false;
  for (struct hc_span rest = label.text; rest.size > 0; place++) {
    uint32_t character = hc_utf8_next(&rest);
    if (place == 0) begins = is_in(stringprep_rfc3454_D_1, character);
    if (!is_in(stringprep_rfc3454_D_2, character)) continue;
    struct fault mixed = {place, place + 1, NULL, "Violation of BIDI requirement 2"};
    return raise_fault(traits, label, &mixed, error);
  }
  if (begins) fault.start = place - 1;
  fault.end = fault.start + 1;
  return raise_fault(traits, label, &fault, error);
}

static enum hc_kind raise_preparation(const struct hc_traits *traits, struct label label,
                                      struct hc_error *error) {
  size_t place = 0;
  for (struct hc_span rest = label.text; rest.size > 0; place++) {
    struct hc_span before = rest;
    uint32_t character = hc_utf8_next(&rest);
    if (!is_prohibited(character)) continue;
    before.size -= rest.size;
    return raise_prohibited(traits, label, place, before, error);
  }
  return raise_directions(traits, label, error);
}

static enum hc_kind raise_rc(const struct hc_traits *traits, struct label label, int rc,
                             struct hc_error *error) {
  if (rc == IDNA_MALLOC_ERROR) return hc_raise_memory(error);
  /* A label far too long has no place in the converter's memory. */
  bool long_label = rc == IDNA_INVALID_LENGTH || rc == IDNA_PUNYCODE_ERROR;
  if (long_label) return raise_length(traits, label, false, error);
  if (rc != IDNA_CONTAINS_ACE_PREFIX) return raise_preparation(traits, label, error);
  struct fault fault = {0, 4, NULL, "Label starts with ACE prefix"};
  return raise_fault(traits, label, &fault, error);
}

/* --- Conversion --- */

/* libidn ends a text at a NUL, which Python takes for a character like others. So the controls NUL
 * and SOH both go in as SOH, which comes out as it went in, and what each was is put back. */
enum { NUL = 0, SOH = 1 };

static void hide_nuls(uint32_t *characters, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (characters[i] == NUL) characters[i] = SOH;
}

static void restore_nuls(struct hc_span text, char *ascii) {
  for (; *ascii != '\0'; ascii++) {
    if (*ascii != SOH) continue;
    uint32_t character = hc_utf8_next(&text);
    while (character != NUL && character != SOH)
      character = hc_utf8_next(&text);
    *ascii = (char)character;
  }
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
  hide_nuls(character, count);
  char ascii[LONGEST_LABEL + 1];
  int rc = idna_to_ascii_4i(character, count, ascii, IDNA_ALLOW_UNASSIGNED);
  hc_buffer_free(&characters);
  if (rc != IDNA_SUCCESS) return raise_rc(traits, label, rc, error);
  struct hc_span converted = hc_str(ascii);
  restore_nuls(label.text, ascii);
  return hc_buffer_append(into, converted) ? HC_OK : hc_raise_memory(error);
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
