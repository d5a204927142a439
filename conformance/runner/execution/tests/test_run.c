#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "run_fixture.h"

/* What each case of pages/broken.md and pages/hanging.md comes to; a case that is not named passes.
 * Messages are looked for in part. */
static const struct row {
  const char *name;
  enum verdict verdict;
  const char *message, *observed;
} rows[] = {
    {"wrong-value", VERDICT_FAIL, "the value is not the expected one", "81"},
    {"raises-instead", VERDICT_FAIL, "ValueError was raised where nothing",
     "raises ValueError('no')"},
    {"unsupported-step", VERDICT_FAIL, "does not support this: not here", NULL},
    {"crash", VERDICT_CRASH, "the adapter was killed by signal 11", NULL},
    {"exit-with-words", VERDICT_CRASH, "the adapter exited with status 3 before its answer",
     "first line\nlast words"},
    {"garbage", VERDICT_ERROR, "the answer is ill-formed: no JSON", NULL},
    {"half-a-line", VERDICT_CRASH, "the adapter exited with status 0 before its answer", NULL},
    {"line-without-end", VERDICT_ERROR, "instead of its answer a line of more than 64 MiB", NULL},
    {"lines-without-end", VERDICT_ERROR, "after its answer", NULL},
    {"wrong-id", VERDICT_ERROR, "the answer is ill-formed: id: ", NULL},
    {"too-few-outcomes", VERDICT_ERROR, "outcomes: 0 for 1 steps", NULL},
    {"too-many-outcomes", VERDICT_ERROR, "outcomes: 2 for 1 steps", NULL},
    {"unknown-member", VERDICT_ERROR, "unknown member \"comment\"", NULL},
    {"two-answers", VERDICT_ERROR, "after its answer the adapter wrote more, unasked", NULL},
    {"late-words", VERDICT_ERROR, "after its answer", NULL},
    {"late-death", VERDICT_CRASH, "after its answer", NULL},
    {"death-in-clean-up", VERDICT_CRASH, "after its answer", NULL},
    {"closes-input", VERDICT_CRASH, "after its answer", NULL},
    {"closes-output", VERDICT_CRASH, "the adapter closed its standard output before its answer",
     NULL},
    {"hang", VERDICT_TIMEOUT, "no answer within 1 s", NULL},
    {"hang-in-spite-of-sigterm", VERDICT_TIMEOUT, "no answer within 1 s", NULL},
    {"child-keeps-the-pipes", VERDICT_TIMEOUT, "no answer within 1 s", NULL},
};

static const struct row *row_of(const char *id) {
  const char *name = strrchr(id, ':') + 1;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (strcmp(rows[i].name, name) == 0) return &rows[i];
  return NULL;
}

static bool has(const char *text, const char *part) {
  return !part || (text && strstr(text, part));
}

static void check_slot(const char *id, const struct slot *slot) {
  const struct row *row = row_of(id);
  enum verdict wanted = row ? row->verdict : VERDICT_PASS;
  const char *message = slot->failure ? slot->failure->judgement.message : NULL;
  const char *observed = slot->failure ? slot->failure->judgement.observed : NULL;
  if (!slot_is_played(slot)) fail_msg("%s was not played", id);
  if (slot_verdict(slot) != wanted)
    fail_msg("%s: %s: %s", id, verdict_name(slot_verdict(slot)), message ? message : "");
  if (row && !has(message, row->message)) fail_msg("%s: %s", id, message);
  if (row && !has(observed, row->observed)) fail_msg("%s: observed %s", id, observed);
}

static void check_all(const char *page, size_t case_count, struct run_settings settings) {
  struct run_fixture fixture;
  size_t unexpected = 0;
  run_fixture_load(&fixture, page, "");
  run_fixture_play(&fixture, settings);
  assert_int_equal(fixture.plan->item_count, case_count);
  for (size_t i = 0; i < case_count; i++) {
    check_slot(fixture.plan->items[i].test_case->id, run_slot(fixture.run, i, 0));
    unexpected += row_of(fixture.plan->items[i].test_case->id) != NULL;
  }
  assert_int_equal(run_progress(fixture.run).done, case_count);
  assert_int_equal(run_progress(fixture.run).unexpected, unexpected);
  run_fixture_clear(&fixture);
}

