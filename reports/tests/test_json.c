#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "reports/results.h"
#include "sample.h"

static char *written(const struct results *results) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  assert_true(results_write_json(results, out));
  fclose(out);
  assert_int_equal(strlen(text), length);
  return text;
}

/* A file with |length| bytes at |text|; the name lasts until the next call. */
static const char *file_with(const char *text, size_t length) {
  static char path[] = "/tmp/reports-test-XXXXXX";
  strcpy(path + sizeof path - 7, "XXXXXX");
  int file = mkstemp(path);
  assert_true(file >= 0);
  assert_int_equal(write(file, text, length), length);
  close(file);
  return path;
}

static struct results *read_text(const char *text, size_t length, struct diagnostics *diagnostics) {
  const char *path = file_with(text, length);
  struct results *results = results_read_json(path, diagnostics);
  unlink(path);
  return results;
}

static void assert_round_trip(struct results *results) {
  char *first = written(results);
  struct diagnostics *diagnostics = diagnostics_new();
  struct results *read = read_text(first, strlen(first), diagnostics);
  diagnostics_print(diagnostics, stderr);
  assert_non_null(read);
  char *second = written(read);
  assert_string_equal(first, second);
  free(first);
  free(second);
  diagnostics_free(diagnostics);
  results_free(read);
  results_free(results);
}

static void what_was_written_reads_back_the_same(void **state) {
  (void)state;
  assert_round_trip(results_new());
  assert_round_trip(sample_results(0));
  assert_round_trip(sample_results(5));
}

static void hostile_texts_read_back_the_same(void **state) {
  (void)state;
  assert_round_trip(sample_hostile());
}

static void members_that_are_set_directly_may_hold_any_bytes(void **state) {
  (void)state;
  struct results *results = results_new();
  results->version = "1\xff";
  char *text = written(results);
  assert_non_null(strstr(text, "\"version\": \"1\\\\xff\""));
  free(text);
  results_free(results);
}

static void a_seed_beyond_exact_doubles_is_a_string(void **state) {
  (void)state;
  static const struct {
    uint64_t seed;
    const char *member;
  } rows[] = {
      {0, "\"seed\": 0,"},
      {(UINT64_C(1) << 53) - 1, "\"seed\": 9007199254740991,"},
      {UINT64_C(1) << 53, "\"seed\": \"9007199254740992\","},
      {UINT64_MAX, "\"seed\": \"18446744073709551615\","},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct results *results = results_new();
    results->seed = rows[i].seed;
    char *text = written(results);
    if (!strstr(text, rows[i].member)) fail_msg("%s", text);
    struct diagnostics *diagnostics = diagnostics_new();
    struct results *read = read_text(text, strlen(text), diagnostics);
    assert_non_null(read);
    assert_true(read->seed == rows[i].seed);
    results_free(read);
    diagnostics_free(diagnostics);
    free(text);
    results_free(results);
  }
}

static void a_full_disk_is_an_error(void **state) {
  (void)state;
  struct results *samples[] = {results_new(),
                               sample_results(5)}; /* smaller and larger than a buffer */
  for (size_t i = 0; i < 2; i++) {
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    errno = 0;
    assert_false(results_write_json(samples[i], full));
    assert_int_equal(errno, ENOSPC);
    fclose(full);
    results_free(samples[i]);
  }
}

