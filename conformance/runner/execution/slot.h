/* The verdicts of one implementation in one edition on one case and variant, over all repetitions.
 */
#ifndef RUNNER_SLOT_H
#define RUNNER_SLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "execution/judge.h"

/* Why a repetition did not pass. */
struct failure {
  struct judgement judgement;
  char *wire; /* the transcript; NULL when there is none */
};

/* What a subject did otherwise than every oracle of its edition, in a differential run. */
struct contrast {
  char *sentence; /* of difference.h */
  char *traces;   /* both, side by side, as transcript.h prints them */
  size_t oracle;  /* the column of the oracle that is shown */
};

enum { REPEAT_MAX = UINT16_MAX };

/* The zero state has not been played; slot_clear() accepts it. One thread at a time uses a slot. */
struct slot {
  uint16_t counts[VERDICT_COUNT]; /* repetitions that ended so */
  uint16_t legal;                 /* of these, how many were no pass, but legal by the page */
  struct failure *failure;        /* of the first that is no pass; NULL: none, or nothing to say */
  char *outcomes;                 /* of the first repetition, as in a judgement */
  struct contrast *contrast;      /* of the last repetition; NULL: none, or not looked for */
};

/* slot_add: one more repetition; |judgement| and the texts in it are taken over. |log| may be NULL.
 */
void slot_add(struct slot *slot, struct judgement *judgement, const struct wire_log *log);

/* slot_revise: the newest repetition, counted as a pass or a deviation, was none after all:
 * |judgement| is taken over. Without one to revise the slot stays as it is. */
void slot_revise(struct slot *slot, struct judgement *judgement);

bool slot_is_played(const struct slot *slot);

/* slot_is_flaky: whether repetitions ended differently. */
bool slot_is_flaky(const struct slot *slot);

/* slot_verdict: of all repetitions: theirs when they agree, else VERDICT_FAIL. */
enum verdict slot_verdict(const struct slot *slot);

/* slot_is_legal: whether all repetitions went otherwise than http.client, and each in a way that
 * the page marks as legal. */
bool slot_is_legal(const struct slot *slot);

/* slot_flakiness: "flaky: pass 19, fail 1"; the caller frees it. */
char *slot_flakiness(const struct slot *slot);

/* contrast_clear: releases the texts and leaves the zero state. */
void contrast_clear(struct contrast *contrast);

/* slot_contrast: takes |contrast| and its texts over. */
void slot_contrast(struct slot *slot, struct contrast contrast);

/* slot_clear: releases what it holds and leaves the zero state. */
void slot_clear(struct slot *slot);

#endif
