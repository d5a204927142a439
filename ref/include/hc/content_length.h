/* hc/content_length.h — a Content-Length field's value (RFC 9110 section 8.6, as lenient as
 * http.client). */
#ifndef HC_CONTENT_LENGTH_H
#define HC_CONTENT_LENGTH_H

#include "hc/integer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_content_length_parse reads `value`. Returns false, with `*length` unchanged, if it is no
 * number to int() or negative: the field then counts as absent (FR.03). */
bool hc_content_length_parse(struct hc_span value, uint64_t *length);

#ifdef __cplusplus
}
#endif
#endif
