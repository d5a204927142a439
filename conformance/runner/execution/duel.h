/* One case played by two implementations, and their traces compared. */
#ifndef RUNNER_DUEL_H
#define RUNNER_DUEL_H

#include "execution/difference.h"
#include "execution/playing.h"

struct duellist {
  struct adapter *adapter;
  struct playing playing;
};

/* Both are played on |stage|, one after the other. All is borrowed. */
struct duel {
  struct stage *stage;
  struct duellist subject, oracle;
};

/* What both did. The zero state is nothing; duel_traces_clear() accepts it. */
struct duel_traces {
  struct observation subject, oracle;
};

void duel_traces_clear(struct duel_traces *traces);

/* duel_fight: plays the case with both and compares. |traces| (NULL is allowed) are the caller's to
 * clear. When everything is to end at once there is no difference. */
struct difference duel_fight(const struct duel *duel, const struct difference_scope *scope,
                             struct duel_traces *traces);

#endif
