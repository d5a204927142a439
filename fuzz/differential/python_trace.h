/* What Python's objects look like in a trace (trace.h): all that http.client returns or raises. */
#ifndef FUZZ_PYTHON_TRACE_H
#define FUZZ_PYTHON_TRACE_H

#include "interpreter.h"
#include "trace.h"

/* These append to `trace`. A text of http.client's response side is Latin-1, in which surrogates
 * stand for bytes; one that was said or printed is UTF-8, in which they stand for themselves. */
void python_append_utf8(struct hc_buffer *trace, PyObject *text);
void python_trace_utf8(struct hc_buffer *trace, PyObject *text);
void python_trace_latin1(struct hc_buffer *trace, PyObject *text);

/* A whole number, as trace_integer has it; None, True, False, and a text as it is: "UNKNOWN". */
void python_trace_scalar(struct hc_buffer *trace, PyObject *value);

/* What a read returned: bytes, a list of them, or a scalar. */
void python_trace_result(struct hc_buffer *trace, PyObject *value);

/* python_trace_raised takes the exception that was just raised, and appends what trace_error does.
 * One that is no Exception, or that cannot be shown, is a failure of the rig. */
void python_trace_raised(struct hc_buffer *trace);

#endif
