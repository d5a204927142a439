/* The responses in a script: what it sends between two of its other statements. */
#ifndef SWEEP_RESPONSE_H
#define SWEEP_RESPONSE_H

#include <stddef.h>

#include "specification/specification.h"

/* One response; owned by |responses|. */
struct response {
  char *before; /* the script up to its first send, whole lines */
  unsigned char *data;
  size_t length;
};

/* All responses of one script. The zero state is none. */
struct responses {
  struct response *array;
  size_t count;
};

/* responses_of: those of |test_case|; none where it has no script, or one that speaks TLS itself.
 * The caller clears them. */
struct responses responses_of(const struct test_case *test_case);

/* responses_clear: releases them and leaves the zero state. */
void responses_clear(struct responses *responses);

#endif
