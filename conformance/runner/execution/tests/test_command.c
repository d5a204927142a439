/* HCSPEC is the program and $FOLDER a folder for the test alone, HCSPEC_SOURCE_DIR the project's
 * folder. Commands go through a shell, as a person types them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "text/memory.h"

#define TESTS HCSPEC_SOURCE_DIR "/conformance/runner/execution/tests/"
#define RUN HCSPEC " run --pages " TESTS "pages/runs.md "
#define BROKEN "--no-oracle --impl 'broken=python3 " TESTS "broken_adapter.py' "
#define CPYTHON                                                                                    \
  "--impl 'mine=python3 -I " HCSPEC_SOURCE_DIR "/conformance/adapters/cpython/adapter.py' "

/* What a command wrote and how it ended. */
struct ending {
  int status;
  char *out;
  char *err;
};

static char folder[] = "/tmp/hcspec-test-XXXXXX";

static char *read_file(const char *name) {
  char *path = memory_printf("%s/%s", folder, name), *text;
  FILE *file = fopen(path, "r");
  free(path);
  if (!file) fail_msg("%s was not written", name);
  size_t length;
  FILE *copy = memory_stream(&text, &length);
  for (int c; (c = getc(file)) != EOF;)
    fputc(c, copy);
  fclose(copy);
  fclose(file);
  return text;
}

static struct ending run(const char *command) {
  char *line = memory_printf(
      "cd " HCSPEC_SOURCE_DIR " && (%s) >$FOLDER/out 2>$FOLDER/err </dev/null", command);
  int status = system(line);
  free(line);
  assert_true(WIFEXITED(status));
  return (struct ending){WEXITSTATUS(status), read_file("out"), read_file("err")};
}

static void ending_clear(struct ending *ending) {
  free(ending->out);
  free(ending->err);
}

static void check(const char *command, int status, const char *out, const char *err) {
  struct ending ending = run(command);
  if (ending.status != status || !strstr(ending.out, out) || !strstr(ending.err, err))
    fail_msg("%s\nends with %d and writes\n%s\n%s", command, ending.status, ending.out, ending.err);
  ending_clear(&ending);
}

/* run_for_json: the results of |command|, which ends with |status|. */
static json_t *run_for_json(const char *command, int status) {
  char *line = memory_printf("%s --json -", command);
  struct ending ending = run(line);
  json_t *results = json_loads(ending.out, 0, NULL);
  if (ending.status != status || !results)
    fail_msg("%s\n%d\n%s\n%s", line, ending.status, ending.out, ending.err);
  free(line);
  ending_clear(&ending);
  return results;
}

/* case_of: the result of the case whose id ends in |id|, by the implementation called |name|. */
static json_t *case_of(json_t *results, const char *id, const char *name) {
  json_t *cases = json_object_get(results, "cases");
  for (size_t i = 0; i < json_array_size(cases); i++) {
    json_t *item = json_array_get(cases, i);
    const char *item_id = json_string_value(json_object_get(item, "id"));
    bool is_case =
        strlen(item_id) >= strlen(id) && strcmp(item_id + strlen(item_id) - strlen(id), id) == 0;
    if (is_case && strcmp(json_string_value(json_object_get(item, "implementation")), name) == 0)
      return item;
  }
  return NULL;
}

static const char *text_of(json_t *item, const char *member) {
  const char *text = json_string_value(json_object_get(item, member));
  return text ? text : "";
}

static void the_exit_status_tells_how_it_went(void **state) {
  (void)state;
  check(RUN BROKEN "--case '*:good*'", 0, "as expected", "");
  check(RUN BROKEN "--case '*:good' --case '*:wrong-value'", 1, "the value is not the expected one",
        "");
  check(RUN BROKEN "--case '*:good' --quiet", 0, "", "");
}

