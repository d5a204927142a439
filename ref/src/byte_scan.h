/* Finding where something ends in a short text, eight bytes at a time: calling memchr() for each of
 * many short lines, or looking at each byte, takes twice as long. */
#ifndef BYTE_SCAN_H
#define BYTE_SCAN_H

#include <endian.h>
#include <stdint.h>

#include "latin1.h"

/* A mask marks bytes of a word by their top bits. The lowest mark is exact; above it there may be
 * marks that a borrow or a carry has made. */
#define HC_BYTES_OF(byte) (UINT64_MAX / 0xFF * (byte))

/* hc_scan_word reads eight bytes, the first of which is the lowest. */
static inline uint64_t hc_scan_word(const char *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return le64toh(word);
}

/* hc_scan_below marks the bytes below `limit`, which is at most 0x80. */
static inline uint64_t hc_scan_below(uint64_t word, unsigned char limit) {
  return (word - HC_BYTES_OF(limit)) & ~word & HC_BYTES_OF(0x80);
}

/* hc_scan_equal marks the bytes that are `byte`. */
static inline uint64_t hc_scan_equal(uint64_t word, unsigned char byte) {
  return hc_scan_below(word ^ HC_BYTES_OF(byte), 1);
}

/* hc_scan_first returns the place of the first byte that `mask`, not 0, marks. */
static inline size_t hc_scan_first(uint64_t mask) {
  return (size_t)__builtin_ctzll(mask) / 8;
}

/* hc_scan_line_break returns the first CR or LF from `at` on, or `end`. */
static inline const char *hc_scan_line_break(const char *at, const char *end) {
  while (end - at >= 8) {
    /* Of the bytes that are no greater than CR, the others are rare. */
    uint64_t mask = hc_scan_below(hc_scan_word(at), '\r' + 1);
    at += mask != 0 ? hc_scan_first(mask) : 8;
    if (mask == 0) continue;
    if (*at == '\r' || *at == '\n') return at;
    at++;
  }
  while (at < end && *at != '\r' && *at != '\n')
    at++;
  return at;
}

/* hc_scan_name_end returns the first byte from `at` on that is not of HC_CLASS_FIELD_NAME, which is
 * 0x21-0x7E but ':'; or `end`. */
static inline const char *hc_scan_name_end(const char *at, const char *end) {
  for (; end - at >= 8; at += 8) {
    uint64_t word = hc_scan_word(at);
    uint64_t from_0x7F = (word | (word + HC_BYTES_OF(1))) & HC_BYTES_OF(0x80);
    uint64_t mask = hc_scan_equal(word, ':') | hc_scan_below(word, 0x21) | from_0x7F;
    if (mask != 0) return at + hc_scan_first(mask);
  }
  while (at < end && hc_in_class(*at, HC_CLASS_FIELD_NAME))
    at++;
  return at;
}

#endif
