#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/judge.h"
#include "session_fixture.h"

#define CONN "{\"value\":{\"object\":\"HTTPConnection\"}}"
#define RAISED(type, bases, attributes, text)                                                      \
  "{\"raises\":{\"type\":\"" type "\",\"bases\":[" bases "],\"attributes\":{" attributes           \
  "},\"text\":\"" text "\"}}"
#define INCOMPLETE                                                                                 \
  RAISED("IncompleteRead", "\"HTTPException\",\"Exception\"",                                      \
         "\"partial\":{\"bytes\":\"Te\"},\"expected\":2,\"args\":{\"tuple\":[]}",                  \
         "IncompleteRead(2 bytes read)")

/* The statement |console| follows ">>> resp = HTTPResponse(None)"; |outcome| is that of its only
 * step. */
struct row {
  const char *console, *outcome;
  unsigned edition;
  enum verdict verdict;
  const char *message, *expected, *observed,
      *why; /* texts: NULL for none; a message is looked for in part */
};

static bool same(const char *left, const char *right) {
  return left == right || (left && right && strcmp(left, right) == 0);
}

static void check_row(const struct row *row) {
  char console[1024], outcomes[1024];
  snprintf(console, sizeof console, ">>> resp = HTTPResponse(None)\n%s\n", row->console);
  snprintf(outcomes, sizeof outcomes, "[{\"value\":{\"object\":\"HTTPResponse\"}},%s]",
           row->outcome);
  struct session_fixture fixture = session_fixture_make(console, outcomes);
  const struct test_case test_case = {.session = fixture.session};
  const struct observation observation = {.outcomes = fixture.outcomes};
  struct judgement judgement;
  judge(&test_case, row->edition ? row->edition : 313, &observation, &judgement);
  if (judgement.verdict != row->verdict || !same(judgement.expected, row->expected) ||
      !same(judgement.observed, row->observed) ||
      (row->message ? !judgement.message || !strstr(judgement.message, row->message)
                    : judgement.message != NULL))
    fail_msg("%s: %s; %s; expected %s; observed %s", row->why, verdict_name(judgement.verdict),
             judgement.message, judgement.expected, judgement.observed);
  if (judgement.verdict != VERDICT_PASS) assert_int_equal(judgement.place.line, 2);
  judgement_clear(&judgement);
  session_fixture_clear(&fixture);
}

static void check(const struct row *rows, size_t count) {
  for (size_t i = 0; i < count; i++)
    check_row(&rows[i]);
}

#define READ ">>> resp.read()\n"

