/* A message: one block of memory that holds the fields as they were received, their text after
 * them, and what is rare beside it. */
#include "hc/message.h"

#include <stdint.h>

#include "decisive_fields.h"
#include "edition.h"
#include "header_block.h"
#include "mime.h"
#include "plain_section.h"
#include "raise.h"

/* How many fields a block that nobody has counted is thought to have. */
enum { USUAL_FIELDS = 16 };

/* A field that is not among the received ones, with the memory that holds it if it was added after
 * parsing. */
struct further_field {
  struct hc_field field;
  char *owned;
  size_t owned_size;
};

/* What few messages have. */
struct rare {
  struct hc_buffer further; /* of struct further_field */
  struct hc_buffer defects; /* of struct hc_defect */
  bool has_envelope;
  struct hc_span envelope;
  struct hc_span leftover;
  bool is_multipart;
};

/* Received fields, defects, envelope and leftover are of the copy of the block that stands behind
 * `received`. Fields for which there was no room there, or no place, and those that were added, are
 * `further` ones, and come after them. */
struct hc_message {
  const struct hc_allocator *allocator;
  size_t allocated;  /* bytes of this block of memory */
  struct rare *rare; /* NULL: nothing of that */
  bool checks_added_names;
  struct hc_decisive_fields decisive;
  const char *text; /* the copy of the block */
  size_t room;      /* for received fields */
  size_t received_count;
  struct hc_field_place received[];
};

/* What the message has of that, to be changed; NULL without memory. */
static struct rare *rare_of(struct hc_message *message) {
  if (message->rare != NULL) return message->rare;
  const struct hc_allocator *allocator = message->allocator;
  struct rare *made = hc_resize(allocator, NULL, 0, sizeof *made);
  if (made == NULL) return NULL;
  *made = (struct rare){.further = hc_buffer_make(allocator, 0),
                        .defects = hc_buffer_make(allocator, 0)};
  message->rare = made;
  return made;
}

static struct further_field *further_of(const struct hc_message *message) {
  return (struct further_field *)(void *)message->rare->further.data;
}

static size_t further_count(const struct hc_message *message) {
  return message->rare != NULL ? message->rare->further.size / sizeof(struct further_field) : 0;
}

static inline struct hc_field received_at(const struct hc_message *message, size_t index) {
  const struct hc_field_place *place = &message->received[index];
  struct hc_field field = {hc_span_make(message->text + place->name_at, place->name_size),
                           hc_span_make(message->text + place->value_at, place->value_size)};
  return field;
}

static inline struct hc_field field_at(const struct hc_message *message, size_t index) {
  if (index < message->received_count) return received_at(message, index);
  return further_of(message)[index - message->received_count].field;
}

/* Adds a field whose bytes belong to the block. Returns it, to be changed; NULL without memory. */
static struct further_field *add_further(struct hc_message *message, struct hc_span name,
                                         struct hc_span value) {
  struct rare *rare = rare_of(message);
  if (rare == NULL || !hc_buffer_reserve(&rare->further, sizeof(struct further_field))) return NULL;
  struct hc_buffer *further = &rare->further;
  struct further_field *added = (struct further_field *)(void *)(further->data + further->size);
  *added = (struct further_field){.field = {name, value}};
  further->size += sizeof *added;
  return added;
}

/* The separator defect is found while lines are collected, before any other (HD.04). */
static bool add_defect(struct hc_message *message, struct hc_defect defect) {
  struct rare *rare = rare_of(message);
  if (rare == NULL || !hc_buffer_reserve(&rare->defects, sizeof defect)) return false;
  struct hc_buffer *defects = &rare->defects;
  bool first = defect.kind == HC_DEFECT_MISSING_HEADER_BODY_SEPARATOR;
  size_t at = first ? 0 : defects->size;
  memmove(defects->data + at + sizeof defect, defects->data + at, defects->size - at);
  memcpy(defects->data + at, &defect, sizeof defect);
  defects->size += sizeof defect;
  return true;
}

