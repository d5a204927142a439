/* What a run has proven of the registries: which rows were checked, by which scenarios, and which
 * were not. The registries say what there is to prove; what was checked comes from the results
 * alone. */
#ifndef RUNNER_COVERAGE_H
#define RUNNER_COVERAGE_H

#include "reports/results.h"
#include "specification/registry.h"

enum coverage_state {
  COVERAGE_PROVEN,       /* a scenario that cites it was met by an implementation */
  COVERAGE_UNPROVEN,     /* cited, but no scenario that cites it was met */
  COVERAGE_UNCITED,      /* no scenario of the run cites it */
  COVERAGE_UNOBSERVABLE, /* not proven, and the registry says why no client can be seen doing it */
  COVERAGE_ABSENT,       /* not proven: http.client lacks the feature that it is about */
  COVERAGE_STATE_COUNT,
};

/* coverage_state_name: "proven", "not proven" …; static. */
const char *coverage_state_name(enum coverage_state state);

/* One row of a registry; a clause has an entry for each edition of the documentation that has it.
 */
struct coverage_entry {
  const struct registry_row *row;
  enum coverage_state state;
  const char *const *scenarios; /* proven: those that prove it; not proven: those that cite it */
  size_t scenario_count;
  const char *reason; /* why it is not proven, unobservable or absent; NULL else */
};

/* A registry, or the clauses of one edition. */
struct coverage_section {
  enum registry_kind kind;
  const char *edition;            /* of the documentation; NULL for others than clauses */
  struct coverage_entry *entries; /* in the order of the registry */
  size_t count;
  size_t counts[COVERAGE_STATE_COUNT];
};

/* Borrows from registries and results. */
struct coverage {
  struct arena *arena;
  struct coverage_section *sections;
  size_t section_count;
};

/* coverage_measure: the coverage of |registries| by |results|; the caller calls coverage_clear().
 * Adds an error for each id that the results cite and the registries do not have: such results
 * belong to another specification. */
struct coverage coverage_measure(const struct registries *registries, const struct results *results,
                                 struct diagnostics *diagnostics);

/* coverage_is_complete: whether each clause is proven, or it is said why it cannot be. */
bool coverage_is_complete(const struct coverage *coverage);

/* coverage_clear: releases it and leaves the zero state. */
void coverage_clear(struct coverage *coverage);

#endif