static void an_adapter_that_misbehaves_is_blamed_for_exactly_that_case(void **state) {
  (void)state;
  check_all("broken.md", 38, (struct run_settings){.workers = 1, .repeat = 1, .deadline = 60});
}

static void so_it_is_with_several_workers(void **state) {
  (void)state;
  check_all("broken.md", 38, (struct run_settings){.workers = 3, .repeat = 1, .deadline = 60});
}

static void an_adapter_that_does_not_answer_is_blamed_for_exactly_that_case(void **state) {
  (void)state;
  check_all("hanging.md", 7, (struct run_settings){.workers = 2, .repeat = 1, .deadline = 1});
}

static void a_run_that_fails_fast_takes_no_further_case(void **state) {
  (void)state;
  struct run_fixture fixture;
  run_fixture_load(&fixture, "broken.md", "");
  run_fixture_play(&fixture, (struct run_settings){
                                 .workers = 1, .repeat = 1, .deadline = 60, .fail_fast = true});
  assert_int_equal(run_progress(fixture.run).done, 2);
  assert_true(slot_is_played(run_fixture_slot(&fixture, "wrong-value")));
  assert_false(slot_is_played(run_fixture_slot(&fixture, "good-after-wrong-value")));
  run_fixture_clear(&fixture);
}

static void an_adapter_that_does_not_quit_is_killed(void **state) {
  (void)state;
  struct run_fixture fixture;
  run_fixture_load(&fixture, "one.md", "never-quits");
  run_fixture_play(&fixture, (struct run_settings){.workers = 1, .repeat = 3, .deadline = 60});
  assert_int_equal(slot_verdict(run_slot(fixture.run, 0, 0)), VERDICT_PASS);
  assert_int_equal(run_slot(fixture.run, 0, 0)->counts[VERDICT_PASS], 3);
  run_fixture_clear(&fixture);
}

static void play_large(const char *argument, double deadline, enum verdict verdict) {
  struct run_fixture fixture;
  run_fixture_load(&fixture, "large.md", argument);
  run_fixture_play(&fixture,
                   (struct run_settings){.workers = 1, .repeat = 1, .deadline = deadline});
  assert_true(fixture.plan->items[0].encoded->length > 1000000);
  assert_int_equal(slot_verdict(run_slot(fixture.run, 0, 0)), verdict);
  run_fixture_clear(&fixture);
}

static void
a_message_larger_than_a_pipe_waits_for_the_adapter_no_longer_than_the_deadline(void **state) {
  (void)state;
  play_large("", 60, VERDICT_PASS);
  play_large("stops-reading", 0.5, VERDICT_TIMEOUT);
}

static void what_an_adapter_is_not_capable_of_is_inapplicable(void **state) {
  (void)state;
  struct run_fixture fixture;
  run_fixture_load(&fixture, "tunnel.md", "");
  run_fixture_play(&fixture, (struct run_settings){.workers = 1, .repeat = 1, .deadline = 60});
  assert_int_equal(slot_verdict(run_slot(fixture.run, 0, 0)), VERDICT_INAPPLICABLE);
  run_fixture_clear(&fixture);
}

/* What each case of pages/deviating.md comes to; a case that is not named passes. */
static const struct row deviating_rows[] = {
    {"wrong-value", VERDICT_DEVIATION, "stale-request-lines: ", "81"},
    {"raises-instead", VERDICT_FAIL,
     "ValueError was raised where nothing was to be raised; nor is it the deviation "
     "stale-request-lines: ValueError was raised",
     NULL},
    {"wrong-in-another-way-each-time", VERDICT_FAIL,
     "nor is it the deviation stale-request-lines: the value is not the expected one", "81"},
    {"crash", VERDICT_CRASH, "the adapter was killed by signal 11", NULL},
    {"crash-in-the-second-try", VERDICT_FAIL,
     "nor is it the deviation stale-request-lines: the adapter was killed by signal 11", "81"},
    {"late-words-in-the-second-try", VERDICT_COUNT, NULL, NULL},
    {"late-death-in-the-second-try", VERDICT_COUNT, NULL, NULL},
};