static void mistakes_of_the_command_line_and_the_set_up_end_with_two(void **state) {
  static const struct {
    const char *command, *err;
  } rows[] = {
      {RUN BROKEN "--case runs#cas", "--case 'runs#cas' matches no case; did you mean 'runs#case"},
      {RUN BROKEN "--case zzzzzzzzzzzz", "'hcspec list' shows all"},
      {RUN BROKEN "--edition 3.8", "declares none of the editions asked for"},
      {RUN BROKEN "--edition 2.7", "--edition '2.7': expected an edition from 3.8 on"},
      {RUN BROKEN "--deadline 0", "--deadline '0': expected seconds"},
      {RUN BROKEN "--deadline 1s", "--deadline '1s': expected seconds"},
      {RUN BROKEN "--jobs 0", "--jobs '0': expected a number from 1"},
      {RUN BROKEN "--repeat -1", "--repeat '-1': expected a number"},
      {RUN BROKEN "--seed x", "--seed 'x': expected a number"},
      {RUN BROKEN "--delivery slow", "--delivery 'slow': expected whole, bytes or split"},
      {RUN BROKEN "--delivery whole,,split", "--delivery '': expected whole, bytes or split"},
      {RUN BROKEN "--transport plain,ssl", "--transport 'ssl': expected plain, tls or tunnel"},
      {RUN BROKEN "--quick --delivery whole", "--quick says itself which transport and delivery"},
      {RUN BROKEN "--complete --quick", "every transport and delivery, which --quick contradicts"},
      {RUN BROKEN "--complete --transport tls", "which a list of them contradicts"},
      {RUN BROKEN "--case '*@whole'", "--case '*@whole' matches no case"},
      {RUN BROKEN "--color red", "--color 'red': expected auto, always or never"},
      {RUN BROKEN "--oracle python3", "contradict each other"},
      {RUN BROKEN "good", "unexpected argument 'good'"},
      {RUN "--no-oracle --impl mine", "--impl 'mine': expected NAME=COMMAND"},
      {RUN "--no-oracle --impl mine=./nothing-here",
       "(./nothing-here) cannot be used: it cannot be started"},
      {RUN "--no-oracle --impl 'mine=python3 " TESTS "broken_adapter.py dies-at-once'",
       "\nno such luck"},
      {RUN "--no-oracle --impl 'mine=sh -c \"exit 7\"'",
       "exited with status 7 before its answer to hello"},
      {RUN "--oracle ./nothing-here", "--oracle './nothing-here': "},
      {RUN "--oracle /bin/false", "--oracle '/bin/false': "},
      {HCSPEC " run --pages nothing.md " BROKEN, "nothing.md"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    check(rows[i].command, 2, "", rows[i].err);
}

static void a_failure_says_how_it_is_reproduced_and_so_it_is(void **state) {
  (void)state;
  json_t *results = run_for_json(RUN BROKEN "--seed 7 --case '*:wrong-value' --case '*:good'", 1);
  json_t *item = case_of(results, ":wrong-value", "broken");
  const char *command = text_of(json_object_get(item, "failure"), "reproduce");
  assert_non_null(
      strstr(command, "--case 'runs#case:wrong-value@plain/whole' --edition 3.13 --seed 7"));
  json_t *again = run_for_json(command, 1);
  assert_int_equal(json_array_size(json_object_get(again, "cases")), 1);
  assert_string_equal(text_of(case_of(again, ":wrong-value", "broken"), "api"), "fail");
  json_decref(results);
  json_decref(again);
}

static void a_page_that_the_oracle_contradicts_is_an_error_of_the_page(void **state) {
  (void)state;
  json_t *results = run_for_json(
      HCSPEC " run --quick --oracle python3 " CPYTHON "--pages " TESTS "pages/mistaken.md", 1);
  assert_string_equal(text_of(case_of(results, "mistaken#case", "cpython"), "api"), "fail");
  json_t *subject = case_of(results, "mistaken#case", "mine");
  assert_string_equal(text_of(subject, "api"), "error");
  const char *message = text_of(json_object_get(subject, "failure"), "message");
  assert_non_null(strstr(message, "the page is contradicted by the oracle cpython 3."));
  assert_true(json_is_true(json_object_get(json_object_get(subject, "failure"), "of_page")));
  json_decref(results);
}

static void without_an_oracle_the_page_decides(void **state) {
  (void)state;
  json_t *results = run_for_json(
      HCSPEC " run --quick --no-oracle " CPYTHON "--pages " TESTS "pages/mistaken.md", 1);
  assert_string_equal(text_of(case_of(results, "mistaken#case", "mine"), "api"), "fail");
  json_decref(results);
}

static void a_deviation_is_no_failure_and_never_a_pass(void **state) {
  (void)state;
  json_t *results = run_for_json(HCSPEC " run --delivery whole --case '*:wrong-value' " BROKEN
                                        "--pages " TESTS "pages/deviating.md",
                                 0);
  json_t *item = case_of(results, ":wrong-value", "broken"),
         *deviation = json_array_get(json_object_get(results, "deviations"), 0);
  assert_string_equal(text_of(item, "api"), "deviation");
  assert_string_equal(text_of(json_object_get(item, "failure"), "observed"), "81");
  assert_string_equal(text_of(deviation, "id"), "stale-request-lines");
  assert_true(strlen(text_of(deviation, "cpython")) > 0);
  assert_string_equal(
      text_of(json_array_get(json_object_get(results, "scenarios"), 0), "deviation"),
      "stale-request-lines");
  json_decref(results);
}

static void an_oracle_may_deviate_and_what_it_fails_counts_for_nobody(void **state) {
  (void)state;
  json_t *results = run_for_json(HCSPEC " run --delivery whole --oracle python3 " CPYTHON
                                        "--pages " TESTS "pages/mended.md",
                                 1);
  assert_string_equal(text_of(case_of(results, "mended#mended", "cpython"), "api"), "deviation");
  assert_string_equal(text_of(case_of(results, "mended#mended", "mine"), "api"), "deviation");
  assert_string_equal(text_of(case_of(results, "mended#wrong", "cpython"), "api"), "fail");
  assert_string_equal(text_of(case_of(results, "mended#wrong", "mine"), "api"), "error");
  assert_int_equal(json_array_size(json_object_get(results, "page_errors")), 1);
  json_decref(results);
}

static void what_differs_from_time_to_time_is_a_failure(void **state) {
  (void)state;
  json_t *results = run_for_json(RUN BROKEN "--case '*:flaky@plain/whole' --repeat 5 --jobs 1", 1);
  json_t *item = case_of(results, ":flaky", "broken");
  assert_string_equal(text_of(item, "api"), "fail");
  assert_non_null(
      strstr(text_of(json_object_get(item, "failure"), "message"), "flaky: pass 2, fail 3"));
  json_decref(results);
}

static void an_interrupted_run_reports_what_was_done(void **state) {
  (void)state;
  json_t *results = run_for_json(RUN BROKEN "--quick --jobs 1 --deadline 100", 1);
  assert_true(json_is_true(json_object_get(json_object_get(results, "suite"), "interrupted")));
  assert_non_null(case_of(results, ":good", "broken"));
  assert_null(case_of(results, ":interrupts", "broken"));
  assert_null(case_of(results, ":good-last", "broken"));
  json_decref(results);
}

static void a_run_that_fails_fast_is_marked_as_interrupted(void **state) {
  (void)state;
  json_t *results = run_for_json(RUN BROKEN "--quick --jobs 1 --fail-fast", 1);
  assert_true(json_is_true(json_object_get(json_object_get(results, "suite"), "interrupted")));
  assert_int_equal(json_array_size(json_object_get(results, "cases")), 2);
  json_decref(results);
}

static void reports_go_where_the_command_line_says(void **state) {
  static const char *const names[] = {"made/results.json", "made/index.html", "made/junit.xml",
                                      "made/summary.md"};
  (void)state;
  check(RUN BROKEN "--case '*:good' --output $FOLDER/made", 0, "as expected", "");
  for (size_t i = 0; i < 4; i++) {
    char *text = read_file(names[i]);
    assert_true(strlen(text) > 100);
    free(text);
  }
  check(RUN BROKEN "--case '*:good' --output /dev/null", 2, "",
        "cannot write '/dev/null': Not a directory");
  check(RUN BROKEN "--case '*:good' --output /no/such/folder", 2, "",
        "cannot write '/no/such/folder'");
  check(RUN BROKEN "--case '*:good' --json /no/such/file", 2, "", "cannot write '/no/such/file'");
}

static void colour_is_for_who_asks_for_it(void **state) {
  (void)state;
  struct ending plain = run(RUN BROKEN "--case '*:wrong-value'");
  assert_null(strchr(plain.out, '\033'));
  ending_clear(&plain);
  check(RUN BROKEN "--case '*:wrong-value' --color always", 1, "\033[", "");
}

static int make_folder(void **state) {
  (void)state;
  return mkdtemp(folder) ? setenv("FOLDER", folder, 1) : -1;
}

static int remove_folder(void **state) {
  (void)state;
  char *line = memory_printf("rm -r %s", folder);
  int status = system(line);
  free(line);
  return status;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_exit_status_tells_how_it_went),
      cmocka_unit_test(mistakes_of_the_command_line_and_the_set_up_end_with_two),
      cmocka_unit_test(a_failure_says_how_it_is_reproduced_and_so_it_is),
      cmocka_unit_test(a_page_that_the_oracle_contradicts_is_an_error_of_the_page),
      cmocka_unit_test(without_an_oracle_the_page_decides),
      cmocka_unit_test(a_deviation_is_no_failure_and_never_a_pass),
      cmocka_unit_test(an_oracle_may_deviate_and_what_it_fails_counts_for_nobody),
      cmocka_unit_test(what_differs_from_time_to_time_is_a_failure),
      cmocka_unit_test(an_interrupted_run_reports_what_was_done),
      cmocka_unit_test(a_run_that_fails_fast_is_marked_as_interrupted),
      cmocka_unit_test(reports_go_where_the_command_line_says),
      cmocka_unit_test(colour_is_for_who_asks_for_it),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
