/* A trace: what came of each step, one line a step. Both sides write the same form, so that a
 * comparison is one of bytes. It has two notations. In the one that is compared bytes stand as they
 * are, behind their number, numbers as in memory, and nothing has a label, for traces are much of
 * an execution's work. Only when traces differ are they written again to be shown, in ASCII: text
 * and bytes alike as Python shows bytes, no line with a line end. */
#ifndef FUZZ_TRACE_H
#define FUZZ_TRACE_H

#include "hc/error.h"
#include "hc/integer.h"

/* trace_show chooses the notation of what is written from now on; at first it is the other. */
void trace_show(bool shown);
bool trace_is_shown(void);

/* These append to `trace`; without memory the program aborts. */
void trace_span(struct hc_buffer *trace, struct hc_span bytes); /* as they are */
static inline void trace_text(struct hc_buffer *trace, const char *text) {
  trace_span(trace, hc_str(text));
}
/* What tells a person what the values mean, which their order does anyway: only shown. */
void trace_label(struct hc_buffer *trace, const char *text);
/* How many values there will be: only where nothing is shown. */
void trace_count(struct hc_buffer *trace, size_t count);
void trace_number(struct hc_buffer *trace, int64_t number);
void trace_bool(struct hc_buffer *trace, bool value);
/* Magnitudes from 2^63 on are "huge": beyond 2^64 - 1 the reference has no exact digits. */
void trace_integer(struct hc_buffer *trace, struct hc_integer integer);
/* Shown as repr() of a Python bytes object. */
void trace_bytes(struct hc_buffer *trace, struct hc_span bytes);
/* |name| and what |effect| holds, which is emptied; nothing if it holds nothing. */
void trace_effect(struct hc_buffer *trace, const char *name, struct hc_buffer *effect);
/* "raises", the class, its text and attributes, and its cause. */
void trace_error(struct hc_buffer *trace, const struct hc_error *error);

/* trace_line takes the first line off `trace`, without its line end. */
struct hc_span trace_line(struct hc_span *trace);

#endif