/* A document without errors, in which each row changes one thing. */
static const char document[] = "{\n"
                               "  \"schema\": \"hcspec-results/1\",\n"
                               "  \"suite\": {\"version\": \"1\", \"scenarios\": 1, \"cases\": 1, "
                               "\"seed\": 1, \"started\": null, \"seconds\": 1.5,\n"
                               "    \"workers\": 2, \"repeat\": 1, \"interrupted\": false}, "
                               "\"paces\": [{\"variant\": \"plain/whole\", "
                               "\"playings\": 3, \"seconds\": 0.5}],\n"
                               "  \"deviations\": [\n"
                               "    {\"id\": \"d\", \"reason\": \"r\", \"cpython\": \"x\", "
                               "\"reference\": \"y\", \"source\": \"z\"}], "
                               "\"requirements\": [{\"id\": \"R\", \"keyword\": \"MUST\", "
                               "\"role\": \"client\", \"statement\": \"s\"}],\n"
                               "  \"scenarios\": [\n"
                               "    {\"id\": \"p#a\", \"title\": \"A\", \"page\": \"p\", "
                               "\"statement\": \"s\", \"level\": \"documented\", "
                               "\"behaviours\": [], \"meets\": [\"R\"], \"breaks\": [],\n"
                               "      \"clauses\": [\"c\"], \"file\": \"p.md\", \"line\": 3}],\n"
                               "  \"implementations\": [\n"
                               "    {\"name\": \"cpython\", \"version\": \"3\", \"language\": "
                               "\"Python\", \"role\": \"oracle\", \"edition\": \"3.13\",\n"
                               "      \"command\": \"x\", \"summary\": {\"api\": {\"pass\": 0, "
                               "\"fail\": 1, \"timeout\": 0, \"crash\": 0, \"differs\": 0,\n"
                               "      \"error\": 0, \"inapplicable\": 0, \"deviation\": 0}, "
                               "\"rfc\": {\"pass\": 0, \"unknown\": 0, \"note\": 0, "
                               "\"warn\": 0, \"fail\": 1}}}],\n"
                               "  \"cases\": [\n"
                               "    {\"id\": \"p#a\", \"scenario\": \"p#a\", \"variant\": "
                               "\"whole\", \"implementation\": \"cpython\", \"rfc\": \"fail\", "
                               "\"requirements\": {\"R\": \"fail\"},\n"
                               "      \"edition\": \"3.13\", \"api\": \"fail\", \"failure\": "
                               "{\"message\": \"m\", \"line\": 4}}],\n"
                               "  \"page_errors\": [\n"
                               "    {\"id\": \"p#a\", \"variant\": \"whole\", \"oracle\": "
                               "\"cpython\", \"edition\": \"3.13\", \"api\": \"fail\"}]\n"
                               "}\n";

/* The document with the first |old| replaced. */
static char *changed(const char *old, const char *new) {
  const char *at = strstr(document, old);
  if (!at) fail_msg("not in the document: %s", old);
  char *text = malloc(sizeof document + strlen(new));
  size_t before = (size_t)(at - document);
  memcpy(text, document, before);
  strcpy(text + before, new);
  strcat(text, at + strlen(old));
  return text;
}

struct error_row {
  const char *old, *new;
  unsigned line, column;
  const char *message;
};

static void assert_error(const struct error_row *row) {
  char *text = changed(row->old, row->new);
  struct diagnostics *diagnostics = diagnostics_new();
  struct results *results = read_text(text, strlen(text), diagnostics);
  if (results || diagnostics_count(diagnostics) != 1) {
    diagnostics_print(diagnostics, stderr);
    fail_msg("'%s' -> '%s': %zu errors", row->old, row->new, diagnostics_count(diagnostics));
  }
  struct place place = diagnostics_place(diagnostics, 0);
  if (place.line != row->line || place.column != row->column ||
      strcmp(diagnostics_message(diagnostics, 0), row->message) != 0)
    fail_msg("'%s' -> '%s': %u:%u %s", row->old, row->new, place.line, place.column,
             diagnostics_message(diagnostics, 0));
  diagnostics_free(diagnostics);
  free(text);
}

static void the_document_of_these_tests_has_no_errors(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  struct results *results = read_text(document, sizeof document - 1, diagnostics);
  assert_non_null(results);
  assert_int_equal(results->cases[0].failure->line, 4);
  assert_null(results->cases[0].failure->file);
  assert_int_equal(results->implementations[0].role, ROLE_ORACLE);
  assert_int_equal(results->workers, 2);
  results_free(results);
  diagnostics_free(diagnostics);
}

