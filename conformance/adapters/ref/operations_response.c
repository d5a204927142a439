/* HTTPResponse: what http.client itself defines. What comes from io.BufferedIOBase is in
 * operations_stream.c. */
#include <stdio.h>

#include "connection_settings.h"
#include "octets.h"
#include "operations.h"

/* --- State --- */

static void response_begin(const struct call *call, struct outcome *outcome) {
  outcome_check(outcome, hc_response_begin(call->subject->response, &outcome->error));
}

static void response_close(const struct call *call, struct outcome *outcome) {
  (void)outcome;
  hc_response_close(call->subject->response);
}

static void response_isclosed(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, value_bool(hc_response_isclosed(call->subject->response)));
}

static void response_fileno(const struct call *call, struct outcome *outcome) {
  int descriptor;
  if (outcome_check(outcome,
                    hc_response_fileno(call->subject->response, &descriptor, &outcome->error)))
    outcome_return(outcome, value_int(descriptor));
}

/* --- Fields --- */

/* ", ".join(items), of every |step|th item: a dict gives its keys. */
static void join_items(const struct value *items, size_t step, struct outcome *outcome) {
  struct hc_buffer joined = {0};
  bool fits = true;
  for (size_t i = 0; i < items->item_count && outcome->kind == OUTCOME_NONE; i += step) {
    const struct value *item = items->items[i];
    if (item->kind != VALUE_TEXT)
      outcome_raise(outcome, HC_TYPE_ERROR, "sequence item %zu: expected str instance, %s found",
                    i / step, value_class_name(item));
    else
      fits = fits && (i == 0 || hc_buffer_append(&joined, hc_str(", "))) &&
             hc_buffer_append(&joined, value_span(item));
  }
  if (!fits) outcome_check(outcome, hc_error_set(&outcome->error, HC_MEMORY_ERROR, hc_str("")));
  if (outcome->kind == OUTCOME_NONE) outcome_return(outcome, value_content(VALUE_TEXT, &joined));
  hc_buffer_free(&joined);
}

/* What getheader() returns of an absent field: its default, joined if that is an iterable other
 * than text (HA.04). */
static void return_default(struct value *otherwise, struct outcome *outcome) {
  switch (otherwise ? otherwise->kind : VALUE_NONE) {
  case VALUE_LIST:
  case VALUE_TUPLE: join_items(otherwise, 1, outcome); return;
  case VALUE_DICT: join_items(otherwise, 2, outcome); return;
  case VALUE_BYTES:
  case VALUE_BYTEARRAY:
    if (value_is_true(otherwise))
      outcome_raise(outcome, HC_TYPE_ERROR, "sequence item 0: expected str instance, int found");
    else
      outcome_return(outcome, value_text(hc_str("")));
    return;
  case VALUE_TEXT: break;
  default:
    if (otherwise && value_is_iterable(otherwise)) {
      outcome_unsupported(outcome, "the library joins no %s", value_class_name(otherwise));
      return;
    }
  }
  outcome_return(outcome, otherwise ? value_retain(otherwise) : value_none());
}

/* The response is asked for its fields before the name is looked at. */
static void response_getheader(const struct call *call, struct outcome *outcome) {
  const struct value *name = call->arguments[0];
  struct hc_buffer latin1 = {0}, joined = {0};
  bool possible =
      name->kind == VALUE_TEXT && octets_from_text(value_span(name), &latin1) == OCTETS_OK;
  bool found = false;
  enum hc_kind kind = hc_response_getheader(call->subject->response, hc_buffer_span(&latin1),
                                            &joined, &found, &outcome->error);
  bool begun = outcome_check(outcome, kind);
  if (begun && name->kind != VALUE_TEXT && !value_is_bytes_like(name))
    outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'lower'",
                  value_class_name(name));
  else if (begun && possible && found)
    outcome_return(outcome, value_latin1(hc_buffer_span(&joined)));
  else if (begun)
    return_default(call->arguments[1], outcome);
  hc_buffer_free(&latin1);
  hc_buffer_free(&joined);
}

static void response_getheaders(const struct call *call, struct outcome *outcome) {
  const struct hc_message *message;
  if (outcome_check(outcome,
                    hc_response_getheaders(call->subject->response, &message, &outcome->error)))
    outcome_return(outcome, message_fields(message));
}

/* --- Attributes --- */

/* What an attribute is that has no value of its own: 'UNKNOWN' before begin(), or None. */
static struct value *absent(enum hc_presence presence) {
  return presence == HC_UNKNOWN ? value_text(hc_str("UNKNOWN")) : value_none();
}

static struct value *present_integer(struct hc_integer integer) {
  char digits[24];
  snprintf(digits, sizeof digits, "%s%llu", integer.negative ? "-" : "",
           (unsigned long long)integer.magnitude);
  return value_big_int(hc_str(digits));
}

static void get_status(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  int status;
  enum hc_presence presence = hc_response_status(subject->response, &status);
  outcome_return(outcome, presence == HC_PRESENT ? value_int(status) : absent(presence));
}

