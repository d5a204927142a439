/* An hc_error carries what the Python exception carries; here it gets the names that the protocol
 * uses. */
#include "outcome.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "value_json.h"

void outcome_clear(struct outcome *outcome) {
  value_release(outcome->value);
  hc_error_clear(&outcome->error);
  *outcome = (struct outcome){0};
}

void outcome_return(struct outcome *outcome, struct value *value) {
  outcome->kind = OUTCOME_VALUE;
  outcome->value = value;
}

bool outcome_check(struct outcome *outcome, enum hc_kind kind) {
  if (kind != HC_OK) outcome->kind = OUTCOME_RAISES;
  return kind == HC_OK;
}

bool outcome_raise(struct outcome *outcome, enum hc_kind kind, const char *format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  return outcome_check(outcome, hc_error_set(&outcome->error, kind, hc_str(text)));
}

void outcome_unbound(struct outcome *outcome, const char *variable) {
  outcome->kind = OUTCOME_UNBOUND;
  outcome->variable = variable;
}

bool outcome_unsupported(struct outcome *outcome, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(outcome->why, sizeof outcome->why, format, arguments);
  va_end(arguments);
  outcome->kind = OUTCOME_UNSUPPORTED;
  return false;
}

static json_t *encode_bases(enum hc_kind kind) {
  enum hc_kind ancestors[HC_KIND_ANCESTORS_MAX];
  size_t count = hc_kind_ancestors(kind, ancestors);
  json_t *bases = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(bases, json_string(hc_kind_name(ancestors[i])));
  return bases;
}

static json_t *encode_unicode_args(const struct hc_error *error) {
  struct hc_span span = hc_buffer_span(&error->object);
  bool bytes = error->kind == HC_UNICODE_DECODE_ERROR;
  json_t *object = bytes ? octets_encode(span) : text_encode(span);
  return json_pack("[s,o,I,I,o]", error->encoding, object, (json_int_t)error->start,
                   (json_int_t)error->end, text_encode(hc_buffer_span(&error->reason)));
}

/* An SSLError without errno shows its arguments as a tuple of one text. */
static json_t *encode_shown_args(const struct hc_error *error) {
  static const char before[] = "('", after[] = "',)";
  struct hc_span text = hc_buffer_span(&error->text);
  size_t around = sizeof before + sizeof after - 2;
  if (text.size < around) return json_pack("[o]", text_encode(text));
  return json_pack("[o]",
                   text_encode(hc_span_make(text.data + sizeof before - 1, text.size - around)));
}

/* The constructor's arguments, from which Python makes the text: most exceptions have only the
 * text. */
static json_t *encode_args(const struct hc_error *error) {
  struct hc_span reason = hc_buffer_span(&error->reason);
  switch (error->kind) {
  case HC_INCOMPLETE_READ: return json_pack("[o]", octets_encode(hc_buffer_span(&error->partial)));
  case HC_BAD_STATUS_LINE: return json_pack("[o]", latin1_encode(hc_buffer_span(&error->line)));
  case HC_UNKNOWN_PROTOCOL: return json_pack("[o]", latin1_encode(hc_buffer_span(&error->version)));
  default: break;
  }
  if (error->encoding) return encode_unicode_args(error);
  if (hc_kind_is(error->kind, HC_SSL_ERROR) && !error->has_errno) return encode_shown_args(error);
  if (error->has_errno && reason.size)
    return json_pack("[i,o]", error->errnum, text_encode(reason));
  return error->text.size ? json_pack("[o]", text_encode(hc_buffer_span(&error->text)))
                          : json_array();
}

/* encode_count: a JSON number holds 63 bits; more are digits. */
static json_t *encode_count(uint64_t count) {
  char digits[24];
  if (count <= INT64_MAX) return json_integer((json_int_t)count);
  snprintf(digits, sizeof digits, "%" PRIu64, count);
  return json_pack("{s:s}", "int", digits);
}

static void add_partial(json_t *attributes, const struct hc_error *error) {
  json_object_set_new(attributes, "partial", octets_encode(hc_buffer_span(&error->partial)));
  json_object_set_new(attributes, "expected",
                      error->has_expected ? encode_count(error->expected) : json_null());
}

static json_t *text_or_none(const struct hc_buffer *text) {
  return text->size ? text_encode(hc_buffer_span(text)) : json_null();
}

static void add_ssl(json_t *attributes, const struct hc_error *error) {
  const char *library = error->ssl_library;
  json_object_set_new(attributes, "library", library ? json_string(library) : json_null());
  json_object_set_new(attributes, "reason", text_or_none(&error->ssl_reason));
  if (error->kind != HC_SSL_CERT_VERIFICATION_ERROR) return;
  json_object_set_new(attributes, "verify_code", json_integer(error->verify_code));
  json_object_set_new(attributes, "verify_message", text_or_none(&error->verify_message));
}

static json_t *encode_attributes(const struct hc_error *error) {
  json_t *attributes = json_object();
  if (error->kind == HC_INCOMPLETE_READ) add_partial(attributes, error);
  if (hc_kind_is(error->kind, HC_BAD_STATUS_LINE))
    json_object_set_new(attributes, "line", latin1_encode(hc_buffer_span(&error->line)));
  if (error->kind == HC_UNKNOWN_PROTOCOL)
    json_object_set_new(attributes, "version", latin1_encode(hc_buffer_span(&error->version)));
  if (hc_kind_is(error->kind, HC_OS_ERROR))
    json_object_set_new(attributes, "errno",
                        error->has_errno ? json_integer(error->errnum) : json_null());
  if (hc_kind_is(error->kind, HC_SSL_ERROR) && error->has_errno) add_ssl(attributes, error);
  if (error->encoding) json_object_set_new(attributes, "reason", text_or_none(&error->reason));
  json_object_set_new(attributes, "args", json_pack("{s:o}", "tuple", encode_args(error)));
  return attributes;
}

static json_t *encode_error(const struct hc_error *error) {
  return json_pack("{s:{s:s,s:o,s:o,s:o}}", "raises", "type", hc_kind_name(error->kind), "bases",
                   encode_bases(error->kind), "attributes", encode_attributes(error), "text",
                   text_encode(hc_buffer_span(&error->text)));
}

json_t *outcome_encode(const struct outcome *outcome) {
  switch (outcome->kind) {
  case OUTCOME_VALUE: return json_pack("{s:o}", "value", value_encode(outcome->value));
  case OUTCOME_RAISES: return encode_error(&outcome->error);
  case OUTCOME_UNBOUND: return json_pack("{s:s}", "unbound", outcome->variable);
  case OUTCOME_UNSUPPORTED:
    return json_pack("{s:o}", "unsupported", text_encode(hc_str(outcome->why)));
  default: return json_pack("{s:n}", "value");
  }
}
