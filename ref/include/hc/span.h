/* hc/span.h — borrowed bytes with a length.
 *
 * A span owns nothing and need not end in NUL. Three kinds of content travel in spans, and each
 * use says which: bytes, Latin-1 text as received (one byte is one character, as http.client
 * decodes it), and UTF-8 text as given by a caller. In UTF-8 a surrogate code point may stand in
 * its three-byte form, since a Python str can hold one. */
#ifndef HC_SPAN_H
#define HC_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* hc_span's zero state is the empty span. */
struct hc_span {
  const char *data;
  size_t size;
};

/* hc_span_make returns the span of `size` bytes at `data`. */
static inline struct hc_span hc_span_make(const char *data, size_t size) {
  struct hc_span span = {data, size};
  return span;
}

/* hc_str returns the span of a NUL-terminated string; NULL gives the empty span. */
static inline struct hc_span hc_str(const char *string) {
  return hc_span_make(string, string ? strlen(string) : 0);
}

/* hc_span_equal compares byte for byte. */
static inline bool hc_span_equal(struct hc_span a, struct hc_span b) {
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* hc_span_equal_ignoring_case compares with ASCII letters folded, as field names compare. */
bool hc_span_equal_ignoring_case(struct hc_span a, struct hc_span b);

#ifdef __cplusplus
}
#endif
#endif
