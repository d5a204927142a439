/* The JSON form, a case a line, so that two runs compare with diff and a page-long result stays
 * readable.
 *
 * Every text is UTF-8 before it reaches the JSON library, so no byte of it can make writing fail.
 */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "reports/results.h"
#include "visible.h"

/* Beyond this, readers that keep numbers as doubles lose digits (RFC 8259, 6): larger seeds are
 * strings. */
static const uint64_t largest_exact_integer = (UINT64_C(1) << 53) - 1;

/* For one item on one line; three digits behind the point survive a run of eleven days. */
enum { LINE_FLAGS = JSON_REAL_PRECISION(9) };

static json_t *escaped_text(const char *text) {
  char *escaped = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&escaped, &length);
  if (!out) return NULL;
  visible_put_utf8(out, text);
  fclose(out);
  json_t *string = json_stringn(escaped, length);
  free(escaped);
  return string;
}

static json_t *text_value(const char *text) {
  if (!text) return json_null();
  return visible_is_utf8(text) ? json_string(text) : escaped_text(text);
}

static json_t *count_value(size_t count) {
  return json_integer((json_int_t)count);
}

static json_t *seed_value(uint64_t seed) {
  if (seed <= largest_exact_integer) return json_integer((json_int_t)seed);
  char digits[21];
  snprintf(digits, sizeof digits, "%llu", (unsigned long long)seed);
  return json_string(digits);
}

static json_t *seconds_value(double seconds) {
  return json_real(isfinite(seconds) && seconds > 0 ? seconds : 0);
}

/* Members that are unknown are left out. */
static int set_known(json_t *object, const char *name, const char *text) {
  return text ? json_object_set_new(object, name, text_value(text)) : 0;
}

/* Writes |value| on a line of its own and releases it. False with errno set when that failed. */
static bool put_line(FILE *out, const char *before, json_t *value) {
  if (!value) {
    errno = ENOMEM;
    return false;
  }
  errno = 0;
  bool written = fputs(before, out) >= 0 && json_dumpf(value, out, LINE_FLAGS) == 0;
  if (!written && !errno) errno = EIO;
  json_decref(value);
  return written;
}

static json_t *suite_value(const struct results *results) {
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "version",
                   text_value(results->version ? results->version : ""), "scenarios",
                   count_value(results->scenario_count), "cases",
                   count_value(results_distinct_cases(results)), "seed", seed_value(results->seed),
                   "started", text_value(results->started), "seconds",
                   seconds_value(results->seconds), "workers", count_value(results->workers),
                   "repeat", count_value(results->repeat), "interrupted", results->interrupted);
}

static json_t *pace_value(const struct results *results, size_t index) {
  const struct result_pace *item = &results->paces[index];
  return json_pack("{s:o, s:o, s:o}", "variant", text_value(item->variant), "playings",
                   count_value(item->playings), "seconds", seconds_value(item->seconds));
}

static json_t *deviation_value(const struct results *results, size_t index) {
  const struct result_deviation *item = &results->deviations[index];
  return json_pack("{s:o, s:o, s:o, s:o, s:o}", "id", text_value(item->id), "reason",
                   text_value(item->reason), "cpython", text_value(item->cpython), "reference",
                   text_value(item->reference), "source", text_value(item->source));
}

static json_t *requirement_value(const struct results *results, size_t index) {
  const struct result_requirement *item = &results->requirements[index];
  return json_pack("{s:o, s:o, s:o, s:o}", "id", text_value(item->id), "keyword",
                   text_value(item->keyword), "role", text_value(item->role), "statement",
                   text_value(item->statement));
}

static json_t *ids_value(struct result_ids item) {
  json_t *ids = json_array();
  for (size_t i = 0; i < item.count; i++)
    json_array_append_new(ids, text_value(item.ids[i]));
  return ids;
}

static json_t *scenario_value(const struct results *results, size_t index) {
  const struct result_scenario *scenario = &results->scenarios[index];
  json_t *object = json_pack(
      "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", text_value(scenario->id),
      "title", text_value(scenario->title), "page", text_value(scenario->page), "statement",
      text_value(scenario->statement), "level", text_value(scenario->level), "clauses",
      ids_value(scenario->clauses), "behaviours", ids_value(scenario->behaviours), "meets",
      ids_value(scenario->meets), "breaks", ids_value(scenario->breaks), "file",
      text_value(scenario->file), "line", count_value(scenario->line));
  if (!object || set_known(object, "deviation", scenario->deviation) == 0) return object;
  json_decref(object);
  return NULL;
}

static json_t *summary_value(const size_t counts[VERDICT_COUNT]) {
  json_t *summary = json_object();
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
    json_object_set_new(summary, verdict_name(verdict), count_value(counts[verdict]));
  return summary;
}

static json_t *rfc_summary_value(const size_t counts[RFC_VERDICT_COUNT]) {
  json_t *summary = json_object();
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
    json_object_set_new(summary, rfc_verdict_name(verdict), count_value(counts[verdict]));
  return summary;
}