static void values_are_judged_by_type_and_content(void **state) {
  static const struct row rows[] = {
      {READ "b'Text'", "{\"value\":{\"bytes\":\"Text\"}}", 0, VERDICT_PASS, NULL, NULL, NULL,
       "as written"},
      {READ "b'Text'", "{\"value\":{\"bytes\":\"Tex\"}}", 0, VERDICT_FAIL, "the value is not",
       "b'Text'", "b'Tex'", "shorter"},
      {READ "b'Text'", "{\"value\":\"Text\"}", 0, VERDICT_FAIL, "the value is not", "b'Text'",
       "'Text'", "text, not bytes"},
      {READ "True", "{\"value\":1}", 0, VERDICT_FAIL, "the value is not", "True", "1",
       "a bool is shown as one"},
      {READ "1", "{\"value\":true}", 0, VERDICT_FAIL, "the value is not", "1", "True",
       "and an int as an int"},
      {READ, "{\"value\":null}", 0, VERDICT_PASS, NULL, NULL, NULL, "nothing written means None"},
      {READ, "{\"value\":0}", 0, VERDICT_FAIL, "the value is not", "None", "0",
       "anything else is none"},
      {READ "...", "{\"value\":0}", 0, VERDICT_PASS, NULL, NULL, NULL, "any value"},
      {READ "[1, ...]", "{\"value\":[2,3]}", 0, VERDICT_FAIL, "the value is not", "[1, ...]",
       "[2, 3]", "any inside"},
      {READ "<HTTPMessage>", "{\"value\":{\"object\":\"HTTPMessage\"}}", 0, VERDICT_PASS, NULL,
       NULL, NULL, "an object"},
      {READ "<HTTPMessage>", "{\"value\":{\"object\":\"dict\"}}", 0, VERDICT_FAIL,
       "the value is not", "<HTTPMessage>", "<dict>", "another class"},
      {READ "<HTTPMessage>", "{\"value\":null}", 0, VERDICT_FAIL, "the value is not",
       "<HTTPMessage>", "None", "no object"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void exceptions_are_judged_by_class_base_and_named_attributes(void **state) {
  static const struct row rows[] = {
      {READ "raises IncompleteRead(partial=b'Te', expected=2)", INCOMPLETE, 0, VERDICT_PASS, NULL,
       NULL, NULL, "all right"},
      {READ "raises HTTPException", INCOMPLETE, 0, VERDICT_PASS, NULL, NULL, NULL,
       "a base will do"},
      {READ "raises IncompleteRead(partial=...)", INCOMPLETE, 0, VERDICT_PASS, NULL, NULL, NULL,
       "any attribute"},
      {READ "raises BadStatusLine", INCOMPLETE, 0, VERDICT_FAIL,
       "IncompleteRead was raised instead of BadStatusLine", "raises BadStatusLine",
       "raises IncompleteRead(partial=b'Te', expected=2)", "another class"},
      {READ "raises IncompleteRead(expected=3)", INCOMPLETE, 0, VERDICT_FAIL,
       "the attribute expected of IncompleteRead", "raises IncompleteRead(expected=3)",
       "raises IncompleteRead(expected=2)", "the wrong attribute is named"},
      {READ "raises IncompleteRead(expected=True)", INCOMPLETE, 0, VERDICT_FAIL,
       "the attribute expected", "raises IncompleteRead(expected=True)",
       "raises IncompleteRead(expected=2)", "attributes have types too"},
      {READ "raises BadStatusLine(line='x')", RAISED("BadStatusLine", "\"HTTPException\"", "", "x"),
       0, VERDICT_FAIL, "BadStatusLine came without the attribute line",
       "raises BadStatusLine(line='x')", "raises BadStatusLine('x')", "the attribute is missing"},
      {READ "b'Te'", INCOMPLETE, 0, VERDICT_FAIL,
       "IncompleteRead was raised where nothing was to be raised", "b'Te'",
       "raises IncompleteRead(partial=b'Te', expected=2)", "an exception instead of a value"},
      {READ "raises IncompleteRead(partial=b'Te', expected=2)", "{\"value\":{\"bytes\":\"Te\"}}", 0,
       VERDICT_FAIL, "nothing was raised", "raises IncompleteRead(partial=b'Te', expected=2)",
       "b'Te'", "a value instead of an exception"},
      {">>> x = resp.read()\n", INCOMPLETE, 0, VERDICT_FAIL, "IncompleteRead was raised",
       "no exception", "raises IncompleteRead(partial=b'Te', expected=2)",
       "an assignment must succeed"},
      {">>> x = resp.read()\nraises ValueError", "{\"value\":null}", 0, VERDICT_FAIL,
       "nothing was raised", "raises ValueError", "no exception",
       "an assignment that was to raise"},
      {READ "raises ...", INCOMPLETE, 0, VERDICT_PASS, NULL, NULL, NULL, "any exception"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

#define CHANGED READ "b'' # edition: <3.12\nraises ValueError # edition: >=3.12"
#define VALUE_ERROR RAISED("ValueError", "\"Exception\"", "", "no")

static void alternatives_hold_in_their_editions(void **state) {
  static const struct row rows[] = {
      {CHANGED, "{\"value\":{\"bytes\":\"\"}}", 311, VERDICT_PASS, NULL, NULL, NULL,
       "old, in the old edition"},
      {CHANGED, VALUE_ERROR, 312, VERDICT_PASS, NULL, NULL, NULL, "new, in the new edition"},
      {CHANGED, VALUE_ERROR, 311, VERDICT_FAIL, "ValueError was raised", "b''",
       "raises ValueError('no')", "new, in the old"},
      {CHANGED, "{\"value\":{\"bytes\":\"\"}}", 312, VERDICT_FAIL, "nothing was raised",
       "raises ValueError", "b''", "old, in the new"},
      {READ "b'a'\nb'b'", "{\"value\":{\"bytes\":\"b\"}}", 0, VERDICT_PASS, NULL, NULL, NULL,
       "either is right"},
      {READ "b'a'\nb'b'", "{\"value\":{\"bytes\":\"c\"}}", 0, VERDICT_FAIL, "the value is not",
       "b'a' or b'b'", "b'c'", "neither"},
      {READ "raises ValueError # edition: >=3.12", "{\"value\":null}", 311, VERDICT_PASS, NULL,
       NULL, NULL, "where no line holds, it is None"},
      {READ "raises ValueError # edition: >=3.12", "{\"value\":1}", 311, VERDICT_FAIL,
       "the value is not", "None", "1", "and nothing else"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void which_of_several_outcomes_came_is_told(void **state) {
  (void)state;
  struct session_fixture fixture = session_fixture_make(
      ">>> resp = HTTPResponse(None)\n>>> resp.read()\nb'a'\nb'b'\n>>> resp.status\n200\n"
      ">>> resp.close()\nNone\nraises ValueError # edition: >=3.12\n",
      "[{\"value\":{\"object\":\"HTTPResponse\"}},{\"value\":{\"bytes\":\"b\"}},{\"value\":200},"
      "{\"raises\":{\"type\":\"ValueError\",\"bases\":[],\"attributes\":{},\"text\":\"no\"}}]");
  const struct test_case test_case = {.session = fixture.session};
  const struct observation observation = {.outcomes = fixture.outcomes};
  struct judgement judgement;
  judge(&test_case, 313, &observation, &judgement);
  assert_int_equal(judgement.verdict, VERDICT_PASS);
  assert_string_equal(judgement.outcomes,
                      "resp.read(): b'b'\nresp.close(): raises ValueError('no')");
  judgement_clear(&judgement);
  session_fixture_clear(&fixture);
}

/* The same two outcomes, one of which only an RFC allows. */
static void what_an_rfc_allows_is_a_fail_that_is_legal(void **state) {
  static const struct {
    const char *console, *outcome;
    bool is_legal;
    const char *why;
  } rows[] = {
      {READ "b''\nraises ValueError # rfc", VALUE_ERROR, true, "as marked"},
      {READ "b''\nraises ... # rfc", VALUE_ERROR, true, "any exception"},
      {READ "b''\nraises ValueError # rfc", "{\"value\":1}", false, "neither"},
      {READ "b''\nb'a' # rfc\nb'b' # rfc", "{\"value\":{\"bytes\":\"b\"}}", true, "one of several"},
      {">>> x = resp.read()\nraises ValueError # rfc", VALUE_ERROR, true, "below an assignment"},
      {READ "b''\nraises ValueError # rfc", "{\"unsupported\":\"no\"}", false, "nothing was done"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char console[256], outcomes[512];
    snprintf(console, sizeof console, ">>> resp = HTTPResponse(None)\n%s\n", rows[i].console);
    snprintf(outcomes, sizeof outcomes, "[{\"value\":{\"object\":\"HTTPResponse\"}},%s]",
             rows[i].outcome);
    struct session_fixture fixture = session_fixture_make(console, outcomes);
    const struct test_case test_case = {.session = fixture.session};
    const struct observation observation = {.outcomes = fixture.outcomes};
    struct judgement judgement;
    judge(&test_case, 313, &observation, &judgement);
    if (judgement.verdict != VERDICT_FAIL || judgement.is_legal != rows[i].is_legal)
      fail_msg("%s: %s, legal: %d", rows[i].why, verdict_name(judgement.verdict),
               judgement.is_legal);
    judgement_clear(&judgement);
    session_fixture_clear(&fixture);
  }
}

static void steps_that_were_not_done_are_failures(void **state) {
  static const struct row rows[] = {
      {READ "b''", "{\"unsupported\":\"no read here\"}", 0, VERDICT_FAIL,
       "does not support this: no read here", "b''", NULL, "declared but not supported"},
      {READ "b''", "{\"unbound\":\"resp\"}", 0, VERDICT_FAIL, "it needs resp, which", "b''", NULL,
       "nothing is bound"},
      {READ "raises ...", "{\"unsupported\":\"no\"}", 0, VERDICT_FAIL, "does not support",
       "raises ...", NULL, "that is not an exception of the client"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void printed_text_is_judged_to_the_letter(void **state) {
  static const struct row rows[] = {
      {">>> print(resp.status, resp.reason)\n200 OK", "{\"value\":200},{\"value\":\"OK\"}", 0,
       VERDICT_PASS, NULL, NULL, NULL, "print joins with a space"},
      {">>> print(resp.status)\n200", "{\"value\":201}", 0, VERDICT_FAIL,
       "it printed something else", "prints '200\\n'", "prints '201\\n'", "another number"},
      {">>> print(resp.status)\nraises ValueError", "{\"value\":201}", 0, VERDICT_FAIL,
       "nothing was raised", "raises ValueError", "no exception", "print that was to raise"},
      {">>> print(resp.reason)\nNone", "{\"value\":null}", 0, VERDICT_PASS, NULL, NULL, NULL,
       "None is printed"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void expressions_that_raise_are_judged_like_steps(void **state) {
  static const struct row rows[] = {
      {">>> resp.getheaders()[0]\nraises IndexError", "{\"value\":[]}", 0, VERDICT_PASS, NULL, NULL,
       NULL, "as expected"},
      {">>> resp.getheaders()[0]\n('a', 'b')", "{\"value\":[]}", 0, VERDICT_FAIL,
       "IndexError was raised", "('a', 'b')", "raises IndexError('list index out of range')",
       "an item that is not there"},
      {">>> len(resp.getheaders())\n1", "{\"value\":{\"object\":\"list_iterator\"}}", 0,
       VERDICT_ERROR, "is not known to hcspec", "1", NULL,
       "what hcspec cannot know is no verdict on the client"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void the_first_statement_that_went_otherwise_is_reported(void **state) {
  (void)state;
  struct session_fixture fixture =
      session_fixture_make(">>> conn = HTTPConnection('h')\n>>> conn.port\n80\n>>> "
                           "conn.host\n'h'\n>>> conn.timeout\n5\n",
                           "[" CONN ",{\"value\":80},{\"value\":\"g\"},{\"value\":6}]");
  const struct test_case test_case = {.session = fixture.session};
  struct observation observation = {.outcomes = fixture.outcomes};
  observation.peer.complaint.message = (char[]){"the peer has something to say"};
  struct judgement judgement;
  judge(&test_case, 313, &observation, &judgement);
  assert_int_equal(judgement.verdict, VERDICT_FAIL);
  assert_string_equal(judgement.statement, "conn.host");
  assert_int_equal(judgement.place.line, 4);
  judgement_clear(&judgement);
  session_fixture_clear(&fixture);
}

static void the_peers_complaint_counts_when_all_statements_are_right(void **state) {
  (void)state;
  struct session_fixture fixture =
      session_fixture_make(">>> conn = HTTPConnection('h')\n", "[" CONN "]");
  const struct test_case test_case = {.session = fixture.session};
  struct observation observation = {.outcomes = fixture.outcomes};
  observation.peer.complaint.message = (char[]){"expected a request, the client closed"};
  observation.peer.complaint.place = (struct place){"page.md", 40, 2};
  struct judgement judgement;
  judge(&test_case, 313, &observation, &judgement);
  assert_int_equal(judgement.verdict, VERDICT_FAIL);
  assert_string_equal(judgement.message, "expected a request, the client closed");
  assert_int_equal(judgement.place.line, 40);
  judgement_clear(&judgement);
  session_fixture_clear(&fixture);
}

static void the_adapters_fate_decides_when_there_is_no_answer(void **state) {
  static const struct {
    enum adapter_fate fate;
    enum verdict verdict;
  } rows[] = {{ADAPTER_TIMED_OUT, VERDICT_TIMEOUT},
              {ADAPTER_DIED, VERDICT_CRASH},
              {ADAPTER_ILL_FORMED, VERDICT_ERROR}};
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const struct test_case test_case = {.place = {"page.md", 3, 1}};
    struct observation observation = {.fate = rows[i].fate,
                                      .detail = (char[]){"it went wrong\nlast\nwords"}};
    struct judgement judgement;
    observation.peer.complaint.message = (char[]){"waiting"};
    judge(&test_case, 313, &observation, &judgement);
    assert_int_equal(judgement.verdict, rows[i].verdict);
    assert_string_equal(judgement.message, "it went wrong");
    assert_string_equal(judgement.observed, "the peer: waiting\non standard error:\nlast\nwords");
    assert_int_equal(judgement.place.line, 3);
    judgement_clear(&judgement);
  }
}

static void long_values_are_cut_in_the_middle(void **state) {
  (void)state;
  char *outcome = malloc(10100);
  assert_non_null(outcome);
  snprintf(outcome, 10100, "[{\"value\":{\"object\":\"HTTPResponse\"}},{\"value\":\"%010000d\"}]",
           0);
  struct session_fixture fixture =
      session_fixture_make(">>> resp = HTTPResponse(None)\n>>> resp.reason\n''\n", outcome);
  const struct test_case test_case = {.session = fixture.session};
  const struct observation observation = {.outcomes = fixture.outcomes};
  struct judgement judgement;
  judge(&test_case, 313, &observation, &judgement);
  assert_true(strlen(judgement.observed) < 2000);
  assert_non_null(strstr(judgement.observed, " 8402 more "));
  judgement_clear(&judgement);
  session_fixture_clear(&fixture);
  free(outcome);
}

static struct judgement second_reading(struct judgement second) {
  static const char *const fields[] = {"stale", "It leaks.", "kept", "dropped", "none"};
  static const struct registry_row row = {fields, 2};
  static const struct scenario scenario = {.deviation = &row};
  const struct test_case test_case = {.scenario = &scenario};
  struct judgement judgement = {.verdict = VERDICT_FAIL,
                                .place = {"page.md", 7, 5},
                                .statement = "conn.close()",
                                .expected = strdup("1"),
                                .observed = strdup("2"),
                                .message = strdup("the value is not the expected one")};
  judge_second_reading(&test_case, &second, &judgement);
  return judgement;
}

static void a_fail_that_meets_the_second_reading_is_a_deviation(void **state) {
  (void)state;
  struct judgement judgement = second_reading((struct judgement){.verdict = VERDICT_PASS});
  assert_int_equal(judgement.verdict, VERDICT_DEVIATION);
  assert_true(judgement.is_legal);
  assert_string_equal(judgement.message, "stale: It leaks.");
  assert_int_equal(judgement.place.line, 7); /* where it is otherwise than CPython */
  assert_string_equal(judgement.statement, "conn.close()");
  assert_string_equal(judgement.expected, "1");
  assert_string_equal(judgement.observed, "2");
  judgement_clear(&judgement);
}

static void a_fail_that_meets_neither_reading_stays_one_and_says_why(void **state) {
  (void)state;
  char message[] = "the adapter died";
  static const enum verdict verdicts[] = {VERDICT_FAIL, VERDICT_CRASH, VERDICT_TIMEOUT,
                                          VERDICT_ERROR};
  for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
    struct judgement judgement =
        second_reading((struct judgement){.verdict = verdicts[i], .message = message});
    assert_int_equal(judgement.verdict, VERDICT_FAIL);
    assert_string_equal(judgement.message, "the value is not the expected one; nor is it the "
                                           "deviation stale: the adapter died");
    judgement_clear(&judgement);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_are_judged_by_type_and_content),
      cmocka_unit_test(exceptions_are_judged_by_class_base_and_named_attributes),
      cmocka_unit_test(alternatives_hold_in_their_editions),
      cmocka_unit_test(which_of_several_outcomes_came_is_told),
      cmocka_unit_test(what_an_rfc_allows_is_a_fail_that_is_legal),
      cmocka_unit_test(steps_that_were_not_done_are_failures),
      cmocka_unit_test(printed_text_is_judged_to_the_letter),
      cmocka_unit_test(expressions_that_raise_are_judged_like_steps),
      cmocka_unit_test(the_first_statement_that_went_otherwise_is_reported),
      cmocka_unit_test(the_peers_complaint_counts_when_all_statements_are_right),
      cmocka_unit_test(the_adapters_fate_decides_when_there_is_no_answer),
      cmocka_unit_test(a_fail_that_meets_the_second_reading_is_a_deviation),
      cmocka_unit_test(a_fail_that_meets_neither_reading_stays_one_and_says_why),
      cmocka_unit_test(long_values_are_cut_in_the_middle),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
