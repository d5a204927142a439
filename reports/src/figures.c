/* Builds texts in the caller's arena; nothing here depends on the locale. */
#include "figures.h"

#include <string.h>

const char *figure_count(struct arena *arena, size_t count) {
  const char *digits = arena_printf(arena, "%zu", count);
  size_t length = strlen(digits), used = 0;
  char *grouped = arena_alloc(arena, length + length / 3 + 1);
  for (size_t i = 0; i < length; i++) {
    if (i && (length - i) % 3 == 0) grouped[used++] = ',';
    grouped[used++] = digits[i];
  }
  return grouped;
}

const char *figure_quantity(struct arena *arena, size_t count, const char *noun) {
  return arena_printf(arena, "%s %s%s", figure_count(arena, count), noun, count == 1 ? "" : "s");
}

const char *figure_pace(struct arena *arena, const struct results *results) {
  const char *pace = figure_quantity(arena, results->case_count, "result");
  double played = (double)results->case_count;
  if (results->repeat > 1) {
    pace = arena_printf(arena, "%s, %u times each,", pace, results->repeat);
    played *= results->repeat;
  }
  if (results->seconds > 0) {
    double rate = played / results->seconds;
    size_t whole_rate = rate < 1e15 ? (size_t)(rate + 0.5) : 0;
    pace = arena_printf(arena, "%s in %.1f s, %s a second", pace, results->seconds,
                        figure_count(arena, whole_rate));
  }
  if (results->workers)
    pace = arena_printf(arena, "%s, %s", pace, figure_quantity(arena, results->workers, "worker"));
  return arena_printf(arena, "%s, seed %llu", pace, (unsigned long long)results->seed);
}

/* pace_rate: playings a second; 0 for one too short to be measured. */
static size_t pace_rate(const struct results *results, const struct result_pace *pace) {
  double workers = results->workers ? results->workers : 1;
  double rate = pace->seconds > 0 ? (double)pace->playings * workers / pace->seconds : 0;
  return rate < 1e15 ? (size_t)(rate + 0.5) : 0;
}

const char *figure_paces(struct arena *arena, const struct results *results) {
  const char *paces = NULL;
  for (size_t i = 0; i < results->pace_count; i++) {
    const struct result_pace *pace = &results->paces[i];
    paces = arena_printf(arena, "%s%s%s %s", paces ? paces : "", paces ? ", " : "", pace->variant,
                         figure_count(arena, pace_rate(results, pace)));
  }
  return paces ? arena_printf(arena, "%s a second", paces) : NULL;
}

const char *figure_column(struct arena *arena, const struct result_implementation *item) {
  if (item->role == ROLE_ORACLE && item->version && *item->version) {
    bool is_told = strstr(item->name, item->version);
    return arena_printf(arena, is_told ? "%s" : "%s %s", item->name, item->version);
  }
  return arena_printf(arena, *item->edition ? "%s %s" : "%s%s", item->name, item->edition);
}

const char *figure_place(struct arena *arena, const struct result_failure *failure) {
  if (!failure->file || !failure->line) return failure->file;
  if (!failure->column) return arena_printf(arena, "%s:%u", failure->file, failure->line);
  return arena_printf(arena, "%s:%u:%u", failure->file, failure->line, failure->column);
}
