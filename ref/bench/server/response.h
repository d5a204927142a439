/* response.h — the server's responses, made before the first connection, so that its own cost is
 * small and the same for every client. */
#ifndef BENCH_RESPONSE_H
#define BENCH_RESPONSE_H

#include <stdbool.h>

#include "resource.h"

enum { BENCH_RESPONSES_MAX = 16 };

/* A response is `start`, then `block` `repeats` times, then `end`. A long body repeats one
 * mebibyte, which stays in the cache: the client's memory traffic is what is measured. */
struct bench_response {
  const struct bench_resource *resource;
  char *start;
  size_t start_size;
  char *block;
  size_t block_size;
  size_t repeats;
  const char *end; /* static */
};

/* One for each resource. Zero state: none. */
struct bench_responses {
  struct bench_response each[BENCH_RESPONSES_MAX];
  size_t count;
};

/* bench_responses_make makes one for each resource; false if there is no memory, and then, too,
 * bench_responses_free is the caller's to call. */
bool bench_responses_make(struct bench_responses *responses);
void bench_responses_free(struct bench_responses *responses);

/* bench_responses_choose returns the response to a request head, NULL if that is no GET of
 * something we have. */
const struct bench_response *bench_responses_choose(const struct bench_responses *responses,
                                                    const char *head);

#endif
