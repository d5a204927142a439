/* The clock that timeouts are measured with. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* hc_now returns nanoseconds since some moment in the past; it never goes back. */
int64_t hc_now(void);

#endif
