#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "session_fixture.h"
#include "specification/clauses.h"

/* Writes |content| to a new file and loads it; the errors without the file's name. */
static struct clauses *load(const char *content, size_t length, char **errors) {
  char path[] = "/tmp/hcspec-clauses-XXXXXX";
  int file = mkstemp(path);
  assert_int_equal(write(file, content, length), (ssize_t)length);
  close(file);
  struct diagnostics *diagnostics = diagnostics_new();
  struct clauses *clauses = clauses_load(path, diagnostics);
  *errors = errors_of(diagnostics);
  diagnostics_free(diagnostics);
  unlink(path);
  return clauses;
}

static const char registry[] = "id\teditions\tstatement\n"
                               "HTTPResponse.read\t3.9,3.13\tReads the body.\n"
                               "exc.InvalidURL\t3.13\tA port that is no number.\n";

static void clauses_are_found_by_id_and_kept_in_order(void **state) {
  (void)state;
  char *errors;
  struct clauses *clauses = load(registry, sizeof registry - 1, &errors);
  assert_string_equal(errors, "");
  assert_int_equal(clauses_count(clauses), 2);
  assert_string_equal(clauses_at(clauses, 0)->id, "HTTPResponse.read");
  const struct clause *clause = clauses_find(clauses, "exc.InvalidURL, and more", 14);
  assert_string_equal(clause->statement, "A port that is no number.");
  assert_string_equal(clause->editions, "3.13");
  assert_null(clauses_find(clauses, "HTTPResponse", 12));
  assert_null(clauses_find(clauses, "HTTPResponse.readinto", 21));
  assert_string_equal(clauses_closest(clauses, "HTTPResponse.raed", 17), "HTTPResponse.read");
  assert_null(clauses_closest(clauses, "x", 1));
  clauses_free(clauses);
  free(errors);
}

static void every_mistake_in_a_registry_has_its_line(void **state) {
  (void)state;
  static const char mistakes[] = "name\n"
                                 "a\t3.9\tone\n"
                                 "b\t3.9\n"
                                 "a\t3.13\tagain\n"
                                 "\t3.9\tno id\n"
                                 "c\t3.9\tone\ttoo many\n"
                                 "d\t3.9\t\n"
                                 "e\t3.9\ta\0b\n";
  char *errors;
  assert_null(load(mistakes, sizeof mistakes - 1, &errors));
  assert_string_equal(errors,
                      "1:0: expected the header line: id, editions, statement\n"
                      "3:0: expected three fields separated by tabs: id, editions and statement\n"
                      "5:0: expected three fields separated by tabs: id, editions and statement\n"
                      "6:0: expected three fields separated by tabs: id, editions and statement\n"
                      "7:0: expected three fields separated by tabs: id, editions and statement\n"
                      "8:0: a NUL byte in a line of text\n"
                      "4:1: clause 'a' stands in line 2 already\n");
  free(errors);
}

static void an_empty_or_missing_registry_is_an_error(void **state) {
  (void)state;
  char *errors;
  assert_null(load("id\teditions\tstatement\n", 22, &errors));
  assert_string_equal(errors, "0:0: no clause in this file\n");
  free(errors);
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(clauses_load("/nonexistent/clauses.tsv", diagnostics));
  assert_string_equal(diagnostics_message(diagnostics, 0),
                      "cannot read the registry of clauses: No such file or directory");
  diagnostics_free(diagnostics);
  diagnostics = diagnostics_new();
  assert_null(clauses_load("/", diagnostics));
  assert_string_equal(diagnostics_message(diagnostics, 0),
                      "cannot read the registry of clauses: Is a directory");
  diagnostics_free(diagnostics);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clauses_are_found_by_id_and_kept_in_order),
      cmocka_unit_test(every_mistake_in_a_registry_has_its_line),
      cmocka_unit_test(an_empty_or_missing_registry_is_an_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
