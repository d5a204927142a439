/* A line on a terminal that tells how much has arrived, how fast, and how long the rest takes. */
#ifndef FETCH_PROGRESS_H
#define FETCH_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* The zero state draws nothing. */
struct progress {
  bool shown;
  bool has_total;
  uint64_t total;
  uint64_t done; /* bytes, as total */
  struct timespec started;
  struct timespec drawn; /* when the line was last drawn */
};

/* progress_show begins the line, on standard error. */
void progress_show(struct progress *progress, bool has_total, uint64_t total);

/* progress_add counts `bytes` that have arrived, and draws the line anew now and then. */
void progress_add(struct progress *progress, uint64_t bytes);

/* progress_end draws the line for the last time, and ends it. */
void progress_end(struct progress *progress);

#endif
