#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "execution/requirements.h"

static enum rfc_verdict severity(const char *keyword, const char *role) {
  const char *const fields[] = {"RFC9112-1-1", keyword, role, "", "yes", "Something.", ""};
  const struct registry_row row = {fields, 2};
  return requirement_severity(&row);
}

static void the_keyword_decides_how_severe_it_is(void **state) {
  (void)state;
  static const struct {
    const char *keyword, *role;
    enum rfc_verdict expected;
  } rows[] = {
      {"MUST", "client", RFC_FAIL},
      {"MUST NOT", "sender", RFC_FAIL},
      {"MUST (SHALL)", "recipient", RFC_FAIL},
      {"must (lc) not", "client", RFC_FAIL},
      {"SHOULD", "client", RFC_WARN},
      {"SHOULD NOT", "recipient", RFC_WARN},
      {"SHOULD (RECOMMENDED)", "sender", RFC_WARN},
      {"should (lc)", "client", RFC_WARN},
      {"MAY", "recipient", RFC_NOTE},
      {"ought (not)", "client", RFC_NOTE},
      {"prose", "recipient", RFC_FAIL},
      {"grammar", "sender", RFC_FAIL},
      {"grammar", "recipient", RFC_WARN}, /* which may salvage what it received */
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (severity(rows[i].keyword, rows[i].role) != rows[i].expected)
      fail_msg("%s of a %s", rows[i].keyword, rows[i].role);
}

static const char *const must[] = {"RFC9112-1-1", "MUST", "client", "", "yes", "This.", ""};
static const char *const should[] = {"RFC9112-1-2", "SHOULD", "client", "", "yes", "That.", ""};
static const struct registry_row must_row = {must, 2}, should_row = {should, 3};
static const struct registry_row *const musts[] = {&must_row}, *const shoulds[] = {&should_row};

static struct slot slot_of(enum verdict verdict, bool is_legal) {
  struct slot slot = {0};
  slot_add(&slot, &(struct judgement){.verdict = verdict, .is_legal = is_legal}, NULL);
  return slot;
}

static void what_was_observed_decides_about_what_is_met_and_what_is_broken(void **state) {
  (void)state;
  static const struct {
    enum verdict verdict;
    bool is_legal, is_doubtful;
    enum rfc_verdict met, broken; /* a MUST that http.client meets, a SHOULD that it breaks */
    const char *why;
  } rows[] = {
      {VERDICT_PASS, false, false, RFC_PASS, RFC_WARN, "it does as http.client"},
      {VERDICT_FAIL, true, false, RFC_PASS, RFC_PASS, "something else that is legal"},
      {VERDICT_DEVIATION, true, false, RFC_PASS, RFC_PASS, "a deviation"},
      {VERDICT_FAIL, false, false, RFC_FAIL, RFC_UNKNOWN, "something else"},
      {VERDICT_TIMEOUT, false, false, RFC_FAIL, RFC_UNKNOWN, "nothing within the deadline"},
      {VERDICT_CRASH, false, false, RFC_FAIL, RFC_UNKNOWN, "its death"},
      {VERDICT_ERROR, false, false, RFC_UNKNOWN, RFC_UNKNOWN, "no judgement"},
      {VERDICT_PASS, false, true, RFC_UNKNOWN, RFC_UNKNOWN, "a page that the oracle contradicts"},
  };
  const struct scenario scenario = {.meets = {.rows = musts, .count = 1},
                                    .breaks = {.rows = shoulds, .count = 1}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct slot slot = slot_of(rows[i].verdict, rows[i].is_legal);
    enum rfc_verdict *verdicts = requirements_judge(&scenario, &slot, rows[i].is_doubtful);
    if (verdicts[0] != rows[i].met || verdicts[1] != rows[i].broken)
      fail_msg("%s: %s, %s", rows[i].why, rfc_verdict_name(verdicts[0]),
               rfc_verdict_name(verdicts[1]));
    free(verdicts);
    slot_clear(&slot);
  }
}

static void repetitions_that_differ_show_nothing_certain(void **state) {
  (void)state;
  const struct scenario scenario = {.meets = {.rows = musts, .count = 1}};
  struct slot slot = slot_of(VERDICT_PASS, false);
  slot_add(&slot, &(struct judgement){.verdict = VERDICT_FAIL}, NULL);
  enum rfc_verdict *verdicts = requirements_judge(&scenario, &slot, false);
  assert_int_equal(verdicts[0], RFC_UNKNOWN);
  free(verdicts);
  slot_clear(&slot);
}

static void without_a_citation_or_an_observation_there_is_no_verdict(void **state) {
  (void)state;
  const struct scenario silent = {0}, citing = {.meets = {.rows = musts, .count = 1}};
  struct slot passed = slot_of(VERDICT_PASS, false);
  struct slot inapplicable = slot_of(VERDICT_INAPPLICABLE, false);
  assert_null(requirements_judge(&silent, &passed, false));
  assert_null(requirements_judge(&citing, &inapplicable, false));
  slot_clear(&passed);
  slot_clear(&inapplicable);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_keyword_decides_how_severe_it_is),
      cmocka_unit_test(what_was_observed_decides_about_what_is_met_and_what_is_broken),
      cmocka_unit_test(repetitions_that_differ_show_nothing_certain),
      cmocka_unit_test(without_a_citation_or_an_observation_there_is_no_verdict),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
