/* The steps of a plan, taken with the reference client. */
#ifndef FUZZ_RESPONSE_REFERENCE_H
#define FUZZ_RESPONSE_REFERENCE_H

#include "response_plan.h"

/* response_reference appends the trace of `plan` in `edition` to `trace`. */
void response_reference(const struct response_plan *plan, enum hc_edition edition,
                        struct hc_buffer *trace);

#endif
