/* The calls of a plan, made with http.client of the CPython in this process. */
#ifndef FUZZ_REQUEST_INTERPRETER_H
#define FUZZ_REQUEST_INTERPRETER_H

#include "request_plan.h"

/* request_interpreter appends the trace of `plan` to `trace`: of each call what came of it, the
 * connections it made, the bytes it sent, and what it printed. If `trace` is NULL the calls are
 * only made: that is what http.client alone costs. */
void request_interpreter(const struct request_plan *plan, struct hc_buffer *trace);

#endif