static json_t *implementation_value(const struct results *results, size_t index) {
  const struct result_implementation *item = &results->implementations[index];
  return json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:{s:o, s:o}}", "name", text_value(item->name),
                   "version", text_value(item->version), "language", text_value(item->language),
                   "role", item->role == ROLE_ORACLE ? "oracle" : "subject", "edition",
                   text_value(item->edition), "command", text_value(item->command), "summary",
                   "api", summary_value(item->counts), "rfc", rfc_summary_value(item->rfc_counts));
}

static json_t *failure_value(const struct result_failure *failure) {
  json_t *object = json_object();
  int failed = failure->of_page ? json_object_set_new(object, "of_page", json_true()) : 0;
  failed |= set_known(object, "message", failure->message);
  failed |= set_known(object, "file", failure->file);
  if (failure->line) failed |= json_object_set_new(object, "line", count_value(failure->line));
  if (failure->column)
    failed |= json_object_set_new(object, "column", count_value(failure->column));
  failed |= set_known(object, "statement", failure->statement);
  failed |= set_known(object, "expected", failure->expected);
  failed |= set_known(object, "observed", failure->observed);
  failed |= set_known(object, "wire", failure->wire);
  failed |= set_known(object, "reproduce", failure->reproduce);
  if (!failed) return object;
  json_decref(object);
  return NULL;
}

/* Verdicts on the requirements that the case's scenario cites, by their ids. */
static json_t *requirements_value(const struct result_scenario *scenario,
                                  const enum rfc_verdict *verdicts) {
  json_t *object = json_object();
  for (size_t i = 0; i < scenario_requirements(scenario); i++)
    json_object_set_new(object, scenario_requirement(scenario, i),
                        json_string(rfc_verdict_name(verdicts[i])));
  return object;
}

static int set_rfc(json_t *object, const struct results *results, const struct result_case *item) {
  if (!item->requirements) return 0;
  const struct result_scenario *scenario = &results->scenarios[item->scenario_index];
  int failed = json_object_set_new(object, "rfc", json_string(rfc_verdict_name(item->rfc)));
  return failed | json_object_set_new(object, "requirements",
                                      requirements_value(scenario, item->requirements));
}

static json_t *case_value(const struct results *results, size_t index) {
  const struct result_case *item = &results->cases[index];
  const struct result_implementation *column = &results->implementations[item->implementation];
  json_t *object =
      json_pack("{s:o, s:o, s:o, s:o, s:o, s:s}", "id", text_value(item->id), "scenario",
                text_value(item->scenario), "variant", text_value(item->variant), "implementation",
                text_value(column->name), "edition", text_value(column->edition), "api",
                verdict_name(item->verdict));
  if (!object) return NULL;
  int failed = set_rfc(object, results, item) | set_known(object, "outcomes", item->outcomes);
  if (item->failure) failed |= json_object_set_new(object, "failure", failure_value(item->failure));
  if (!failed) return object;
  json_decref(object);
  return NULL;
}

static json_t *page_error_value(const struct results *results, size_t index) {
  const struct result_case *item = &results->cases[index];
  const struct result_implementation *oracle = &results->implementations[item->implementation];
  return json_pack("{s:o, s:o, s:o, s:o, s:s}", "id", text_value(item->id), "variant",
                   text_value(item->variant), "oracle", text_value(oracle->name), "edition",
                   text_value(oracle->edition), "api", verdict_name(item->verdict));
}

typedef json_t *item_value(const struct results *results, size_t index);
typedef bool item_filter(const struct results *results, const struct result_case *item);

/* Writes a member that is an array with an item a line; |filter|, if any, chooses among the cases.
 */
static bool put_items(const struct results *results, FILE *out, const char *name, size_t count,
                      item_value *value, item_filter *filter) {
  if (fprintf(out, ",\n  \"%s\": [", name) < 0) return false;
  const char *before = "\n    ";
  for (size_t i = 0; i < count; i++) {
    if (filter && !filter(results, &results->cases[i])) continue;
    if (!put_line(out, before, value(results, i))) return false;
    before = ",\n    ";
  }
  return fputs(before[0] == ',' ? "\n  ]" : "]", out) >= 0;
}

bool results_write_json(const struct results *results, FILE *out) {
  return fputs("{\n  \"schema\": \"hcspec-results/1\"", out) >= 0 &&
         put_line(out, ",\n  \"suite\": ", suite_value(results)) &&
         put_items(results, out, "paces", results->pace_count, pace_value, NULL) &&
         put_items(results, out, "deviations", results->deviation_count, deviation_value, NULL) &&
         put_items(results, out, "requirements", results->requirement_count, requirement_value,
                   NULL) &&
         put_items(results, out, "scenarios", results->scenario_count, scenario_value, NULL) &&
         put_items(results, out, "implementations", results->implementation_count,
                   implementation_value, NULL) &&
         put_items(results, out, "cases", results->case_count, case_value, NULL) &&
         put_items(results, out, "page_errors", results->case_count, page_error_value,
                   results_page_error) &&
         fputs("\n}\n", out) >= 0 && fflush(out) == 0;
}
