/* A deviation is found by the scenarios that name it, and shown by whoever has that verdict in one
 * of them. */
#include "deviations.h"

#include <string.h>

#include "figures.h"

const char deviations_heading[] = "Registered deviations from CPython";

/* What one column did in the scenarios of a deviation. */
struct showing {
  size_t shown;
  size_t judged;
};

static struct showing showing_of(const struct results *results,
                                 const struct result_deviation *deviation, size_t column) {
  struct showing showing = {0};
  for (size_t i = 0; i < results->case_count; i++) {
    const struct result_case *item = &results->cases[i];
    const char *id = results->scenarios[item->scenario_index].deviation;
    if (item->implementation != column || !id || strcmp(id, deviation->id) != 0) continue;
    showing.shown += item->verdict == VERDICT_DEVIATION;
    showing.judged += item->verdict != VERDICT_INAPPLICABLE;
  }
  return showing;
}

/* "ref 3.13", "cpython 3.13.0 (oracle, 3 of 18)". */
static const char *describe(struct arena *arena, const struct result_implementation *column,
                            const struct showing *showing) {
  const char *name = figure_column(arena, column);
  bool is_oracle = column->role == ROLE_ORACLE, is_partial = showing->shown < showing->judged;
  if (is_partial)
    return arena_printf(arena, "%s (%s%s of %s)", name, is_oracle ? "oracle, " : "",
                        figure_count(arena, showing->shown), figure_count(arena, showing->judged));
  return is_oracle ? arena_printf(arena, "%s (oracle)", name) : name;
}

const char *deviation_columns(const struct results *results, struct arena *arena,
                              const struct result_deviation *deviation) {
  const char *names = NULL;
  for (size_t i = 0; i < results->implementation_count; i++) {
    struct showing showing = showing_of(results, deviation, i);
    if (!showing.shown) continue;
    const char *name = describe(arena, &results->implementations[i], &showing);
    names = names ? arena_printf(arena, "%s, %s", names, name) : name;
  }
  return names ? names : "nobody";
}