static void every_structural_error_has_its_place(void **state) {
  (void)state;
  static const struct error_row rows[] = {
      {"hcspec-results/1", "hcspec-results/2", 2, 13,
       "the schema is 'hcspec-results/2'; 'hcspec-results/1' is expected"},
      {"\"hcspec-results/1\"", "1", 2, 13, "'schema' is a number; a string is expected"},
      {"  \"schema\": \"hcspec-results/1\",\n", "", 1, 1, "the member 'schema' is missing"},
      {"  \"suite\": {", "  \"extra\": 0,\n  \"suite\": {", 3, 3, "unknown member 'extra'"},
      {"  \"suite\": {", "  \"su\\u0069te2\": 0,\n  \"suite\": {", 3, 3, "unknown member 'suite2'"},
      {"\"version\": \"1\", ", "", 3, 12, "the member 'version' is missing"},
      {"\"version\": \"1\"", "\"version\": null", 3, 24, "'version' is null; a string is expected"},
      {"\"scenarios\": 1", "\"scenarios\": 2", 3, 42, "'scenarios' is 2, but 1 are listed"},
      {"\"cases\": 1", "\"cases\": 7", 3, 54, "'cases' is 7, but 1 are listed"},
      {"\"cases\": 1", "\"cases\": -1", 3, 54,
       "'cases' is no integer from 0 to 9223372036854775807"},
      {"\"seed\": 1", "\"seed\": 1.5", 3, 65, "'seed' is no integer from 0 to 9223372036854775807"},
      {"\"seed\": 1", "\"seed\": \"-1\"", 3, 65,
       "'seed' is '-1'; digits of at most 64 bits are expected"},
      {"\"seed\": 1", "\"seed\": \"18446744073709551616\"", 3, 65,
       "'seed' is '18446744073709551616'; digits of at most 64 bits are expected"},
      {"\"started\": null", "\"started\": 3", 3, 79,
       "'started' is a number; a string or null is expected"},
      {"\"started\": null", "\"started\": \"today\"", 3, 79,
       "'started' is 'today'; a time as 2026-01-31T23:59:00Z is expected"},
      {"\"seconds\": 1.5", "\"seconds\": -1", 3, 96, "'seconds' is negative"},
      {"\"seconds\": 1.5", "\"seconds\": \"1\"", 3, 96,
       "'seconds' is a string; a number is expected"},
      {"\"workers\": 2", "\"workers\": 4294967296", 4, 16,
       "'workers' is no integer from 0 to 4294967295"},
      {"\"interrupted\": false", "\"interrupted\": 0", 4, 47,
       "'interrupted' is a number; true or false is expected"},
      {"\"playings\": 3, ", "", 4, 65, "the member 'playings' is missing"},
      {"\"seconds\": 0.5", "\"seconds\": -0.5", 4, 118, "'seconds' is negative"},
      {"\"seconds\": 0.5}", "\"seconds\": 0.5, \"speed\": 1}", 4, 123, "unknown member 'speed'"},
      {"\"seconds\": 0.5}]",
       "\"seconds\": 0.5}, {\"variant\": \"plain/whole\", \"playings\": 1, \"seconds\": 1}]", 4,
       124, "the pace of 'plain/whole' is listed twice"},
      {"[\n    {\"id\": \"p#a\", \"title\"", "[7,\n    {\"id\": \"p#a\", \"title\"", 7, 17,
       "an item of 'scenarios' is a number; an object is expected"},
      {"\"title\": \"A\", ", "", 8, 5, "the member 'title' is missing"},
      {"\"source\": \"z\"}]", "\"sources\": 1, \"source\": \"z\"}]", 6, 66,
       "unknown member 'sources'"},
      {"\"source\": \"z\"}]",
       "\"source\": \"z\"}, {\"id\": \"d\", \"reason\": \"r\", \"cpython\": \"x\", "
       "\"reference\": \"y\", \"source\": \"z\"}]",
       6, 82, "the deviation 'd' is listed twice"},
      {"\"line\": 3}]", "\"line\": 3, \"deviation\": \"e\"}]", 9, 65, "no deviation 'e' is listed"},
      {"\"line\": 3}]", "\"line\": 3, \"deviation\": 1}]", 9, 65,
       "'deviation' is a number; a string is expected"},
      {"{\"id\": \"R\"", "{\"id\": \"Q\"", 8, 115, "no requirement 'R' is listed"},
      {"\"breaks\": []", "\"breaks\": [\"R\"]", 8, 132, "the requirement 'R' is cited twice"},
      {"\"statement\": \"s\"}],", "\"statement\": \"s\", \"x\": 1}],", 6, 167,
       "unknown member 'x'"},
      {"{\"R\": \"fail\"}", "{\"R\": \"warn\"}", 15, 94,
       "'rfc' is 'fail', but the worst of the requirements is 'warn'"},
      {"{\"R\": \"fail\"}", "{\"R\": \"bad\"}", 15, 124, "unknown verdict 'bad'"},
      {"{\"R\": \"fail\"}", "{\"R\": \"fail\", \"S\": \"pass\"}", 15, 132, "unknown member 'S'"},
      {", \"requirements\": {\"R\": \"fail\"}", "", 15, 5, "the member 'requirements' is missing"},
      {"\"warn\": 0", "\"warn\": 2", 13, 107, "'warn' is 2, but 0 are listed"},
      {"[\"c\"]", "[\"c\", 1]", 9, 24, "an item of 'clauses' is a number; a string is expected"},
      {"[\"c\"]", "{}", 9, 18, "'clauses' is an object; an array is expected"},
      {"\"line\": 3}]", "\"line\": 3, \"line2\": 0}]", 9, 52, "unknown member 'line2'"},
      {"\"role\": \"oracle\"", "\"role\": \"judge\"", 11, 71,
       "unknown role 'judge'; subject or oracle is expected"},
      {"\"summary\": {\"api\"", "\"summary\": {\"apis\": 0, \"api\"", 12, 35,
       "unknown member 'apis'"},
      {"\"timeout\": 0, ", "", 12, 42, "the member 'timeout' is missing"},
      {"\"fail\": 1", "\"fail\": 3", 12, 62, "'fail' is 3, but 1 are listed"},
      {"\"scenario\": \"p#a\"", "\"scenario\": \"p#b\"", 15, 31, "no scenario 'p#b' is listed"},
      {"\"implementation\": \"cpython\"", "\"implementation\": \"jython\"", 15, 76,
       "no implementation 'jython' of edition '3.13' is listed"},
      {"\"edition\": \"3.13\", \"api\": \"fail\", \"failure\"", "\"api\": \"fail\", \"failure\"",
       15, 5, "the member 'edition' is missing"},
      {"\"api\": \"fail\", \"failure\"", "\"api\": \"deviation\", \"failure\"", 15, 31,
       "the scenario 'p#a' shows no deviation, but this case does"},
      {"\"api\": \"fail\", \"failure\"", "\"api\": \"fail\", \"outcomes\": 5, \"failure\"", 16, 53,
       "'outcomes' is a number; a string is expected"},
      {"\"api\": \"fail\", \"failure\"", "\"api\": \"failed\", \"failure\"", 16, 33,
       "unknown verdict 'failed'"},
      {"{\"message\": \"m\", \"line\": 4}", "\"m\"", 16, 52,
       "'failure' is a string; an object is expected"},
      {"\"message\": \"m\"", "\"message\": 1", 16, 64,
       "'message' is a number; a string is expected"},
      {"\"line\": 4}", "\"line\": -4}", 16, 77, "'line' is no integer from 0 to 4294967295"},
      {"\"oracle\": \"cpython\"", "\"oracle\": \"cpython#2\"", 18, 5,
       "the cases show another page error here: p#a @whole"},
      {"\"oracle\": \"cpython\", ", "", 18, 5, "the member 'oracle' is missing"},
      {"  \"page_errors\": [\n    {\"id\": \"p#a\", \"variant\": \"whole\", \"oracle\": "
       "\"cpython\", \"edition\": \"3.13\", \"api\": \"fail\"}]",
       "  \"page_errors\": []", 17, 18, "0 page errors are listed, but the cases show 1"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    assert_error(&rows[i]);
}

static void a_syntax_error_has_its_place(void **state) {
  (void)state;
  static const struct error_row rows[] = {
      {"\"scenarios\": [", "\"scenarios\": [,", 7, 17, "unexpected token near ','"},
      {"\"page\": \"p\"", "\"page\": \"p\", \"page\": \"q\"", 8, 51,
       "duplicate object key near '\"page\"'"},
      {"\"title\": \"A\"", "\"title\": \"\\u0000\"", 8, 35,
       "\\u0000 is not allowed without JSON_ALLOW_NUL near '\"\\u0000\"'"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    assert_error(&rows[i]);
}

static void what_is_listed_twice_is_an_error(void **state) {
  (void)state;
  struct results *results = sample_results(0);
  results->implementations[1].edition = "3.13"; /* now twice ref 3.13 */
  char *text = written(results);
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(read_text(text, strlen(text), diagnostics));
  assert_int_equal(diagnostics_count(diagnostics), 1);
  assert_string_equal(diagnostics_message(diagnostics, 0),
                      "the implementation 'ref' of edition '3.13' is listed twice");
  assert_int_equal(diagnostics_place(diagnostics, 0).line, 10);
  assert_int_equal(diagnostics_place(diagnostics, 0).column, 5);
  diagnostics_free(diagnostics);
  free(text);
  results_free(results);
}

static void all_errors_of_a_document_are_reported(void **state) {
  (void)state;
  static const char text[] =
      "{\"schema\": \"hcspec-results/1\", \"suite\": 1, \"scenarios\": [1, 2],\n"
      " \"paces\": [], \"implementations\": {}, \"cases\": [{}]}";
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(read_text(text, sizeof text - 1, diagnostics));
  assert_int_equal(diagnostics_count(diagnostics), 1 + 1 + 1 + 2 + 1 + 6 + 1);
  diagnostics_free(diagnostics);
}

static void what_is_no_document_is_an_error(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } rows[] = {
      {"", "'[' or '{' expected near end of file"},
      {"[]", "an array stands here; an object is expected"},
      {"{} {}", "end of file expected near '{'"},
      {"{\"a\": \"\xff\"}", "unable to decode byte 0xff near '\"'"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct diagnostics *diagnostics = diagnostics_new();
    assert_null(read_text(rows[i].text, strlen(rows[i].text), diagnostics));
    assert_int_equal(diagnostics_count(diagnostics), 1);
    assert_string_equal(diagnostics_message(diagnostics, 0), rows[i].message);
    assert_int_equal(diagnostics_place(diagnostics, 0).line, 1);
    diagnostics_free(diagnostics);
  }
}

static void a_file_that_cannot_be_read_is_an_error(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(results_read_json("/nonexistent/results.json", diagnostics));
  assert_null(results_read_json("/", diagnostics));
  assert_int_equal(diagnostics_count(diagnostics), 2);
  assert_string_equal(diagnostics_message(diagnostics, 0), strerror(ENOENT));
  assert_string_equal(diagnostics_message(diagnostics, 1), strerror(EISDIR));
  diagnostics_free(diagnostics);
}

static void errors_from_before_do_not_matter(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  diagnostics_error(diagnostics, (struct place){0}, "of another file");
  struct results *results = read_text(document, sizeof document - 1, diagnostics);
  assert_non_null(results);
  results_free(results);
  diagnostics_free(diagnostics);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_written_reads_back_the_same),
      cmocka_unit_test(hostile_texts_read_back_the_same),
      cmocka_unit_test(members_that_are_set_directly_may_hold_any_bytes),
      cmocka_unit_test(a_seed_beyond_exact_doubles_is_a_string),
      cmocka_unit_test(a_full_disk_is_an_error),
      cmocka_unit_test(the_document_of_these_tests_has_no_errors),
      cmocka_unit_test(every_structural_error_has_its_place),
      cmocka_unit_test(a_syntax_error_has_its_place),
      cmocka_unit_test(what_is_listed_twice_is_an_error),
      cmocka_unit_test(all_errors_of_a_document_are_reported),
      cmocka_unit_test(what_is_no_document_is_an_error),
      cmocka_unit_test(a_file_that_cannot_be_read_is_an_error),
      cmocka_unit_test(errors_from_before_do_not_matter),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
