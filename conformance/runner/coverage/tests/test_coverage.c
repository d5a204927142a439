#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "coverage/coverage_report.h"

/* Registries of two clauses (of 3.9 and 3.13), two behaviours, two requirements and two deviations;
 * results of one scenario that cites the first of each. */
struct fixture {
  struct diagnostics *diagnostics;
  struct registries registries;
  struct results *results;
  struct coverage coverage;
};

static int set_up(void **state) {
  struct fixture *fixture = calloc(1, sizeof *fixture);
  static const char *const clause = "HTTPResponse.read", *const behaviour = "RD.01",
                           *const met = "RFC9112-6.3-2";
  if (!fixture) return -1;
  fixture->diagnostics = diagnostics_new();
  registries_load(&fixture->registries, TEST_SPEC, fixture->diagnostics);
  fixture->results = results_new();
  results_add_scenario(fixture->results, &(struct result_scenario){.id = "p#a",
                                                                   .clauses = {&clause, 1},
                                                                   .behaviours = {&behaviour, 1},
                                                                   .meets = {&met, 1},
                                                                   .deviation = "stale-lines"});
  *state = fixture;
  return 0;
}

static int tear_down(void **state) {
  struct fixture *fixture = *state;
  coverage_clear(&fixture->coverage);
  results_free(fixture->results);
  registries_clear(&fixture->registries);
  diagnostics_free(fixture->diagnostics);
  free(fixture);
  return 0;
}

static void add(struct fixture *fixture, enum role role, const char *edition,
                enum verdict verdict) {
  size_t column = results_add_implementation(
      fixture->results,
      &(struct result_implementation){.name = "x", .edition = edition, .role = role});
  results_add_case(fixture->results, &(struct result_case){.id = "p#a",
                                                           .scenario = "p#a",
                                                           .implementation = column,
                                                           .verdict = verdict});
}

/* The entry of |id| in section |section|: clauses of 3.9, of 3.13, behaviours, requirements,
 * deviations. */
static const struct coverage_entry *entry_of(struct fixture *fixture, size_t section,
                                             const char *id) {
  coverage_clear(&fixture->coverage);
  fixture->coverage =
      coverage_measure(&fixture->registries, fixture->results, fixture->diagnostics);
  assert_int_equal(diagnostics_count(fixture->diagnostics), 0);
  assert_int_equal(fixture->coverage.section_count, 5);
  const struct coverage_section *of = &fixture->coverage.sections[section];
  for (size_t i = 0; i < of->count; i++)
    if (strcmp(of->entries[i].row->fields[0], id) == 0) return &of->entries[i];
  fail_msg("no %s", id);
  return NULL;
}

static void a_pass_proves_a_clause_in_its_edition_alone(void **state) {
  struct fixture *fixture = *state;
  add(fixture, ROLE_ORACLE, "3.13", VERDICT_PASS);
  const struct coverage_entry *entry = entry_of(fixture, 1, "HTTPResponse.read");
  assert_int_equal(entry->state, COVERAGE_PROVEN);
  assert_int_equal(entry->scenario_count, 1);
  assert_string_equal(entry->scenarios[0], "p#a");
  entry = entry_of(fixture, 0, "HTTPResponse.read");
  assert_int_equal(entry->state, COVERAGE_UNPROVEN);
  assert_string_equal(entry->reason, "not played");
  assert_int_equal(entry_of(fixture, 2, "RD.01")->state, COVERAGE_PROVEN);
}

