/* hc/request_line.h — a request's first line (RFC 9112 section 3). */
#ifndef HC_REQUEST_LINE_H
#define HC_REQUEST_LINE_H

#include "hc/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_method_validate refuses U+0000-U+001F in `method` (UTF-8): HC_VALUE_ERROR. Space, DEL and the
 * empty method pass (RQ.06). */
enum hc_kind hc_method_validate(struct hc_span method, struct hc_error *error);

/* hc_url_validate refuses U+0000-U+0020 and U+007F in `url` (UTF-8): HC_INVALID_URL (RQ.03). */
enum hc_kind hc_url_validate(struct hc_span url, struct hc_error *error);

/* hc_request_line_write appends "METHOD URL VERSION" to `line`, without a line end. It does not
 * validate. HC_UNICODE_ENCODE_ERROR: a character is not ASCII (RQ.04). HC_MEMORY_ERROR. On failure
 * `line` is unchanged. */
enum hc_kind hc_request_line_write(struct hc_span method, struct hc_span url,
                                   struct hc_span version, struct hc_buffer *line,
                                   struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
