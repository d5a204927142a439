/* Points in time on the monotonic clock, and how far off they are. */
#ifndef RUNNER_DEADLINE_H
#define RUNNER_DEADLINE_H

#include <time.h>

/* deadline_after: |seconds| from now. */
struct timespec deadline_after(double seconds);

/* deadline_left: milliseconds until |deadline|, rounded up, for poll(); 0 when it is over. */
int deadline_left(struct timespec deadline);

/* seconds_since: seconds that have gone by since |start|, a time of deadline_after(0). */
double seconds_since(struct timespec start);

#endif
