/* The reports of a run, where the command line wants them. */
#ifndef RUNNER_REPORT_FILES_H
#define RUNNER_REPORT_FILES_H

#include <stdbool.h>

#include "execution/run_options.h"
#include "reports/results.h"

/* reports_prepare: makes the folder of --output, if there is to be one, so that no run is made
 * whose reports could not be written. Says on standard error what is wrong and returns false. */
bool reports_prepare(const struct run_options *options);

/* write_reports: writes the files of --output and --json, and the report for a person: to standard
 * output or, when the JSON goes there, to standard error. What cannot be written is said on
 * standard error; returns whether all was written. */
bool write_reports(const struct results *results, const struct run_options *options);

#endif
