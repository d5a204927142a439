/* The peer of one case for a person with a client of any kind: the conversation as it happens, and
 * what went otherwise than the script says. */
#ifndef RUNNER_SERVING_H
#define RUNNER_SERVING_H

#include <stdint.h>
#include <stdio.h>

#include "execution/environment.h"
#include "specification/specification.h"

/* What is served, and how. All is borrowed. */
struct serving {
  const struct test_case *test_case; /* has a script */
  struct variant variant;
  const struct environment *environment;
  unsigned port; /* 0: any */
  uint64_t seed;
  bool is_once; /* end when the script was played once */
  int stop;     /* readable when it is to end */
  FILE *out;
};

enum serving_end {
  SERVING_STOPPED,   /* |stop| became readable */
  SERVING_COMPLETED, /* once: as the script says */
  SERVING_FAILED,    /* once: otherwise */
  SERVING_NO_PEER,   /* no socket can be had; errno is set */
};

/* serve: plays the script for one client after the other. */
enum serving_end serve(const struct serving *serving);

#endif
