/* Making, counting and asking values. What a kind owns is released in one place, value_destroy().
 */
#include "value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "hc/tls_transport.h"
#include "memory.h"
#include "octets.h"

static const struct {
  const char *class_name;
  bool has_bytes;
  bool has_items;
} kinds[VALUE_KIND_COUNT] = {
    [VALUE_NONE] = {"NoneType", false, false},
    [VALUE_BOOL] = {"bool", false, false},
    [VALUE_INT] = {"int", false, false},
    [VALUE_BIG_INT] = {"int", true, false},
    [VALUE_FLOAT] = {"float", false, false},
    [VALUE_TEXT] = {"str", true, false},
    [VALUE_BYTES] = {"bytes", true, false},
    [VALUE_BYTEARRAY] = {"bytearray", true, false},
    [VALUE_LIST] = {"list", false, true},
    [VALUE_TUPLE] = {"tuple", false, true},
    [VALUE_DICT] = {"dict", false, true},
    [VALUE_CHUNKS] = {NULL, false, true},
    [VALUE_FILE] = {NULL, true, false},
    [VALUE_TEXT_FILE] = {NULL, true, false},
    [VALUE_CONNECTION] = {NULL, false, false},
    [VALUE_RESPONSE] = {"HTTPResponse", false, false},
    [VALUE_MESSAGE] = {"HTTPMessage", false, false},
    [VALUE_SOCKET] = {NULL, false, false},
    [VALUE_STREAM] = {"Stream", false, false},
    [VALUE_CONTEXT] = {"SSLContext", false, false},
    [VALUE_SOCKET_MODULE] = {"module", false, false},
    [VALUE_OBJECT] = {NULL, false, false},
};

static struct value *value_new(enum value_kind kind) {
  struct value *value = require_memory(calloc(1, sizeof *value));
  value->kind = kind;
  value->references = 1;
  return value;
}

struct value *value_none(void) {
  return value_new(VALUE_NONE);
}

struct value *value_bool(bool truth) {
  struct value *value = value_new(VALUE_BOOL);
  value->integer = truth;
  return value;
}

struct value *value_int(int64_t integer) {
  struct value *value = value_new(VALUE_INT);
  value->integer = integer;
  return value;
}

struct value *value_float(double real) {
  struct value *value = value_new(VALUE_FLOAT);
  value->real = real;
  return value;
}

struct value *value_object(const char *class_name) {
  struct value *value = value_new(VALUE_OBJECT);
  value->class_name = class_name;
  return value;
}

struct value *value_content(enum value_kind kind, struct hc_buffer *content) {
  struct value *value = value_new(kind);
  hc_buffer_take(&value->bytes, content);
  return value;
}

static struct value *value_copy(enum value_kind kind, struct hc_span content) {
  struct value *value = value_new(kind);
  if (!hc_buffer_append(&value->bytes, content)) require_memory(NULL);
  return value;
}

struct value *value_text(struct hc_span utf8) {
  return value_copy(VALUE_TEXT, utf8);
}

struct value *value_latin1(struct hc_span latin1) {
  struct value *value = value_new(VALUE_TEXT);
  if (!octets_to_text(latin1, &value->bytes)) require_memory(NULL);
  return value;
}

struct value *value_bytes(struct hc_span bytes) {
  return value_copy(VALUE_BYTES, bytes);
}

struct value *value_items(enum value_kind kind) {
  return value_new(kind);
}

struct value *value_failing(struct value *value, enum hc_kind failure) {
  if (value->kind == VALUE_CHUNKS)
    value->chunks_failure = failure;
  else
    value->file_failure = failure;
  return value;
}

struct value *value_socket_module(void) {
  return value_new(VALUE_SOCKET_MODULE);
}

/* The digits of |number| without zeros in front; at least one remains. */
static struct hc_span significant_digits(struct hc_span number) {
  while (number.size > 1 && number.data[0] == '0') {
    number.data++;
    number.size--;
  }
  return number;
}

static bool fits_64_bits(bool negative, struct hc_span magnitude, int64_t *integer) {
  char text[24];
  if (magnitude.size > 19) return false;
  snprintf(text, sizeof text, "%s%.*s", negative ? "-" : "", (int)magnitude.size, magnitude.data);
  errno = 0;
  *integer = strtoll(text, NULL, 10);
  return errno == 0;
}

struct value *value_big_int(struct hc_span digits) {
  bool negative = digits.size && digits.data[0] == '-';
  struct hc_span magnitude =
      significant_digits(hc_span_make(digits.data + negative, digits.size - negative));
  int64_t integer;
  if (fits_64_bits(negative, magnitude, &integer)) return value_int(integer);
  struct value *value = value_copy(VALUE_BIG_INT, hc_span_make("-", negative));
  if (!hc_buffer_append(&value->bytes, magnitude)) require_memory(NULL);
  return value;
}

struct value *value_connection(struct hc_connection *connection) {
  struct value *value = value_new(VALUE_CONNECTION);
  value->connection = connection;
  return value;
}

struct value *value_response(struct hc_response *response) {
  struct value *value = value_new(VALUE_RESPONSE);
  value->response = response;
  return value;
}

