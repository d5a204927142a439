/* HTTPConnection: Python's arguments to the library's, and back. Where Python finds a wrong type
 * only after it has changed the connection's state, so does this. */
#include <stdlib.h>

#include "connection_settings.h"
#include "memory.h"
#include "operations.h"
#include "request_body.h"
#include "value_repr.h"

/* --- Arguments --- */

static const struct value *argument(const struct call *call, size_t index) {
  return call->arguments[index];
}

static bool is_given(const struct value *value) {
  return value && value->kind != VALUE_NONE;
}

static bool flag(const struct value *value) {
  return value && value_is_true(value);
}

/* --- putrequest() --- */

/* Does what putrequest() does before it looks at an argument of the wrong type, and raises the
 * TypeError. An illegal text in its place gets the library as far: the state has changed, what
 * stands before was validated (ST.08). */
static bool fail_putrequest(const struct call *call, struct hc_span method, struct hc_span url,
                            const struct value *wrong, struct outcome *outcome) {
  enum hc_kind kind =
      hc_connection_putrequest(call->subject->connection, method, url, NULL, &outcome->error);
  bool at_wrong = kind == HC_INVALID_URL || (kind == HC_VALUE_ERROR && wrong == argument(call, 0));
  if (!at_wrong) return outcome_check(outcome, kind);
  hc_error_clear(&outcome->error);
  return arguments_refuse(wrong, call->client->edition, outcome);
}

/* The method and url, which are the first two arguments; a url that is false is "/" (RQ.02). */
static bool to_target(const struct call *call, struct hc_span *method, struct hc_span *url,
                      struct outcome *outcome) {
  static const char illegal[] = "\n";
  const struct value *given_method = argument(call, 0), *given_url = argument(call, 1);
  if (given_method->kind != VALUE_TEXT)
    return fail_putrequest(call, hc_str(illegal), hc_str("/"), given_method, outcome);
  *method = value_span(given_method);
  *url = hc_str("");
  if (!value_is_true(given_url)) return true;
  if (given_url->kind != VALUE_TEXT)
    return fail_putrequest(call, *method, hc_str(illegal), given_url, outcome);
  *url = value_span(given_url);
  return true;
}

static void putrequest(const struct call *call, struct outcome *outcome) {
  struct hc_span method, url;
  if (!to_target(call, &method, &url, outcome)) return;
  const struct hc_putrequest_options options = {.skip_host = flag(argument(call, 2)),
                                                .skip_accept_encoding = flag(argument(call, 3))};
  outcome_check(outcome, hc_connection_putrequest(call->subject->connection, method, url, &options,
                                                  &outcome->error));
}

/* --- Field lines --- */

static struct hc_value to_field_name(const struct value *name) {
  if (name->kind == VALUE_TEXT) return (struct hc_value){HC_VALUE_TEXT, value_span(name), 0};
  if (value_is_bytes_like(name)) return (struct hc_value){HC_VALUE_BYTES, value_span(name), 0};
  return (struct hc_value){HC_VALUE_NONE, {NULL, 0}, 0};
}

static struct hc_value to_field_value(const struct value *value) {
  switch (value->kind) {
  case VALUE_INT: return (struct hc_value){HC_VALUE_INTEGER, {NULL, 0}, value->integer};
  case VALUE_BIG_INT: return (struct hc_value){HC_VALUE_TEXT, value_span(value), 0};
  case VALUE_BOOL:
    return hc_text(value->integer ? "True" : "False"); /* an int as str() says it (PH.04) */
  default: return to_field_name(value);
  }
}

/* The first of every |step|th item that is no field value; NULL when all are. */
static const struct value *first_refused(const struct value *sequence, size_t from, size_t step) {
  for (size_t i = from; i < sequence->item_count; i += step)
    if (to_field_value(sequence->items[i]).kind == HC_VALUE_NONE) return sequence->items[i];
  return NULL;
}

/* The library does not know the type of what it refused; Python's TypeError names it. */
static void name_refused(const struct value *refused, enum hc_edition edition,
                         struct outcome *outcome) {
  if (!refused || outcome->kind != OUTCOME_RAISES || outcome->error.kind != HC_TYPE_ERROR) return;
  hc_error_clear(&outcome->error);
  arguments_refuse(refused, edition, outcome);
}

