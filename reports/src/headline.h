/* The verdict on a whole run in one sentence, the same in every report. */
#ifndef REPORTS_HEADLINE_H
#define REPORTS_HEADLINE_H

#include "reports/results.h"

enum outcome {
  OUTCOME_AS_EXPECTED,
  OUTCOME_NOTHING_JUDGED, /* no result is a verdict on anything: never green */
  OUTCOME_INTERRUPTED,
  OUTCOME_FAILURES,
  OUTCOME_PAGE_ERRORS,
};

struct headline {
  enum outcome outcome;
  const char *text; /* "2 failures in 3,912 results", without a line end */
};

/* headline_of: the text lives in |arena|. */
struct headline headline_of(const struct results *results, struct arena *arena);

#endif
