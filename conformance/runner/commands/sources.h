/* Where commands take the specification from: the options --pages and --spec. */
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
  const char *spec_path; /* the folder of the registries; NULL: the project's own */
  struct registries registries;
  struct specification *specification;
};

/* sources_argp: the options, as an argp child whose input is a struct sources. */
extern const struct argp sources_argp;

/* sources_children: the same, as the children of a command that has no others. */
extern const struct argp_child sources_children[];

/* sources_take_paths: the parser of a command whose input is a struct sources and whose arguments
 * are what --pages takes. */
error_t sources_take_paths(int key, char *argument, struct argp_state *state);

/* sources_load: loads the registries and the pages. On failure all errors are on standard error, and
 * it returns false. */
bool sources_load(struct sources *sources);

/* sources_clear: releases everything and leaves the zero state. */
void sources_clear(struct sources *sources);

#endif
