/* The registry of normative statements: what a scenario may cite. */
#ifndef RUNNER_CLAUSES_H
#define RUNNER_CLAUSES_H

#include <stddef.h>

#include "text/diagnostics.h"

/* One statement of the documentation. */
struct clause {
  const char *id; /* "HTTPResponse.read" */
  const char
      *editions; /* the editions of the documentation that state it: "3.9", "3.13" or "3.9,3.13" */
  const char *statement; /* in our words */
};

struct clauses;

/* clauses_load: reads a file of tab-separated lines "id, editions, statement" behind a header line.
 * Adds all errors (missing column, id used twice, unreadable file) to |diagnostics| and returns
 * NULL when there were any. */
struct clauses *clauses_load(const char *path, struct diagnostics *diagnostics);

/* clauses_free: NULL is allowed. */
void clauses_free(struct clauses *clauses);

/* clauses_find: the clause called |id|, or NULL; borrowed. */
const struct clause *clauses_find(const struct clauses *clauses, const char *id, size_t length);

/* clauses_closest: the id nearest to |id|, or NULL when none is near. */
const char *clauses_closest(const struct clauses *clauses, const char *id, size_t length);

/* clauses_count, clauses_at: all of them in the order of the file. */
size_t clauses_count(const struct clauses *clauses);
const struct clause *clauses_at(const struct clauses *clauses, size_t index);

#endif