static void putheader(const struct call *call, struct outcome *outcome) {
  const struct value *name = argument(call, 0), *values = argument(call, 1);
  size_t count = values->item_count;
  struct hc_value *converted = require_memory(calloc(count + 1, sizeof *converted));
  for (size_t i = 0; i < count; i++)
    converted[i] = to_field_value(values->items[i]);
  outcome_check(outcome, hc_connection_putheader(call->subject->connection, to_field_name(name),
                                                 converted, count, &outcome->error));
  free(converted);
  bool wrong_name = to_field_name(name).kind == HC_VALUE_NONE;
  name_refused(wrong_name ? name : first_refused(values, 0, 1), call->client->edition, outcome);
}

/* --- request() --- */

/* request() first asks every name of |headers| for lower(). */
static bool check_names(const struct value *headers, struct outcome *outcome) {
  size_t step = headers->kind == VALUE_DICT ? 2 : 1;
  if (!value_is_iterable(headers))
    return outcome_raise(outcome, HC_TYPE_ERROR, "'%s' object is not iterable",
                         value_class_name(headers));
  if (headers->kind == VALUE_TEXT) return true;
  if (value_is_bytes_like(headers) && value_is_true(headers))
    return outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'int' object has no attribute 'lower'");
  if (headers->kind != VALUE_DICT && headers->kind != VALUE_LIST && headers->kind != VALUE_TUPLE)
    return outcome_unsupported(outcome, "the library takes no headers from %s",
                               value_class_name(headers));
  for (size_t i = 0; i < headers->item_count; i += step)
    if (headers->items[i]->kind != VALUE_TEXT && !value_is_bytes_like(headers->items[i]))
      return outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'lower'",
                           value_class_name(headers->items[i]));
  return true;
}

/* What is no mapping is found out when the request line is there already. */
static bool check_mapping(const struct call *call, struct hc_span method, struct hc_span url,
                          const struct value *headers, struct outcome *outcome) {
  if (headers->kind == VALUE_DICT) return true;
  enum hc_kind kind =
      hc_connection_putrequest(call->subject->connection, method, url, NULL, &outcome->error);
  return outcome_check(outcome, kind) &&
         outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'items'",
                       value_class_name(headers));
}

static void request_with(const struct call *call, struct hc_request *request,
                         const struct value *headers, struct outcome *outcome) {
  size_t count = headers ? headers->item_count / 2 : 0;
  struct hc_header *fields = require_memory(calloc(count + 1, sizeof *fields));
  for (size_t i = 0; i < count; i++)
    fields[i] = (struct hc_header){to_field_name(headers->items[2 * i]),
                                   to_field_value(headers->items[2 * i + 1])};
  request->headers = fields;
  request->header_count = count;
  outcome_check(outcome,
                hc_connection_request(call->subject->connection, request, &outcome->error));
  free(fields);
  if (headers) name_refused(first_refused(headers, 1, 2), call->client->edition, outcome);
}

/* What debug output shows of a body goes into |repr|; without a debug level nothing does. */
static void show_body(const struct call *call, struct request_body *body, struct hc_buffer *repr) {
  bool plain = body->source->kind == VALUE_BYTES || body->source->kind == VALUE_TEXT;
  if (plain || hc_connection_debuglevel(call->subject->connection) <= 0) return;
  value_repr(body->source, repr);
  body->body.repr = hc_buffer_span(repr);
}

/* Debug output formats a tuple as what is in it, which only a single item is right for. */
static bool check_shown(const struct call *call, struct request_body *body,
                        struct outcome *outcome) {
  bool shown = hc_connection_debuglevel(call->subject->connection) > 0;
  return !shown || body->source->kind != VALUE_TUPLE ||
         outcome_unsupported(outcome, "the library shows no tuple");
}

static bool make_body(const struct call *call, struct request_body *body, struct hc_buffer *repr,
                      struct outcome *outcome) {
  if (!request_body_make(call->arguments[2], BODY_OF_REQUEST, body, outcome)) return false;
  show_body(call, body, repr);
  return check_shown(call, body, outcome);
}

static void request_checked(const struct call *call, struct hc_request *request,
                            struct outcome *outcome) {
  const struct value *headers = argument(call, 3);
  if (!to_target(call, &request->method, &request->url, outcome)) return;
  if (headers && !check_mapping(call, request->method, request->url, headers, outcome)) return;
  request_with(call, request, headers, outcome);
}