static bool add_mime_findings(struct hc_message *message) {
  struct hc_mime_fields fields = {.type = message->decisive.content_type};
  if (!hc_mime_may_matter(fields.type)) return true;
  fields.has_encoding =
      hc_message_get(message, hc_str("Content-Transfer-Encoding"), &fields.encoding);
  struct hc_mime_findings findings;
  struct rare *rare = rare_of(message);
  if (rare == NULL || !hc_mime_inspect(fields, rare->leftover, message->allocator, &findings)) {
    return false;
  }
  rare->is_multipart = findings.is_multipart;
  for (size_t i = 0; i < findings.defect_count; i++) {
    struct hc_defect defect = {findings.defects[i], {NULL, 0}};
    if (!add_defect(message, defect)) return false;
  }
  return true;
}

/* Makes a message without fields. `*block` is copied, and then is the copy. */
static struct hc_message *make(struct hc_span *block, size_t room, enum hc_edition edition,
                               const struct hc_allocator *allocator) {
  size_t size = sizeof(struct hc_message) + room * sizeof(struct hc_field_place) + block->size;
  struct hc_message *made = hc_resize(allocator, NULL, 0, size);
  if (made == NULL) return NULL;
  /* One by one: to have a whole struct cleared first takes as long as to parse some fields. */
  made->allocator = allocator;
  made->allocated = size;
  made->rare = NULL;
  made->checks_added_names = hc_traits_of(edition)->checks_added_names;
  const struct hc_span none = {NULL, 0};
  made->decisive = (struct hc_decisive_fields){none, none, none, none, none, none};
  made->room = room;
  made->received_count = 0;
  char *copy = (char *)(made->received + room);
  if (block->size > 0) memcpy(copy, block->data, block->size);
  block->data = copy;
  made->text = copy;
  return made;
}

/* Adds a field for which there is room. */
static void add_received(struct hc_message *message, struct hc_span name, struct hc_span value) {
  const struct hc_field_place place = {
      .name_at = (uint16_t)(name.data - message->text),
      .value_at = (uint16_t)(value.data - message->text),
      .name_size = (uint16_t)name.size,
      .value_size = (uint16_t)value.size,
  };
  message->received[message->received_count++] = place;
}

/* Whether the text up to the end of `value` is so short that a place can tell of it. */
static bool is_placeable(const struct hc_message *message, struct hc_span value) {
  return (size_t)(value.data - message->text) + value.size <= UINT16_MAX;
}

static bool add_field(struct hc_message *message, struct hc_span name, struct hc_span value) {
  hc_decisive_note(&message->decisive, name, value);
  bool fits = message->received_count < message->room && is_placeable(message, value);
  if (!fits) return add_further(message, name, value) != NULL;
  add_received(message, name, value);
  return true;
}

static bool set_envelope(struct hc_message *message, struct hc_span line) {
  struct rare *rare = rare_of(message);
  if (rare == NULL) return false;
  rare->has_envelope = true;
  rare->envelope = line;
  return true;
}

static bool set_leftover(struct hc_message *message, struct hc_span leftover) {
  if (leftover.size == 0) return true;
  struct rare *rare = rare_of(message);
  if (rare == NULL) return false;
  rare->leftover = leftover;
  return true;
}

static bool add_item(struct hc_message *message, const struct hc_field_item *item) {
  switch (item->kind) {
  case HC_ITEM_FIELD: return add_field(message, item->name, item->value);
  case HC_ITEM_DEFECT: {
    struct hc_defect defect = {item->defect, item->value};
    return add_defect(message, defect);
  }
  case HC_ITEM_ENVELOPE: return set_envelope(message, item->value);
  case HC_ITEM_END: return set_leftover(message, item->value);
  }
  return true;
}

static bool parse_block(struct hc_message *message, struct hc_span block, enum hc_edition edition) {
  struct hc_field_lines lines = hc_field_lines_make(block, edition);
  struct hc_field_item item;
  do {
    item = hc_field_lines_next(&lines);
    if (!add_item(message, &item)) return false;
  } while (item.kind != HC_ITEM_END);
  return true;
}

/* Moves `made` to `*message` if it is complete, and otherwise frees it. NULL is not. */
static enum hc_kind finish(struct hc_message *made, bool complete, struct hc_message **message,
                           struct hc_error *error) {
  if (!complete || !add_mime_findings(made)) {
    hc_message_free(made);
    return hc_raise_memory(error);
  }
  *message = made;
  return HC_OK;
}

