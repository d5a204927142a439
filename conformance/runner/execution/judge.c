/* Statements are judged in order; the first that went otherwise is reported. What came of a
 * statement is one "end": the first step of its own that gave no value, or the value of its
 * expression. */
#include "execution/judge.h"

#include <stdlib.h>
#include <string.h>

#include "execution/describe.h"
#include "execution/statement_end.h"
#include "execution/value.h"
#include "text/memory.h"

struct judging {
  const struct statement *statement;
  unsigned edition;
  json_t *outcomes;
  struct statement_end end;
  struct judgement *judgement;
};

void judgement_clear(struct judgement *judgement) {
  free(judgement->expected);
  free(judgement->observed);
  free(judgement->message);
  free(judgement->outcomes);
  *judgement = (struct judgement){0};
}

/* --- Verdicts
 * ------------------------------------------------------------------------------------------------
 */

/* blame: the verdict is reached; |message| is taken over. */
static void blame(struct judging *judging, enum verdict verdict, char *message) {
  struct judgement *judgement = judging->judgement;
  judgement->verdict = verdict;
  judgement->place = judging->statement->place;
  judgement->statement = judging->statement->source;
  judgement->message = message;
}

static const struct expectation *raising_expectation(const struct judging *judging) {
  const struct statement *statement = judging->statement;
  for (size_t i = 0; i < statement->expectation_count; i++)
    if (statement->expectations[i].kind == EXPECT_RAISES &&
        edition_range_holds(statement->expectations[i].editions, judging->edition))
      return &statement->expectations[i];
  return NULL;
}

static char *describe_end(const struct judging *judging) {
  const struct statement_end *end = &judging->end;
  if (end->raised) return describe_raised(end->raised, raising_expectation(judging));
  bool has_value = end->value && judging->statement->kind == STATEMENT_EXPRESSION;
  return has_value ? describe_value(end->value) : memory_string("no exception");
}

static bool is_class_or_base(json_t *raised, const char *name) {
  if (strcmp(name, "...") == 0 ||
      strcmp(name, json_string_value(json_object_get(raised, "type"))) == 0)
    return true;
  json_t *bases = json_object_get(raised, "bases");
  for (size_t i = 0; i < json_array_size(bases); i++)
    if (strcmp(name, json_string_value(json_array_get(bases, i))) == 0) return true;
  return false;
}

/* wrong_attribute: the first attribute that is otherwise than expected, or NULL. */
static const struct expected_attribute *wrong_attribute(json_t *raised,
                                                        const struct expectation *expectation) {
  json_t *attributes = json_object_get(raised, "attributes");
  for (size_t i = 0; i < expectation->attribute_count; i++) {
    const struct expected_attribute *attribute = &expectation->attributes[i];
    json_t *observed = json_object_get(attributes, attribute->name);
    if (!observed || !value_matches(attribute->value, observed)) return attribute;
  }
  return NULL;
}

static bool meets(const struct statement_end *end, const struct expectation *expectation) {
  switch (expectation->kind) {
  case EXPECT_VALUE: return end->value && value_matches(expectation->value, end->value);
  case EXPECT_OBJECT: {
    struct value value = value_of(end->value);
    return value.kind == VALUE_OBJECT &&
           strcmp(json_string_value(value.content), expectation->name) == 0;
  }
  case EXPECT_RAISES:
    return end->raised && is_class_or_base(end->raised, expectation->name) &&
           !wrong_attribute(end->raised, expectation);
  }
  return false;
}

static bool meets_legal(const struct judging *judging) {
  const struct statement *statement = judging->statement;
  for (size_t i = 0; i < statement->legal_count; i++)
    if (meets(&judging->end, &statement->legal[i])) return true;
  return false;
}

/* meets_any: whether one of the alternatives is met. Where no line holds, an expression is None and
 * the rest succeeds. */
static bool meets_any(const struct judging *judging) {
  const struct statement *statement = judging->statement;
  const struct statement_end *end = &judging->end;
  bool is_silent = true;
  for (size_t i = 0; i < statement->expectation_count; i++) {
    if (!edition_range_holds(statement->expectations[i].editions, judging->edition)) continue;
    if (meets(end, &statement->expectations[i])) return true;
    is_silent = false;
  }
  if (!is_silent || end->raised) return false;
  return statement->kind != STATEMENT_EXPRESSION || json_is_null(end->value);
}

/* --- Reasons
 * -------------------------------------------------------------------------------------------------
 */

static char *attribute_message(const struct judging *judging,
                               const struct expectation *expectation) {
  const struct expected_attribute *attribute = wrong_attribute(judging->end.raised, expectation);
  json_t *observed =
      json_object_get(json_object_get(judging->end.raised, "attributes"), attribute->name);
  const char *type = json_string_value(json_object_get(judging->end.raised, "type"));
  if (!observed) return memory_printf("%s came without the attribute %s", type, attribute->name);
  return memory_printf("the attribute %s of %s is not the expected one", attribute->name, type);
}

static char *raised_message(const struct judging *judging) {
  const char *type = json_string_value(json_object_get(judging->end.raised, "type"));
  const struct expectation *expectation = raising_expectation(judging);
  if (!expectation) return memory_printf("%s was raised where nothing was to be raised", type);
  if (!is_class_or_base(judging->end.raised, expectation->name))
    return memory_printf("%s was raised instead of %s", type, expectation->name);
  return attribute_message(judging, expectation);
}

static char *mismatch_message(const struct judging *judging) {
  if (judging->end.raised) return raised_message(judging);
  if (raising_expectation(judging)) return memory_string("nothing was raised");
  return memory_string("the value is not the expected one");
}

/* unbound_name: what a statement lacks, by the page's name for it: temporaries have none. */
static const char *unbound_name(const char *variable) {
  return variable[0] == '_' ? "a value" : variable;
}

