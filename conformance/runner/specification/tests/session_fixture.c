#include "session_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct parsed parse(const char *console) {
  struct parsed parsed = {arena_new(), diagnostics_new(), NULL};
  struct fragment fragment = {console, strlen(console), {"page.md", 1, 1}};
  parsed.session = console_parse(parsed.arena, &fragment, 1, parsed.diagnostics);
  return parsed;
}

void parsed_clear(struct parsed *parsed) {
  session_release(parsed->session);
  diagnostics_free(parsed->diagnostics);
  arena_free(parsed->arena);
}

char *errors_of(const struct diagnostics *diagnostics) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
    struct place place = diagnostics_place(diagnostics, i);
    fprintf(out, "%u:%u: %s\n", place.line, place.column, diagnostics_message(diagnostics, i));
  }
  fclose(out);
  return text;
}

void assert_json(const json_t *actual, const char *expected) {
  json_error_t error;
  json_t *value = json_loads(expected, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
  if (!value) fail_msg("the test's own JSON is wrong: %s in %s", error.text, expected);
  char *text = json_dumps(actual, JSON_ENCODE_ANY);
  if (!json_equal(actual, value)) fail_msg("expected %s\nfound    %s", expected, text);
  free(text);
  json_decref(value);
}