static void what_was_not_met_is_not_proven_and_says_why(void **state) {
  static const struct {
    enum verdict subject, oracle;
    enum coverage_state expected;
    const char *reason;
  } rows[] = {
      {VERDICT_PASS, VERDICT_PASS, COVERAGE_PROVEN, NULL},
      {VERDICT_DEVIATION, VERDICT_PASS, COVERAGE_PROVEN, NULL},
      {VERDICT_FAIL, VERDICT_PASS, COVERAGE_PROVEN, NULL},       /* the page is right */
      {VERDICT_PASS, VERDICT_FAIL, COVERAGE_UNPROVEN, "failed"}, /* the page is wrong */
      {VERDICT_INAPPLICABLE, VERDICT_INAPPLICABLE, COVERAGE_UNPROVEN, "inapplicable"},
      {VERDICT_TIMEOUT, VERDICT_INAPPLICABLE, COVERAGE_UNPROVEN, "failed"},
  };
  struct fixture *fixture = *state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    fixture->results->case_count = fixture->results->implementation_count = 0;
    add(fixture, ROLE_SUBJECT, "3.13", rows[i].subject);
    add(fixture, ROLE_ORACLE, "3.13", rows[i].oracle);
    const struct coverage_entry *entry = entry_of(fixture, 1, "HTTPResponse.read");
    assert_int_equal(entry->state, rows[i].expected);
    if (rows[i].reason) assert_string_equal(entry->reason, rows[i].reason);
    assert_int_equal(entry_of(fixture, 3, "RFC9112-6.3-2")->state, rows[i].expected);
  }
}

static void one_case_that_failed_takes_the_proof_away(void **state) {
  struct fixture *fixture = *state;
  add(fixture, ROLE_SUBJECT, "3.13", VERDICT_PASS);
  results_add_case(
      fixture->results,
      &(struct result_case){.id = "p#a:other", .scenario = "p#a", .verdict = VERDICT_FAIL});
  assert_int_equal(entry_of(fixture, 1, "HTTPResponse.read")->state, COVERAGE_UNPROVEN);
}

static void a_deviation_is_proven_by_who_shows_it(void **state) {
  struct fixture *fixture = *state;
  add(fixture, ROLE_ORACLE, "3.13", VERDICT_PASS);
  assert_string_equal(entry_of(fixture, 4, "stale-lines")->reason, "nobody shows it");
  add(fixture, ROLE_SUBJECT, "3.13", VERDICT_DEVIATION);
  assert_int_equal(entry_of(fixture, 4, "stale-lines")->state, COVERAGE_PROVEN);
  assert_int_equal(entry_of(fixture, 4, "unshown")->state, COVERAGE_UNCITED);
}

static void what_cannot_be_observed_is_explained(void **state) {
  struct fixture *fixture = *state;
  add(fixture, ROLE_ORACLE, "3.9", VERDICT_PASS);
  add(fixture, ROLE_ORACLE, "3.13", VERDICT_PASS);
  assert_int_equal(entry_of(fixture, 2, "RD.02")->state, COVERAGE_UNOBSERVABLE);
  assert_string_equal(entry_of(fixture, 2, "RD.02")->reason, "A matter of types.");
  const struct coverage_entry *entry = entry_of(fixture, 1, "HTTPResponse.bufferediobase");
  assert_int_equal(entry->state, COVERAGE_UNCITED);
  assert_false(coverage_is_complete(&fixture->coverage));
  const char *explained[] = {"HTTPResponse.bufferediobase", "3.9,3.13", "A stream.", "No type."};
  ((struct registry_row *)(uintptr_t)entry->row)->fields = explained;
  assert_string_equal(entry_of(fixture, 1, "HTTPResponse.bufferediobase")->reason, "No type.");
  assert_true(coverage_is_complete(&fixture->coverage));
}

