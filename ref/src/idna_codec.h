/* Host names in ASCII, as CPython's idna codec makes them: IDNA 2003, by libidn. */
#ifndef IDNA_CODEC_H
#define IDNA_CODEC_H

#include "hc/edition.h"
#include "hc/error.h"

/* hc_idna_encode appends the ASCII form of `host` (UTF-8). Labels that are ASCII keep their case
 * and are checked for length only (HO.05). HC_UNICODE_ERROR, from edition 3.13 on
 * HC_UNICODE_ENCODE_ERROR: a label is empty, longer than 63, or not possible. HC_MEMORY_ERROR. On
 * failure `into` is unchanged.
 * One thing is not as in CPython: combining marks that Unicode 3.2 does not have stay where they
 * are written among others, while CPython puts them in the order of its own Unicode. */
enum hc_kind hc_idna_encode(struct hc_span host, enum hc_edition edition, struct hc_buffer *into,
                            struct hc_error *error);

#endif
