#include "hc/message.h"

#include <stdint.h>

#include "header_block.h"
#include "mime.h"
#include "raise.h"

/* Room for the fields of most messages. */
enum { USUAL_FIELDS = 16 };

/* A field, with the memory that holds it if it was added after parsing. */
struct stored_field {
  struct hc_field field;
  char *owned;
  size_t owned_size;
};

/* Parsed fields, defects, envelope and leftover borrow from `block`. */
struct hc_message {
  const struct hc_allocator *allocator;
  struct hc_buffer block;
  struct hc_buffer fields;  /* of struct stored_field */
  uint64_t name_sizes;      /* a bit for each size that a name has, or had; see size_bit() */
  struct hc_buffer defects; /* of struct hc_defect */
  bool has_envelope;
  struct hc_span envelope;
  struct hc_span leftover;
  bool is_multipart;
};

static struct stored_field *fields_of(const struct hc_message *message) {
  return (struct stored_field *)(void *)message->fields.data;
}

static size_t count_of(const struct hc_message *message) {
  return message->fields.size / sizeof(struct stored_field);
}

/* Names that are looked for and not there are mostly told apart by their sizes alone. */
static uint64_t size_bit(struct hc_span name) {
  return UINT64_C(1) << (name.size % 64);
}

/* Adds a field whose bytes belong to `block`. Returns it, to be changed; NULL without memory. */
static struct stored_field *add_field(struct hc_message *message, struct hc_span name,
                                      struct hc_span value) {
  struct hc_buffer *fields = &message->fields;
  if (!hc_buffer_reserve(fields, sizeof(struct stored_field))) return NULL;
  struct stored_field *added = (struct stored_field *)(void *)(fields->data + fields->size);
  added->field.name = name;
  added->field.value = value;
  added->owned = NULL;
  added->owned_size = 0;
  fields->size += sizeof *added;
  message->name_sizes |= size_bit(name);
  return added;
}

/* The separator defect is found while lines are collected, before any other (HD.04). */
static bool add_defect(struct hc_message *message, struct hc_defect defect) {
  struct hc_buffer *defects = &message->defects;
  if (!hc_buffer_reserve(defects, sizeof defect)) return false;
  bool first = defect.kind == HC_DEFECT_MISSING_HEADER_BODY_SEPARATOR;
  size_t at = first ? 0 : defects->size;
  memmove(defects->data + at + sizeof defect, defects->data + at, defects->size - at);
  memcpy(defects->data + at, &defect, sizeof defect);
  defects->size += sizeof defect;
  return true;
}

static bool add_item(struct hc_message *message, const struct hc_field_item *item) {
  switch (item->kind) {
  case HC_ITEM_FIELD: return add_field(message, item->name, item->value) != NULL;
  case HC_ITEM_DEFECT: {
    struct hc_defect defect = {item->defect, item->value};
    return add_defect(message, defect);
  }
  case HC_ITEM_ENVELOPE:
    message->has_envelope = true;
    message->envelope = item->value;
    break;
  case HC_ITEM_END: message->leftover = item->value; break;
  }
  return true;
}

static bool add_mime_findings(struct hc_message *message) {
  struct hc_mime_fields fields = {.has_type = false};
  fields.has_type = hc_message_get(message, hc_str("content-type"), &fields.type);
  fields.has_encoding =
      hc_message_get(message, hc_str("content-transfer-encoding"), &fields.encoding);
  struct hc_mime_findings findings = hc_mime_inspect(fields, message->leftover);
  message->is_multipart = findings.is_multipart;
  for (size_t i = 0; i < findings.defect_count; i++) {
    struct hc_defect defect = {findings.defects[i], {NULL, 0}};
    if (!add_defect(message, defect)) return false;
  }
  return true;
}

static bool parse_block(struct hc_message *message, enum hc_edition edition) {
  if (!hc_buffer_reserve(&message->fields, USUAL_FIELDS * sizeof(struct stored_field)))
    return false;
  struct hc_field_lines lines = hc_field_lines_make(hc_buffer_span(&message->block), edition);
  struct hc_field_item item;
  do {
    item = hc_field_lines_next(&lines);
    if (!add_item(message, &item)) return false;
  } while (item.kind != HC_ITEM_END);
  return add_mime_findings(message);
}

/* Makes a message of `block`, whose content moves into it. */
static enum hc_kind parse_owned(struct hc_buffer *block, enum hc_edition edition,
                                const struct hc_allocator *allocator, struct hc_message **message,
                                struct hc_error *error) {
  struct hc_message *made = hc_resize(allocator, NULL, 0, sizeof *made);
  if (made == NULL) return hc_raise_memory(error);
  *made = (struct hc_message){
      .allocator = allocator,
      .block = hc_buffer_make(allocator, 0),
      .fields = hc_buffer_make(allocator, 0),
      .defects = hc_buffer_make(allocator, 0),
  };
  hc_buffer_take(&made->block, block);
  if (!parse_block(made, edition)) {
    hc_message_free(made);
    return hc_raise_memory(error);
  }
  *message = made;
  return HC_OK;
}

