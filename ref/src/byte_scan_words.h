/* byte_scan.h, 8 bytes at a time, on any processor. */
#ifndef BYTE_SCAN_WORDS_H
#define BYTE_SCAN_WORDS_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* As in byte_scan_sse2.h: a bit for each of 64 bytes. */
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
