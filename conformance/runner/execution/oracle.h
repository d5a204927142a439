/* Finding the CPythons of this machine. */
#ifndef RUNNER_ORACLE_H
#define RUNNER_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "text/arena.h"

/* An interpreter that can be an oracle. Texts live in the arena it was found with. */
struct interpreter {
  const char *path;    /* as a person would call it */
  const char *real;    /* the executable itself */
  const char *version; /* "3.11.7" */
  unsigned edition;    /* 311 */
  unsigned patch;
};

struct interpreters {
  struct interpreter *array;
  size_t count;
};

/* interpreters_find: asks python3 and python3.N on PATH, those in /usr/bin and /usr/local/bin, and
 * those of pyenv for what they are. Kept are CPythons of the editions that pages speak of, each
 * executable once, by version. Why others are not is written to |log| unless it is NULL. */
struct interpreters interpreters_find(struct arena *arena, FILE *log);

/* interpreters_ask: asks those at |paths| alone, of any edition from 3.8 on; each may
 * be a name to be looked up on PATH or a wrapper. Returns false when one
 * of them is none, and |*error| says why; the caller frees it. */
bool interpreters_ask(struct arena *arena, const char *const *paths, size_t count,
                      struct interpreters *interpreters, char **error);

#endif
