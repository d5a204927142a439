/* str.encode(): UTF-8 text into the single-byte encodings of the wire.
 *
 * HC_UNICODE_ENCODE_ERROR: a character has no such form; HC_MEMORY_ERROR. On failure `into` is
 * unchanged. */
#ifndef ENCODE_H
#define ENCODE_H

#include "hc/error.h"

/* hc_check_ascii fails as encode('ascii') of `text`, and writes nothing. */
enum hc_kind hc_check_ascii(struct hc_span text, struct hc_error *error);

/* hc_encode_latin1 appends `text` in Latin-1. */
enum hc_kind hc_encode_latin1(struct hc_span text, struct hc_buffer *into, struct hc_error *error);

/* hc_encode_body does the same, with the message that request() gives for a body (BD.05). */
enum hc_kind hc_encode_body(struct hc_span text, struct hc_buffer *into, struct hc_error *error);

#endif