/* An alias of status that is made with it, and so is missing before (HA.13). */
static void get_code(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  int status;
  if (hc_response_status(subject->response, &status) == HC_PRESENT)
    get_status(subject, edition, outcome);
  else
    outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'HTTPResponse' object has no attribute 'code'");
}

static void get_reason(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct hc_span reason;
  enum hc_presence presence = hc_response_reason(subject->response, &reason);
  outcome_return(outcome, presence == HC_PRESENT ? value_latin1(reason) : absent(presence));
}

static void get_version(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  int version;
  enum hc_presence presence = hc_response_version(subject->response, &version);
  outcome_return(outcome, presence == HC_PRESENT ? value_int(version) : absent(presence));
}

static void get_chunked(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  bool chunked;
  enum hc_presence presence = hc_response_chunked(subject->response, &chunked);
  outcome_return(outcome, presence == HC_PRESENT ? value_bool(chunked) : absent(presence));
}

static void get_will_close(struct value *subject, enum hc_edition edition,
                           struct outcome *outcome) {
  (void)edition;
  bool will_close;
  enum hc_presence presence = hc_response_will_close(subject->response, &will_close);
  outcome_return(outcome, presence == HC_PRESENT ? value_bool(will_close) : absent(presence));
}

static void get_length(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct hc_integer length;
  enum hc_presence presence = hc_response_length(subject->response, &length);
  outcome_return(outcome, presence == HC_PRESENT ? present_integer(length) : absent(presence));
}

static void get_chunk_left(struct value *subject, enum hc_edition edition,
                           struct outcome *outcome) {
  (void)edition;
  struct hc_integer left;
  enum hc_presence presence = hc_response_chunk_left(subject->response, &left);
  outcome_return(outcome, presence == HC_PRESENT ? present_integer(left) : absent(presence));
}

static void get_headers(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct hc_message *message = hc_response_headers(subject->response);
  outcome_return(outcome, message ? value_message(message, subject) : value_none());
}

static void get_closed(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_bool(hc_response_closed(subject->response)));
}

static void get_debuglevel(struct value *subject, enum hc_edition edition,
                           struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_int(hc_response_debuglevel(subject->response)));
}

static void set_debuglevel(struct value *subject, struct value *to, struct outcome *outcome) {
  int level;
  if (connection_to_debuglevel(to, &level, outcome))
    hc_response_set_debuglevel(subject->response, level);
}

static void get_url(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct hc_span url;
  if (outcome_check(outcome, hc_response_url(subject->response, &url, &outcome->error)))
    outcome_return(outcome, value_text(url));
}

static void set_url(struct value *subject, struct value *to, struct outcome *outcome) {
  if (to->kind == VALUE_TEXT)
    outcome_check(outcome, hc_response_set_url(subject->response, value_span(to), &outcome->error));
  else
    outcome_unsupported(outcome, "the library has no url that is %s", value_class_name(to));
}

static void get_fp(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  bool closed = hc_response_isclosed(subject->response);
  outcome_return(outcome, closed ? value_none() : value_object("BufferedReader"));
}

static void response_info(const struct call *call, struct outcome *outcome) {
  get_headers(call->subject, call->client->edition, outcome);
}

static void response_getcode(const struct call *call, struct outcome *outcome) {
  get_status(call->subject, call->client->edition, outcome);
}

static void response_geturl(const struct call *call, struct outcome *outcome) {
  get_url(call->subject, call->client->edition, outcome);
}

static const struct operation response_operations[] = {
    {"begin", response_begin, {"HTTPResponse", "begin", {{0}}}},
    {"close", response_close, {"HTTPResponse", "close", {{0}}}},
    {"isclosed", response_isclosed, {"HTTPResponse", "isclosed", {{0}}}},
    {"fileno", response_fileno, {"HTTPResponse", "fileno", {{0}}}},
    {"getheader",
     response_getheader,
     {"HTTPResponse",
      "getheader",
      {{"name", PARAMETER_REQUIRED}, {"default", PARAMETER_OPTIONAL}}}},
    {"getheaders", response_getheaders, {"HTTPResponse", "getheaders", {{0}}}},
    {"info", response_info, {"HTTPResponse", "info", {{0}}}},
    {"getcode", response_getcode, {"HTTPResponse", "getcode", {{0}}}},
    {"geturl", response_geturl, {"HTTPResponse", "geturl", {{0}}}},
    {0},
};

static const struct attribute response_attributes[] = {
    {"status", get_status, NULL},
    {"code", get_code, NULL},
    {"reason", get_reason, NULL},
    {"version", get_version, NULL},
    {"chunked", get_chunked, NULL},
    {"will_close", get_will_close, NULL},
    {"length", get_length, NULL},
    {"chunk_left", get_chunk_left, NULL},
    {"headers", get_headers, NULL},
    {"msg", get_headers, NULL},
    {"closed", get_closed, NULL},
    {"debuglevel", get_debuglevel, set_debuglevel},
    {"url", get_url, set_url},
    {"fp", get_fp, NULL},
    {0},
};

static const char *const response_missing[] = {"name", "mode", NULL};

const struct object_class response_class = {response_operations, response_attributes,
                                            response_missing, &response_reading_class};
