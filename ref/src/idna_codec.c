#include "idna_codec.h"

#include <idna.h>
#include <stdio.h>
#include <stringprep.h>

#include "edition.h"
#include "hc/limits.h"
#include "latin1.h"
#include "newer_letters.h"
#include "raise.h"
#include "repr.h"
#include "unicode.h"

enum {
  LONGEST_LABEL = 63,
  ACE_PREFIX = sizeof IDNA_ACE_PREFIX - 1,
  MOST_MAPPED = 18 /* characters that nameprep makes of one at most: of U+FDFA */
};

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

/* All of a label of `count` characters, or the place where it should be. */
static struct fault whole_of(size_t count, const char *reason) {
  struct fault fault = {0, count > 0 ? count : 1, NULL, reason};
  return fault;
}

/* `count` is how many characters the label has, 0 or too many. */
static enum hc_kind raise_length(const struct hc_traits *traits, struct label label, size_t count,
                                 struct hc_error *error) {
  /* In an all-ASCII host the last label may be empty, and the message allows for it. */
  bool ascii_end = label.last && hc_is_ascii(label.host);
  struct fault fault = whole_of(count, count == 0 ? "label empty" : "label too long");
  fault.old_reason = ascii_end ? "label too long" : "label empty or too long";
  return raise_fault(traits, label, &fault, error);
}

/* --- What stringprep finds at fault (RFC 3491): a character that may not be, or directions --- */

/* A label as nameprep maps it, before it is checked. What is at fault has its place in this, not in
 * the host as it was given. */
struct mapped {
  const uint32_t *characters;
  size_t count;
};

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
                                     struct mapped mapped, size_t place, struct hc_error *error) {
  char reason[48];
  const struct hc_allocator *allocator = error != NULL ? error->allocator : NULL;
  struct hc_buffer character = hc_buffer_make(allocator, 0), shown = character;
  bool known = hc_utf8_append(&character, mapped.characters[place]) &&
               hc_repr_text(hc_buffer_span(&character), &shown);
  if (known) snprintf(reason, sizeof reason, "Invalid character %.*s", (int)shown.size, shown.data);
  hc_buffer_free(&character);
  hc_buffer_free(&shown);
  if (!known) return hc_raise_memory(error);
  struct fault fault = {place, place + 1, NULL, reason};
  return raise_fault(traits, label, &fault, error);
}

/* A label with characters written from right to left has none written from left to right, and
 * begins and ends in one of them. */
static enum hc_kind raise_directions(const struct hc_traits *traits, struct label label,
                                     struct mapped mapped, struct hc_error *error) {
  for (size_t place = 0; place < mapped.count; place++) {
    if (!is_in(stringprep_rfc3454_D_2, mapped.characters[place])) continue;
    struct fault mixed = {place, place + 1, NULL, "Violation of BIDI requirement 2"};
    return raise_fault(traits, label, &mixed, error);
  }
  bool begins = mapped.count > 0 && is_in(stringprep_rfc3454_D_1, mapped.characters[0]);
  size_t place = begins ? mapped.count - 1 : 0;
  struct fault end = {place, place + 1, NULL, "Violation of BIDI requirement 3"};
  return raise_fault(traits, label, &end, error);
}

static enum hc_kind raise_preparation(const struct hc_traits *traits, struct label label,
                                      struct mapped mapped, struct hc_error *error) {
  for (size_t place = 0; place < mapped.count; place++)
    if (is_prohibited(mapped.characters[place]))
      return raise_prohibited(traits, label, mapped, place, error);
  return raise_directions(traits, label, mapped, error);
}

/* The steps of nameprep that map, which are its first (RFC 3491 sections 3 and 4: B.1, B.2, NFKC).
 * `steps` has room for them, and for the end. */
static void take_mapping_steps(Stringprep_profile *steps, size_t room) {
  size_t count = 0;
  while (count + 1 < room && (stringprep_nameprep[count].operation == STRINGPREP_MAP_TABLE ||
                              stringprep_nameprep[count].operation == STRINGPREP_NFKC)) {
    steps[count] = stringprep_nameprep[count];
    count++;
  }
  steps[count] = (Stringprep_profile){.operation = 0};
}

/* Maps `characters`, of uint32_t, as nameprep does before it looks for what may not be. False
 * without memory. */
