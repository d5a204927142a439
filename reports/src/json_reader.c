/* Reads the JSON form strictly: what is missing, unknown, of the wrong type or at odds with the
 * rest is an error with its place, and reading goes on behind it, so that all errors come at once.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "json_node.h"

static bool matches(const char *text, const char *pattern) {
  for (; *text && *pattern; text++, pattern++)
    if (*pattern == '0' ? !strchr("0123456789", *text) : *text != *pattern) return false;
  return !*text && !*pattern;
}

static void read_started(struct reader *reader, const struct node *suite) {
  struct node node = node_required(reader, suite, "started");
  if (!node.value || json_is_null(node.value)) return;
  const char *text = json_string_value(node.value);
  if (!text)
    node_wrong(reader, &node, "a string or null");
  else if (!matches(text, "0000-00-00T00:00:00Z"))
    NODE_ERROR(reader, &node, "'started' is '%s'; a time as 2026-01-31T23:59:00Z is expected",
               text);
  else
    reader->results->started = arena_string(reader->results->arena, text);
}

/* An integer or, beyond what a double holds exactly, its digits. */
static void read_seed(struct reader *reader, const struct node *suite) {
  struct node node = node_required(reader, suite, "seed");
  if (!node.value) return;
  if (!json_is_string(node.value)) {
    reader->results->seed = node_integer(reader, &node, LLONG_MAX);
    return;
  }
  const char *digits = json_string_value(node.value);
  char *end;
  errno = 0;
  reader->results->seed = strtoull(digits, &end, 10);
  if (!*digits || digits[strspn(digits, "0123456789")] || errno)
    NODE_ERROR(reader, &node, "'seed' is '%s'; digits of at most 64 bits are expected", digits);
}

static double read_seconds(struct reader *reader, const struct node *object) {
  struct node node = node_required(reader, object, "seconds");
  if (!node.value) return 0;
  if (!json_is_number(node.value))
    node_wrong(reader, &node, "a number");
  else if (json_number_value(node.value) < 0)
    NODE_ERROR(reader, &node, "'seconds' is negative");
  else
    return json_number_value(node.value);
  return 0;
}

static struct node read_suite(struct reader *reader, const struct node *root) {
  static const char *const names[] = {"version", "scenarios", "cases",  "seed",        "started",
                                      "seconds", "workers",   "repeat", "interrupted", NULL};
  struct results *results = reader->results;
  struct node suite = node_required_of(reader, root, "suite", JSON_OBJECT, "an object");
  if (!suite.value) return suite;
  node_refuse_others(reader, &suite, names);
  results->version = arena_string(results->arena, node_text(reader, &suite, "version"));
  node_count(reader, &suite, "scenarios", LLONG_MAX);
  node_count(reader, &suite, "cases", LLONG_MAX);
  read_seed(reader, &suite);
  read_started(reader, &suite);
  results->seconds = read_seconds(reader, &suite);
  results->workers = (unsigned)node_count(reader, &suite, "workers", UINT_MAX);
  results->repeat = (unsigned)node_count(reader, &suite, "repeat", UINT_MAX);
  struct node interrupted = node_required(reader, &suite, "interrupted");
  if (interrupted.value && !json_is_boolean(interrupted.value))
    node_wrong(reader, &interrupted, "true or false");
  results->interrupted = json_is_true(interrupted.value);
  return suite;
}

static void read_pace(struct reader *reader, const struct node *item) {
  static const char *const names[] = {"variant", "playings", "seconds", NULL};
  node_refuse_others(reader, item, names);
  const struct result_pace pace = {
      .variant = node_text(reader, item, "variant"),
      .playings = node_count(reader, item, "playings", LLONG_MAX),
      .seconds = read_seconds(reader, item),
  };
  for (size_t i = 0; i < reader->results->pace_count; i++)
    if (strcmp(reader->results->paces[i].variant, pace.variant) == 0)
      NODE_ERROR(reader, item, "the pace of '%s' is listed twice", pace.variant);
  results_add_pace(reader->results, &pace);
}

