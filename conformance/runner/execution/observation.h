/* What one implementation did with one case: the raw material of a verdict. */
#ifndef RUNNER_OBSERVATION_H
#define RUNNER_OBSERVATION_H

#include <jansson.h>

#include "peer/peer.h"

enum adapter_fate {
  ADAPTER_ANSWERED,   /* |outcomes| is well-formed, one a step */
  ADAPTER_TIMED_OUT,  /* no answer within the case's deadline; it was killed */
  ADAPTER_DIED,       /* it ended before its answer: |detail| says how */
  ADAPTER_ILL_FORMED, /* its answer breaks the protocol: |detail| says where; it was killed */
};

/* The zero state is empty; observation_clear() accepts it. */
struct observation {
  enum adapter_fate fate;
  char *detail;     /* for people; NULL when ADAPTER_ANSWERED */
  json_t *outcomes; /* array; NULL unless ADAPTER_ANSWERED */
  struct peer_result peer;
  unsigned port; /* of the peer in this playing */
};

/* observation_clear: releases what it owns and leaves the zero state. */
void observation_clear(struct observation *observation);

#endif
