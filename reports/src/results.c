/* The model. Texts are copied into the arena when they are added, and made UTF-8 there: a byte that
 * is none becomes \xHH, so that nothing an implementation sends can make a report fail later. */
#include "reports/results.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "visible.h"

static const char *const verdict_names[VERDICT_COUNT] = {
    [VERDICT_PASS] = "pass",           [VERDICT_FAIL] = "fail",
    [VERDICT_TIMEOUT] = "timeout",     [VERDICT_CRASH] = "crash",
    [VERDICT_ERROR] = "error",         [VERDICT_INAPPLICABLE] = "inapplicable",
    [VERDICT_DEVIATION] = "deviation", [VERDICT_DIFFERENCE] = "differs",
};

const char *verdict_name(enum verdict verdict) {
  return verdict_names[verdict];
}

enum verdict verdict_parse(const char *name) {
  enum verdict verdict = VERDICT_PASS;
  while (verdict < VERDICT_COUNT && strcmp(verdict_names[verdict], name) != 0)
    verdict++;
  return verdict;
}

static const char *const rfc_verdict_names[RFC_VERDICT_COUNT] = {
    [RFC_NONE] = "",     [RFC_PASS] = "pass", [RFC_UNKNOWN] = "unknown",
    [RFC_NOTE] = "note", [RFC_WARN] = "warn", [RFC_FAIL] = "fail",
};

const char *rfc_verdict_name(enum rfc_verdict verdict) {
  return rfc_verdict_names[verdict];
}

enum rfc_verdict rfc_verdict_parse(const char *name) {
  enum rfc_verdict verdict = RFC_PASS;
  while (verdict < RFC_VERDICT_COUNT && strcmp(rfc_verdict_names[verdict], name) != 0)
    verdict++;
  return verdict;
}

size_t scenario_requirements(const struct result_scenario *scenario) {
  return scenario->meets.count + scenario->breaks.count;
}

const char *scenario_requirement(const struct result_scenario *scenario, size_t index) {
  size_t met = scenario->meets.count;
  return index < met ? scenario->meets.ids[index] : scenario->breaks.ids[index - met];
}

struct results *results_new(void) {
  struct arena *arena = arena_new();
  struct results *results = arena_alloc(arena, sizeof *results);
  results->arena = arena;
  return results;
}

void results_free(struct results *results) {
  if (results) arena_free(results->arena);
}

static const char *copy_escaped(struct arena *arena, const char *text) {
  char *escaped = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&escaped, &length);
  if (!out) abort();
  visible_put_utf8(out, text);
  fclose(out);
  const char *copy = arena_copy(arena, escaped, length);
  free(escaped);
  return copy;
}

/* What is unknown stays unknown. */
static const char *keep(struct arena *arena, const char *text) {
  if (!text) return NULL;
  return visible_is_utf8(text) ? arena_string(arena, text) : copy_escaped(arena, text);
}

/* What every item has is at least empty. */
static const char *keep_required(struct arena *arena, const char *text) {
  return keep(arena, text ? text : "");
}

const struct result_deviation *results_find_deviation(const struct results *results,
                                                      const char *id) {
  for (size_t i = 0; i < results->deviation_count; i++)
    if (strcmp(results->deviations[i].id, id) == 0) return &results->deviations[i];
  return NULL;
}

size_t results_add_pace(struct results *results, const struct result_pace *item) {
  results->paces =
      arena_grow(results->arena, results->paces, results->pace_count, sizeof *results->paces);
  results->paces[results->pace_count] = (struct result_pace){
      keep_required(results->arena, item->variant), item->playings, item->seconds};
  return results->pace_count++;
}

size_t results_add_deviation(struct results *results, const struct result_deviation *item) {
  struct arena *arena = results->arena;
  const char *id = keep_required(arena, item->id);
  const struct result_deviation *known = results_find_deviation(results, id);
  if (known) return (size_t)(known - results->deviations);
  results->deviations =
      arena_grow(arena, results->deviations, results->deviation_count, sizeof *results->deviations);
  results->deviations[results->deviation_count] = (struct result_deviation){
      .id = id,
      .reason = keep_required(arena, item->reason),
      .cpython = keep_required(arena, item->cpython),
      .reference = keep_required(arena, item->reference),
      .source = keep_required(arena, item->source),
  };
  return results->deviation_count++;
}

