/* One function a struct, members in the order a reader wants them. */
#include "specification/specification_json.h"

#include <string.h>

static json_t *nullable(const char *text) {
  return text ? json_string(text) : json_null();
}

static json_t *editions_to_json(struct edition_range editions) {
  return json_pack("{s:s, s:o}", "from", edition_name(editions.lowest), "to",
                   editions.highest == EDITION_LIMIT ? json_null()
                                                     : json_string(edition_name(editions.highest)));
}

/* --- statements --- */

static const char *const comparison_names[] = {
    [COMPARE_EQUAL] = "==",      [COMPARE_NOT_EQUAL] = "!=", [COMPARE_IS] = "is",
    [COMPARE_IS_NOT] = "is not", [COMPARE_IN] = "in",        [COMPARE_NOT_IN] = "not in"};

static const char *const expression_names[] = {[EXPRESSION_CONSTANT] = "constant",
                                               [EXPRESSION_STEP] = "step",
                                               [EXPRESSION_LEN] = "len",
                                               [EXPRESSION_BOOL] = "bool",
                                               [EXPRESSION_COMPARE] = "compare",
                                               [EXPRESSION_ITEM] = "item",
                                               [EXPRESSION_ISINSTANCE] = "isinstance",
                                               [EXPRESSION_LIST] = "list",
                                               [EXPRESSION_TUPLE] = "tuple"};

json_t *expression_to_json(const struct expression *expression) {
  json_t *json = json_pack("{s:s}", "kind", expression_names[expression->kind]);
  if (expression->kind == EXPRESSION_STEP) {
    json_object_set_new(json, "step", json_integer((json_int_t)expression->step));
    return json;
  }
  if (expression->constant) json_object_set(json, "constant", expression->constant);
  if (expression->kind == EXPRESSION_CONSTANT) return json;
  if (expression->kind == EXPRESSION_COMPARE)
    json_object_set_new(json, "comparison", json_string(comparison_names[expression->comparison]));
  json_t *operands = json_array();
  for (size_t i = 0; i < expression->operand_count; i++)
    json_array_append_new(operands, expression_to_json(&expression->operands[i]));
  json_object_set_new(json, "operands", operands);
  return json;
}

static json_t *attributes_to_json(const struct expectation *expectation) {
  json_t *attributes = json_object();
  for (size_t i = 0; i < expectation->attribute_count; i++)
    json_object_set(attributes, expectation->attributes[i].name, expectation->attributes[i].value);
  return attributes;
}

static json_t *expectation_to_json(const struct expectation *expectation) {
  json_t *json = json_object();
  switch (expectation->kind) {
  case EXPECT_VALUE: json_object_set(json, "value", expectation->value); break;
  case EXPECT_OBJECT: json_object_set_new(json, "object", json_string(expectation->name)); break;
  case EXPECT_RAISES:
    json_object_set_new(json, "raises", json_string(expectation->name));
    json_object_set_new(json, "attributes", attributes_to_json(expectation));
    break;
  }
  json_object_set_new(json, "editions", editions_to_json(expectation->editions));
  json_object_set_new(json, "source", json_string(expectation->source));
  return json;
}

static json_t *expectations_to_json(const struct expectation *expectations, size_t count) {
  json_t *json = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(json, expectation_to_json(&expectations[i]));
  return json;
}

static json_t *statement_to_json(const struct statement *statement) {
  static const char *const kinds[] = {[STATEMENT_ASSIGNMENT] = "assignment",
                                      [STATEMENT_EXPRESSION] = "expression",
                                      [STATEMENT_PRINT] = "print"};
  return json_pack("{s:s, s:i, s:s, s:I, s:I, s:o, s:o, s:o, s:o}", "kind", kinds[statement->kind],
                   "line", (int)statement->place.line, "source", statement->source, "first_step",
                   (json_int_t)statement->first_step, "step_count",
                   (json_int_t)statement->step_count, "value",
                   statement->value ? expression_to_json(statement->value) : json_null(), "output",
                   nullable(statement->output), "expectations",
                   expectations_to_json(statement->expectations, statement->expectation_count),
                   "legal", expectations_to_json(statement->legal, statement->legal_count));
}

