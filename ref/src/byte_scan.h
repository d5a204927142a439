/* Finding where something ends in a short text, 8 or 16 bytes at a time: calling memchr() for each
 * of many short lines, or looking at each byte, takes twice as long.
 *
 * A mask marks bytes of a group. The lowest mark is exact; above it there may be marks that a
 * borrow or a carry has made, unless the function says "all". */
#ifndef BYTE_SCAN_H
#define BYTE_SCAN_H

#include <endian.h>
#include <stdint.h>

#include "latin1.h"

/* HC_SCAN_PORTABLE leaves the instructions of one processor alone, so that tests see both ways. */
#if defined(__SSE2__) && !defined(HC_SCAN_PORTABLE)
#include <emmintrin.h>

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

#else

/* A group is a word whose lowest byte is the first; a mask has the top bits of its bytes. */
typedef uint64_t hc_scan_group;
typedef uint64_t hc_scan_mask;
enum { HC_SCAN_GROUP = 8 };
#define HC_BYTES_OF(byte) (UINT64_MAX / 0xFF * (byte))

static inline hc_scan_group hc_scan_load(const char *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return le64toh(word);
}

/* `limit` is at most 0x80. */
static inline hc_scan_mask hc_scan_below(hc_scan_group group, unsigned char limit) {
  return (group - HC_BYTES_OF(limit)) & ~group & HC_BYTES_OF(0x80);
}

static inline hc_scan_mask hc_scan_equal(hc_scan_group group, unsigned char byte) {
  return hc_scan_below(group ^ HC_BYTES_OF(byte), 1);
}

static inline hc_scan_mask hc_scan_line_breaks(hc_scan_group group) {
  return hc_scan_equal(group, '\r') | hc_scan_equal(group, '\n');
}

/* Marks every byte that is `byte`, and no other: no sum leaves its byte. */
static inline hc_scan_mask hc_scan_all_equal(hc_scan_group group, unsigned char byte) {
  uint64_t difference = group ^ HC_BYTES_OF(byte);
  uint64_t low = (difference & HC_BYTES_OF(0x7F)) + HC_BYTES_OF(0x7F);
  return ~(low | difference) & HC_BYTES_OF(0x80);
}

/* The same, a word at a time. */
static inline uint64_t hc_scan_64_line_breaks(const char *at) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i += HC_SCAN_GROUP) {
    hc_scan_group group = hc_scan_load(at + i);
    hc_scan_mask mask = hc_scan_all_equal(group, '\r') | hc_scan_all_equal(group, '\n');
    /* The factor brings the marks together in the highest byte. */
    bits |= ((mask >> 7) * UINT64_C(0x0102040810204080) >> 56) << i;
  }
  return bits;
}

static inline hc_scan_mask hc_scan_outside_name(hc_scan_group group) {
  uint64_t from_0x7F = (group | (group + HC_BYTES_OF(1))) & HC_BYTES_OF(0x80);
  return hc_scan_equal(group, ':') | hc_scan_below(group, 0x21) | from_0x7F;
}

static inline size_t hc_scan_first(hc_scan_mask mask) {
  return (unsigned)__builtin_ctzll(mask) / 8;
}

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