const struct result_requirement *results_find_requirement(const struct results *results,
                                                          const char *id) {
  for (size_t i = 0; i < results->requirement_count; i++)
    if (strcmp(results->requirements[i].id, id) == 0) return &results->requirements[i];
  return NULL;
}

size_t results_add_requirement(struct results *results, const struct result_requirement *item) {
  struct arena *arena = results->arena;
  const char *id = keep_required(arena, item->id);
  const struct result_requirement *known = results_find_requirement(results, id);
  if (known) return (size_t)(known - results->requirements);
  results->requirements = arena_grow(arena, results->requirements, results->requirement_count,
                                     sizeof *results->requirements);
  results->requirements[results->requirement_count] = (struct result_requirement){
      .id = id,
      .keyword = keep_required(arena, item->keyword),
      .role = keep_required(arena, item->role),
      .statement = keep_required(arena, item->statement),
  };
  return results->requirement_count++;
}

static size_t append_scenario(struct results *results) {
  results->scenarios = arena_grow(results->arena, results->scenarios, results->scenario_count,
                                  sizeof *results->scenarios);
  return results->scenario_count++;
}

size_t results_find_scenario(const struct results *results, const char *id) {
  size_t index = 0;
  while (index < results->scenario_count && strcmp(results->scenarios[index].id, id) != 0)
    index++;
  return index;
}

static struct result_ids keep_ids(struct arena *arena, struct result_ids item) {
  const char **ids = arena_array(arena, item.count, sizeof *ids);
  for (size_t i = 0; i < item.count; i++)
    ids[i] = keep_required(arena, item.ids[i]);
  return (struct result_ids){ids, item.count};
}

size_t results_add_scenario(struct results *results, const struct result_scenario *item) {
  struct arena *arena = results->arena;
  const char *id = keep_required(arena, item->id);
  size_t index = results_find_scenario(results, id);
  if (index == results->scenario_count) append_scenario(results);
  results->scenarios[index] = (struct result_scenario){
      .id = id,
      .title = keep_required(arena, item->title),
      .page = keep_required(arena, item->page),
      .statement = keep_required(arena, item->statement),
      .level = keep_required(arena, item->level),
      .clauses = keep_ids(arena, item->clauses),
      .file = keep_required(arena, item->file),
      .line = item->line,
      .deviation = keep(arena, item->deviation),
      .behaviours = keep_ids(arena, item->behaviours),
      .meets = keep_ids(arena, item->meets),
      .breaks = keep_ids(arena, item->breaks),
  };
  return index;
}

static bool is_column_taken(const struct results *results, const char *name, const char *edition) {
  for (size_t i = 0; i < results->implementation_count; i++) {
    const struct result_implementation *other = &results->implementations[i];
    if (strcmp(other->name, name) == 0 && strcmp(other->edition, edition) == 0) return true;
  }
  return false;
}

/* Name and edition identify a column in every report: two installations of one release differ by a
 * number. */
static const char *unique_name(const struct results *results, const char *name,
                               const char *edition) {
  const char *unique = name;
  for (unsigned number = 2; is_column_taken(results, unique, edition); number++)
    unique = arena_printf(results->arena, "%s#%u", name, number);
  return unique;
}

size_t results_add_implementation(struct results *results,
                                  const struct result_implementation *item) {
  struct arena *arena = results->arena;
  const char *edition = keep_required(arena, item->edition);
  const char *name = unique_name(results, keep_required(arena, item->name), edition);
  results->implementations =
      arena_grow(arena, results->implementations, results->implementation_count,
                 sizeof *results->implementations);
  results->implementations[results->implementation_count] = (struct result_implementation){
      .name = name,
      .version = keep_required(arena, item->version),
      .language = keep_required(arena, item->language),
      .edition = edition,
      .command = keep_required(arena, item->command),
      .role = item->role,
  };
  return results->implementation_count++;
}

static const struct result_failure *keep_failure(struct arena *arena,
                                                 const struct result_failure *item) {
  if (!item) return NULL;
  struct result_failure *failure = arena_alloc(arena, sizeof *failure);
  *failure = (struct result_failure){
      .of_page = item->of_page,
      .message = keep(arena, item->message),
      .file = keep(arena, item->file),
      .line = item->line,
      .column = item->column,
      .statement = keep(arena, item->statement),
      .expected = keep(arena, item->expected),
      .observed = keep(arena, item->observed),
      .wire = keep(arena, item->wire),
      .reproduce = keep(arena, item->reproduce),
  };
  return failure;
}

