/* poll() counts in milliseconds: rounding up means that it never returns before the deadline
 * without an event. */
#include "execution/deadline.h"

#include <limits.h>
#include <math.h>

enum { NANOSECONDS = 1000000000 };

struct timespec deadline_after(double seconds) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  double whole = floor(seconds);
  now.tv_sec += (time_t)whole;
  now.tv_nsec += (long)((seconds - whole) * NANOSECONDS);
  if (now.tv_nsec >= NANOSECONDS) {
    now.tv_sec++;
    now.tv_nsec -= NANOSECONDS;
  }
  return now;
}

static double between(struct timespec from, struct timespec to) {
  return difftime(to.tv_sec, from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / NANOSECONDS;
}

int deadline_left(struct timespec deadline) {
  double milliseconds = ceil(1000 * between(deadline_after(0), deadline));
  if (milliseconds <= 0) return 0;
  return milliseconds < INT_MAX ? (int)milliseconds : INT_MAX;
}

double seconds_since(struct timespec start) {
  return between(start, deadline_after(0));
}