/* --- scenarios --- */

static json_t *needs_to_json(capability_set needs) {
  json_t *names = json_array();
  for (unsigned i = 0; i < CAPABILITY_COUNT; i++)
    if (needs & 1u << i)
      json_array_append_new(names, json_string(capability_name((enum capability)i)));
  return names;
}

static json_t *transports_to_json(transport_set transports) {
  json_t *json = json_array();
  for (unsigned i = 0; i < TRANSPORT_COUNT; i++)
    if (transports & 1u << i)
      json_array_append_new(json, json_string(transport_name((enum peer_transport)i)));
  return json;
}

static json_t *deliveries_to_json(delivery_set deliveries) {
  json_t *json = json_array();
  for (unsigned i = 0; i < DELIVERY_COUNT; i++)
    if (deliveries & 1u << i)
      json_array_append_new(json, json_string(delivery_name((enum peer_delivery)i)));
  return json;
}

static json_t *connects_to_json(const struct session *session) {
  json_t *json = json_array();
  for (size_t i = 0; i < session->connect_count; i++)
    json_array_append_new(json, json_integer((json_int_t)session->connects[i]));
  return json;
}

/* What is played, and what is expected of it. */
static json_t *reading_to_json(const struct test_case *test_case) {
  const struct session *session = test_case->session;
  json_t *statements = json_array();
  for (size_t i = 0; i < session->statement_count; i++)
    json_array_append_new(statements, statement_to_json(&session->statements[i]));
  return json_pack("{s:o, s:s, s:O, s:o, s:o}", "server", nullable(test_case->server_source),
                   "console", test_case->console_source, "steps", session->steps, "connects",
                   connects_to_json(session), "statements", statements);
}

static json_t *case_to_json(const struct test_case *test_case) {
  json_t *json = json_pack("{s:s, s:i, s:o, s:o}", "id", test_case->id, "line",
                           (int)test_case->place.line, "needs", needs_to_json(test_case->needs),
                           "transports", transports_to_json(transports_in(test_case->variants)));
  json_object_update_new(json, reading_to_json(test_case));
  json_object_set_new(json, "deviating",
                      test_case->deviating ? reading_to_json(test_case->deviating) : json_null());
  return json;
}

static json_t *citations_to_json(struct citations citations) {
  json_t *json = json_array();
  for (size_t i = 0; i < citations.count; i++)
    json_array_append_new(json, json_string(citations.ids[i]));
  return json;
}

/* Without its cases. */
static json_t *scenario_to_json(const struct scenario *scenario) {
  return json_pack(
      "{s:s, s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:[]}", "id",
      scenario->id, "title", scenario->title, "page", scenario->page, "file", scenario->place.file,
      "line", (int)scenario->place.line, "level",
      scenario->level == LEVEL_CPYTHON ? "cpython" : "documented", "clauses",
      citations_to_json(scenario->clauses), "behaviours", citations_to_json(scenario->behaviours),
      "meets", citations_to_json(scenario->meets), "breaks", citations_to_json(scenario->breaks),
      "deviation", nullable(scenario->deviation ? scenario->deviation->fields[DEVIATION_ID] : NULL),
      "editions", editions_to_json(scenario->editions), "deliveries",
      deliveries_to_json(scenario->deliveries), "statement", scenario->statement, "cases");
}

/* Scenarios with their cases; both are in the order of the pages. */
static json_t *scenarios_to_json(const struct specification *specification) {
  json_t *scenarios = json_array();
  size_t next = 0;
  for (size_t i = 0; i < specification->scenario_count; i++) {
    json_t *scenario = scenario_to_json(specification->scenarios[i]),
           *cases = json_object_get(scenario, "cases");
    for (; next < specification->case_count &&
           specification->cases[next].scenario == specification->scenarios[i];
         next++)
      json_array_append_new(cases, case_to_json(&specification->cases[next]));
    json_array_append_new(scenarios, scenario);
  }
  return scenarios;
}