enum hc_kind hc_message_parse(struct hc_span block, enum hc_edition edition,
                              const struct hc_allocator *allocator, struct hc_message **message,
                              struct hc_error *error) {
  struct hc_buffer copy = hc_buffer_make(allocator, 0);
  enum hc_kind kind = hc_buffer_append(&copy, block)
                          ? parse_owned(&copy, edition, allocator, message, error)
                          : hc_raise_memory(error);
  hc_buffer_free(&copy);
  return kind;
}

enum hc_kind hc_parse_headers(struct hc_reader *reader, enum hc_edition edition,
                              const struct hc_allocator *allocator, struct hc_message **message,
                              struct hc_error *error) {
  struct hc_buffer block = hc_buffer_make(allocator, 0);
  enum hc_kind kind = hc_read_header_block(reader, &block, error);
  if (kind == HC_OK) kind = parse_owned(&block, edition, allocator, message, error);
  hc_buffer_free(&block);
  return kind;
}

static void free_field(const struct hc_message *message, const struct stored_field *field) {
  if (field->owned != NULL) hc_resize(message->allocator, field->owned, field->owned_size, 0);
}

void hc_message_free(struct hc_message *message) {
  if (message == NULL) return;
  size_t count = count_of(message);
  for (size_t i = 0; i < count; i++)
    free_field(message, &fields_of(message)[i]);
  hc_buffer_free(&message->block);
  hc_buffer_free(&message->fields);
  hc_buffer_free(&message->defects);
  hc_resize(message->allocator, message, sizeof *message, 0);
}

size_t hc_message_count(const struct hc_message *message) {
  return count_of(message);
}

struct hc_field hc_message_field(const struct hc_message *message, size_t index) {
  struct hc_field none = {{NULL, 0}, {NULL, 0}};
  return index < count_of(message) ? fields_of(message)[index].field : none;
}

bool hc_message_next(const struct hc_message *message, struct hc_span name, size_t *index) {
  if ((message->name_sizes & size_bit(name)) == 0) return false;
  const struct stored_field *fields = fields_of(message);
  size_t count = count_of(message);
  for (size_t i = *index; i < count; i++) {
    if (fields[i].field.name.size != name.size) continue;
    if (!hc_span_equal_ignoring_case(fields[i].field.name, name)) continue;
    *index = i;
    return true;
  }
  return false;
}

bool hc_message_get(const struct hc_message *message, struct hc_span name, struct hc_span *value) {
  size_t index = 0;
  if (!hc_message_next(message, name, &index)) return false;
  *value = fields_of(message)[index].field.value;
  return true;
}

enum hc_kind hc_message_join(const struct hc_message *message, struct hc_span name,
                             struct hc_buffer *joined, bool *found, struct hc_error *error) {
  size_t size = joined->size;
  *found = false;
  for (size_t index = 0; hc_message_next(message, name, &index); index++) {
    struct hc_span separator = hc_str(*found ? ", " : "");
    *found = true;
    if (hc_buffer_append(joined, separator) &&
        hc_buffer_append(joined, fields_of(message)[index].field.value)) {
      continue;
    }
    joined->size = size;
    return hc_raise_memory(error);
  }
  return HC_OK;
}

enum hc_kind hc_message_add(struct hc_message *message, struct hc_span name, struct hc_span value,
                            struct hc_error *error) {
  struct hc_buffer copy = hc_buffer_make(message->allocator, 0);
  bool complete = hc_buffer_append(&copy, name) && hc_buffer_append(&copy, value);
  const char *bytes = copy.data != NULL ? copy.data : "";
  struct stored_field *added = NULL;
  if (complete) {
    added = add_field(message, hc_span_make(bytes, name.size),
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

size_t hc_message_remove(struct hc_message *message, struct hc_span name) {
  struct stored_field *fields = fields_of(message);
  size_t count = count_of(message);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (hc_span_equal_ignoring_case(fields[i].field.name, name))
      free_field(message, &fields[i]);
    else
      fields[kept++] = fields[i];
  }
  message->fields.size = kept * sizeof *fields;
  return count - kept;
}

size_t hc_message_defect_count(const struct hc_message *message) {
  return message->defects.size / sizeof(struct hc_defect);
}

struct hc_defect hc_message_defect(const struct hc_message *message, size_t index) {
  struct hc_defect none = {HC_DEFECT_KIND_COUNT, {NULL, 0}};
  if (index >= hc_message_defect_count(message)) return none;
  return ((const struct hc_defect *)(const void *)message->defects.data)[index];
}

bool hc_message_envelope(const struct hc_message *message, struct hc_span *line) {
  if (message->has_envelope) *line = message->envelope;
  return message->has_envelope;
}

struct hc_span hc_message_leftover(const struct hc_message *message) {
  return message->leftover;
}

bool hc_message_is_multipart(const struct hc_message *message) {
  return message->is_multipart;
}
