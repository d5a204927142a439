/* One message to an adapter and one line back, with the peer served meanwhile: the only place where
 * the runner waits. */
#ifndef RUNNER_EXCHANGE_H
#define RUNNER_EXCHANGE_H

#include <time.h>

#include "execution/adapter.h"
#include "peer/peer.h"

enum exchange_end {
  EXCHANGE_LINE,    /* a line has come */
  EXCHANGE_TIMEOUT, /* the deadline is over */
  EXCHANGE_DEAF,    /* the adapter closed its standard input before it had the whole message */
  EXCHANGE_MUTE,    /* the adapter closed its standard output, most likely by ending */
  EXCHANGE_ENDLESS, /* the adapter writes a line without end */
  EXCHANGE_STOPPED, /* |stop| became readable */
};

/* What an exchange has beside the adapter. */
struct surroundings {
  struct peer *peer; /* NULL: none */
  int stop; /* a descriptor that becomes readable when everything is to end at once; -1: none */
  struct timespec deadline;
};

/* exchange: sends |length| bytes at |message| to the running |adapter| and waits for a line.
 * |*line| is borrowed from the adapter until it is spoken to again. */
enum exchange_end exchange(struct adapter *adapter, const char *message, size_t length,
                           const struct surroundings *surroundings, const char **line,
                           size_t *line_length);

/* exchange_settle: serves the peer until its script awaits nothing more from the client, or
 * |surroundings|' deadline is over. After an answer the client does nothing by itself, but what it
 * did may still be on its way: a loaded kernel need not deliver it before the answer. A script that
 * has all it awaits costs no time. */
void exchange_settle(const struct surroundings *surroundings);

#endif
