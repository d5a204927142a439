/* Counts, then chooses words: the worst comes first, and a run that judged nothing or was cut short
 * is never a success. */
#include "headline.h"

#include "figures.h"
#include "findings.h"

/* Page errors and failures are findings, so that what behaves the same in six variants counts once.
 */
struct sums {
  size_t page_errors, failures;
  size_t judged; /* results that are a verdict on something */
  size_t deviations;
};

static struct sums count(const struct results *results, struct arena *arena) {
  struct findings findings = findings_collect(results, arena, results_unexpected);
  struct sums sums = {
      .page_errors = findings.page_errors,
      .failures = findings.count - findings.page_errors,
  };
  for (size_t i = 0; i < results->case_count; i++) {
    sums.judged += results->cases[i].verdict != VERDICT_INAPPLICABLE;
    sums.deviations += results->cases[i].verdict == VERDICT_DEVIATION;
  }
  return sums;
}

static enum outcome outcome_of(const struct results *results, const struct sums *sums) {
  if (sums->page_errors) return OUTCOME_PAGE_ERRORS;
  if (sums->failures) return OUTCOME_FAILURES;
  if (results->interrupted) return OUTCOME_INTERRUPTED;
  return sums->judged ? OUTCOME_AS_EXPECTED : OUTCOME_NOTHING_JUDGED;
}

static const char *as_expected(struct arena *arena, const struct sums *sums) {
  const char *judged = figure_quantity(arena, sums->judged, "result");
  if (!sums->deviations) return arena_printf(arena, "All %s as expected", judged);
  return arena_printf(arena, "All %s as expected, %s among them", judged,
                      figure_quantity(arena, sums->deviations, "registered deviation"));
}

static const char *describe(struct arena *arena, const struct sums *sums, enum outcome outcome) {
  const char *judged = figure_quantity(arena, sums->judged, "result");
  const char *failures =
      sums->failures ? figure_quantity(arena, sums->failures, "failure") : "no failure";
  const char *errors = figure_quantity(arena, sums->page_errors, "page error");
  switch (outcome) {
  case OUTCOME_AS_EXPECTED: return as_expected(arena, sums);
  case OUTCOME_NOTHING_JUDGED: return "Nothing was judged: no case applied to any implementation";
  case OUTCOME_INTERRUPTED:
  case OUTCOME_FAILURES: return arena_printf(arena, "%s in %s", failures, judged);
  case OUTCOME_PAGE_ERRORS: break;
  }
  return arena_printf(arena, "%s and %s in %s", errors, failures, judged);
}

struct headline headline_of(const struct results *results, struct arena *arena) {
  struct sums sums = count(results, arena);
  struct headline headline = {.outcome = outcome_of(results, &sums)};
  headline.text = describe(arena, &sums, headline.outcome);
  if (results->interrupted)
    headline.text = arena_printf(arena, "Interrupted before the end: %s", headline.text);
  return headline;
}
