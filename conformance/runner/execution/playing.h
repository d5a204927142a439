/* One case by one implementation in one variant. */
#ifndef RUNNER_PLAYING_H
#define RUNNER_PLAYING_H

#include <stdint.h>

#include "execution/adapter.h"
#include "execution/observation.h"
#include "peer/script.h"
#include "specification/console.h"
#include "specification/variant.h"

/* What is to be played. All is borrowed. */
struct playing {
  const struct peer_script *script; /* NULL: the client must not connect */
  const struct session *session;
  const struct encoded_case *encoded; /* its steps over the variant's transport */
  struct variant variant;
  uint64_t seed;
  unsigned edition;
  double deadline; /* seconds */
};

/* What one worker plays with, again and again. */
struct stage {
  struct peer *peer;
  struct message message;
  const char *variables; /* of the run (environment.h) */
  unsigned long last_id;
  int stop; /* readable when everything is to end at once; -1: none */
};

enum play_end {
  PLAY_OBSERVED, /* |observation| is complete */
  PLAY_DOUBTFUL, /* so it is, but what is wrong may come from the adapter's case before this one */
  PLAY_STOPPED,  /* the stage's |stop| became readable; there is no observation */
};

/* play: plays |playing| with |adapter|, which is started when it does not run. An adapter that died
 * or broke the protocol does not run afterwards. |observation| is the caller's to clear, and empty
 * for PLAY_STOPPED. */
enum play_end play(struct stage *stage, struct adapter *adapter, const struct playing *playing,
                   struct observation *observation);

/* play_aftermath: whether |adapter| has said or done something since its last answer, which it must
 * not. Then the adapter is ended and |observation|, an empty one, says what it was. */
bool play_aftermath(struct adapter *adapter, struct observation *observation);

/* play_farewell: the same of an adapter that has been asked to end: whether it wrote something
 * more, or died of a signal that hcspec did not send. */
bool play_farewell(const struct farewell *farewell, struct observation *observation);

#endif
