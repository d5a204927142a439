/* What HTTPResponse has from io.BufferedIOBase: the with statement, and what a stream that
 * only reads refuses. */
#include "operations.h"

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

/* Each line goes to write(), which refuses it; without a line nothing happens. */
static void stream_writelines(const struct call *call, struct outcome *outcome) {
  const struct value *lines = call->arguments[0];
  if (!check_open(call, outcome)) return;
  if (!value_is_iterable(lines))
    outcome_raise(outcome, HC_TYPE_ERROR, "'%s' object is not iterable", value_class_name(lines));
  else if (value_is_true(lines))
    refuse_write(call, outcome);
}

static const struct operation stream_operations[] = {
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
    {"writelines", stream_writelines, {"_IOBase", "writelines", {{"lines", PARAMETER_REQUIRED}}}},
    {"detach", refuse_detach, {"_BufferedIOBase", "detach", {{0}}}},
    {0},
};

const struct object_class response_stream_class = {stream_operations, NULL, NULL, NULL};
