/* Input that ends, or begins, where memory does, so that reading one byte too many is a fault. */
#ifndef GUARDED_H
#define GUARDED_H

#include "hc/span.h"

/* guarded_copy returns a copy of `bytes` that ends immediately before a protected page. It is freed
 * with guarded_free. */
struct hc_span guarded_copy(struct hc_span bytes);
void guarded_free(struct hc_span bytes);

/* guarded_start_copy returns a copy that begins immediately after a protected page. It is freed
 * with guarded_start_free. */
struct hc_span guarded_start_copy(struct hc_span bytes);
void guarded_start_free(struct hc_span bytes);

/* bytes_of returns the span of a string literal, NUL bytes inside it included. */
#define bytes_of(literal) hc_span_make("" literal, sizeof(literal) - 1)

/* BYTES is the same as an initialiser of a static table. */
#define BYTES(literal)                                                                             \
  { "" literal, sizeof(literal) - 1 }

#endif
