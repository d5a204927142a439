/* An entry names both sides exactly; anything else is unexplained. */
#include "sweep/known_difference.h"

#include <string.h>

static const char *raised_type(json_t *outcome) {
  const char *type = json_string_value(json_object_get(json_object_get(outcome, "raises"), "type"));
  return type ? type : "";
}

/* Exceptions that a step raises: with the subject, with the oracle. */
struct known {
  const char *subject, *oracle, *reason;
};

static const struct known known[] = {
    {"IncompleteRead", "OverflowError",
     "a length of 2**63 and more: CPython read it in one piece until patch releases of late 2025, "
     "and read() could not; the page real-servers-chunked shows both"},
    {"IncompleteRead", "MemoryError",
     "a length for which no memory can be had: CPython asks for all of it at once before anything "
     "is "
     "read, a machine with more of it would read on"},
};

const char *known_difference(struct difference difference, const struct session *session,
                             const struct duel_traces *traces) {
  (void)session;
  if (difference.kind != DIFFERENCE_STEP) return NULL;
  const char *subject = raised_type(json_array_get(traces->subject.outcomes, difference.number));
  const char *oracle = raised_type(json_array_get(traces->oracle.outcomes, difference.number));
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(subject, known[i].subject) == 0 && strcmp(oracle, known[i].oracle) == 0)
      return known[i].reason;
  return NULL;
}
