/* Consoles for tests: parsed as if they stood in page.md from line 1, column 1. */
#ifndef TESTS_SESSION_FIXTURE_H
#define TESTS_SESSION_FIXTURE_H

#include "specification/console.h"

/* What became of a console; clear it with parsed_clear(). */
struct parsed {
  struct arena *arena;
  struct diagnostics *diagnostics;
  struct session *session; /* NULL after errors */
};

struct parsed parse(const char *console);
void parsed_clear(struct parsed *parsed);

/* errors_of: the errors, "line:column: message" a line; the caller frees them. */
char *errors_of(const struct diagnostics *diagnostics);

/* assert_json: |actual| is the JSON that |expected| says. */
void assert_json(const json_t *actual, const char *expected);

#endif