/* The scenario of the case before is tried first: cases mostly come scenario by scenario. */
static size_t scenario_of_case(struct results *results, const char *id) {
  if (results->case_count) {
    size_t recent = results->cases[results->case_count - 1].scenario_index;
    if (strcmp(results->scenarios[recent].id, id) == 0) return recent;
  }
  size_t index = results_find_scenario(results, id);
  if (index < results->scenario_count) return index;
  const char *page = arena_copy(results->arena, id, strcspn(id, "#"));
  return results_add_scenario(results, &(struct result_scenario){.id = id, .page = page});
}

static const enum rfc_verdict *keep_verdicts(struct arena *arena, const enum rfc_verdict *verdicts,
                                             size_t count) {
  if (!verdicts || !count) return NULL;
  enum rfc_verdict *kept = arena_array(arena, count, sizeof *kept);
  memcpy(kept, verdicts, count * sizeof *kept);
  return kept;
}

static enum rfc_verdict worst_of(const enum rfc_verdict *verdicts, size_t count) {
  enum rfc_verdict worst = RFC_NONE;
  for (size_t i = 0; verdicts && i < count; i++)
    if (verdicts[i] > worst) worst = verdicts[i];
  return worst;
}

size_t results_add_case(struct results *results, const struct result_case *item) {
  assert(item->implementation < results->implementation_count && item->verdict < VERDICT_COUNT);
  struct arena *arena = results->arena;
  size_t scenario_index = scenario_of_case(results, keep_required(arena, item->scenario));
  size_t cited = scenario_requirements(&results->scenarios[scenario_index]);
  enum rfc_verdict rfc = worst_of(item->requirements, cited);
  results->cases = arena_grow(arena, results->cases, results->case_count, sizeof *results->cases);
  results->cases[results->case_count] = (struct result_case){
      .id = keep_required(arena, item->id),
      .scenario = results->scenarios[scenario_index].id,
      .variant = keep_required(arena, item->variant),
      .implementation = item->implementation,
      .verdict = item->verdict,
      .failure = keep_failure(arena, item->failure),
      .outcomes = keep(arena, item->outcomes),
      .scenario_index = scenario_index,
      .requirements = keep_verdicts(arena, item->requirements, cited),
      .rfc = rfc,
  };
  results->implementations[item->implementation].counts[item->verdict]++;
  results->implementations[item->implementation].rfc_counts[rfc]++;
  return results->case_count++;
}

static int by_id_and_variant(const void *left, const void *right) {
  const struct result_case *a = *(const struct result_case *const *)left;
  const struct result_case *b = *(const struct result_case *const *)right;
  int order = strcmp(a->id, b->id);
  return order ? order : strcmp(a->variant, b->variant);
}

size_t results_distinct_cases(const struct results *results) {
  if (!results->case_count) return 0;
  struct arena *scratch = arena_new();
  const struct result_case **sorted = arena_array(scratch, results->case_count, sizeof *sorted);
  for (size_t i = 0; i < results->case_count; i++)
    sorted[i] = &results->cases[i];
  qsort(sorted, results->case_count, sizeof *sorted, by_id_and_variant);
  size_t distinct = 1;
  for (size_t i = 1; i < results->case_count; i++)
    distinct += by_id_and_variant(&sorted[i - 1], &sorted[i]) != 0;
  arena_free(scratch);
  return distinct;
}

bool results_page_error(const struct results *results, const struct result_case *item) {
  return results->implementations[item->implementation].role == ROLE_ORACLE &&
         item->verdict != VERDICT_PASS && item->verdict != VERDICT_INAPPLICABLE &&
         item->verdict != VERDICT_DEVIATION;
}

bool results_unexpected(const struct results *results, const struct result_case *item) {
  if (item->failure && item->failure->of_page) return false; /* the oracle's entry is looked at */
  switch (item->verdict) {
  case VERDICT_FAIL:
  case VERDICT_TIMEOUT:
  case VERDICT_CRASH:
  case VERDICT_DIFFERENCE:
  case VERDICT_ERROR: return true;
  default: return results_page_error(results, item);
  }
}

size_t results_rfc_failures(const struct results *results) {
  size_t failures = 0;
  for (size_t i = 0; i < results->implementation_count; i++)
    if (results->implementations[i].role == ROLE_SUBJECT)
      failures += results->implementations[i].rfc_counts[RFC_FAIL];
  return failures;
}
