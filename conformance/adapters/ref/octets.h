/* Bytes as text of the code points 0 to 255, one a byte: how the protocol says bytes, and how
 * Latin-1 reads. */
#ifndef ADAPTER_OCTETS_H
#define ADAPTER_OCTETS_H

#include "hc/buffer.h"

/* octets_to_text: appends |octets| to |text| in UTF-8. False, with |text| unchanged, when there is
 * no memory. */
bool octets_to_text(struct hc_span octets, struct hc_buffer *text);

enum octets_fault { OCTETS_OK, OCTETS_NOT_LATIN1, OCTETS_NO_MEMORY };

/* octets_from_text: appends the bytes that |text|, valid UTF-8, stands for to |octets|.
 * OCTETS_NOT_LATIN1: a code point is above 255. |octets| is unchanged unless OCTETS_OK. */
enum octets_fault octets_from_text(struct hc_span text, struct hc_buffer *octets);

#endif