static void a_requirement_is_explained_by_its_first_word(void **state) {
  static const struct {
    const char *observable;
    enum coverage_state expected;
  } rows[] = {
      {"yes", COVERAGE_UNCITED},
      {"partly (caller)", COVERAGE_UNCITED},
      {"no (internal)", COVERAGE_UNOBSERVABLE},
      {"absent (no cache)", COVERAGE_ABSENT},
      {"nowhere", COVERAGE_UNCITED}, /* no such word */
  };
  struct fixture *fixture = *state;
  add(fixture, ROLE_ORACLE, "3.13", VERDICT_PASS);
  const struct coverage_entry *entry = entry_of(fixture, 3, "RFC9112-6.3-3");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *explained[] = {"RFC9112-6.3-3", "MUST", "client", "", rows[i].observable, "", ""};
    ((struct registry_row *)(uintptr_t)entry->row)->fields = explained;
    entry = entry_of(fixture, 3, "RFC9112-6.3-3");
    assert_int_equal(entry->state, rows[i].expected);
    assert_ptr_equal(entry->reason, rows[i].expected == COVERAGE_UNCITED ? NULL : explained[4]);
  }
}

static void results_of_another_specification_are_refused(void **state) {
  struct fixture *fixture = *state;
  static const char *const clause = "HTTPResponse.write";
  results_add_scenario(fixture->results,
                       &(struct result_scenario){.id = "p#b", .clauses = {&clause, 1}});
  fixture->coverage =
      coverage_measure(&fixture->registries, fixture->results, fixture->diagnostics);
  assert_int_equal(diagnostics_count(fixture->diagnostics), 1);
  assert_string_equal(diagnostics_message(fixture->diagnostics, 0),
                      "'p#b' cites the clause 'HTTPResponse.write', which is not registered: these "
                      "are results of another specification");
}

static void only_what_is_missing_can_be_printed(void **state) {
  struct fixture *fixture = *state;
  char *text;
  size_t length;
  add(fixture, ROLE_ORACLE, "3.13", VERDICT_PASS);
  entry_of(fixture, 0, "HTTPResponse.read");
  FILE *out = open_memstream(&text, &length);
  assert_non_null(out);
  coverage_print(&fixture->coverage, true, out);
  fclose(out);
  assert_string_equal(
      text, "clauses of the documentation of 3.9: 2, 0 proven, 1 not proven, 1 not "
            "cited, 0 unobservable, 0 absent\n"
            "  not proven    HTTPResponse.read  (not played)  p#a\n"
            "  not cited     HTTPResponse.bufferediobase  A stream.\n"
            "\n"
            "clauses of the documentation of 3.13: 2, 1 proven, 0 not proven, 1 "
            "not cited, 0 unobservable, 0 absent\n"
            "  not cited     HTTPResponse.bufferediobase  A stream.\n"
            "\n"
            "behaviours: 2, 1 proven, 0 not proven, 0 not cited, 1 unobservable, 0 absent\n"
            "\n"
            "requirements: 2, 1 proven, 0 not proven, 1 not cited, 0 unobservable, 0 absent\n"
            "  not cited     RFC9112-6.3-3  Another.\n"
            "\n"
            "deviations: 2, 0 proven, 1 not proven, 1 not cited, 0 unobservable, 0 absent\n"
            "  not proven    stale-lines  (nobody shows it)  p#a\n"
            "  not cited     unshown  This.\n");
  free(text);
  json_t *json = coverage_to_json(&fixture->coverage, false);
  json_t *entry = json_array_get(json_object_get(json_array_get(json, 1), "entries"), 0);
  assert_string_equal(json_string_value(json_object_get(entry, "state")), "proven");
  assert_int_equal(json_array_size(json_object_get(entry, "scenarios")), 1);
  json_decref(json);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_FIXTURE(a_pass_proves_a_clause_in_its_edition_alone),
      WITH_FIXTURE(what_was_not_met_is_not_proven_and_says_why),
      WITH_FIXTURE(one_case_that_failed_takes_the_proof_away),
      WITH_FIXTURE(a_deviation_is_proven_by_who_shows_it),
      WITH_FIXTURE(what_cannot_be_observed_is_explained),
      WITH_FIXTURE(a_requirement_is_explained_by_its_first_word),
      WITH_FIXTURE(results_of_another_specification_are_refused),
      WITH_FIXTURE(only_what_is_missing_can_be_printed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