static void request(const struct call *call, struct outcome *outcome) {
  const struct value *headers = argument(call, 3);
  struct hc_request request = {.encode_chunked = flag(argument(call, 4))};
  struct request_body body;
  struct hc_buffer repr = {0};
  if (headers && !check_names(headers, outcome)) return;
  bool given = is_given(argument(call, 2));
  if (given) request.body = &body.body;
  if (!given || make_body(call, &body, &repr, outcome)) request_checked(call, &request, outcome);
  hc_buffer_free(&repr);
}

/* --- The rest of a transaction --- */

static void endheaders(const struct call *call, struct outcome *outcome) {
  struct request_body body = {0};
  struct hc_buffer repr = {0};
  bool given = is_given(argument(call, 0));
  if (given && !request_body_make(call->arguments[0], BODY_OF_REQUEST, &body, outcome)) return;
  if (given) show_body(call, &body, &repr);
  outcome_check(outcome,
                hc_connection_endheaders(call->subject->connection, given ? &body.body : NULL,
                                         flag(argument(call, 1)), &outcome->error));
  hc_buffer_free(&repr);
}

static void send_data(const struct call *call, struct outcome *outcome) {
  struct request_body body;
  struct hc_buffer repr = {0};
  if (!request_body_make(call->arguments[0], BODY_OF_SEND, &body, outcome)) return;
  show_body(call, &body, &repr);
  outcome_check(outcome,
                hc_connection_send(call->subject->connection, &body.body, &outcome->error));
  hc_buffer_free(&repr);
}

static void getresponse(const struct call *call, struct outcome *outcome) {
  struct hc_response *response;
  if (outcome_check(outcome, hc_connection_getresponse(call->subject->connection, &response,
                                                       &outcome->error)))
    outcome_return(outcome, value_response(response));
  connection_closed_socket(call->subject);
}

static void open_connection(const struct call *call, struct outcome *outcome) {
  outcome_check(outcome, hc_connection_connect(call->subject->connection, &outcome->error));
}

static void close_connection(const struct call *call, struct outcome *outcome) {
  (void)outcome;
  hc_connection_close(call->subject->connection);
  connection_closed_socket(call->subject);
}

static void set_debuglevel(const struct call *call, struct outcome *outcome) {
  connection_set_debuglevel(call->subject, call->arguments[0], outcome);
}

static const struct operation connection_operations[] = {
    {"request",
     request,
     {"HTTPConnection",
      "request",
      {{"method", PARAMETER_REQUIRED},
       {"url", PARAMETER_REQUIRED},
       {"body", PARAMETER_OPTIONAL},
       {"headers", PARAMETER_OPTIONAL},
       {"encode_chunked", PARAMETER_KEYWORD}}}},
    {"putrequest",
     putrequest,
     {"HTTPConnection",
      "putrequest",
      {{"method", PARAMETER_REQUIRED},
       {"url", PARAMETER_REQUIRED},
       {"skip_host", PARAMETER_OPTIONAL},
       {"skip_accept_encoding", PARAMETER_OPTIONAL}}}},
    {"putheader",
     putheader,
     {"HTTPConnection",
      "putheader",
      {{"header", PARAMETER_REQUIRED}, {"values", PARAMETER_VARIADIC}}}},
    {"endheaders",
     endheaders,
     {"HTTPConnection",
      "endheaders",
      {{"message_body", PARAMETER_OPTIONAL}, {"encode_chunked", PARAMETER_KEYWORD}}}},
    {"send", send_data, {"HTTPConnection", "send", {{"data", PARAMETER_REQUIRED}}}},
    {"getresponse", getresponse, {"HTTPConnection", "getresponse", {{0}}}},
    {"connect", open_connection, {"HTTPConnection", "connect", {{0}}}},
    {"close", close_connection, {"HTTPConnection", "close", {{0}}}},
    {"set_debuglevel",
     set_debuglevel,
     {"HTTPConnection", "set_debuglevel", {{"level", PARAMETER_REQUIRED}}}},
    {0},
};

const struct object_class connection_class = {connection_operations, connection_attributes, NULL,
                                              &connection_tunnel_class};
