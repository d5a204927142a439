/* The module http.client: its classes, functions and constants. */
#include <string.h>

#include "connection_settings.h"
#include "hc/limits.h"
#include "hc/status_code.h"
#include "memory.h"
#include "operations.h"
#include "stream_transport.h"

/* --- parse_headers() --- */

/* Parses from |reader| and counts in |*rest| what it left unread. */
static void parse_from(struct hc_reader *reader, enum hc_edition edition, size_t *rest,
                       struct outcome *outcome) {
  struct hc_message *message;
  enum hc_kind kind = hc_parse_headers(reader, edition, NULL, &message, &outcome->error);
  if (outcome_check(outcome, kind)) outcome_return(outcome, value_message(message, NULL));
  struct hc_buffer unread = {0};
  if (hc_reader_read_to_end(reader, &unread, NULL) == HC_MEMORY_ERROR) require_memory(NULL);
  *rest = unread.size;
  hc_buffer_free(&unread);
}

static void parse_file(struct value *file, enum hc_edition edition, struct outcome *outcome) {
  struct hc_transport *transport = stream_transport_new(value_rest(file), file->file_failure);
  struct hc_reader *reader;
  if (outcome_check(outcome, hc_reader_new(transport, NULL, &reader, &outcome->error))) {
    size_t rest;
    parse_from(reader, edition, &rest, outcome);
    file->position = file->bytes.size - rest;
    hc_reader_free(reader);
  }
  hc_transport_release(transport);
}

static void parse_headers(const struct call *call, struct outcome *outcome) {
  struct value *file = call->arguments[0];
  if (call->arguments[1])
    outcome_unsupported(outcome, "the library parses into no other class");
  else if (file->kind == VALUE_FILE)
    parse_file(file, call->client->edition, outcome);
  else if (file->kind == VALUE_TEXT_FILE || file->kind == VALUE_RESPONSE)
    outcome_unsupported(outcome, "the library parses no %s", value_class_name(file));
  else
    outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'readline'",
                  value_class_name(file));
}

/* --- HTTPResponse() --- */

static void make_response(const struct call *call, struct outcome *outcome) {
  const struct value *socket = call->arguments[0];
  const struct value *method = call->arguments[2];
  if (!value_has_transport(socket) || !socket->transport) {
    outcome_unsupported(outcome, "the library makes a response over an open socket or stream only");
    return;
  }
  bool text = method && method->kind == VALUE_TEXT;
  int level = 0;
  if (call->arguments[1] && !connection_to_debuglevel(call->arguments[1], &level, outcome)) return;
  const struct hc_response_options options = {.method = text ? value_span(method) : hc_str(NULL),
                                              .debuglevel = level,
                                              .debug_sink = call->client->printer,
                                              .edition = call->client->edition};
  struct hc_response *response;
  if (outcome_check(outcome,
                    hc_response_new(socket->transport, &options, &response, &outcome->error)))
    outcome_return(outcome, value_response(response));
}

/* --- Constants --- */

/* The codes are those that there are by index, the phrases those that there are by code. */
static struct value *responses(enum hc_edition edition) {
  struct value *dict = value_items(VALUE_DICT);
  for (size_t i = 0; i < hc_status_code_count(edition); i++) {
    struct hc_status_code entry = {0};
    hc_status_code_at(edition, i, &entry);
    value_append(dict, value_int(entry.code));
    value_append(dict, value_text(hc_str(hc_responses(edition, entry.code))));
  }
  return dict;
}

static bool is_exception(const char *name) {
  for (int kind = HC_HTTP_EXCEPTION; kind <= HC_REMOTE_DISCONNECTED; kind++)
    if (strcmp(hc_kind_name((enum hc_kind)kind), name) == 0) return true;
  return strcmp(name, "error") == 0; /* another name of HTTPException (MS.08) */
}

/* The module's numbers other than status codes, and the editions that have them. */
static const struct {
  const char *name;
  int64_t number;
  enum hc_edition oldest;
  enum hc_edition newest;
} numbers[] = {
    {"HTTP_PORT", HC_HTTP_PORT, HC_EDITION_3_8, HC_EDITION_NEWEST},
    {"HTTPS_PORT", HC_HTTPS_PORT, HC_EDITION_3_8, HC_EDITION_NEWEST},
    {"_MAXLINE", HC_LIMIT_LINE, HC_EDITION_3_8, HC_EDITION_NEWEST},
    {"_MAXHEADERS", HC_LIMIT_HEADER_LINES, HC_EDITION_3_8, HC_EDITION_NEWEST},
    {"MAXAMOUNT", 1048576, HC_EDITION_3_9, HC_EDITION_3_9}, /* MS.11 */
};
enum { NUMBER_COUNT = sizeof numbers / sizeof numbers[0] };

