/* From what was observed to a verdict, by the page alone. Pure: it reads and decides, nothing else.
 */
#ifndef RUNNER_JUDGE_H
#define RUNNER_JUDGE_H

#include "execution/observation.h"
#include "reports/results.h"
#include "specification/specification.h"

/* What a person needs to understand a verdict other than a pass. Texts are the holder's to free
 * with judgement_clear(); the zero state is a pass. */
struct judgement {
  enum verdict verdict;
  struct place place;    /* of the statement that went otherwise; borrowed from the page */
  const char *statement; /* borrowed */
  char *expected;
  char *observed;
  char *message; /* in one sentence */
  char *outcomes; /* of statements of which the page takes several for right: those that came, a
                     line each; NULL: none */
  bool is_legal; /* no pass, but the page marks what was seen as allowed by the requirements that
                    the scenario cites */
};

/* judge: the verdict on |observation| of |test_case| in |edition|. The first thing that went
 * otherwise is the one reported, statements of the console before checks of the script. */
void judge(const struct test_case *test_case, unsigned edition,
           const struct observation *observation, struct judgement *judgement);

/* judge_second_reading: |judgement| is a fail of |test_case|, which has a second reading, and
 * |second| the judgement on that one. Where it is a pass, |judgement| becomes a deviation, which
 * still says what went otherwise than in CPython; else its message says why it is none. What is
 * legal by either reading is legal. */
void judge_second_reading(const struct test_case *test_case, const struct judgement *second,
                          struct judgement *judgement);

/* judgement_clear: releases the texts and leaves the zero state. */
void judgement_clear(struct judgement *judgement);

#endif
