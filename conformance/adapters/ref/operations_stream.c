/* What HTTPResponse has from io.BufferedIOBase: lines, the with statement, and what a stream that
 * only reads refuses. */
#include "operations.h"

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
    outcome_raise(outcome, HC_TYPE_ERROR, "argument should be integer or None, not '%s'",
                  value_class_name(given));
  else
    return_lines(call->subject->response, hint, outcome);
}

static void stream_iter(const struct call *call, struct outcome *outcome) {
  return_lines(call->subject->response, -1, outcome);
}

/* --- The with statement --- */

static bool check_open(const struct call *call, struct outcome *outcome) {
  return !hc_response_closed(call->subject->response) ||
         outcome_raise(outcome, HC_VALUE_ERROR, "I/O operation on closed file.");
}

static void stream_enter(const struct call *call, struct outcome *outcome) {
  if (check_open(call, outcome)) outcome_return(outcome, value_retain(call->subject));
}

static void stream_exit(const struct call *call, struct outcome *outcome) {
  (void)outcome;
  hc_response_close(call->subject->response);
}

/* --- What the stream can do --- */

static void stream_flush(const struct call *call, struct outcome *outcome) {
  check_open(call, outcome);
}

static void stream_isatty(const struct call *call, struct outcome *outcome) {
  if (check_open(call, outcome)) outcome_return(outcome, value_bool(false));
}

static void stream_can(const struct call *call, struct outcome *outcome) {
  (void)call;
  outcome_return(outcome, value_bool(true));
}

static void stream_cannot(const struct call *call, struct outcome *outcome) {
  (void)call;
  outcome_return(outcome, value_bool(false));
}

static void refuse_seek(const struct call *call, struct outcome *outcome) {
  (void)call;
  outcome_raise(outcome, HC_UNSUPPORTED_OPERATION, "seek");
}

static void refuse_truncate(const struct call *call, struct outcome *outcome) {
  (void)call;
  outcome_raise(outcome, HC_UNSUPPORTED_OPERATION, "truncate");
}

static void refuse_write(const struct call *call, struct outcome *outcome) {
  (void)call;
  outcome_raise(outcome, HC_UNSUPPORTED_OPERATION, "write");
}

static void refuse_detach(const struct call *call, struct outcome *outcome) {
  (void)call;
  outcome_raise(outcome, HC_UNSUPPORTED_OPERATION, "detach");
}

static const struct operation stream_operations[] = {
    {"readlines", stream_readlines, {"_IOBase", "readlines", {{"hint", PARAMETER_OPTIONAL}}}},
    {"__iter__", stream_iter, {"_IOBase", "__iter__", {{0}}}},
    {"__enter__", stream_enter, {"_IOBase", "__enter__", {{0}}}},
    {"__exit__", stream_exit, {"_IOBase", "__exit__", {{"args", PARAMETER_VARIADIC}}}},
    {"flush", stream_flush, {"HTTPResponse", "flush", {{0}}}},
    {"isatty", stream_isatty, {"_IOBase", "isatty", {{0}}}},
    {"readable", stream_can, {"HTTPResponse", "readable", {{0}}}},
    {"writable", stream_cannot, {"_IOBase", "writable", {{0}}}},
    {"seekable", stream_cannot, {"_IOBase", "seekable", {{0}}}},
    {"tell", refuse_seek, {"_IOBase", "tell", {{0}}}},
    {"seek",
     refuse_seek,
     {"_IOBase", "seek", {{"offset", PARAMETER_REQUIRED}, {"whence", PARAMETER_OPTIONAL}}}},
    {"truncate", refuse_truncate, {"_IOBase", "truncate", {{"size", PARAMETER_OPTIONAL}}}},
    {"write", refuse_write, {"_BufferedIOBase", "write", {{"b", PARAMETER_REQUIRED}}}},
    {"detach", refuse_detach, {"_BufferedIOBase", "detach", {{0}}}},
    {0},
};

const struct object_class response_stream_class = {stream_operations, NULL, NULL, NULL};