static bool has_id(struct result_ids list, const char *id) {
  for (size_t i = 0; i < list.count; i++)
    if (strcmp(list.ids[i], id) == 0) return true;
  return false;
}

/* The strings of the required array |name|; the list lives with the results. */
static struct result_ids read_ids(struct reader *reader, const struct node *object,
                                  const char *name) {
  struct node array = node_required_of(reader, object, name, JSON_ARRAY, "an array");
  size_t count = json_array_size(array.value);
  const char **list = arena_array(reader->results->arena, count, sizeof *list);
  for (size_t i = 0; i < count; i++) {
    struct node item = node_item(reader, &array, i, JSON_STRING, "a string");
    list[i] = item.value ? json_string_value(item.value) : "";
  }
  return (struct result_ids){list, count};
}

/* The same of requirements, which must be listed, each once in |others| and here. */
static struct result_ids read_requirement_ids(struct reader *reader, const struct node *object,
                                              const char *name, struct result_ids others) {
  struct result_ids list = read_ids(reader, object, name);
  struct node array = node_member(object, name);
  for (size_t i = 0; i < list.count; i++) {
    if (!json_is_string(json_array_get(array.value, i))) continue;
    struct node item = node_item(reader, &array, i, JSON_STRING, "a string");
    if (!results_find_requirement(reader->results, list.ids[i]))
      NODE_ERROR(reader, &item, "no requirement '%s' is listed", list.ids[i]);
    if (has_id(others, list.ids[i]) || has_id((struct result_ids){list.ids, i}, list.ids[i]))
      NODE_ERROR(reader, &item, "the requirement '%s' is cited twice", list.ids[i]);
  }
  return list;
}

static void read_requirement(struct reader *reader, const struct node *item) {
  static const char *const names[] = {"id", "keyword", "role", "statement", NULL};
  node_refuse_others(reader, item, names);
  const struct result_requirement requirement = {
      .id = node_text(reader, item, "id"),
      .keyword = node_text(reader, item, "keyword"),
      .role = node_text(reader, item, "role"),
      .statement = node_text(reader, item, "statement"),
  };
  if (results_find_requirement(reader->results, requirement.id))
    NODE_ERROR(reader, item, "the requirement '%s' is listed twice", requirement.id);
  results_add_requirement(reader->results, &requirement);
}

static void read_deviation(struct reader *reader, const struct node *item) {
  static const char *const names[] = {"id", "reason", "cpython", "reference", "source", NULL};
  node_refuse_others(reader, item, names);
  struct result_deviation deviation = {
      .id = node_text(reader, item, "id"),
      .reason = node_text(reader, item, "reason"),
      .cpython = node_text(reader, item, "cpython"),
      .reference = node_text(reader, item, "reference"),
      .source = node_text(reader, item, "source"),
  };
  if (results_find_deviation(reader->results, deviation.id))
    NODE_ERROR(reader, item, "the deviation '%s' is listed twice", deviation.id);
  results_add_deviation(reader->results, &deviation);
}

static const char *read_deviation_id(struct reader *reader, const struct node *item) {
  const char *id = node_optional_text(reader, item, "deviation");
  struct node node = node_member(item, "deviation");
  if (id && !results_find_deviation(reader->results, id))
    NODE_ERROR(reader, &node, "no deviation '%s' is listed", id);
  return id;
}

static void read_scenario(struct reader *reader, const struct node *item) {
  static const char *const names[] = {"id",      "title",  "page", "statement", "level",
                                      "clauses", "file",   "line", "deviation", "behaviours",
                                      "meets",   "breaks", NULL};
  node_refuse_others(reader, item, names);
  struct result_ids meets = read_requirement_ids(reader, item, "meets", (struct result_ids){0});
  struct result_scenario scenario = {
      .id = node_text(reader, item, "id"),
      .title = node_text(reader, item, "title"),
      .page = node_text(reader, item, "page"),
      .statement = node_text(reader, item, "statement"),
      .level = node_text(reader, item, "level"),
      .clauses = read_ids(reader, item, "clauses"),
      .file = node_text(reader, item, "file"),
      .line = (unsigned)node_count(reader, item, "line", UINT_MAX),
      .deviation = read_deviation_id(reader, item),
      .behaviours = read_ids(reader, item, "behaviours"),
      .meets = meets,
      .breaks = read_requirement_ids(reader, item, "breaks", meets),
  };
  if (results_find_scenario(reader->results, scenario.id) < reader->results->scenario_count)
    NODE_ERROR(reader, item, "the scenario '%s' is listed twice", scenario.id);
  results_add_scenario(reader->results, &scenario);
}

