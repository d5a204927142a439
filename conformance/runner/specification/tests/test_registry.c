#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "session_fixture.h"
#include "specification/registry.h"

/* Writes |content| to a new file and loads it; the errors without the file's name. */
static struct registry *load(const char *content, size_t length, char **errors) {
  char path[] = "/tmp/hcspec-clauses-XXXXXX";
  int file = mkstemp(path);
  assert_int_equal(write(file, content, length), (ssize_t)length);
  close(file);
  struct diagnostics *diagnostics = diagnostics_new();
  struct registry *clauses = registry_load(REGISTRY_CLAUSES, path, diagnostics);
  *errors = errors_of(diagnostics);
  diagnostics_free(diagnostics);
  unlink(path);
  return clauses;
}

static const char two_clauses[] = "id\teditions\tstatement\tunobservable\n"
                                  "HTTPResponse.read\t3.9,3.13\tReads the body.\t\n"
                                  "exc.InvalidURL\t3.13\tA port that is no number.\t\n";

static void clauses_are_found_by_id_and_kept_in_order(void **state) {
  (void)state;
  char *errors;
  struct registry *clauses = load(two_clauses, sizeof two_clauses - 1, &errors);
  assert_string_equal(errors, "");
  assert_int_equal(registry_count(clauses), 2);
  assert_string_equal(registry_at(clauses, 0)->fields[CLAUSE_ID], "HTTPResponse.read");
  const struct registry_row *clause = registry_find(clauses, "exc.InvalidURL, and more", 14);
  assert_string_equal(clause->fields[CLAUSE_STATEMENT], "A port that is no number.");
  assert_string_equal(clause->fields[CLAUSE_EDITIONS], "3.13");
  assert_null(registry_find(clauses, "HTTPResponse", 12));
  assert_null(registry_find(clauses, "HTTPResponse.readinto", 21));
  assert_string_equal(registry_closest(clauses, "HTTPResponse.raed", 17), "HTTPResponse.read");
  assert_null(registry_closest(clauses, "x", 1));
  registry_free(clauses);
  free(errors);
}

static void every_mistake_in_a_registry_has_its_line(void **state) {
  (void)state;
  static const char mistakes[] = "name\n"
                                 "a\t3.9\tone\t\n"
                                 "b\t3.9\n"
                                 "a\t3.13\tagain\twhy\n"
                                 "\t3.9\tno id\t\n"
                                 "c\t3.9\tone\t\ttoo many\n"
                                 "d\t3.9\t\t\n"
                                 "e\t3.9\ta\0b\n";
  char *errors;
  assert_null(load(mistakes, sizeof mistakes - 1, &errors));
  assert_string_equal(
      errors,
      "1:0: expected the header line, separated by tabs: id, editions, statement, unobservable\n"
      "3:0: expected these fields, separated by tabs: id, editions, statement, unobservable\n"
      "5:0: expected these fields, separated by tabs: id, editions, statement, unobservable\n"
      "6:0: expected these fields, separated by tabs: id, editions, statement, unobservable\n"
      "7:0: expected these fields, separated by tabs: id, editions, statement, unobservable\n"
      "8:0: a NUL byte in a line of text\n"
      "4:1: clause 'a' stands in line 2 already\n");
  free(errors);
}

static void a_row_of_deviations_has_all_its_sides_and_a_place(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  struct registry *deviations =
      registry_load(REGISTRY_DEVIATIONS, TEST_PAGES "/spec/deviations.tsv", diagnostics);
  assert_non_null(deviations);
  const struct registry_row *row = registry_find(deviations, "stale-lines", 11);
  assert_string_equal(row->fields[DEVIATION_REASON],
                      "A field reaches a host it was not meant for.");
  assert_string_equal(row->fields[DEVIATION_CPYTHON], "Lines are kept.");
  assert_string_equal(row->fields[DEVIATION_REFERENCE], "Lines are dropped.");
  assert_string_equal(row->fields[DEVIATION_SOURCE], "RFC 9112, 3.2");
  struct place place = registry_place(deviations, row);
  assert_string_equal(place.file, TEST_PAGES "/spec/deviations.tsv");
  assert_int_equal(place.line, 2);
  registry_free(deviations);
  diagnostics_free(diagnostics);
}

static void an_empty_or_missing_registry_is_an_error(void **state) {
  (void)state;
  char *errors;
  assert_null(load("id\teditions\tstatement\tunobservable\n", 35, &errors));
  assert_string_equal(errors, "0:0: no clause in this file\n");
  free(errors);
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(registry_load(REGISTRY_CLAUSES, "/nonexistent/clauses.tsv", diagnostics));
  assert_string_equal(diagnostics_message(diagnostics, 0),
                      "cannot read the registry of clauses: No such file or directory");
  diagnostics_free(diagnostics);
  diagnostics = diagnostics_new();
  assert_null(registry_load(REGISTRY_CLAUSES, "/", diagnostics));
  assert_string_equal(diagnostics_message(diagnostics, 0),
                      "cannot read the registry of clauses: Is a directory");
  diagnostics_free(diagnostics);
}

static void a_column_that_may_be_empty_is(void **state) {
  (void)state;
  char path[] = "/tmp/hcspec-behaviours-XXXXXX";
  static const char rows[] = "id\teditions\tclauses\tstatement\tunobservable\n"
                             "RD.01\tall\t\tReads.\t\n"
                             "RD.02\tall\ta.b\t\tno statement\n";
  int file = mkstemp(path);
  assert_int_equal(write(file, rows, sizeof rows - 1), sizeof rows - 1);
  close(file);
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(registry_load(REGISTRY_BEHAVIOURS, path, diagnostics));
  assert_int_equal(diagnostics_count(diagnostics), 1);
  assert_int_equal(diagnostics_place(diagnostics, 0).line, 3);
  assert_string_equal(diagnostics_message(diagnostics, 0),
                      "expected these fields, separated by tabs: id, editions, clauses, statement, "
                      "unobservable");
  diagnostics_free(diagnostics);
  unlink(path);
}

static void the_projects_own_registries_are_without_mistake(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  struct registries registries;
  registries_load(&registries, TEST_SPEC, diagnostics);
  diagnostics_print(diagnostics, stderr);
  assert_int_equal(diagnostics_count(diagnostics), 0);
  const struct registry *behaviours = registries.of[REGISTRY_BEHAVIOURS];
  for (size_t i = 0; i < registry_count(behaviours); i++) {
    const char *ids = registry_at(behaviours, i)->fields[BEHAVIOUR_CLAUSES];
    for (size_t length; *ids; ids += length + (ids[length] == ',')) {
      length = strcspn(ids, ",");
      if (!registry_find(registries.of[REGISTRY_CLAUSES], ids, length))
        fail_msg("behaviour %s names the unknown clause %.*s",
                 registry_at(behaviours, i)->fields[BEHAVIOUR_ID], (int)length, ids);
    }
  }
  registries_clear(&registries);
  diagnostics_free(diagnostics);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clauses_are_found_by_id_and_kept_in_order),
      cmocka_unit_test(every_mistake_in_a_registry_has_its_line),
      cmocka_unit_test(a_row_of_deviations_has_all_its_sides_and_a_place),
      cmocka_unit_test(an_empty_or_missing_registry_is_an_error),
      cmocka_unit_test(a_column_that_may_be_empty_is),
      cmocka_unit_test(the_projects_own_registries_are_without_mistake),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
