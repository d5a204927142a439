/* The steps of a plan, taken with http.client of the CPython in this process. */
#ifndef FUZZ_RESPONSE_INTERPRETER_H
#define FUZZ_RESPONSE_INTERPRETER_H

#include "response_plan.h"

/* response_interpreter appends the trace of `plan` to `trace`: of each step what came of it. If
 * `trace` is NULL the steps are only taken: that is what http.client alone costs. */
void response_interpreter(const struct response_plan *plan, struct hc_buffer *trace);

#endif