enum hc_kind hc_message_parse(struct hc_span block, enum hc_edition edition,
                              const struct hc_allocator *allocator, struct hc_message **message,
                              struct hc_error *error) {
  struct hc_message *made = make(&block, USUAL_FIELDS, edition, allocator);
  bool complete = made != NULL && parse_block(made, block, edition);
  return finish(made, complete, message, error);
}

/* `block` has `section`. */
static enum hc_kind take_section(const struct hc_plain_section *section, struct hc_span block,
                                 enum hc_edition edition, const struct hc_allocator *allocator,
                                 struct hc_message **message, struct hc_error *error) {
  struct hc_message *made = make(&block, section->count, edition, allocator);
  if (made == NULL) return hc_raise_memory(error);
  hc_decisive_note_places(&made->decisive, made->text, section->fields, section->count);
  memcpy(made->received, section->fields, section->count * sizeof section->fields[0]);
  made->received_count = section->count;
  return finish(made, true, message, error);
}

static enum hc_kind parse_any(struct hc_reader *reader, enum hc_edition edition,
                              const struct hc_allocator *allocator, struct hc_message **message,
                              struct hc_error *error) {
  struct hc_buffer block = hc_buffer_make(allocator, 0);
  enum hc_kind kind = hc_read_header_block(reader, &block, error);
  if (kind == HC_OK) {
    kind = hc_message_parse(hc_buffer_span(&block), edition, allocator, message, error);
  }
  hc_buffer_free(&block);
  return kind;
}

enum hc_kind hc_parse_headers(struct hc_reader *reader, enum hc_edition edition,
                              const struct hc_allocator *allocator, struct hc_message **message,
                              struct hc_error *error) {
  struct hc_span ahead;
  enum hc_kind kind = hc_reader_peek(reader, &ahead, error);
  if (kind != HC_OK) return kind;
  /* HL.06: the stream's end is not asked for again. */
  if (ahead.size == 0) return hc_message_parse(ahead, edition, allocator, message, error);
  struct hc_plain_section section;
  if (!hc_plain_section_find(ahead, &section)) {
    return parse_any(reader, edition, allocator, message, error);
  }
  hc_reader_skip(reader, section.size);
  return take_section(&section, hc_span_make(ahead.data, section.size), edition, allocator, message,
                      error);
}

static void free_owned(const struct hc_message *message, const struct further_field *field) {
  if (field->owned != NULL) hc_resize(message->allocator, field->owned, field->owned_size, 0);
}

static void free_rare(struct hc_message *message) {
  size_t count = further_count(message);
  for (size_t i = 0; i < count; i++)
    free_owned(message, &further_of(message)[i]);
  hc_buffer_free(&message->rare->further);
  hc_buffer_free(&message->rare->defects);
  hc_resize(message->allocator, message->rare, sizeof *message->rare, 0);
}

void hc_message_free(struct hc_message *message) {
  if (message == NULL) return;
  if (message->rare != NULL) free_rare(message);
  hc_resize(message->allocator, message, message->allocated, 0);
}

size_t hc_message_count(const struct hc_message *message) {
  return message->received_count + further_count(message);
}

struct hc_field hc_message_field(const struct hc_message *message, size_t index) {
  struct hc_field none = {{NULL, 0}, {NULL, 0}};
  return index < hc_message_count(message) ? field_at(message, index) : none;
}

/* Names are mostly looked for as they are mostly written. */
static inline bool is_named(struct hc_field field, struct hc_span name) {
  return hc_span_equal(field.name, name) || hc_span_equal_ignoring_case(field.name, name);
}

/* Names that differ are mostly told apart by their sizes alone. */
static inline bool find_received(const struct hc_message *message, struct hc_span name,
                                 size_t *index) {
  for (size_t i = *index; i < message->received_count; i++) {
    if (message->received[i].name_size != name.size) continue;
    if (!is_named(received_at(message, i), name)) continue;
    *index = i;
    return true;
  }
  return false;
}

static bool find_further(const struct hc_message *message, struct hc_span name, size_t *index) {
  size_t first = message->received_count;
  for (size_t i = *index > first ? *index : first; i < hc_message_count(message); i++) {
    if (!hc_span_equal_ignoring_case(field_at(message, i).name, name)) continue;
    *index = i;
    return true;
  }
  return false;
}

static inline bool find(const struct hc_message *message, struct hc_span name, size_t *index) {
  return find_received(message, name, index) || find_further(message, name, index);
}

