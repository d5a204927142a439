/* Playing a scene with each fault of a kind in turn, and what has to come of it. */
#ifndef FAULTS_H
#define FAULTS_H

#include "torture/stage.h"

/* Where scenes are played. The zero state: over memory. */
struct venue {
  hc_transport_open *open; /* NULL: memory transports; else its transports are the stage's own */
  void *payload;
  void (*enter)(void *payload, struct stage *stage); /* before a scene; may be NULL */
  void (*leave)(void *payload);                      /* after a scene; may be NULL */
  enum hc_kind end_kind; /* what an end of the stream while connecting comes to; HC_OK: none can */
  enum hc_kind would_block_kinds[2]; /* what EAGAIN comes to there, besides itself */
};

/* Each allocation, alone or with all that follow: MemoryError. */
void refuse_each_allocation(const struct venue *venue, const struct scene *scene);

/* Each call of a transport: the OSError, or the timeout, that it fails with. */
void fail_each_call(const struct venue *venue, const struct scene *scene);

/* The end of the stream at each read: noticed where it matters. */
void end_at_each_read(const struct venue *venue, const struct scene *scene);

/* One byte from each read: nothing changes. */
void dawdle_at_each_read(const struct venue *venue, const struct scene *scene);

#endif
