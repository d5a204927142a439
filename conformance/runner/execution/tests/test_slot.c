#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/slot.h"

static void add(struct slot *slot, enum verdict verdict, const char *message) {
  struct judgement judgement = {.verdict = verdict, .message = message ? strdup(message) : NULL};
  slot_add(slot, &judgement, NULL);
}

static void a_slot_that_was_not_played_says_so(void **state) {
  (void)state;
  struct slot slot = {0};
  assert_false(slot_is_played(&slot));
  assert_int_equal(slot_verdict(&slot), VERDICT_COUNT);
  slot_clear(&slot);
}

static void repetitions_that_agree_have_one_verdict(void **state) {
  (void)state;
  struct slot slot = {0};
  for (int i = 0; i < 3; i++)
    add(&slot, VERDICT_TIMEOUT, "no answer");
  assert_int_equal(slot_verdict(&slot), VERDICT_TIMEOUT);
  assert_false(slot_is_flaky(&slot));
  assert_string_equal(slot.failure->judgement.message, "no answer");
  slot_clear(&slot);
}

static void the_outcomes_of_the_first_repetition_are_kept(void **state) {
  (void)state;
  struct slot slot = {0};
  for (int i = 0; i < 2; i++) {
    struct judgement judgement = {.outcomes = strdup(i ? "read(): b'b'" : "read(): b'a'")};
    slot_add(&slot, &judgement, NULL);
    assert_null(judgement.outcomes);
  }
  assert_string_equal(slot.outcomes, "read(): b'a'");
  slot_clear(&slot);
  assert_null(slot.outcomes);
}

static void repetitions_that_differ_are_a_failure_with_their_numbers(void **state) {
  (void)state;
  struct slot slot = {0};
  for (int i = 0; i < 19; i++)
    add(&slot, VERDICT_PASS, NULL);
  add(&slot, VERDICT_FAIL, "first");
  add(&slot, VERDICT_FAIL, "second");
  assert_int_equal(slot_verdict(&slot), VERDICT_FAIL);
  assert_true(slot_is_flaky(&slot));
  char *flakiness = slot_flakiness(&slot);
  assert_string_equal(flakiness, "flaky: pass 19, fail 2");
  assert_string_equal(slot.failure->judgement.message, "first");
  free(flakiness);
  slot_clear(&slot);
}

static void a_pass_can_be_revised_but_a_failure_stays(void **state) {
  (void)state;
  struct slot slot = {0};
  add(&slot, VERDICT_PASS, NULL);
  struct judgement late = {.verdict = VERDICT_ERROR, .message = strdup("more, unasked")};
  slot_revise(&slot, &late);
  assert_int_equal(slot_verdict(&slot), VERDICT_ERROR);
  struct judgement later = {.verdict = VERDICT_CRASH, .message = strdup("died")};
  slot_revise(&slot, &later);
  assert_int_equal(slot_verdict(&slot), VERDICT_ERROR);
  assert_string_equal(slot.failure->judgement.message, "more, unasked");
  slot_clear(&slot);
}

static void a_deviation_can_be_revised_and_takes_its_reason_along(void **state) {
  (void)state;
  struct slot slot = {0};
  add(&slot, VERDICT_DEVIATION, "as registered");
  struct judgement late = {.verdict = VERDICT_CRASH, .message = strdup("died")};
  slot_revise(&slot, &late);
  assert_int_equal(slot_verdict(&slot), VERDICT_CRASH);
  assert_string_equal(slot.failure->judgement.message, "died");
  slot_clear(&slot);
}

static void a_slot_is_legal_when_each_repetition_was(void **state) {
  (void)state;
  static const struct {
    enum verdict verdicts[2];
    bool are_legal[2], expected;
  } rows[] = {
      {{VERDICT_FAIL, VERDICT_FAIL}, {true, true}, true},
      {{VERDICT_FAIL, VERDICT_FAIL}, {true, false}, false},
      {{VERDICT_PASS, VERDICT_PASS}, {false, false}, false}, /* nothing was otherwise */
      {{VERDICT_PASS, VERDICT_FAIL}, {false, true}, false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct slot slot = {0};
    for (size_t j = 0; j < 2; j++)
      slot_add(
          &slot,
          &(struct judgement){.verdict = rows[i].verdicts[j], .is_legal = rows[i].are_legal[j]},
          NULL);
    assert_int_equal(slot_is_legal(&slot), rows[i].expected);
    slot_clear(&slot);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_slot_that_was_not_played_says_so),
      cmocka_unit_test(repetitions_that_agree_have_one_verdict),
      cmocka_unit_test(the_outcomes_of_the_first_repetition_are_kept),
      cmocka_unit_test(repetitions_that_differ_are_a_failure_with_their_numbers),
      cmocka_unit_test(a_pass_can_be_revised_but_a_failure_stays),
      cmocka_unit_test(a_slot_is_legal_when_each_repetition_was),
      cmocka_unit_test(a_deviation_can_be_revised_and_takes_its_reason_along),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