/* VERDICT_COUNT: when it is seen that the adapter did more than answer is a matter of time, but it
 * is never passed over. */
static void check_deviating(const struct row *row, const struct slot *slot) {
  enum verdict verdict = slot_verdict(slot);
  const char *message = slot->failure ? slot->failure->judgement.message : NULL;
  bool is_wanted =
      row->verdict == VERDICT_COUNT
          ? verdict == VERDICT_FAIL || verdict == VERDICT_ERROR || verdict == VERDICT_CRASH
          : verdict == row->verdict;
  if (!is_wanted || !has(message, row->message))
    fail_msg("%s: %s: %s", row->name, verdict_name(verdict), message ? message : "");
  if (row->observed) assert_string_equal(slot->failure->judgement.observed, row->observed);
}

static void a_fail_is_played_again_by_the_second_reading_and_nothing_else_is(void **state) {
  (void)state;
  struct run_fixture fixture;
  size_t count = sizeof deviating_rows / sizeof *deviating_rows;
  run_fixture_load(&fixture, "deviating.md", "");
  run_fixture_play(&fixture, (struct run_settings){.workers = 1, .repeat = 1, .deadline = 60});
  for (size_t i = 0; i < count; i++)
    check_deviating(&deviating_rows[i], run_fixture_slot(&fixture, deviating_rows[i].name));
  static const char *const good[] = {"good-first", "good-after-wrong-value",
                                     "good-after-a-crash-in-the-second-try", "good-last"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    assert_int_equal(slot_verdict(run_fixture_slot(&fixture, good[i])), VERDICT_PASS);
  assert_int_equal(run_progress(fixture.run).unexpected, count - 1); /* all but the deviation */
  run_fixture_clear(&fixture);
}

static void refuse(const char *argument, const char *first, const char *second) {
  struct run_fixture fixture;
  char *error = NULL;
  run_fixture_load(&fixture, "one.md", argument);
  assert_false(participants_greet(&fixture.participants, -1, &error));
  if (!has(error, first) || !has(error, second) || !has(error, "broken_adapter.py"))
    fail_msg("%s", error);
  free(error);
  run_fixture_clear(&fixture);
}

static void an_adapter_that_cannot_be_greeted_is_named_with_its_last_words(void **state) {
  (void)state;
  refuse("bad-hello", "its answer to hello is ill-formed: hello.capabilities[0]: no capability",
         "'broken'");
  refuse("dies-at-once", "the adapter exited with status 5 before its answer to hello",
         "\nno such luck");
}

static void a_command_that_cannot_be_started_is_named(void **state) {
  (void)state;
  struct participants participants = {0};
  char *error = NULL;
  assert_true(participants_add_subject(&participants, "mine=./no-such-program --x", &error));
  assert_false(participants_greet(&participants, -1, &error));
  assert_string_equal(
      error,
      "the adapter of 'mine' (./no-such-program --x) cannot be used: it cannot be started: No such "
      "file or directory");
  free(error);
  participants_clear(&participants);
}

static int ignore_broken_pipes(void **state) {
  (void)state;
  signal(SIGPIPE, SIG_IGN);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_adapter_that_misbehaves_is_blamed_for_exactly_that_case),
      cmocka_unit_test(so_it_is_with_several_workers),
      cmocka_unit_test(an_adapter_that_does_not_answer_is_blamed_for_exactly_that_case),
      cmocka_unit_test(a_run_that_fails_fast_takes_no_further_case),
      cmocka_unit_test(an_adapter_that_does_not_quit_is_killed),
      cmocka_unit_test(
          a_message_larger_than_a_pipe_waits_for_the_adapter_no_longer_than_the_deadline),
      cmocka_unit_test(what_an_adapter_is_not_capable_of_is_inapplicable),
      cmocka_unit_test(a_fail_is_played_again_by_the_second_reading_and_nothing_else_is),
      cmocka_unit_test(an_adapter_that_cannot_be_greeted_is_named_with_its_last_words),
      cmocka_unit_test(a_command_that_cannot_be_started_is_named),
  };
  return cmocka_run_group_tests(tests, ignore_broken_pipes, NULL);
}
