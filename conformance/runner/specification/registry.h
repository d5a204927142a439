/* The registries: what a scenario may cite. A registry is a file of tab-separated columns behind a
 * header line that names them; the first column is the id. */
#ifndef RUNNER_REGISTRY_H
#define RUNNER_REGISTRY_H

#include <stddef.h>

#include "text/diagnostics.h"

enum registry_kind {
  REGISTRY_CLAUSES,      /* what the documentation states */
  REGISTRY_BEHAVIOURS,   /* what CPython was seen to do */
  REGISTRY_REQUIREMENTS, /* what RFCs ask of a client */
  REGISTRY_DEVIATIONS,   /* where a client is to be safe and CPython is not */
  REGISTRY_COUNT,
};

/* Columns of REGISTRY_CLAUSES. */
enum {
  CLAUSE_ID,          /* "HTTPResponse.read" */
  CLAUSE_EDITIONS,    /* editions of the documentation that state it: "3.9", "3.13" or "3.9,3.13" */
  CLAUSE_STATEMENT,   /* in our words */
  CLAUSE_UNOBSERVABLE /* why no scenario can show it; "" for all others */
};

/* Columns of REGISTRY_BEHAVIOURS. */
enum {
  BEHAVIOUR_ID,       /* "RD.04" */
  BEHAVIOUR_EDITIONS, /* where it was seen, for people: "all", "3.13+ (and 3.12.3+)" */
  BEHAVIOUR_CLAUSES,  /* the clauses that state it, comma-separated; "" where the docs are silent */
  BEHAVIOUR_STATEMENT,
  BEHAVIOUR_UNOBSERVABLE /* why no scenario can show it; "" for all others */
};

/* Columns of REGISTRY_REQUIREMENTS. */
enum {
  REQUIREMENT_ID,         /* "RFC9112-6.3-2.5": document, section, paragraph */
  REQUIREMENT_KEYWORD,    /* "MUST NOT" … as the RFC writes it */
  REQUIREMENT_ROLE,       /* of whom it is asked: "client", "recipient" … */
  REQUIREMENT_RANK,       /* of the forty most valuable its place; else "" */
  REQUIREMENT_OBSERVABLE, /* "yes", "partly (why)", "no (why)", "absent (why)" */
  REQUIREMENT_STATEMENT,
  REQUIREMENT_OUTCOMES /* what a client may choose from; "": only the requirement itself */
};

/* Columns of REGISTRY_DEVIATIONS. */
enum {
  DEVIATION_ID,        /* "stale-request-lines" */
  DEVIATION_REASON,    /* why what CPython does is a security defect */
  DEVIATION_CPYTHON,   /* what CPython does */
  DEVIATION_REFERENCE, /* what the reference client does instead */
  DEVIATION_SOURCE     /* where that is written: a CVE, an RFC, a clause, a behaviour */
};

/* One line of a registry. Fields are never NULL. */
struct registry_row {
  const char *const *fields; /* one a column */
  unsigned line;
};

struct registry;

/* registry_name: "clause", "behaviour", "requirement": what a row is called; static. */
const char *registry_name(enum registry_kind kind);

/* registry_load: reads the registry |kind| from the file |path|. Adds all errors (missing or empty
 * column, id used twice, unreadable file) to |diagnostics| and returns NULL when there were any. */
struct registry *registry_load(enum registry_kind kind, const char *path,
                               struct diagnostics *diagnostics);

/* registry_free: NULL is allowed. */
void registry_free(struct registry *registry);

/* registry_find: the row called |id|, or NULL; borrowed. */
const struct registry_row *registry_find(const struct registry *registry, const char *id,
                                         size_t length);

/* registry_closest: the id nearest to |id|, or NULL when none is near. */
const char *registry_closest(const struct registry *registry, const char *id, size_t length);

/* registry_count, registry_at: all rows in the order of the file. */
size_t registry_count(const struct registry *registry);
const struct registry_row *registry_at(const struct registry *registry, size_t index);

/* registry_place: where |row| stands in its file; the file's name is borrowed. */
struct place registry_place(const struct registry *registry, const struct registry_row *row);

/* All of them, as a folder holds them. The zero state is empty. */
struct registries {
  struct registry *of[REGISTRY_COUNT];
};

/* registries_load: reads clauses.tsv, behaviours.tsv, requirements.tsv and deviations.tsv of
 * |folder|. Adds all errors to |diagnostics|; registries_clear() is due whatever happens. */
void registries_load(struct registries *registries, const char *folder,
                     struct diagnostics *diagnostics);

/* registries_clear: releases them and leaves the zero state. */
void registries_clear(struct registries *registries);

#endif