/* The index of a column, or the number of columns when there is none. */
static size_t find_implementation(const struct results *results, const char *name,
                                  const char *edition) {
  size_t index = 0;
  for (; index < results->implementation_count; index++) {
    const struct result_implementation *item = &results->implementations[index];
    if (strcmp(item->name, name) == 0 && strcmp(item->edition, edition) == 0) break;
  }
  return index;
}

static void read_rfc_summary(struct reader *reader, const struct node *summary) {
  const char *verdicts[RFC_VERDICT_COUNT] = {NULL};
  struct node rfc = node_required_of(reader, summary, "rfc", JSON_OBJECT, "an object");
  if (!rfc.value) return;
  for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++) {
    verdicts[verdict - 1] = rfc_verdict_name(verdict);
    node_count(reader, &rfc, verdicts[verdict - 1], LLONG_MAX);
  }
  node_refuse_others(reader, &rfc, verdicts);
}

static void read_summary(struct reader *reader, const struct node *item) {
  static const char *const names[] = {"api", "rfc", NULL};
  const char *verdicts[VERDICT_COUNT + 1] = {NULL};
  struct node summary = node_required_of(reader, item, "summary", JSON_OBJECT, "an object");
  if (!summary.value) return;
  node_refuse_others(reader, &summary, names);
  read_rfc_summary(reader, &summary);
  struct node api = node_required_of(reader, &summary, "api", JSON_OBJECT, "an object");
  if (!api.value) return;
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++) {
    verdicts[verdict] = verdict_name(verdict);
    node_count(reader, &api, verdicts[verdict], LLONG_MAX);
  }
  node_refuse_others(reader, &api, verdicts);
}

static enum role read_role(struct reader *reader, const struct node *item) {
  struct node node = node_required_of(reader, item, "role", JSON_STRING, "a string");
  const char *name = node.value ? json_string_value(node.value) : "subject";
  if (strcmp(name, "oracle") == 0) return ROLE_ORACLE;
  if (strcmp(name, "subject") != 0)
    NODE_ERROR(reader, &node, "unknown role '%s'; subject or oracle is expected", name);
  return ROLE_SUBJECT;
}

static void read_implementation(struct reader *reader, const struct node *item) {
  static const char *const names[] = {"name",    "version", "language", "role",
                                      "edition", "command", "summary",  NULL};
  node_refuse_others(reader, item, names);
  struct result_implementation implementation = {
      .name = node_text(reader, item, "name"),
      .version = node_text(reader, item, "version"),
      .language = node_text(reader, item, "language"),
      .edition = node_text(reader, item, "edition"),
      .command = node_text(reader, item, "command"),
      .role = read_role(reader, item),
  };
  read_summary(reader, item);
  const struct results *results = reader->results;
  if (find_implementation(results, implementation.name, implementation.edition) <
      results->implementation_count)
    NODE_ERROR(reader, item, "the implementation '%s' of edition '%s' is listed twice",
               implementation.name, implementation.edition);
  results_add_implementation(reader->results, &implementation);
}

static bool read_optional_flag(struct reader *reader, const struct node *object, const char *name) {
  struct node node = node_member(object, name);
  if (node.value && !json_is_boolean(node.value)) node_wrong(reader, &node, "true or false");
  return json_is_true(node.value);
}

