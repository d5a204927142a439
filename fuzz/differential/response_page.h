/* A find, written as a scenario that can be pasted into a page. */
#ifndef FUZZ_RESPONSE_PAGE_H
#define FUZZ_RESPONSE_PAGE_H

#include <stdio.h>

#include "response_plan.h"

/* response_describe writes what `plan` (a struct response_plan) means and, if it ends with the
 * stream's end and is short, a scenario whose outcomes are those of CPython's `trace`. */
void response_describe(const void *plan, struct hc_span trace, FILE *file);

#endif
