/* What HTTPResponse has from io.BufferedIOBase: the with statement, and what a stream that
 * only reads refuses. */
#include "hc/response_stream.h"
#include "operations.h"

/* --- The with statement --- */

static void stream_enter(const struct call *call, struct outcome *outcome) {
  if (outcome_check(outcome, hc_response_enter(call->subject->response, &outcome->error)))
    outcome_return(outcome, value_retain(call->subject));
}

static void stream_exit(const struct call *call, struct outcome *outcome) {
  (void)outcome;
  hc_response_close(call->subject->response);
}

/* --- What the stream can do --- */

static void stream_flush(const struct call *call, struct outcome *outcome) {
  outcome_check(outcome, hc_response_flush(call->subject->response, &outcome->error));
}

static void stream_isatty(const struct call *call, struct outcome *outcome) {
  bool terminal;
  if (outcome_check(outcome,
                    hc_response_isatty(call->subject->response, &terminal, &outcome->error)))
    outcome_return(outcome, value_bool(terminal));
}

static void stream_readable(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, value_bool(hc_response_readable(call->subject->response)));
}

static void stream_writable(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, value_bool(hc_response_writable(call->subject->response)));
}

static void stream_seekable(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, value_bool(hc_response_seekable(call->subject->response)));
}

/* --- What it cannot do, whatever it is given --- */

static void stream_tell(const struct call *call, struct outcome *outcome) {
  outcome_check(outcome, hc_response_tell(call->subject->response, &outcome->error));
}

static void stream_seek(const struct call *call, struct outcome *outcome) {
  outcome_check(outcome, hc_response_seek(call->subject->response, 0, 0, &outcome->error));
}

static void stream_truncate(const struct call *call, struct outcome *outcome) {
  outcome_check(outcome, hc_response_truncate(call->subject->response, &outcome->error));
}

static void stream_write(const struct call *call, struct outcome *outcome) {
  outcome_check(outcome, hc_response_write(call->subject->response, hc_str(""), &outcome->error));
}

static void stream_detach(const struct call *call, struct outcome *outcome) {
  outcome_check(outcome, hc_response_detach(call->subject->response, &outcome->error));
}

/* That the stream is open is looked at first, then the lines, of which the first is refused. */
static void stream_writelines(const struct call *call, struct outcome *outcome) {
  const struct value *lines = call->arguments[0];
  const struct hc_span line = {NULL, 0};
  bool any = value_is_iterable(lines) && value_is_true(lines);
  enum hc_kind kind =
      hc_response_writelines(call->subject->response, &line, any ? 1 : 0, &outcome->error);
  if (outcome_check(outcome, kind) && !value_is_iterable(lines))
    outcome_raise(outcome, HC_TYPE_ERROR, "'%s' object is not iterable", value_class_name(lines));
}

static const struct operation stream_operations[] = {
    {"__enter__", stream_enter, {"_IOBase", "__enter__", {{0}}}},
    {"__exit__", stream_exit, {"_IOBase", "__exit__", {{"args", PARAMETER_VARIADIC}}}},
    {"flush", stream_flush, {"HTTPResponse", "flush", {{0}}}},
    {"isatty", stream_isatty, {"_IOBase", "isatty", {{0}}}},
    {"readable", stream_readable, {"HTTPResponse", "readable", {{0}}}},
    {"writable", stream_writable, {"_IOBase", "writable", {{0}}}},
    {"seekable", stream_seekable, {"_IOBase", "seekable", {{0}}}},
    {"tell", stream_tell, {"_IOBase", "tell", {{0}}}},
    {"seek",
     stream_seek,
     {"_IOBase", "seek", {{"offset", PARAMETER_REQUIRED}, {"whence", PARAMETER_OPTIONAL}}}},
    {"truncate", stream_truncate, {"_IOBase", "truncate", {{"size", PARAMETER_OPTIONAL}}}},
    {"write", stream_write, {"_BufferedIOBase", "write", {{"b", PARAMETER_REQUIRED}}}},
    {"writelines", stream_writelines, {"_IOBase", "writelines", {{"lines", PARAMETER_REQUIRED}}}},
    {"detach", stream_detach, {"_BufferedIOBase", "detach", {{0}}}},
    {0},
};

const struct object_class response_stream_class = {stream_operations, NULL, NULL, NULL};