static struct result_failure read_failure(struct reader *reader, const struct node *node) {
  static const char *const names[] = {"message",   "file",     "line",     "column",
                                      "statement", "expected", "observed", "wire",
                                      "reproduce", "of_page",  NULL};
  node_refuse_others(reader, node, names);
  return (struct result_failure){
      .message = node_optional_text(reader, node, "message"),
      .file = node_optional_text(reader, node, "file"),
      .line = node_optional_count(reader, node, "line"),
      .column = node_optional_count(reader, node, "column"),
      .statement = node_optional_text(reader, node, "statement"),
      .expected = node_optional_text(reader, node, "expected"),
      .observed = node_optional_text(reader, node, "observed"),
      .wire = node_optional_text(reader, node, "wire"),
      .reproduce = node_optional_text(reader, node, "reproduce"),
      .of_page = read_optional_flag(reader, node, "of_page"),
  };
}

static enum verdict read_verdict(struct reader *reader, const struct node *item) {
  struct node node = node_required_of(reader, item, "api", JSON_STRING, "a string");
  if (!node.value) return VERDICT_COUNT;
  enum verdict verdict = verdict_parse(json_string_value(node.value));
  if (verdict == VERDICT_COUNT)
    NODE_ERROR(reader, &node, "unknown verdict '%s'", json_string_value(node.value));
  return verdict;
}

/* The column that |item| names; the number of columns after an error. */
static size_t read_column(struct reader *reader, const struct node *item) {
  const struct results *results = reader->results;
  struct node name = node_required_of(reader, item, "implementation", JSON_STRING, "a string");
  struct node edition = node_required_of(reader, item, "edition", JSON_STRING, "a string");
  if (!name.value || !edition.value) return results->implementation_count;
  const char *texts[] = {json_string_value(name.value), json_string_value(edition.value)};
  size_t column = find_implementation(results, texts[0], texts[1]);
  if (column == results->implementation_count)
    NODE_ERROR(reader, &name, "no implementation '%s' of edition '%s' is listed", texts[0],
               texts[1]);
  return column;
}

/* The scenario that |item| names is listed, and has a deviation if it shows one. */
static const char *read_scenario_id(struct reader *reader, const struct node *item,
                                    enum verdict verdict) {
  const struct results *results = reader->results;
  struct node node = node_required_of(reader, item, "scenario", JSON_STRING, "a string");
  if (!node.value) return "";
  const char *id = json_string_value(node.value);
  size_t index = results_find_scenario(results, id);
  if (index == results->scenario_count)
    NODE_ERROR(reader, &node, "no scenario '%s' is listed", id);
  else if (verdict == VERDICT_DEVIATION && !results->scenarios[index].deviation)
    NODE_ERROR(reader, &node, "the scenario '%s' shows no deviation, but this case does", id);
  return id;
}

static enum rfc_verdict read_rfc_verdict(struct reader *reader, const struct node *object,
                                         const char *name) {
  struct node node = node_required_of(reader, object, name, JSON_STRING, "a string");
  if (!node.value) return RFC_NONE;
  enum rfc_verdict verdict = rfc_verdict_parse(json_string_value(node.value));
  if (verdict < RFC_VERDICT_COUNT) return verdict;
  NODE_ERROR(reader, &node, "unknown verdict '%s'", json_string_value(node.value));
  return RFC_NONE;
}

/* The verdicts on all that |scenario| cites, or NULL where nothing was judged. */
static const enum rfc_verdict *read_requirements(struct reader *reader, const struct node *item,
                                                 const struct result_scenario *scenario) {
  if (!node_member(item, "rfc").value && !node_member(item, "requirements").value) return NULL;
  struct node object = node_required_of(reader, item, "requirements", JSON_OBJECT, "an object");
  enum rfc_verdict rfc = read_rfc_verdict(reader, item, "rfc"), worst = RFC_NONE;
  size_t count = scenario_requirements(scenario);
  if (!object.value) return NULL;
  const char **names = arena_array(reader->results->arena, count + 1, sizeof *names);
  enum rfc_verdict *verdicts = arena_array(reader->results->arena, count, sizeof *verdicts);
  for (size_t i = 0; i < count; i++) {
    names[i] = scenario_requirement(scenario, i);
    verdicts[i] = read_rfc_verdict(reader, &object, names[i]);
    if (verdicts[i] > worst) worst = verdicts[i];
  }
  node_refuse_others(reader, &object, names);
  struct node node = node_member(item, "rfc");
  if (rfc != RFC_NONE && worst != RFC_NONE && rfc != worst)
    NODE_ERROR(reader, &node, "'rfc' is '%s', but the worst of the requirements is '%s'",
               rfc_verdict_name(rfc), rfc_verdict_name(worst));
  return verdicts;
}

