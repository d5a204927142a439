/* Mistakes in a test's own text end the test at once. */
#include "session_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct session_fixture session_fixture_parse(const char *console) {
  struct session_fixture fixture = {.arena = arena_new()};
  struct diagnostics *diagnostics = diagnostics_new();
  const struct fragment fragment = {console, strlen(console), {"page.md", 1, 1}};
  fixture.session = console_parse(fixture.arena, &fragment, 1, diagnostics);
  diagnostics_print(diagnostics, stderr);
  if (!fixture.session) fail_msg("not parsed: %s", console);
  diagnostics_free(diagnostics);
  return fixture;
}

struct session_fixture session_fixture_make(const char *console, const char *outcomes) {
  struct session_fixture fixture = session_fixture_parse(console);
  json_error_t error;
  fixture.outcomes = json_loads(outcomes, JSON_ALLOW_NUL, &error);
  if (!fixture.outcomes) fail_msg("%s: %s", outcomes, error.text);
  if (json_array_size(fixture.outcomes) != json_array_size(fixture.session->steps))
    fail_msg("%zu outcomes for %zu steps: %s", json_array_size(fixture.outcomes),
             json_array_size(fixture.session->steps), console);
  return fixture;
}

void session_fixture_clear(struct session_fixture *fixture) {
  session_release(fixture->session);
  json_decref(fixture->outcomes);
  arena_free(fixture->arena);
  *fixture = (struct session_fixture){0};
}
