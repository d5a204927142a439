/* Sessions for tests: parsed from text, with the outcomes an adapter might have given. */
#ifndef EXECUTION_SESSION_FIXTURE_H
#define EXECUTION_SESSION_FIXTURE_H

#include "specification/console.h"

struct session_fixture {
  struct arena *arena;
  struct session *session;
  json_t *outcomes;
};

/* session_fixture_parse: parses |console|, which must be right; there are no outcomes. */
struct session_fixture session_fixture_parse(const char *console);

/* session_fixture_make: the same, and decodes |outcomes|, a JSON array
 * with one for each step. */
struct session_fixture session_fixture_make(const char *console, const char *outcomes);

void session_fixture_clear(struct session_fixture *fixture);

#endif
