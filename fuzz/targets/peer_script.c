/* A script of the peer: it is accepted or has errors, and not both; every error has its place within the source; and
 * to parse it again comes to the same. */
#include <stdbool.h>
#include <string.h>

#include "../target.h"
#include "peer/script.h"

/* The length of line |number|, from 1; false when the source has fewer. Behind a last line feed an empty line stands. */
static bool line_length(const char *source, size_t size, unsigned number, size_t *length) {
  const char *end = source + size;
  while (--number) {
    const char *feed = memchr(source, '\n', (size_t)(end - source));
    if (!feed) return false;
    source = feed + 1;
  }
  const char *feed = memchr(source, '\n', (size_t)(end - source));
  *length = (size_t)((feed ? feed : end) - source);
  return true;
}

static void check_places(const struct diagnostics *diagnostics, const char *source, size_t size) {
  for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
    struct place place = diagnostics_place(diagnostics, i);
    size_t length = 0;
    PROPERTY(place.line >= 1 && line_length(source, size, place.line, &length));
    PROPERTY(place.column >= 1 && place.column <= length + 1);
    PROPERTY(*diagnostics_message(diagnostics, i));
  }
}

static void check_same(const struct diagnostics *a, const struct diagnostics *b) {
  PROPERTY(diagnostics_count(a) == diagnostics_count(b));
  for (size_t i = 0; i < diagnostics_count(a); i++) {
    struct place one = diagnostics_place(a, i), two = diagnostics_place(b, i);
    PROPERTY(one.line == two.line && one.column == two.column);
    PROPERTY(strcmp(diagnostics_message(a, i), diagnostics_message(b, i)) == 0);
  }
}

static struct diagnostics *parse(const char *source, size_t size) {
  struct diagnostics *diagnostics = diagnostics_new();
  struct peer_script *script = peer_script_parse(source, size, (struct place){"script", 1, 1}, diagnostics);
  PROPERTY((script != NULL) == (diagnostics_count(diagnostics) == 0));
  peer_script_free(script);
  return diagnostics;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *source = size ? (const char *)data : "";
  struct diagnostics *first = parse(source, size), *second = parse(source, size);
  check_places(first, source, size);
  check_same(first, second);
  diagnostics_free(first);
  diagnostics_free(second);
  return 0;
}