/* judge_unknown: ends of which no value and no exception is known. */
static bool judge_unknown(struct judging *judging) {
  const struct statement_end *end = &judging->end;
  if (end->unsupported)
    blame(judging, VERDICT_FAIL,
          memory_printf("the adapter declares the capability, but does not support this: %s",
                        end->unsupported));
  else if (end->unbound)
    blame(judging, VERDICT_FAIL,
          memory_printf("it needs %s, which no earlier statement has given",
                        unbound_name(end->unbound)));
  else if (end->undecided)
    blame(judging, VERDICT_ERROR, memory_string(end->undecided));
  else
    return true;
  judging->judgement->expected = describe_expectations(judging->statement, judging->edition);
  return false;
}

/* note_outcome: which of several came. */
static void note_outcome(struct judging *judging) {
  if (statement_alternatives(judging->statement, judging->edition) < 2) return;
  char **outcomes = &judging->judgement->outcomes, *before = *outcomes;
  char *came = describe_end(judging);
  *outcomes = memory_printf("%s%s%s: %s", before ? before : "", before ? "\n" : "",
                            judging->statement->source, came);
  free(before);
  free(came);
}

static bool judge_known(struct judging *judging) {
  if (meets_any(judging)) {
    note_outcome(judging);
    return true;
  }
  blame(judging, VERDICT_FAIL, mismatch_message(judging));
  judging->judgement->expected = describe_expectations(judging->statement, judging->edition);
  judging->judgement->observed = describe_end(judging);
  judging->judgement->is_legal = meets_legal(judging);
  return false;
}

/* --- Output
 * --------------------------------------------------------------------------------------------------
 */

static bool judge_output(struct judging *judging) {
  const char *expected = judging->statement->output;
  if (!expected) return true;
  size_t length, expected_length = strlen(expected);
  char *observed = statement_printed(judging->statement, judging->outcomes, &judging->end, &length);
  bool is_same = length == expected_length && memcmp(observed, expected, length) == 0;
  if (!is_same) {
    blame(judging, VERDICT_FAIL, memory_string("it printed something else"));
    judging->judgement->expected = describe_output(expected, expected_length);
    judging->judgement->observed = describe_output(observed, length);
  }
  free(observed);
  return is_same;
}

/* --- A case
 * --------------------------------------------------------------------------------------------------
 */

static bool judge_statement(struct judging *judging) {
  statement_end_take(judging->statement, judging->outcomes, &judging->end);
  bool is_right = judge_unknown(judging) && judge_known(judging) && judge_output(judging);
  statement_end_clear(&judging->end);
  return is_right;
}

static bool judge_session(const struct session *session, unsigned edition, json_t *outcomes,
                          struct judgement *judgement) {
  struct judging judging = {.edition = edition, .outcomes = outcomes, .judgement = judgement};
  for (size_t i = 0; i < session->statement_count; i++) {
    judging.statement = &session->statements[i];
    if (!judge_statement(&judging)) return false;
  }
  return true;
}

/* circumstances: what helps to understand why there was no answer: the peer's side, and the
 * adapter's last words; NULL for neither. */
static char *circumstances(const struct observation *observation, const char *last_words) {
  if (!observation->peer.complaint.message && !*last_words) return NULL;
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  const char *complaint = observation->peer.complaint.message;
  if (complaint) fprintf(out, "the peer: %s", complaint);
  if (*last_words) fprintf(out, "%son standard error:%s", complaint ? "\n" : "", last_words);
  fclose(out);
  return text;
}

/* judge_fate: the first line of the detail says what happened, the others are the adapter's last
 * words. */
static void judge_fate(const struct test_case *test_case, const struct observation *observation,
                       struct judgement *judgement) {
  static const enum verdict verdicts[] = {[ADAPTER_TIMED_OUT] = VERDICT_TIMEOUT,
                                          [ADAPTER_DIED] = VERDICT_CRASH,
                                          [ADAPTER_ILL_FORMED] = VERDICT_ERROR};
  const char *detail = observation->detail;
  size_t sentence = strcspn(detail, "\n");
  judgement->verdict = verdicts[observation->fate];
  judgement->place = test_case->place;
  judgement->message = memory_printf("%.*s", (int)sentence, detail);
  judgement->observed = circumstances(observation, detail + sentence);
}

static void judge_peer(const struct peer_result *peer, struct judgement *judgement) {
  if (!peer->complaint.message) return;
  judgement->verdict = VERDICT_FAIL;
  judgement->place = peer->complaint.place;
  judgement->message = memory_string(peer->complaint.message);
}

void judge(const struct test_case *test_case, unsigned edition,
           const struct observation *observation, struct judgement *judgement) {
  *judgement = (struct judgement){.verdict = VERDICT_PASS};
  if (observation->fate != ADAPTER_ANSWERED)
    judge_fate(test_case, observation, judgement);
  else if (judge_session(test_case->session, edition, observation->outcomes, judgement))
    judge_peer(&observation->peer, judgement);
}

void judge_second_reading(const struct test_case *test_case, const struct judgement *second,
                          struct judgement *judgement) {
  const char *const *deviation = test_case->scenario->deviation->fields;
  char *failed = judgement->message;
  judgement->is_legal |= second->verdict == VERDICT_PASS || second->is_legal;
  if (second->verdict == VERDICT_PASS) {
    judgement->verdict = VERDICT_DEVIATION;
    judgement->message =
        memory_printf("%s: %s", deviation[DEVIATION_ID], deviation[DEVIATION_REASON]);
  } else {
    judgement->message = memory_printf("%s; nor is it the deviation %s: %s", failed,
                                       deviation[DEVIATION_ID], second->message);
  }
  free(failed);
}
