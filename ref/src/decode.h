/* bytes.decode(): strict UTF-8. */
#ifndef DECODE_H
#define DECODE_H

#include "hc/error.h"

/* hc_check_utf8 fails as `bytes`.decode(): HC_UNICODE_DECODE_ERROR at the first byte that is no
 * UTF-8. Surrogates and overlong forms are none. HC_MEMORY_ERROR. */
enum hc_kind hc_check_utf8(struct hc_span bytes, struct hc_error *error);

#endif
