/* byte_scan.h, 16 bytes at a time. */
#ifndef BYTE_SCAN_SSE2_H
#define BYTE_SCAN_SSE2_H

#include <emmintrin.h>
#include <stddef.h>
#include <stdint.h>

/* A group is a register; a mask has one bit for each of its bytes. */
typedef __m128i hc_scan_group;
typedef uint32_t hc_scan_mask;
enum { HC_SCAN_GROUP = 16 };

static inline hc_scan_group hc_scan_load(const char *at) {
  return _mm_loadu_si128((const __m128i *)(const void *)at);
}

static inline hc_scan_mask hc_scan_line_breaks(hc_scan_group group) {
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(group, _mm_set1_epi8('\r')),
                                                  _mm_cmpeq_epi8(group, _mm_set1_epi8('\n'))));
}

/* hc_scan_64_line_breaks returns a bit for each of the 64 bytes at `at`, the lowest for the first:
 * whether it is CR or LF. Unlike a search, it need not be over before the next can begin. */
static inline uint64_t hc_scan_64_line_breaks(const char *at) {
  uint64_t low = hc_scan_line_breaks(hc_scan_load(at)) | hc_scan_line_breaks(hc_scan_load(at + 16))
                                                             << 16;
  uint64_t high =
      hc_scan_line_breaks(hc_scan_load(at + 32)) | hc_scan_line_breaks(hc_scan_load(at + 48)) << 16;
  return low | high << 32;
}

/* Bytes from 0x80 on are negative here, and one more than 0x7F is too: so both are below 0x21. */
static inline hc_scan_mask hc_scan_outside_name(hc_scan_group group) {
  __m128i visible = _mm_cmpgt_epi8(_mm_add_epi8(group, _mm_set1_epi8(1)), _mm_set1_epi8(0x21));
  __m128i colon = _mm_cmpeq_epi8(group, _mm_set1_epi8(':'));
  return (uint32_t)_mm_movemask_epi8(_mm_andnot_si128(colon, visible)) ^ 0xFFFF;
}

static inline size_t hc_scan_first(hc_scan_mask mask) {
  return (unsigned)__builtin_ctz(mask);
}

#endif
