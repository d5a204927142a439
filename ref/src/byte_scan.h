/* Finding where something ends in a short text, 8 or 16 bytes at a time: calling memchr() for each
 * of many short lines, or looking at each byte, takes twice as long.
 *
 * A mask marks bytes of a group. The lowest mark is exact; above it there may be marks that a
 * borrow or a carry has made, unless the function says "all". */
#ifndef BYTE_SCAN_H
#define BYTE_SCAN_H

#include "latin1.h"

/* HC_SCAN_PORTABLE leaves the instructions of one processor alone, so that tests see both ways. */
#if defined(__SSE2__) && !defined(HC_SCAN_PORTABLE)
#include "byte_scan_sse2.h"
#else
#include "byte_scan_words.h"
#endif

/* hc_scan_line_break returns the first CR or LF from `at` on, or `end`. */
static inline const char *hc_scan_line_break(const char *at, const char *end) {
  for (; end - at >= HC_SCAN_GROUP; at += HC_SCAN_GROUP) {
    hc_scan_mask mask = hc_scan_line_breaks(hc_scan_load(at));
    if (mask != 0) return at + hc_scan_first(mask);
  }
  while (at < end && *at != '\r' && *at != '\n')
    at++;
  return at;
}

/* hc_scan_name_end returns the first byte from `at` on that is not of HC_CLASS_FIELD_NAME, which is
 * 0x21-0x7E but ':'; or `end`. */
static inline const char *hc_scan_name_end(const char *at, const char *end) {
  for (; end - at >= HC_SCAN_GROUP; at += HC_SCAN_GROUP) {
    hc_scan_mask mask = hc_scan_outside_name(hc_scan_load(at));
    if (mask != 0) return at + hc_scan_first(mask);
  }
  while (at < end && hc_in_class(*at, HC_CLASS_FIELD_NAME))
    at++;
  return at;
}

#endif
