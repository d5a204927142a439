/* A requirement is judged by the cases of all scenarios that cite it; one that is broken once is
 * broken. */
#include "requirements.h"

#include <string.h>

#include "figures.h"

const char requirements_heading[] = "Requirements of RFCs";

static enum rfc_verdict *cell(const struct requirement_table *table, size_t requirement,
                              size_t column) {
  return &table->worst[requirement * table->column_count + column];
}

static void add_case(const struct results *results, const struct requirement_table *table,
                     const struct result_case *item) {
  const struct result_scenario *scenario = &results->scenarios[item->scenario_index];
  for (size_t i = 0; i < scenario_requirements(scenario); i++) {
    const struct result_requirement *requirement =
        results_find_requirement(results, scenario_requirement(scenario, i));
    if (!requirement) continue;
    enum rfc_verdict *worst =
        cell(table, (size_t)(requirement - results->requirements), item->implementation);
    if (item->requirements[i] > *worst) *worst = item->requirements[i];
  }
}

struct requirement_table requirements_tabulate(const struct results *results, struct arena *arena) {
  struct requirement_table table = {.column_count = results->implementation_count};
  table.worst =
      arena_array(arena, results->requirement_count * table.column_count + 1, sizeof *table.worst);
  for (size_t i = 0; i < results->case_count; i++)
    if (results->cases[i].requirements) add_case(results, &table, &results->cases[i]);
  return table;
}

enum rfc_verdict requirement_verdict(const struct requirement_table *table, size_t requirement,
                                     size_t column) {
  return *cell(table, requirement, column);
}

const char *requirement_failing(const struct results *results, struct arena *arena,
                                const struct requirement_table *table, size_t requirement) {
  const char *names = NULL;
  for (size_t i = 0; i < results->implementation_count; i++) {
    const struct result_implementation *column = &results->implementations[i];
    if (column->role != ROLE_SUBJECT || *cell(table, requirement, i) != RFC_FAIL) continue;
    const char *name = figure_column(arena, column);
    names = names ? arena_printf(arena, "%s, %s", names, name) : name;
  }
  return names;
}

bool requirement_is_cited(const struct result_scenario *scenario, const char *id) {
  for (size_t i = 0; i < scenario_requirements(scenario); i++)
    if (strcmp(scenario_requirement(scenario, i), id) == 0) return true;
  return false;
}
