/* Bytes without end that are the same each time, for bodies that nobody wants to hold in memory. */
#ifndef PATTERN_H
#define PATTERN_H

#include <stdint.h>

#include "hc/body.h"

enum { PATTERN_BLOCK = 64 * 1024 };

/* pattern gives `left` bytes, of which `used … PATTERN_BLOCK` of the block are next. Its zero state
 * gives none. */
struct pattern {
  uint64_t left;
  uint64_t word;
  size_t used;
  char block[PATTERN_BLOCK];
};

/* pattern_begin makes `pattern` give `size` bytes from the start. */
void pattern_begin(struct pattern *pattern, uint64_t size);

/* pattern_take returns the next bytes, at most `most`, borrowed until the next call; none is the
 * end. */
struct hc_span pattern_take(struct pattern *pattern, size_t most);

/* pattern_match takes as many bytes as `bytes` has and tells whether they are the same. */
bool pattern_match(struct pattern *pattern, struct hc_span bytes);

/* The pattern, at its start, as the body of a request: a file, or an iterable. Borrowed. */
struct hc_body pattern_file(struct pattern *pattern);
struct hc_body pattern_iterable(struct pattern *pattern);

#endif
