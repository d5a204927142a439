/* hc/status_line.h — a response's first line (RFC 9112 section 4, as lenient as http.client).
 *
 * Pure: bytes in, parts out. The parts borrow from the line. */
#ifndef HC_STATUS_LINE_H
#define HC_STATUS_LINE_H

#include "hc/error.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hc_status_line {
  struct hc_span version; /* the token, begins "HTTP/" */
  int status;             /* 100 … 999 */
  struct hc_span reason;  /* Latin-1, white space at both ends removed; may be empty */
};

/* hc_status_line_parse splits `line`, with or without its line end. HC_BAD_STATUS_LINE: fewer
 * than two fields, the first does not begin "HTTP/", or the second is no number in 100 … 999; the
 * error carries the line, and `*parsed` is unchanged. (SL.03-SL.09) */
enum hc_kind hc_status_line_parse(struct hc_span line, struct hc_status_line *parsed,
                                  struct hc_error *error);

/* hc_status_line_is_http tells whether `line` has two fields and the first begins "HTTP/". A bad
 * status line that is not even that ends the response; one with a bad number does not (SL.05,
 * SL.08). */
bool hc_status_line_is_http(struct hc_span line);

/* hc_http_version reads a version token: "HTTP/1.0" and "HTTP/0.9" give 10, any other that begins
 * "HTTP/1." 11. HC_UNKNOWN_PROTOCOL otherwise, with the token (SL.10). */
enum hc_kind hc_http_version(struct hc_span token, int *version, struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
