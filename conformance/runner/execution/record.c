/* Texts are copied by the results; what is made here is freed here. */
#include "execution/record.h"

#include <stdlib.h>

#include "execution/requirements.h"
#include "text/memory.h"

struct recording {
  struct results *results;
  const struct plan *plan;
  const struct run *run;
  const struct reproduction *reproduction;
};

/* --- Scenarios and columns
 * ----------------------------------------------------------------------------------- */

static const char *record_deviation(struct results *results, const struct registry_row *row) {
  const struct result_deviation item = {
      .id = row->fields[DEVIATION_ID],
      .reason = row->fields[DEVIATION_REASON],
      .cpython = row->fields[DEVIATION_CPYTHON],
      .reference = row->fields[DEVIATION_REFERENCE],
      .source = row->fields[DEVIATION_SOURCE],
  };
  results_add_deviation(results, &item);
  return item.id;
}

static struct result_ids ids_of(const struct citations *citations) {
  return (struct result_ids){citations->ids, citations->count};
}

static struct result_ids record_requirements(struct results *results,
                                             const struct citations *citations) {
  for (size_t i = 0; i < citations->count; i++) {
    const char *const *fields = citations->rows[i]->fields;
    const struct result_requirement item = {
        .id = fields[REQUIREMENT_ID],
        .keyword = fields[REQUIREMENT_KEYWORD],
        .role = fields[REQUIREMENT_ROLE],
        .statement = fields[REQUIREMENT_STATEMENT],
    };
    results_add_requirement(results, &item);
  }
  return ids_of(citations);
}

static void record_scenario(struct results *results, const struct scenario *scenario) {
  const struct registry_row *deviation = scenario->deviation;
  const struct result_scenario item = {
      .id = scenario->id,
      .title = scenario->title,
      .page = scenario->page,
      .statement = scenario->statement,
      .level = scenario->level == LEVEL_DOCUMENTED ? "documented" : "cpython",
      .clauses = ids_of(&scenario->clauses),
      .file = scenario->place.file,
      .line = scenario->place.line,
      .deviation = deviation ? record_deviation(results, deviation) : NULL,
      .behaviours = ids_of(&scenario->behaviours),
      .meets = record_requirements(results, &scenario->meets),
      .breaks = record_requirements(results, &scenario->breaks),
  };
  results_add_scenario(results, &item);
}

/* The items of a scenario follow one another. */
static void record_scenarios(const struct recording *recording) {
  const struct scenario *last = NULL;
  for (size_t i = 0; i < recording->plan->item_count; i++) {
    const struct scenario *scenario = recording->plan->items[i].test_case->scenario;
    if (scenario != last) record_scenario(recording->results, scenario);
    last = scenario;
  }
}

static void record_column(struct results *results, const struct column *column) {
  const struct implementation *implementation = column->implementation;
  char *command = implementation_command(implementation);
  const struct result_implementation item = {
      .name = implementation->name,
      .version = implementation->hello.version,
      .language = implementation->hello.language,
      .edition = edition_name(column->edition),
      .command = command,
      .role = implementation->role,
  };
  results_add_implementation(results, &item);
  free(command);
}

/* --- Contradictions
 * ------------------------------------------------------------------------------------------ */

/* contradicting_oracle: an oracle of |edition| that fails |item| while none passes it, or NULL. */
static const struct implementation *contradicting_oracle(const struct recording *recording,
                                                         size_t item, unsigned edition) {
  const struct implementation *contradicting = NULL;
  for (size_t i = 0; i < recording->plan->column_count; i++) {
    const struct column *column = &recording->plan->columns[i];
    if (column->implementation->role != ROLE_ORACLE || column->edition != edition) continue;
    enum verdict verdict = slot_verdict(run_slot(recording->run, item, i));
    if (verdict == VERDICT_PASS || verdict == VERDICT_DEVIATION) return NULL;
    if (verdict == VERDICT_FAIL) contradicting = column->implementation;
  }
  return contradicting;
}

static const struct implementation *doubt(const struct recording *recording, size_t item,
                                          const struct column *column, enum verdict verdict) {
  if (column->implementation->role != ROLE_SUBJECT) return NULL;
  if (verdict != VERDICT_PASS && verdict != VERDICT_FAIL && verdict != VERDICT_DEVIATION)
    return NULL;
  return contradicting_oracle(recording, item, column->edition);
}

/* --- Verdicts
 * ------------------------------------------------------------------------------------------------
 */

