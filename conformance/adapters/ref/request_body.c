/* Files and iterables are callbacks of the library, which ask the value for its next block or item.
 * A file keeps its position in the value, as an iterator does, so that a second sending goes on
 * where the first ended. */
#include "request_body.h"

#include <stdio.h>

#include "text/literal.h"

/* --- Files --- */

/* The bytes that the first |count| characters of |text| take. */
static size_t measure_characters(struct hc_span text, size_t count) {
  size_t size = 0;
  for (; count && size < text.size; count--) {
    size_t length = literal_utf8_length(text.data + size, text.size - size, NULL);
    size += length ? length : 1;
  }
  return size;
}

static enum hc_kind read_file(void *payload, int64_t size, struct hc_span *block,
                              struct hc_error *error) {
  struct value *file = payload;
  struct hc_span rest = value_rest(file);
  if (file->file_failure && rest.size == 0 && size != 0)
    return hc_error_set(error, file->file_failure, hc_str(""));
  if (size >= 0) {
    size_t most = (uint64_t)size < rest.size ? (size_t)size : rest.size;
    rest.size = file->kind == VALUE_TEXT_FILE ? measure_characters(rest, most) : most;
  }
  file->position += rest.size;
  *block = rest;
  return HC_OK;
}

/* --- Iterables --- */

static const struct value *next_item(struct request_body *body) {
  struct value *source = body->source;
  bool iterator = source->kind == VALUE_CHUNKS;
  size_t *position = iterator ? &source->item_position : &body->position;
  if (*position >= source->item_count) return NULL;
  const struct value *item = source->items[*position];
  *position += source->kind == VALUE_DICT ? 2 : 1; /* a dict gives its keys */
  return item;
}

/* A generator that has raised is at its end from then on. */
static enum hc_kind end_items(struct value *source, struct hc_error *error) {
  enum hc_kind failure = source->chunks_failure;
  source->chunks_failure = HC_OK;
  return failure ? hc_error_set(error, failure, hc_str("")) : HC_OK;
}

static enum hc_kind refuse_item(const struct request_body *body, const struct value *item,
                                struct hc_error *error) {
  char text[128];
  const char *name = value_class_name(item);
  if (body->use == BODY_OF_SEND)
    snprintf(text, sizeof text, "a bytes-like object is required, not '%s'", name);
  else if (item->kind == VALUE_TEXT)
    snprintf(text, sizeof text, "can't concat %s to bytes", name);
  else
    snprintf(text, sizeof text, "object of type '%s' has no len()", name);
  return hc_error_set(error, HC_TYPE_ERROR, hc_str(text));
}

static enum hc_kind next_chunk(void *payload, struct hc_span *chunk, bool *end,
                               struct hc_error *error) {
  struct request_body *body = payload;
  const struct value *item = next_item(body);
  *chunk = hc_span_make(NULL, 0);
  *end = !item;
  if (!item) return end_items(body->source, error);
  if (value_is_bytes_like(item)) {
    *chunk = value_span(item);
    return HC_OK;
  }
  bool skipped = body->use == BODY_OF_REQUEST && !value_is_true(item);
  return skipped ? HC_OK : refuse_item(body, item, error);
}

/* What is neither bytes-like nor iterable fails where Python first tries to iterate it. */
static enum hc_kind refuse_source(void *payload, struct hc_span *chunk, bool *end,
                                  struct hc_error *error) {
  const struct request_body *body = payload;
  *chunk = hc_span_make(NULL, 0);
  *end = true;
  char text[128];
  snprintf(text, sizeof text, "%s should be a bytes-like object or an iterable, got <class '%s'>",
           body->use == BODY_OF_SEND ? "data" : "message_body", value_class_name(body->source));
  return hc_error_set(error, HC_TYPE_ERROR, hc_str(text));
}

static bool has_only_plain_items(const struct value *source) {
  for (size_t i = 0; i < source->item_count; i++)
    if (value_is_iterable(source->items[i]) && source->items[i]->kind != VALUE_TEXT &&
        !value_is_bytes_like(source->items[i]))
      return false;
  return true;
}

bool request_body_make(struct value *source, enum body_use use, struct request_body *body,
                       struct outcome *outcome) {
  *body = (struct request_body){.source = source, .use = use};
  body->body = (struct hc_body){.kind = HC_BODY_ITERABLE, .next = next_chunk, .payload = body};
  switch (source->kind) {
  case VALUE_TEXT: body->body = hc_body_text(value_span(source)); return true;
  case VALUE_BYTES:
  case VALUE_BYTEARRAY: body->body = hc_body_bytes(value_span(source)); return true;
  case VALUE_FILE:
  case VALUE_TEXT_FILE:
    body->body = (struct hc_body){.kind = HC_BODY_FILE,
                                  .text_file = source->kind == VALUE_TEXT_FILE,
                                  .read = read_file,
                                  .payload = source};
    return true;
  case VALUE_LIST:
  case VALUE_TUPLE:
  case VALUE_DICT:
  case VALUE_CHUNKS:
    return has_only_plain_items(source) ||
           outcome_unsupported(outcome, "the library sends no iterable of iterables or files");
  case VALUE_RESPONSE:
  case VALUE_MESSAGE:
    return outcome_unsupported(outcome, "the library sends no %s", value_class_name(source));
  default: body->body.next = refuse_source; return true;
  }
}