bool hc_message_next(const struct hc_message *message, struct hc_span name, size_t *index) {
  return find(message, name, index);
}

bool hc_message_get(const struct hc_message *message, struct hc_span name, struct hc_span *value) {
  size_t index = 0;
  bool found = find(message, name, &index);
  if (found) *value = field_at(message, index).value;
  return found;
}

const struct hc_decisive_fields *hc_message_decisive(const struct hc_message *message) {
  return &message->decisive;
}

enum hc_kind hc_message_join(const struct hc_message *message, struct hc_span name,
                             struct hc_buffer *joined, bool *found, struct hc_error *error) {
  size_t size = joined->size;
  *found = false;
  for (size_t index = 0; hc_message_next(message, name, &index); index++) {
    struct hc_span separator = hc_str(*found ? ", " : "");
    *found = true;
    if (hc_buffer_append(joined, separator) &&
        hc_buffer_append(joined, field_at(message, index).value)) {
      continue;
    }
    joined->size = size;
    return hc_raise_memory(error);
  }
  return HC_OK;
}

/* HA.12: characters that are printed, but for the colon (RFC 5322 section 3.6.8). One LF at the end
 * passes. */
static bool is_name(struct hc_span name) {
  size_t size = name.size;
  if (size > 1 && name.data[size - 1] == '\n') size--;
  for (size_t i = 0; i < size; i++)
    if (name.data[i] < '!' || name.data[i] > '~' || name.data[i] == ':') return false;
  return size > 0;
}

enum hc_kind hc_message_add(struct hc_message *message, struct hc_span name, struct hc_span value,
                            struct hc_error *error) {
  if (message->checks_added_names && !is_name(name)) {
    return hc_raise_repr_text(error, HC_VALUE_ERROR,
                              "Header field name contains invalid characters: ", name);
  }
  struct hc_buffer copy = hc_buffer_make(message->allocator, 0);
  bool complete = hc_buffer_append(&copy, name) && hc_buffer_append(&copy, value);
  const char *bytes = copy.data != NULL ? copy.data : "";
  struct further_field *added = NULL;
  if (complete) {
    added = add_further(message, hc_span_make(bytes, name.size),
                        hc_span_make(bytes + name.size, value.size));
  }
  if (added == NULL) {
    hc_buffer_free(&copy);
    return hc_raise_memory(error);
  }
  added->owned = copy.data;
  added->owned_size = copy.capacity;
  return HC_OK;
}

static size_t remove_received(struct hc_message *message, struct hc_span name) {
  size_t kept = 0;
  for (size_t i = 0; i < message->received_count; i++) {
    if (!hc_span_equal_ignoring_case(received_at(message, i).name, name))
      message->received[kept++] = message->received[i];
  }
  size_t removed = message->received_count - kept;
  message->received_count = kept;
  return removed;
}

static size_t remove_further(struct hc_message *message, struct hc_span name) {
  size_t count = further_count(message);
  if (count == 0) return 0;
  struct further_field *fields = further_of(message);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (hc_span_equal_ignoring_case(fields[i].field.name, name))
      free_owned(message, &fields[i]);
    else
      fields[kept++] = fields[i];
  }
  message->rare->further.size = kept * sizeof *fields;
  return count - kept;
}

size_t hc_message_remove(struct hc_message *message, struct hc_span name) {
  return remove_received(message, name) + remove_further(message, name);
}

size_t hc_message_defect_count(const struct hc_message *message) {
  return message->rare != NULL ? message->rare->defects.size / sizeof(struct hc_defect) : 0;
}

struct hc_defect hc_message_defect(const struct hc_message *message, size_t index) {
  struct hc_defect none = {HC_DEFECT_KIND_COUNT, {NULL, 0}};
  if (index >= hc_message_defect_count(message)) return none;
  return ((const struct hc_defect *)(const void *)message->rare->defects.data)[index];
}

bool hc_message_envelope(const struct hc_message *message, struct hc_span *line) {
  if (message->rare == NULL || !message->rare->has_envelope) return false;
  *line = message->rare->envelope;
  return true;
}

struct hc_span hc_message_leftover(const struct hc_message *message) {
  return message->rare != NULL ? message->rare->leftover : hc_span_make(NULL, 0);
}

bool hc_message_is_multipart(const struct hc_message *message) {
  return message->rare != NULL && message->rare->is_multipart;
}
