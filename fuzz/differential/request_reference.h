/* The calls of a plan, made with the reference client. */
#ifndef FUZZ_REQUEST_REFERENCE_H
#define FUZZ_REQUEST_REFERENCE_H

#include "request_plan.h"

/* request_reference appends the trace of `plan` in `edition` to `trace`: of each call what came of
 * it, the connections it made, the bytes it sent, and what it printed. */
void request_reference(const struct request_plan *plan, enum hc_edition edition,
                       struct hc_buffer *trace);

#endif