static bool map(struct hc_buffer *characters) {
  Stringprep_profile steps[4];
  take_mapping_steps(steps, sizeof steps / sizeof *steps);
  size_t count = characters->size / sizeof(uint32_t), most = MOST_MAPPED * count + 1;
  if (!hc_buffer_reserve(characters, (most - count) * sizeof(uint32_t))) return false;
  uint32_t *text = (uint32_t *)(void *)characters->data;
  if (stringprep_4i(text, &count, most, 0, steps) != STRINGPREP_OK) return false;
  characters->size = count * sizeof(uint32_t);
  return true;
}

/* Whether it is not ASCII and begins as if it were converted: that comes before its length. */
static bool begins_with_prefix(struct mapped mapped) {
  bool begins = mapped.count > ACE_PREFIX;
  for (size_t i = 0; begins && i < ACE_PREFIX; i++)
    begins = mapped.characters[i] == (unsigned char)IDNA_ACE_PREFIX[i];
  for (size_t i = ACE_PREFIX; begins && i < mapped.count; i++)
    if (mapped.characters[i] >= 0x80) return true;
  return false;
}

/* `rc` is why `characters`, those of the label, cannot be converted. */
static enum hc_kind raise_rc(const struct hc_traits *traits, struct label label,
                             struct hc_buffer *characters, int rc, struct hc_error *error) {
  if (rc == IDNA_MALLOC_ERROR || !map(characters)) return hc_raise_memory(error);
  const struct mapped mapped = {(const uint32_t *)(const void *)characters->data,
                                characters->size / sizeof(uint32_t)};
  /* A label far too long has no place in the converter's memory. */
  bool wrong_length = rc == IDNA_INVALID_LENGTH || rc == IDNA_PUNYCODE_ERROR;
  if (rc == IDNA_CONTAINS_ACE_PREFIX || (wrong_length && begins_with_prefix(mapped))) {
    struct fault fault = {0, ACE_PREFIX, NULL, "Label starts with ACE prefix"};
    return raise_fault(traits, label, &fault, error);
  }
  if (wrong_length) return raise_length(traits, label, mapped.count, error);
  return raise_preparation(traits, label, mapped, error);
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

/* Appends the characters of `text` to `characters`, of uint32_t, with the small letters that libidn
 * does not know of. False without memory, and beyond the limit of a host. */
static bool decode(const struct hc_traits *traits, struct hc_span text,
                   struct hc_buffer *characters) {
  size_t count = hc_utf8_count(text);
  if (count > HC_LIMIT_HOST || !hc_buffer_reserve(characters, count * sizeof(uint32_t))) {
    return false;
  }
  uint32_t *character = (uint32_t *)(void *)characters->data;
  for (size_t i = 0; i < count; i++)
    character[i] = hc_newer_lower(hc_utf8_next(&text), traits->unicode_version);
  characters->size = count * sizeof(uint32_t);
  hide_nuls(character, count);
  return true;
}

static enum hc_kind append_ascii(struct hc_span text, char *ascii, struct hc_buffer *into,
                                 struct hc_error *error) {
  struct hc_span converted = hc_str(ascii);
  restore_nuls(text, ascii);
  return hc_buffer_append(into, converted) ? HC_OK : hc_raise_memory(error);
}

/* Converts a label that is not ASCII. */
static enum hc_kind convert(const struct hc_traits *traits, struct label label,
                            struct hc_buffer *into, struct hc_error *error) {
  struct hc_buffer characters = hc_buffer_make(into->allocator, 0);
  if (!decode(traits, label.text, &characters)) return hc_raise_memory(error);
  char ascii[LONGEST_LABEL + 1];
  int rc = idna_to_ascii_4i((const uint32_t *)(const void *)characters.data,
                            characters.size / sizeof(uint32_t), ascii, IDNA_ALLOW_UNASSIGNED);
  enum hc_kind kind = rc == IDNA_SUCCESS ? append_ascii(label.text, ascii, into, error)
                                         : raise_rc(traits, label, &characters, rc, error);
  hc_buffer_free(&characters);
  return kind;
}

static enum hc_kind encode_label(const struct hc_traits *traits, struct label label,
                                 struct hc_buffer *into, struct hc_error *error) {
  if (!hc_is_ascii(label.text)) return convert(traits, label, into, error);
  /* The empty label after a trailing dot is no label. */
  if (label.text.size == 0 && !label.last) return raise_length(traits, label, 0, error);
  if (label.text.size > LONGEST_LABEL) return raise_length(traits, label, label.text.size, error);
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
