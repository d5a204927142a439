/* A process that hcspec starts, in a process group of its own, with pipes for its three standard
 * streams. */
#ifndef RUNNER_CHILD_H
#define RUNNER_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

/* The descriptors are hcspec's ends: non-blocking, closed on exec, -1 once closed. |pid| is 0 when
 * none runs. */
struct child {
  pid_t pid;
  int input;  /* to its standard input */
  int output; /* from its standard output */
  int errors; /* from its standard error */
};

/* child_none: no process, no descriptors. */
static const struct child child_none = {0, -1, -1, -1};

/* child_start: starts |words| (ends with NULL; the first is looked up on PATH). Returns false with
 * errno set. */
bool child_start(struct child *child, char *const *words);

/* child_close: closes |*descriptor| unless it is -1 already. */
void child_close(int *descriptor);

/* child_end: kills what is left of the process group, closes the descriptors, waits for the process
 * and returns its wait status. A process that was ending by itself keeps its own status. |child| is
 * then child_none. */
int child_end(struct child *child);

/* child_kill: kills the process group and no more: descriptors stay open, so that what was written
 * can be read. */
void child_kill(const struct child *child);

/* child_status_text: "exited with status 3" or "was killed by signal 11 (Segmentation fault)"; the
 * caller frees it. */
char *child_status_text(int status);

#endif
