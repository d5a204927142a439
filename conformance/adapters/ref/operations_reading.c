/* How an HTTPResponse's body is read: in amounts, in place, and in lines. */
#include "hc/response_stream.h"
#include "operations.h"

/* --- Amounts --- */

static bool refuse_amount(const struct value *amount, struct outcome *outcome) {
  return outcome_raise(outcome, HC_TYPE_ERROR, "argument should be integer or None, not '%s'",
                       value_class_name(amount));
}

static void return_bytes(struct hc_buffer *bytes, struct outcome *outcome) {
  outcome_return(outcome, value_content(VALUE_BYTES, bytes));
}

typedef enum hc_kind read_function(struct hc_response *response, int64_t amount,
                                   struct hc_buffer *into, struct hc_error *error);

/* Reads |amount|, or without limit when it is not given. A closed response looks at no amount. */
static void read_amount(const struct call *call, read_function *read, struct outcome *outcome) {
  const struct value *given = call->arguments[0];
  struct hc_response *response = call->subject->response;
  struct hc_buffer into = {0};
  int64_t amount = -1;
  if (given && !value_as_integer(given, &amount) && !hc_response_isclosed(response)) {
    refuse_amount(given, outcome);
    return;
  }
  if (outcome_check(outcome, read(response, amount, &into, &outcome->error)))
    return_bytes(&into, outcome);
  hc_buffer_free(&into);
}

static void response_read(const struct call *call, struct outcome *outcome) {
  const struct value *given = call->arguments[0];
  if (given && given->kind != VALUE_NONE) {
    read_amount(call, hc_response_read, outcome);
    return;
  }
  struct hc_buffer into = {0};
  if (outcome_check(outcome, hc_response_read_all(call->subject->response, &into, &outcome->error)))
    return_bytes(&into, outcome);
  hc_buffer_free(&into);
}

static void response_read1(const struct call *call, struct outcome *outcome) {
  read_amount(call, hc_response_read1, outcome);
}

static void response_readline(const struct call *call, struct outcome *outcome) {
  struct hc_integer left;
  const struct value *given = call->arguments[0];
  bool none = given && given->kind == VALUE_NONE;
  /* readline(None) is compared with a length when there is one (LN.03) */
  bool unlimited = none && hc_response_length(call->subject->response, &left) != HC_PRESENT;
  struct value *const no_limit[] = {NULL};
  const struct call without = {call->subject, no_limit, call->client};
  read_amount(unlimited ? &without : call, hc_response_readline, outcome);
}

/* The amount is looked at only where it is passed on to the reader: in an open body that is not
 * chunked. */
static bool check_peek_amount(const struct call *call, struct outcome *outcome) {
  const struct value *given = call->arguments[0];
  int64_t amount;
  bool chunked = false;
  bool ignored = hc_response_isclosed(call->subject->response) ||
                 (hc_response_chunked(call->subject->response, &chunked) == HC_PRESENT && chunked);
  return !given || ignored || value_as_integer(given, &amount) || refuse_amount(given, outcome);
}

static void response_peek(const struct call *call, struct outcome *outcome) {
  struct hc_span bytes;
  if (!check_peek_amount(call, outcome)) return;
  if (outcome_check(outcome, hc_response_peek(call->subject->response, &bytes, &outcome->error)))
    outcome_return(outcome, value_bytes(bytes));
}

static void refuse_buffer(const struct value *buffer, struct outcome *outcome) {
  if (buffer->kind == VALUE_BYTES || buffer->kind == VALUE_TEXT)
    outcome_raise(outcome, HC_TYPE_ERROR,
                  "readinto() argument must be read-write bytes-like object, not %s",
                  value_class_name(buffer));
  else
    outcome_raise(outcome, HC_TYPE_ERROR, "object of type '%s' has no len()",
                  value_class_name(buffer));
}

static void response_readinto(const struct call *call, struct outcome *outcome) {
  struct value *buffer = call->arguments[0];
  struct hc_response *response = call->subject->response;
  bool writable = buffer->kind == VALUE_BYTEARRAY;
  if (!writable && !hc_response_isclosed(response)) {
    refuse_buffer(buffer, outcome);
    return;
  }
  size_t got = 0;
  if (!writable ||
      outcome_check(outcome, hc_response_readinto(response, buffer->bytes.data, buffer->bytes.size,
                                                  &got, &outcome->error)))
    outcome_return(outcome, value_int((int64_t)got));
}

static void response_readinto1(const struct call *call, struct outcome *outcome) {
  struct value *buffer = call->arguments[0];
  size_t got;
  if (buffer->kind != VALUE_BYTEARRAY)
    outcome_raise(outcome, HC_TYPE_ERROR,
                  "readinto1() argument must be read-write bytes-like object, not %s",
                  value_class_name(buffer));
  else if (outcome_check(outcome, hc_response_readinto1(call->subject->response, buffer->bytes.data,
                                                        buffer->bytes.size, &got, &outcome->error)))
    outcome_return(outcome, value_int((int64_t)got));
}

/* --- Lines --- */

static void stream_readlines(const struct call *call, struct outcome *outcome) {
  const struct value *given = call->arguments[0];
  int64_t hint = -1;
  if (given && given->kind != VALUE_NONE && !value_as_integer(given, &hint)) {
    refuse_amount(given, outcome);
    return;
  }
  struct hc_line_list lines = {0};
  if (outcome_check(
          outcome, hc_response_readlines(call->subject->response, hint, &lines, &outcome->error))) {
    struct value *list = value_items(VALUE_LIST);
    for (size_t i = 0; i < hc_line_list_count(&lines); i++)
      value_append(list, value_bytes(hc_line_list_at(&lines, i)));
    outcome_return(outcome, list);
  }
  hc_line_list_free(&lines);
}

/* The protocol asks for all lines at once. */
static void stream_iter(const struct call *call, struct outcome *outcome) {
  struct value *list = value_items(VALUE_LIST);
  struct hc_buffer line = {0};
  bool end = false;
  while (!end && outcome_check(outcome, hc_response_next_line(call->subject->response, &line, &end,
                                                              &outcome->error)))
    if (!end) value_append(list, value_bytes(hc_buffer_span(&line)));
  hc_buffer_free(&line);
  if (end)
    outcome_return(outcome, list);
  else
    value_release(list);
}

static const struct operation reading_operations[] = {
    {"read", response_read, {"HTTPResponse", "read", {{"amt", PARAMETER_OPTIONAL}}}},
    {"readinto", response_readinto, {"HTTPResponse", "readinto", {{"b", PARAMETER_REQUIRED}}}},
    {"readinto1",
     response_readinto1,
     {"_BufferedIOBase", "readinto1", {{"buffer", PARAMETER_REQUIRED}}}},
    {"read1", response_read1, {"HTTPResponse", "read1", {{"n", PARAMETER_OPTIONAL}}}},
    {"peek", response_peek, {"HTTPResponse", "peek", {{"n", PARAMETER_OPTIONAL}}}},
    {"readline", response_readline, {"HTTPResponse", "readline", {{"limit", PARAMETER_OPTIONAL}}}},
    {"readlines", stream_readlines, {"_IOBase", "readlines", {{"hint", PARAMETER_OPTIONAL}}}},
    {"__iter__", stream_iter, {"_IOBase", "__iter__", {{0}}}},
    {0},
};

const struct object_class response_reading_class = {reading_operations, NULL, NULL,
                                                    &response_stream_class};