static void read_case(struct reader *reader, const struct node *item) {
  static const char *const names[] = {"id",      "scenario", "variant", "implementation",
                                      "edition", "api",      "rfc",     "requirements",
                                      "failure", "outcomes", NULL};
  struct results *results = reader->results;
  node_refuse_others(reader, item, names);
  struct result_case result = {
      .id = node_text(reader, item, "id"),
      .variant = node_text(reader, item, "variant"),
      .implementation = read_column(reader, item),
      .verdict = read_verdict(reader, item),
      .outcomes = node_optional_text(reader, item, "outcomes"),
  };
  result.scenario = read_scenario_id(reader, item, result.verdict);
  size_t scenario = results_find_scenario(results, result.scenario);
  if (scenario < results->scenario_count)
    result.requirements = read_requirements(reader, item, &results->scenarios[scenario]);
  struct node failure_node = node_member(item, "failure");
  struct result_failure failure = {0};
  if (json_is_object(failure_node.value)) {
    failure = read_failure(reader, &failure_node);
    result.failure = &failure;
  } else if (failure_node.value) {
    node_wrong(reader, &failure_node, "an object");
  }
  if (result.implementation < results->implementation_count && result.verdict < VERDICT_COUNT)
    results_add_case(results, &result);
}

static void read_page_error(struct reader *reader, const struct node *item) {
  static const char *const names[] = {"id", "variant", "oracle", "edition", "api", NULL};
  node_refuse_others(reader, item, names);
  node_text(reader, item, "id");
  node_text(reader, item, "variant");
  node_text(reader, item, "oracle");
  node_text(reader, item, "edition");
  read_verdict(reader, item);
}

static void check_sum(struct reader *reader, const struct node *object, const char *name,
                      size_t sum) {
  struct node node = node_member(object, name);
  if ((size_t)json_integer_value(node.value) != sum)
    NODE_ERROR(reader, &node, "'%s' is %lld, but %zu are listed", name,
               (long long)json_integer_value(node.value), sum);
}

static void check_summaries(struct reader *reader, const struct node *implementations) {
  for (size_t i = 0; i < reader->results->implementation_count; i++) {
    struct node item = node_item(reader, implementations, i, JSON_OBJECT, "an object");
    struct node summary = node_member(&item, "summary");
    struct node api = node_member(&summary, "api");
    for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
      check_sum(reader, &api, verdict_name(verdict),
                reader->results->implementations[i].counts[verdict]);
    struct node rfc = node_member(&summary, "rfc");
    for (enum rfc_verdict verdict = RFC_PASS; verdict < RFC_VERDICT_COUNT; verdict++)
      check_sum(reader, &rfc, rfc_verdict_name(verdict),
                reader->results->implementations[i].rfc_counts[verdict]);
  }
}

static bool is_text(const struct node *object, const char *name, const char *text) {
  struct node node = node_member(object, name);
  return strcmp(json_string_value(node.value), text) == 0;
}

static bool is_page_error(const struct results *results, const struct result_case *item,
                          const struct node *node) {
  const struct result_implementation *oracle = &results->implementations[item->implementation];
  return is_text(node, "id", item->id) && is_text(node, "variant", item->variant) &&
         is_text(node, "oracle", oracle->name) && is_text(node, "edition", oracle->edition) &&
         is_text(node, "api", verdict_name(item->verdict));
}

