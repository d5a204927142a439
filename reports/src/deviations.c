/* A deviation is found by the scenarios that name it, and shown by whoever has that verdict in one
 * of them. */
#include "deviations.h"

#include <string.h>

#include "figures.h"

const char deviations_heading[] = "Registered deviations from CPython";

static bool is_shown_by(const struct results *results, const struct result_deviation *deviation,
                        size_t column) {
  for (size_t i = 0; i < results->case_count; i++) {
    const struct result_case *item = &results->cases[i];
    const char *id = results->scenarios[item->scenario_index].deviation;
    if (item->implementation == column && item->verdict == VERDICT_DEVIATION && id &&
        strcmp(id, deviation->id) == 0)
      return true;
  }
  return false;
}

const char *deviation_columns(const struct results *results, struct arena *arena,
                              const struct result_deviation *deviation) {
  const char *names = NULL;
  for (size_t i = 0; i < results->implementation_count; i++) {
    const struct result_implementation *column = &results->implementations[i];
    if (!is_shown_by(results, deviation, i)) continue;
    names = arena_printf(arena, "%s%s%s%s", names ? names : "", names ? ", " : "",
                         figure_column(arena, column),
                         column->role == ROLE_ORACLE ? " (oracle: mended there)" : "");
  }
  return names ? names : "nobody: all do as CPython";
}