static bool has_citation(struct citations citations, const char *id) {
  for (size_t i = 0; i < citations.count; i++)
    if (strcmp(citations.ids[i], id) == 0) return true;
  return false;
}

static bool is_cited(const struct specification *specification, enum registry_kind kind,
                     const char *id) {
  for (size_t i = 0; i < specification->scenario_count; i++) {
    const struct scenario *scenario = specification->scenarios[i];
    if ((kind == REGISTRY_CLAUSES && has_citation(scenario->clauses, id)) ||
        (kind == REGISTRY_BEHAVIOURS && has_citation(scenario->behaviours, id)) ||
        (kind == REGISTRY_REQUIREMENTS &&
         (has_citation(scenario->meets, id) || has_citation(scenario->breaks, id))) ||
        (kind == REGISTRY_DEVIATIONS && scenario->deviation &&
         strcmp(scenario->deviation->fields[DEVIATION_ID], id) == 0))
      return true;
  }
  return false;
}

static json_t *clause_to_json(const struct registry_row *row) {
  return json_pack("{s:s, s:s, s:s}", "id", row->fields[CLAUSE_ID], "editions",
                   row->fields[CLAUSE_EDITIONS], "statement", row->fields[CLAUSE_STATEMENT]);
}

static json_t *behaviour_to_json(const struct registry_row *row) {
  return json_pack("{s:s, s:s, s:s}", "id", row->fields[BEHAVIOUR_ID], "editions",
                   row->fields[BEHAVIOUR_EDITIONS], "statement", row->fields[BEHAVIOUR_STATEMENT]);
}

static json_t *requirement_to_json(const struct registry_row *row) {
  return json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", row->fields[REQUIREMENT_ID], "keyword",
                   row->fields[REQUIREMENT_KEYWORD], "role", row->fields[REQUIREMENT_ROLE],
                   "statement", row->fields[REQUIREMENT_STATEMENT], "outcomes",
                   row->fields[REQUIREMENT_OUTCOMES]);
}

static json_t *deviation_to_json(const struct registry_row *row) {
  return json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", row->fields[DEVIATION_ID], "reason",
                   row->fields[DEVIATION_REASON], "cpython", row->fields[DEVIATION_CPYTHON],
                   "reference", row->fields[DEVIATION_REFERENCE], "source",
                   row->fields[DEVIATION_SOURCE]);
}

/* The rows of the registry |kind| that some scenario cites. */
static json_t *cited_to_json(const struct specification *specification,
                             const struct registries *registries, enum registry_kind kind) {
  static json_t *(*const row_to_json[])(const struct registry_row *) = {
      [REGISTRY_CLAUSES] = clause_to_json,
      [REGISTRY_BEHAVIOURS] = behaviour_to_json,
      [REGISTRY_REQUIREMENTS] = requirement_to_json,
      [REGISTRY_DEVIATIONS] = deviation_to_json};
  const struct registry *registry = registries->of[kind];
  json_t *json = json_array();
  for (size_t i = 0; i < registry_count(registry); i++) {
    const struct registry_row *row = registry_at(registry, i);
    if (is_cited(specification, kind, row->fields[0]))
      json_array_append_new(json, row_to_json[kind](row));
  }
  return json;
}

json_t *specification_to_json(const struct specification *specification,
                              const struct registries *registries) {
  char digest[17];
  snprintf(digest, sizeof digest, "%016lx", specification_digest(specification));
  return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "schema", "hcspec-specification/1",
                   "digest", digest, "clauses",
                   cited_to_json(specification, registries, REGISTRY_CLAUSES), "behaviours",
                   cited_to_json(specification, registries, REGISTRY_BEHAVIOURS), "requirements",
                   cited_to_json(specification, registries, REGISTRY_REQUIREMENTS), "deviations",
                   cited_to_json(specification, registries, REGISTRY_DEVIATIONS), "scenarios",
                   scenarios_to_json(specification));
}
