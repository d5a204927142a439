/* Python's string and bytes literals: reading their escapes, and writing values as Python's repr()
 * does. */
#ifndef TEXT_LITERAL_H
#define TEXT_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A run of bytes; |data| is borrowed unless the holder says otherwise. */
struct bytes {
  const unsigned char *data;
  size_t length;
};

enum literal_kind {
  LITERAL_BYTES, /* \xHH and octal are bytes; only ASCII may stand unescaped */
  LITERAL_TEXT, /* \xHH, octal, \uHHHH, \UHHHHHHHH are code points, written as UTF-8; a surrogate is
                   an error */
};

/* literal_decode: writes what stands between the quotes, with its escapes decoded, to |out|.
 *
 * Knows \\ \' \" \a \b \f \n \r \t \v \ooo \xHH and, for text, \uHHHH \UHHHHHHHH. Returns NULL when
 * all is well; otherwise a static message, and |*error_offset| is where in |source| the error
 * stands. An unknown escape is an error (Python only warns). */
const char *literal_decode(enum literal_kind kind, const char *source, size_t length, FILE *out,
                           size_t *error_offset);

/* literal_print_bytes: b'…' as repr(bytes) writes it, quotes chosen as Python chooses them. */
void literal_print_bytes(FILE *out, const void *data, size_t length);

/* literal_print_text: '…' as repr(str) writes it; |data| is UTF-8. Characters from U+00A0 on are
 * written as they are, except those Python counts as not printable in the Latin-1 range (U+00AD).
 * Bytes that are no UTF-8 are written as \xHH. */
void literal_print_text(FILE *out, const void *data, size_t length);

/* literal_print_safe: text for a terminal or log: as it is, but control characters (C0, DEL, C1)
 * and bytes that are no UTF-8 as escapes. */
void literal_print_safe(FILE *out, const void *data, size_t length);

/* literal_utf8_length: the length in bytes of the UTF-8 character at |data|, or 0 when there is
 * none: overlong forms, surrogates and code points past U+10FFFF are refused. |*code_point| is set
 * on success and may be NULL. */
size_t literal_utf8_length(const void *data, size_t length, unsigned *code_point);

/* literal_put_utf8: writes |code_point| (no surrogate, at most U+10FFFF) as UTF-8. */
void literal_put_utf8(FILE *out, unsigned code_point);

#endif
