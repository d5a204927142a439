/* The adapter that is being checked: one process at a time, which the next question starts anew if
 * it has ended. */
#ifndef ADAPTER_CHECK_CHECKING_H
#define ADAPTER_CHECK_CHECKING_H

#include "adapter_check/findings.h"
#include "execution/exchange.h"
#include "execution/protocol.h"

/* How long an answer, or an end, is waited for. */
enum { CHECK_SECONDS = 10 };

struct checking {
  struct adapter adapter;
  struct hello hello; /* what it said of itself */
  struct peer *peer;
  unsigned long id; /* of the last run */
  struct findings *findings;
};

/* checking_start: starts the process, if none runs, and says hello. Returns whether it can be
 * asked; if not, |*problem| is the caller's. */
bool checking_start(struct checking *checking, char **problem);

/* checking_run: has the adapter do |steps| (borrowed) with the peer as it is. Returns the outcomes,
 * the caller's; NULL with |*problem|, the caller's, when none came or they are ill-formed: the
 * process is then ended. */
json_t *checking_run(struct checking *checking, json_t *steps, char **problem);

/* checking_end: writes |text| and, with |closes|, closes standard input; waits for the process to
 * end. Returns its exit status, -1 when it was killed because it had not ended or if a signal ended
 * it. |*words| is what it wrote to standard error, and |*talked| whether it wrote to standard
 * output; the former is the caller's. */
int checking_end(struct checking *checking, const char *text, bool closes, char **words,
                 bool *talked);

#endif
