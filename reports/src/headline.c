/* Counts, then chooses words: the worst comes first, and a run that judged nothing or was cut short
 * is never a success. */
#include "headline.h"

#include "figures.h"

struct tally {
  size_t page_errors, failures, judged;
};

static struct tally count(const struct results *results) {
  struct tally tally = {0};
  for (size_t i = 0; i < results->case_count; i++) {
    const struct result_case *item = &results->cases[i];
    bool is_page_error = results_page_error(results, item);
    tally.page_errors += is_page_error;
    tally.failures += !is_page_error && results_unexpected(results, item);
    tally.judged += item->verdict != VERDICT_INAPPLICABLE;
  }
  return tally;
}

static enum outcome outcome_of(const struct results *results, const struct tally *tally) {
  if (tally->page_errors) return OUTCOME_PAGE_ERRORS;
  if (tally->failures) return OUTCOME_FAILURES;
  if (results->interrupted) return OUTCOME_INTERRUPTED;
  return tally->judged ? OUTCOME_AS_EXPECTED : OUTCOME_NOTHING_JUDGED;
}

static const char *describe(struct arena *arena, const struct tally *tally, enum outcome outcome) {
  const char *judged = figure_quantity(arena, tally->judged, "result");
  const char *failures = figure_quantity(arena, tally->failures, "failure");
  switch (outcome) {
  case OUTCOME_AS_EXPECTED: return arena_printf(arena, "All as expected: %s", judged);
  case OUTCOME_NOTHING_JUDGED: return "Nothing was judged: no case applied to any implementation";
  case OUTCOME_INTERRUPTED: return arena_printf(arena, "No failure so far in %s", judged);
  case OUTCOME_FAILURES: return arena_printf(arena, "%s in %s", failures, judged);
  case OUTCOME_PAGE_ERRORS: break;
  }
  const char *errors = figure_quantity(arena, tally->page_errors, "page error");
  return arena_printf(arena, "%s (the oracle contradicts the page) and %s in %s", errors,
                      tally->failures ? failures : "no failure", judged);
}

struct headline headline_of(const struct results *results, struct arena *arena) {
  struct tally tally = count(results);
  struct headline headline = {.outcome = outcome_of(results, &tally)};
  headline.text = describe(arena, &tally, headline.outcome);
  if (results->interrupted)
    headline.text = arena_printf(arena, "Interrupted before the end. %s", headline.text);
  return headline;
}
