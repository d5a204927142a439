/* A window of columns is laid over both texts at the same place. Texts may be very long: they are
 * walked, not split. */
#include "comparison.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "visible.h"

enum { LEAST_WIDTH = 20 };

/* The columns from |first| to before |end|. */
struct window {
  size_t first, end;
};

/* A visible unit, and line end and tab as escapes. */
static size_t line_unit(const char *text, size_t length, char unit[VISIBLE_UNIT_SIZE]) {
  size_t size = visible_unit(text, length, unit);
  if (unit[0] == '\n') memcpy(unit, "\\n", 3);
  if (unit[0] == '\t') memcpy(unit, "\\t", 3);
  return size;
}

/* How many columns the first |length| bytes of |text| take. */
static size_t columns_of(const char *text, size_t length) {
  char unit[VISIBLE_UNIT_SIZE];
  size_t columns = 0;
  while (length) {
    size_t size = line_unit(text, length, unit);
    columns += visible_columns(unit);
    text += size;
    length -= size;
  }
  return columns;
}

static const char *cut(struct arena *arena, const char *text, struct window window) {
  char unit[VISIBLE_UNIT_SIZE], *line = NULL;
  size_t line_length = 0, column = 0;
  FILE *out = open_memstream(&line, &line_length);
  if (!out) abort();
  if (window.first) fputs("…", out);
  size_t length = strlen(text);
  while (length && column < window.end) {
    size_t size = line_unit(text, length, unit);
    size_t next = column + visible_columns(unit);
    if (column >= window.first && next <= window.end) fputs(unit, out);
    column = next;
    text += size;
    length -= size;
  }
  if (length) fputs("…", out);
  fclose(out);
  const char *copy = arena_copy(arena, line, line_length);
  free(line);
  return copy;
}

size_t comparison_common(const char *a, const char *b) {
  char unit[VISIBLE_UNIT_SIZE];
  size_t a_length = strlen(a), b_length = strlen(b), common = 0;
  while (common < a_length && common < b_length) {
    size_t size = visible_unit(a + common, a_length - common, unit);
    if (size > b_length - common || memcmp(a + common, b + common, size) != 0) break;
    common += size;
  }
  return common;
}

/* The window in which column |mark| is in sight, with what is common before it. An ellipsis takes a
 * column. */
static struct window window_around(size_t mark, size_t longest, unsigned width) {
  if (longest <= width) return (struct window){0, width};
  if (mark < width / 2) return (struct window){0, width - 1};
  size_t first = mark - width / 2;
  if (first + width - 1 < longest) return (struct window){first, first + width - 2};
  return (struct window){longest - (width - 1), longest};
}

const char *comparison_line(struct arena *arena, const char *text, unsigned width) {
  if (width < LEAST_WIDTH) width = LEAST_WIDTH;
  return cut(arena, text, window_around(0, columns_of(text, strlen(text)), width));
}

struct comparison comparison_of(struct arena *arena, const char *expected, const char *observed,
                                unsigned width) {
  if (width < LEAST_WIDTH) width = LEAST_WIDTH;
  if (!expected || !observed)
    return (struct comparison){
        .expected = expected ? comparison_line(arena, expected, width) : NULL,
        .observed = observed ? comparison_line(arena, observed, width) : NULL,
    };
  size_t mark = columns_of(expected, comparison_common(expected, observed));
  size_t longest = columns_of(expected, strlen(expected));
  size_t other = columns_of(observed, strlen(observed));
  struct window window = window_around(mark, other > longest ? other : longest, width);
  size_t ellipsis = window.first > 0;
  return (struct comparison){
      .expected = cut(arena, expected, window),
      .observed = cut(arena, observed, window),
      .has_mark = mark > 0 && strcmp(expected, observed) != 0,
      .mark = (unsigned)(mark - window.first + ellipsis),
  };
}