struct value *value_message(struct hc_message *message, struct value *owner) {
  struct value *value = value_new(VALUE_MESSAGE);
  value->message = message;
  value->owner = owner ? value_retain(owner) : NULL;
  return value;
}

struct value *value_socket(struct hc_transport *transport) {
  struct value *value = value_new(VALUE_SOCKET);
  value->transport = hc_transport_retain(transport);
  value->secured = hc_tls_version_name(transport) != NULL;
  return value;
}

struct value *value_stream(struct hc_transport *transport) {
  struct value *value = value_new(VALUE_STREAM);
  value->transport = transport;
  return value;
}

struct value *value_context(struct hc_tls_context *context) {
  struct value *value = value_new(VALUE_CONTEXT);
  value->context = hc_tls_context_retain(context);
  return value;
}

void value_close_socket(struct value *socket) {
  socket->closing = true;
  value_settle_socket(socket);
}

void value_settle_socket(struct value *socket) {
  if (!socket->closing || !socket->transport || socket->transport->references > 1) return;
  hc_transport_release(socket->transport);
  socket->transport = NULL;
}

void value_append(struct value *sequence, struct value *item) {
  size_t count = sequence->item_count;
  if ((count & (count - 1)) == 0) { /* full: the room is always a power of two */
    size_t room = count ? 2 * count : 1;
    sequence->items = require_memory(realloc(sequence->items, room * sizeof *sequence->items));
  }
  sequence->items[sequence->item_count++] = item;
}

struct value *value_retain(struct value *value) {
  value->references++;
  return value;
}

static void release_items(struct value *value) {
  for (size_t i = 0; i < value->item_count; i++)
    value_release(value->items[i]);
  free(value->items);
}

static void release_connection(struct value *value) {
  hc_connection_free(value->connection);
  value_release(value->socket);
  for (size_t i = 0; i < KEPT_COUNT; i++)
    value_release(value->kept[i]);
}

static void release_message(struct value *value) {
  if (!value->owner) hc_message_free(value->message);
  value_release(value->owner);
}

bool value_has_transport(const struct value *value) {
  return value->kind == VALUE_SOCKET || value->kind == VALUE_STREAM;
}

static void value_destroy(struct value *value) {
  if (kinds[value->kind].has_bytes) hc_buffer_free(&value->bytes);
  if (kinds[value->kind].has_items) release_items(value);
  if (value->kind == VALUE_CONNECTION) release_connection(value);
  if (value->kind == VALUE_RESPONSE) hc_response_free(value->response);
  if (value->kind == VALUE_MESSAGE) release_message(value);
  if (value_has_transport(value)) hc_transport_release(value->transport);
  if (value->kind == VALUE_CONTEXT) hc_tls_context_release(value->context);
  free(value);
}

void value_release(struct value *value) {
  if (value && --value->references == 0) value_destroy(value);
}

const char *value_class_name(const struct value *value) {
  switch (value->kind) {
  case VALUE_OBJECT: return value->class_name;
  case VALUE_CONNECTION: return value->https ? "HTTPSConnection" : "HTTPConnection";
  case VALUE_SOCKET: return value->secured ? "SSLSocket" : "socket";
  case VALUE_CHUNKS: return value->chunks_failure ? "generator" : "list_iterator";
  case VALUE_FILE: return value->file_failure ? "FailingBinaryFile" : "BytesIO";
  case VALUE_TEXT_FILE: return value->file_failure ? "FailingTextFile" : "StringIO";
  default: return kinds[value->kind].class_name;
  }
}

bool value_is_true(const struct value *value) {
  switch (value->kind) {
  case VALUE_NONE: return false;
  case VALUE_BOOL:
  case VALUE_INT: return value->integer != 0;
  case VALUE_FLOAT: return value->real != 0;
  case VALUE_TEXT:
  case VALUE_BYTES:
  case VALUE_BYTEARRAY: return value->bytes.size != 0;
  case VALUE_LIST:
  case VALUE_TUPLE:
  case VALUE_DICT: return value->item_count != 0;
  case VALUE_MESSAGE: return hc_message_count(value->message) != 0;
  default: return true;
  }
}

bool value_is_bytes_like(const struct value *value) {
  return value->kind == VALUE_BYTES || value->kind == VALUE_BYTEARRAY;
}

bool value_is_iterable(const struct value *value) {
  bool text_or_bytes = value->kind == VALUE_TEXT || value_is_bytes_like(value);
  bool file = value->kind == VALUE_FILE || value->kind == VALUE_TEXT_FILE;
  bool object = value->kind == VALUE_RESPONSE || value->kind == VALUE_MESSAGE;
  return kinds[value->kind].has_items || text_or_bytes || file || object;
}

bool value_as_integer(const struct value *value, int64_t *integer) {
  if (value->kind == VALUE_BIG_INT)
    *integer = value->bytes.data[0] == '-' ? INT64_MIN : INT64_MAX;
  else if (value->kind == VALUE_INT || value->kind == VALUE_BOOL)
    *integer = value->integer;
  else
    return false;
  return true;
}

struct hc_span value_span(const struct value *value) {
  return hc_buffer_span(&value->bytes);
}

struct hc_span value_rest(const struct value *file) {
  size_t size = file->bytes.size - file->position;
  return hc_span_make(size ? file->bytes.data + file->position : NULL, size);
}
