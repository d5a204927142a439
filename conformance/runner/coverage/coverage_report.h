/* Coverage for people and for programs. */
#ifndef RUNNER_COVERAGE_REPORT_H
#define RUNNER_COVERAGE_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "coverage/coverage.h"

/* coverage_print: a block for each section, a line for each entry; with |only_missing| only for
 * those that are neither proven nor explained. */
void coverage_print(const struct coverage *coverage, bool only_missing, FILE *out);

/* coverage_to_json: the same, with all scenarios; the caller's. */
json_t *coverage_to_json(const struct coverage *coverage, bool only_missing);

#endif
