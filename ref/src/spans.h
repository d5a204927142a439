/* Several spans as the one they make together. */
#ifndef SPANS_H
#define SPANS_H

#include "hc/span.h"

/* hc_spans_size returns how many bytes they have together. */
size_t hc_spans_size(const struct hc_span *spans, size_t count);

/* hc_spans_copy copies all their bytes to `into`. */
void hc_spans_copy(const struct hc_span *spans, size_t count, char *into);

#endif
