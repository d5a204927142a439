/* bytes.decode(): UTF-8, strict or with replacement. */
#ifndef DECODE_H
#define DECODE_H

#include "hc/error.h"

/* hc_check_utf8 fails as `bytes`.decode(): HC_UNICODE_DECODE_ERROR at the first byte that is no
 * UTF-8. Surrogates and overlong forms are none. HC_MEMORY_ERROR. */
enum hc_kind hc_check_utf8(struct hc_span bytes, struct hc_error *error);

/* hc_decode_replacing appends `bytes`.decode(errors='replace') in UTF-8: U+FFFD stands for what is
 * no UTF-8, once for bytes that belong together. Returns false if there is no memory. */
bool hc_decode_replacing(struct hc_span bytes, struct hc_buffer *into);

#endif