/* The list of page errors is what follows from the cases, in their order. */
static void check_page_errors(struct reader *reader, const struct node *page_errors) {
  const struct results *results = reader->results;
  size_t listed = json_array_size(page_errors->value), found = 0;
  for (size_t i = 0; i < results->case_count; i++) {
    const struct result_case *item = &results->cases[i];
    if (!results_page_error(results, item) || found++ >= listed) continue;
    struct node node = node_item(reader, page_errors, found - 1, JSON_OBJECT, "an object");
    if (!is_page_error(results, item, &node))
      NODE_ERROR(reader, &node, "the cases show another page error here: %s @%s", item->id,
                 item->variant);
  }
  if (listed != found)
    NODE_ERROR(reader, page_errors, "%zu page errors are listed, but the cases show %zu", listed,
               found);
}

static bool read_schema(struct reader *reader, const struct node *root) {
  struct node schema = node_required_of(reader, root, "schema", JSON_STRING, "a string");
  if (!schema.value) return false;
  const char *name = json_string_value(schema.value);
  if (strcmp(name, "hcspec-results/1") == 0) return true;
  NODE_ERROR(reader, &schema, "the schema is '%s'; 'hcspec-results/1' is expected", name);
  return false;
}

static void read_root(struct reader *reader, json_t *value) {
  static const char *const names[] = {"schema",       "suite",     "paces",           "deviations",
                                      "requirements", "scenarios", "implementations", "cases",
                                      "page_errors",  NULL};
  struct node root = {.value = value};
  if (!json_is_object(value)) {
    NODE_ERROR(reader, &root, "an array stands here; an object is expected");
    return;
  }
  if (!read_schema(reader, &root)) return; /* of another version nothing more can be said */
  node_refuse_others(reader, &root, names);
  struct node suite = read_suite(reader, &root);
  node_each(reader, &root, "paces", read_pace);
  node_each(reader, &root, "deviations", read_deviation);
  node_each(reader, &root, "requirements", read_requirement);
  node_each(reader, &root, "scenarios", read_scenario);
  struct node implementations = node_each(reader, &root, "implementations", read_implementation);
  node_each(reader, &root, "cases", read_case);
  struct node page_errors = node_each(reader, &root, "page_errors", read_page_error);
  if (diagnostics_count(reader->diagnostics) > reader->errors_before)
    return; /* sums would only repeat what is wrong */
  check_sum(reader, &suite, "scenarios", reader->results->scenario_count);
  check_sum(reader, &suite, "cases", results_distinct_cases(reader->results));
  check_summaries(reader, &implementations);
  check_page_errors(reader, &page_errors);
}

/* All of |path|, which the caller frees; NULL with errno set. */
static char *read_file(const char *path, size_t *length) {
  FILE *in = fopen(path, "rb");
  if (!in) return NULL;
  char *text = NULL, chunk[1 << 16];
  FILE *out = open_memstream(&text, length);
  if (!out) abort();
  for (size_t size; (size = fread(chunk, 1, sizeof chunk, in)) > 0;)
    fwrite(chunk, 1, size, out);
  int failure = ferror(in) ? errno : 0;
  fclose(out);
  fclose(in);
  if (!failure) return text;
  free(text);
  errno = failure;
  return NULL;
}

static void parse(struct reader *reader, const char *text, size_t length) {
  json_error_t error;
  json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
  if (root) {
    read_root(reader, root);
  } else {
    unsigned column = error.column > 0 ? (unsigned)error.column : 1;
    struct place place = {reader->places.file, (unsigned)error.line, column};
    diagnostics_error(reader->diagnostics, place, "%s", error.text);
  }
  json_decref(root);
}

struct results *results_parse_json(const char *path, const char *text, size_t length,
                                   struct diagnostics *diagnostics) {
  struct reader reader = {json_places_open(path, text, length), diagnostics,
                          diagnostics_count(diagnostics), results_new()};
  parse(&reader, text, length);
  if (diagnostics_count(diagnostics) == reader.errors_before) return reader.results;
  results_free(reader.results);
  return NULL;
}

struct results *results_read_json(const char *path, struct diagnostics *diagnostics) {
  size_t length = 0;
  char *text = read_file(path, &length);
  if (!text) {
    diagnostics_error(diagnostics, (struct place){.file = path}, "%s", strerror(errno));
    return NULL;
  }
  struct results *results = results_parse_json(path, text, length, diagnostics);
  free(text);
  return results;
}
