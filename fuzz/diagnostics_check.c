#include "diagnostics_check.h"

#include <stdbool.h>
#include <string.h>

#include "target.h"

/* The length of line |number|, from 1; false when the source has fewer. Behind a last line feed an
 * empty one stands. */
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

void diagnostics_check_places(const struct diagnostics *diagnostics, const char *source,
                              size_t size) {
  for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
    struct place place = diagnostics_place(diagnostics, i);
    PROPERTY(*diagnostics_message(diagnostics, i));
    if (!place.line) continue; /* of the source as a whole */
    size_t length = 0;
    PROPERTY(line_length(source, size, place.line, &length));
    PROPERTY(place.column <= length + 1);
  }
}

void diagnostics_check_same(const struct diagnostics *a, const struct diagnostics *b) {
  PROPERTY(diagnostics_count(a) == diagnostics_count(b));
  for (size_t i = 0; i < diagnostics_count(a); i++) {
    struct place one = diagnostics_place(a, i), two = diagnostics_place(b, i);
    PROPERTY(one.line == two.line && one.column == two.column);
    PROPERTY(strcmp(diagnostics_message(a, i), diagnostics_message(b, i)) == 0);
  }
}
