/* Where commands take the specification from: the options --pages and --clauses. */
#ifndef COMMANDS_SOURCES_H
#define COMMANDS_SOURCES_H

#include <argp.h>
#include <stdbool.h>

#include "specification/specification.h"

/* What the command line says, and what was loaded. The zero state says nothing: the project's own
 * files are then meant. */
struct sources {
  const char **paths; /* borrowed texts in an owned array */
  size_t path_count;
  const char *clauses_path; /* NULL: the project's own */
  struct clauses *clauses;
  struct specification *specification;
};

/* sources_argp: the options, as an argp child whose input is a struct sources. */
extern const struct argp sources_argp;

/* sources_add_page: as --pages does. */
void sources_add_page(struct sources *sources, const char *path);

/* sources_load: loads the clauses and the pages. On failure all errors are on standard error, and
 * it returns false. */
bool sources_load(struct sources *sources);

/* sources_clear: releases everything and leaves the zero state. */
void sources_clear(struct sources *sources);

#endif
