/* Letters that Unicode has got, or got a small form of, since version 3.2.
 *
 * IDNA 2003 is bound to Unicode 3.2, but CPython's nameprep takes small letters from the Unicode of
 * the interpreter (HO.05): what RFC 3454 leaves as it is, such as U+04C0, it makes small. */
#ifndef NEWER_LETTERS_H
#define NEWER_LETTERS_H

#include <stdint.h>

/* hc_newer_lower returns the small form of such a capital, by the Unicode of that major version;
 * `character` itself if it is none. */
uint32_t hc_newer_lower(uint32_t character, unsigned unicode_version);

#endif
