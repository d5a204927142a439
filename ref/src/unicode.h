/* The little of Unicode that int(), encode() and messages need: UTF-8, white space, and decimal
 * digits. */
#ifndef UNICODE_H
#define UNICODE_H

#include <stdint.h>

#include "hc/buffer.h"

/* hc_utf8_next decodes the character at the start of `text` and moves past it. A surrogate in its
 * three-byte form is decoded; a byte that begins nothing well-formed counts as U+FFFD. `text` is
 * not empty. */
uint32_t hc_utf8_next(struct hc_span *text);

/* hc_utf8_append appends `character`, up to U+10FFFF, a surrogate in its place among the others.
 * False without memory. */
bool hc_utf8_append(struct hc_buffer *buffer, uint32_t character);

/* hc_utf8_count returns the number of characters, as len() of a str. */
size_t hc_utf8_count(struct hc_span text);

/* hc_unicode_is_space: str.isspace() of one character. */
bool hc_unicode_is_space(uint32_t character);

/* hc_unicode_decimal returns the value of a decimal digit of any script, or -1. */
int hc_unicode_decimal(uint32_t character);

#endif