static size_t find_number(const char *name) {
  size_t i = 0;
  while (i < NUMBER_COUNT && strcmp(numbers[i].name, name) != 0)
    i++;
  return i;
}

struct value *module_constant(const char *name, enum hc_edition edition) {
  size_t number = find_number(name);
  enum hc_edition resolved = hc_edition_resolve(edition);
  if (number < NUMBER_COUNT)
    return resolved >= numbers[number].oldest &&
                   resolved <= hc_edition_resolve(numbers[number].newest)
               ? value_int(numbers[number].number)
               : NULL;
  if (strcmp(name, "responses") == 0) return responses(edition);
  int code = hc_status_code_by_name(edition, hc_str(name));
  if (code) return value_int(code);
  bool abstract = strcmp(name, "HTTPResponse") == 0; /* derives from io.BufferedIOBase */
  bool class = strcmp(name, "HTTPConnection") == 0 || strcmp(name, "HTTPSConnection") == 0 ||
               strcmp(name, "HTTPMessage") == 0;
  if (abstract || class || is_exception(name)) return value_object(abstract ? "ABCMeta" : "type");
  return NULL;
}

bool module_lacks(const char *name, enum hc_edition edition) {
  bool elsewhere = find_number(name) < NUMBER_COUNT ||
                   hc_status_code_by_name(HC_EDITION_NEWEST, hc_str(name)) != 0;
  struct value *constant = elsewhere ? module_constant(name, edition) : NULL;
  value_release(constant);
  return elsewhere && !constant;
}

/* --- Audit events --- */

static void audit_events(const struct call *call, struct outcome *outcome) {
  const struct value *events = call->client->events;
  struct value *list = value_items(VALUE_LIST);
  for (size_t i = 0; events && i < events->item_count; i++)
    value_append(list, value_retain(events->items[i]));
  outcome_return(outcome, list);
}

static const struct operation module_operations[] = {
    {"HTTPConnection",
     connection_make,
     {"HTTPConnection",
      "__init__",
      {{"host", PARAMETER_REQUIRED},
       {"port", PARAMETER_OPTIONAL},
       {"timeout", PARAMETER_OPTIONAL},
       {"source_address", PARAMETER_OPTIONAL},
       {"blocksize", PARAMETER_OPTIONAL}}}},
    {"HTTPSConnection",
     connection_make_https,
     {"HTTPSConnection",
      "__init__",
      {{"host", PARAMETER_REQUIRED},
       {"port", PARAMETER_OPTIONAL},
       {"timeout", PARAMETER_KEYWORD},
       {"source_address", PARAMETER_KEYWORD},
       {"context", PARAMETER_KEYWORD},
       {"blocksize", PARAMETER_KEYWORD}}}},
    {"audit_events", audit_events, {NULL, "audit_events", {{0}}}},
    {"HTTPResponse",
     make_response,
     {"HTTPResponse",
      "__init__",
      {{"sock", PARAMETER_REQUIRED},
       {"debuglevel", PARAMETER_OPTIONAL},
       {"method", PARAMETER_OPTIONAL},
       {"url", PARAMETER_OPTIONAL}}}},
    {"parse_headers",
     parse_headers,
     {NULL, "parse_headers", {{"fp", PARAMETER_REQUIRED}, {"_class", PARAMETER_OPTIONAL}}}},
    {0},
};

const struct object_class module_class = {module_operations, NULL, NULL, NULL};

static const struct operation legacy_module_operations[] = {
    {"HTTPSConnection",
     connection_make_legacy_https,
     {"HTTPSConnection",
      "__init__",
      {{"host", PARAMETER_REQUIRED},
       {"port", PARAMETER_OPTIONAL},
       {"key_file", PARAMETER_OPTIONAL},
       {"cert_file", PARAMETER_OPTIONAL},
       {"timeout", PARAMETER_OPTIONAL},
       {"source_address", PARAMETER_OPTIONAL},
       {"context", PARAMETER_KEYWORD},
       {"check_hostname", PARAMETER_KEYWORD},
       {"blocksize", PARAMETER_KEYWORD}}}},
    {0},
};

const struct object_class legacy_module_class = {legacy_module_operations, NULL, NULL,
                                                 &module_class};
