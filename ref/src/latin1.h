/* Latin-1 text as http.client sees it: each byte is a character, and white space is what Python's
 * str says it is, which is more than the RFCs' SP and HTAB (SL.03). */
#ifndef LATIN1_H
#define LATIN1_H

#include "hc/span.h"

enum hc_class {
  HC_CLASS_SPACE = 1,       /* str.isspace(): TAB LF VT FF CR, 0x1C-0x1F, SP, 0x85, 0xA0 */
  HC_CLASS_ASCII_SPACE = 2, /* bytes.isspace(): TAB LF VT FF CR SP */
  HC_CLASS_FIELD_NAME = 4   /* what the email parser takes before ':': 0x21-0x7E but ':' (HD.04) */
};

/* Which classes each byte is in. */
extern const unsigned char hc_classes[256];

/* hc_in_class tells whether `byte` is in one of `classes`. */
static inline bool hc_in_class(char byte, unsigned classes) {
  return (hc_classes[(unsigned char)byte] & classes) != 0;
}

/* hc_lower returns an ASCII letter in lower case, and any other byte as it is. */
static inline char hc_lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

/* hc_lower_latin1: str.lower(), of each character alone. */
static inline char hc_lower_latin1(char byte) {
  unsigned char code = (unsigned char)byte;
  bool upper = code >= 0xC0 && code <= 0xDE && code != 0xD7;
  return upper ? (char)(code + 0x20) : hc_lower(byte);
}

/* hc_strip_end removes bytes of `classes` at the end. */
static inline struct hc_span hc_strip_end(struct hc_span text, unsigned classes) {
  while (text.size > 0 && hc_in_class(text.data[text.size - 1], classes))
    text.size--;
  return text;
}

/* hc_size_outside returns how many bytes come before the first of `classes`; all if none is. */
size_t hc_size_outside(struct hc_span text, unsigned classes);

/* hc_strip_start removes bytes of `classes` at the start. */
struct hc_span hc_strip_start(struct hc_span text, unsigned classes);

/* hc_strip removes bytes of `classes` at both ends. */
struct hc_span hc_strip(struct hc_span text, unsigned classes);

/* hc_starts_with compares byte for byte. */
static inline bool hc_starts_with(struct hc_span text, const char *prefix) {
  size_t size = strlen(prefix);
  return text.size >= size && memcmp(text.data, prefix, size) == 0;
}

/* hc_contains_ignoring_case tells whether `text` has `part`, which begins with a letter, given in
 * lower-case ASCII. */
bool hc_contains_ignoring_case(struct hc_span text, struct hc_span part);

/* hc_is_ascii tells whether no byte is above 0x7F. */
bool hc_is_ascii(struct hc_span text);

#endif
