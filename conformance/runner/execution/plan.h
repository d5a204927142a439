/* What is to be played: which cases in which variants, by which implementations in which editions.
 */
#ifndef RUNNER_PLAN_H
#define RUNNER_PLAN_H

#include "execution/implementation.h"
#include "specification/specification.h"

/* pattern_variants: the variants of |test_case| that |pattern| selects: a glob on the id of the
 * case or of its scenario, which "@" and a glob on the variant's name may follow. */
variant_set pattern_variants(const char *pattern, const struct test_case *test_case);

/* What a person chose on the command line. Everything is borrowed. */
struct selection {
  const char *const *patterns; /* of pattern_variants(); none selects everything */
  size_t pattern_count;
  variant_set variants;
  variant_set named_variants; /* those that a pattern with "@" may select; at least |variants| */
  bool takes_turns;           /* of |variants|, those of turn_variants() with |seed| */
  uint64_t seed;
};

/* One implementation in one edition. */
struct column {
  const struct implementation *implementation;
  size_t implementation_index;
  unsigned edition;
};

/* One case in one variant: what a worker takes at a time. */
struct plan_item {
  const struct test_case *test_case;
  const struct encoded_case *encoded;
  const struct encoded_case *deviating; /* of its second reading; NULL: it has none */
  struct variant variant;
};

/* Columns of oracles come before those of subjects. Nothing changes once it is made: workers read
 * it at once. */
struct plan {
  struct arena *arena;
  struct encoded_case *encoded; /* one a case of the specification, reading and transport; text is
                                   NULL for one that is not selected or not there */
  size_t encoded_count;
  const struct column *columns;
  size_t column_count;
  const struct plan_item *items;
  size_t item_count;
};

/* plan_columns: the editions each of |implementations| runs in: an oracle in its own; a subject in
 * those of |editions| or, when there are none, in each that it has and some oracle too; without an
 * oracle, in its newest. Each edition once. The result lives in |arena|. */
size_t plan_columns(struct arena *arena, const struct implementation *implementations,
                    size_t implementation_count, const unsigned *editions, size_t edition_count,
                    const struct column **columns);

/* plan_newest: of |columns|, those of each subject in the newest edition it has there, and of the
 * oracles those of these editions. The result lives in |arena|. */
size_t plan_newest(struct arena *arena, const struct column *columns, size_t column_count,
                   const struct column **newest);

/* plan_make: the items that |selection| takes from |specification| and that apply in the edition of
 * some column. Both must outlive the plan. An empty plan is not an error here. */
struct plan *plan_make(const struct specification *specification, const struct selection *selection,
                       const struct column *columns, size_t column_count);

/* plan_free: NULL is allowed. */
void plan_free(struct plan *plan);

/* plan_unmatched: the first of the patterns that no case of |specification| meets, whatever the
 * edition, or NULL. */
const char *plan_unmatched(const struct specification *specification,
                           const struct selection *selection);

/* plan_applies: whether |item| is played by |column| at all; its edition decides. */
bool plan_applies(const struct plan_item *item, const struct column *column);

#endif
