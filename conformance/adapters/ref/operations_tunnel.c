/* HTTPConnection.set_tunnel() and what the proxy answered. */
#include <stdlib.h>

#include "connection_settings.h"
#include "memory.h"
#include "operations.h"
#include "value_repr.h"

/* A field for the proxy is formatted by str(), which the library does for text, bytes, integers and
 * None. Of anything else str() is repr(), which becomes a text in |formatted|. */
static struct hc_value to_formatted(const struct value *value, struct hc_buffer *formatted) {
  switch (value->kind) {
  case VALUE_NONE: return (struct hc_value){HC_VALUE_NONE, {NULL, 0}, 0};
  case VALUE_INT: return (struct hc_value){HC_VALUE_INTEGER, {NULL, 0}, value->integer};
  case VALUE_TEXT: return (struct hc_value){HC_VALUE_TEXT, value_span(value), 0};
  case VALUE_BYTES: return (struct hc_value){HC_VALUE_BYTES, value_span(value), 0};
  default: break;
  }
  value_repr(value, formatted);
  return (struct hc_value){HC_VALUE_TEXT, hc_buffer_span(formatted), 0};
}

static bool is_possible_name(const struct value *name) {
  return name->kind == VALUE_TEXT || name->kind == VALUE_BYTES || name->kind == VALUE_INT ||
         name->kind == VALUE_NONE;
}

/* The first name without lower(), which edition 3.12 asks for; NULL when there is none. */
static const struct value *first_without_lower(const struct value *headers) {
  for (size_t i = 0; i < headers->item_count; i += 2)
    if (headers->items[i]->kind == VALUE_INT || headers->items[i]->kind == VALUE_NONE)
      return headers->items[i];
  return NULL;
}

static void set_with(const struct call *call, struct hc_span host, struct hc_port port,
                     const struct value *headers, struct outcome *outcome) {
  size_t count = headers ? headers->item_count / 2 : 0;
  struct hc_header *fields = require_memory(calloc(count + 1, sizeof *fields));
  struct hc_buffer *texts = require_memory(calloc(count + 1, sizeof *texts));
  struct hc_buffer unused = {0}; /* a name needs none: see is_possible_name() */
  for (size_t i = 0; i < count; i++)
    fields[i] = (struct hc_header){to_formatted(headers->items[2 * i], &unused),
                                   to_formatted(headers->items[2 * i + 1], &texts[i])};
  outcome_check(outcome, hc_connection_set_tunnel(call->subject->connection, host, port, fields,
                                                  count, &outcome->error));
  for (size_t i = 0; i < count; i++)
    hc_buffer_free(&texts[i]);
  free(texts);
  free(fields);
}

static bool check_headers(const struct value *headers, struct outcome *outcome) {
  if (!headers || !value_is_true(headers)) return true;
  if (headers->kind != VALUE_DICT)
    return outcome_unsupported(outcome, "the library takes no headers from %s",
                               value_class_name(headers));
  for (size_t i = 0; i < headers->item_count; i += 2)
    if (!is_possible_name(headers->items[i]))
      return outcome_unsupported(outcome, "the library has no field name that is %s",
                                 value_class_name(headers->items[i]));
  return true;
}

/* A host that is no text is found out while its port is looked for, or much later. */
static bool check_endpoint(const struct call *call, struct outcome *outcome) {
  const struct value *host = call->arguments[0], *port = call->arguments[1];
  bool given = port && port->kind != VALUE_NONE;
  if (given && host->kind != VALUE_TEXT)
    return outcome_unsupported(outcome, "the library has no tunnel to %s", value_class_name(host));
  if (given && port->kind == VALUE_BOOL)
    return outcome_unsupported(outcome, "the library has no tunnel to a port that is bool");
  return connection_check_host(host, port, call->client, outcome);
}

/* That the connection is open already is found out first. */
static void set_tunnel(const struct call *call, struct outcome *outcome) {
  const struct value *host = call->arguments[0], *headers = call->arguments[2];
  bool open = hc_connection_transport(call->subject->connection) != NULL;
  struct hc_port port;
  if (!open && !check_endpoint(call, outcome)) return;
  if (!connection_to_port(call->arguments[1], &port, outcome) || !check_headers(headers, outcome))
    return;
  bool any = headers && value_is_true(headers);
  struct hc_span name = host->kind == VALUE_TEXT ? value_span(host) : hc_str("");
  set_with(call, name, port, any ? headers : NULL, outcome);
  if (!name.size && outcome->kind == OUTCOME_NONE)
    connection_keep(call->subject, KEPT_TUNNEL_HOST, call->arguments[0]);
  const struct value *refused = any ? first_without_lower(headers) : NULL;
  if (!refused || outcome->kind != OUTCOME_RAISES || outcome->error.kind != HC_ATTRIBUTE_ERROR)
    return;
  hc_error_clear(&outcome->error);
  outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'lower'",
                value_class_name(refused));
}

/* Editions without the method raise an AttributeError, which the protocol says in its own way. */
static void get_proxy_response_headers(const struct call *call, struct outcome *outcome) {
  struct hc_message *message;
  enum hc_kind kind =
      hc_connection_proxy_headers(call->subject->connection, &message, &outcome->error);
  if (kind == HC_ATTRIBUTE_ERROR)
    outcome_unsupported(outcome, "HTTPConnection has no get_proxy_response_headers in %s",
                        hc_edition_name(call->client->edition));
  else if (outcome_check(outcome, kind) && message)
    outcome_return(outcome, value_message(message, NULL));
}

static const struct operation tunnel_operations[] = {
    {"set_tunnel",
     set_tunnel,
     {"HTTPConnection",
      "set_tunnel",
      {{"host", PARAMETER_REQUIRED},
       {"port", PARAMETER_OPTIONAL},
       {"headers", PARAMETER_OPTIONAL}}}},
    {"get_proxy_response_headers",
     get_proxy_response_headers,
     {"HTTPConnection", "get_proxy_response_headers", {{0}}}},
    {0},
};

const struct object_class connection_tunnel_class = {tunnel_operations, NULL, NULL, NULL};