static char *message_of(const struct slot *slot, const struct implementation *oracle) {
  const char *message = slot->failure ? slot->failure->judgement.message : NULL;
  if (oracle)
    return memory_printf("the page is contradicted by the oracle %s %s", oracle->name,
                         oracle->hello.version);
  if (!slot_is_flaky(slot)) return memory_string(message);
  char *flakiness = slot_flakiness(slot);
  char *joined =
      memory_printf("%s%s%s", flakiness, message ? "; first: " : "", message ? message : "");
  free(flakiness);
  return joined;
}

static struct result_failure failure_of(const struct slot *slot) {
  if (!slot->failure) return (struct result_failure){0};
  const struct judgement *judgement = &slot->failure->judgement;
  return (struct result_failure){
      .file = judgement->place.file,
      .line = judgement->place.line,
      .column = judgement->place.column,
      .statement = judgement->statement,
      .expected = judgement->expected,
      .observed = judgement->observed,
      .wire = slot->failure->wire,
  };
}

static void record_failure(const struct recording *recording, struct result_case *result,
                           const struct slot *slot, const struct plan_item *item,
                           const struct column *column, const struct implementation *oracle) {
  char *message = message_of(slot, oracle);
  char *command = reproduction_command(recording->reproduction, item, column, oracle);
  struct result_failure failure = failure_of(slot);
  failure.message = message;
  failure.of_page = oracle != NULL;
  failure.reproduce = command;
  if (!failure.file) {
    failure.file = item->test_case->place.file;
    failure.line = item->test_case->place.line;
  }
  result->failure = &failure;
  results_add_case(recording->results, result);
  free(message);
  free(command);
}

/* record_contrast: the page is met, but the oracle that is shown did otherwise. */
static void record_contrast(const struct recording *recording, struct result_case *result,
                            const struct contrast *contrast, const struct plan_item *item,
                            const struct column *column) {
  const struct implementation *oracle = recording->plan->columns[contrast->oracle].implementation;
  char *command = reproduction_command(recording->reproduction, item, column, oracle);
  const struct result_failure failure = {
      .message = contrast->sentence,
      .file = item->test_case->place.file,
      .line = item->test_case->place.line,
      .wire = contrast->traces,
      .reproduce = command,
  };
  result->verdict = VERDICT_DIFFERENCE;
  result->failure = &failure;
  results_add_case(recording->results, result);
  free(command);
}

static void record_slot(const struct recording *recording, size_t item_index, size_t column_index) {
  const struct plan_item *item = &recording->plan->items[item_index];
  const struct column *column = &recording->plan->columns[column_index];
  const struct slot *slot = run_slot(recording->run, item_index, column_index);
  if (!slot_is_played(slot)) return;
  struct result_case result = {
      .id = item->test_case->id,
      .scenario = item->test_case->scenario->id,
      .variant = variant_name(item->variant),
      .implementation = column_index,
      .verdict = slot_verdict(slot),
      .outcomes = slot->outcomes,
  };
  const struct implementation *oracle = doubt(recording, item_index, column, result.verdict);
  enum rfc_verdict *requirements =
      requirements_judge(item->test_case->scenario, slot, oracle != NULL);
  result.requirements = requirements;
  if (oracle) result.verdict = VERDICT_ERROR;
  if (result.verdict == VERDICT_PASS && slot->contrast)
    record_contrast(recording, &result, slot->contrast, item, column);
  else if (result.verdict == VERDICT_PASS || result.verdict == VERDICT_INAPPLICABLE)
    results_add_case(recording->results, &result);
  else
    record_failure(recording, &result, slot, item, column, oracle);
  free(requirements);
}

static void record_paces(const struct recording *recording) {
  for (unsigned i = 0; i < VARIANT_COUNT; i++) {
    struct play_time time = run_time(recording->run, i);
    if (time.playings == 0) continue;
    const struct result_pace pace = {variant_name(variant_at(i)), time.playings, time.seconds};
    results_add_pace(recording->results, &pace);
  }
}

void record_run(struct results *results, const struct plan *plan, const struct run *run,
                const struct reproduction *reproduction) {
  const struct recording recording = {results, plan, run, reproduction};
  record_paces(&recording);
  record_scenarios(&recording);
  for (size_t i = 0; i < plan->column_count; i++)
    record_column(results, &plan->columns[i]);
  for (size_t i = 0; i < plan->item_count; i++)
    for (size_t column = 0; column < plan->column_count; column++)
      record_slot(&recording, i, column);
}
