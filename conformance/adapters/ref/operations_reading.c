/* How an HTTPResponse's body is read: in amounts, in place, and in lines. */
#include <string.h>

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
  const struct call without = {call->subject, no_limit, call->edition};
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

/* readinto1() of io.BufferedIOBase: what one read1() of the buffer's size gives. */
static void response_readinto1(const struct call *call, struct outcome *outcome) {
  struct value *buffer = call->arguments[0];
  struct hc_buffer into = {0};
  if (buffer->kind != VALUE_BYTEARRAY) {
    outcome_raise(outcome, HC_TYPE_ERROR,
                  "readinto1() argument must be read-write bytes-like object, not %s",
                  value_class_name(buffer));
    return;
  }
  if (outcome_check(outcome, hc_response_read1(call->subject->response, (int64_t)buffer->bytes.size,
                                               &into, &outcome->error))) {
    if (into.size) memcpy(buffer->bytes.data, into.data, into.size);
    outcome_return(outcome, value_int((int64_t)into.size));
  }
  hc_buffer_free(&into);
}

/* --- Lines --- */

/* Adds one line to |lines|; an empty one is the end. Returns whether there may be more. */
static bool add_line(struct hc_response *response, struct value *lines, size_t *size,
                     struct outcome *outcome) {
  struct hc_buffer line = {0};
  enum hc_kind kind = hc_response_readline(response, -1, &line, &outcome->error);
  *size = line.size;
  bool more = outcome_check(outcome, kind) && line.size > 0;
  if (more) value_append(lines, value_content(VALUE_BYTES, &line));
  hc_buffer_free(&line);
  return more;
}

/* All lines, or those up to the one that makes more than |hint| bytes, if that is positive. */
static void return_lines(struct hc_response *response, int64_t hint, struct outcome *outcome) {
  struct value *lines = value_items(VALUE_LIST);
  uint64_t left = hint > 0 ? (uint64_t)hint : UINT64_MAX;
  size_t size;
  while (add_line(response, lines, &size, outcome) && size <= left)
    left -= hint > 0 ? size : 0;
  if (outcome->kind == OUTCOME_NONE)
    outcome_return(outcome, lines);
  else
    value_release(lines);
}

static void stream_readlines(const struct call *call, struct outcome *outcome) {
  const struct value *given = call->arguments[0];
  int64_t hint = -1;
  if (given && given->kind != VALUE_NONE && !value_as_integer(given, &hint))
    refuse_amount(given, outcome);
  else
    return_lines(call->subject->response, hint, outcome);
}

static void stream_iter(const struct call *call, struct outcome *outcome) {
  return_lines(call->subject->response, -1, outcome);
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
