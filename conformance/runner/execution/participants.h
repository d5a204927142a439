/* Everyone who takes part in a run, each known by its own hello before the first case. */
#ifndef RUNNER_PARTICIPANTS_H
#define RUNNER_PARTICIPANTS_H

#include "execution/implementation.h"
#include "execution/oracle.h"

/* The zero state is empty; participants_clear() accepts it. */
struct participants {
  struct implementation *array;
  size_t count;
};

/* participants_clear: releases them and leaves the zero state. */
void participants_clear(struct participants *participants);

/* participants_add_subject: "NAME=COMMAND" of --impl. A name may be used once. On failure returns
 * false, and |*error| is the caller's. */
bool participants_add_subject(struct participants *participants, const char *argument,
                              char **error);

/* participants_add_reference: the reference client, called "ref", whose adapter is the program
 * |path|. As participants_add_subject(). */
bool participants_add_reference(struct participants *participants, const char *path, char **error);

/* participants_add_oracles: |interpreters| with the adapter |script|. The newest of an edition is
 * called "cpython", any other "cpython-3.11.2". */
void participants_add_oracles(struct participants *participants,
                              const struct interpreters *interpreters, const char *script);

/* participants_greet: starts each adapter once and keeps what it says of itself. When one fails,
 * returns false, and |*error| names it and its command and holds what it wrote to standard error;
 * the caller frees it. NULL in |*error| means that |stop| became readable. */
bool participants_greet(struct participants *participants, int stop, char **error);

#endif
