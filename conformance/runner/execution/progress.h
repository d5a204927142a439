/* The line that shows on a terminal how far a run is. */
#ifndef RUNNER_PROGRESS_H
#define RUNNER_PROGRESS_H

#include <stdio.h>

#include "execution/run.h"

/* How often the line is written anew, in milliseconds. */
enum { PROGRESS_INTERVAL = 100 };

/* progress_print: puts "1234/50000  3 unexpected  4100/s  12 s left" in the place of the line on
 * |out|. |total| is in items, |seconds| is how long the run has lasted. */
void progress_print(FILE *out, struct run_progress progress, size_t total, double seconds);

/* progress_erase: takes the line away. */
void progress_erase(FILE *out);

#endif
