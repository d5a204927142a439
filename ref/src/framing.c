#include "framing.h"

#include "hc/content_length.h"
#include "latin1.h"

/* Whether the first field of that name has `part` in its value (FR.08: a second one is not seen,
 * and the part may be inside a longer word). */
static inline bool first_contains(const struct hc_message *headers, const char *name,
                                  const char *part) {
  struct hc_span value;
  return hc_message_get(headers, hc_str(name), &value) &&
         hc_contains_ignoring_case(value, hc_str(part));
}

/* FR.01, FR.02: exactly one coding, by the first field. RFC 9112 section 6.1 has a list whose last
 * coding is what counts. */
static bool is_chunked(const struct hc_message *headers) {
  struct hc_span value;
  return hc_message_get(headers, hc_str("transfer-encoding"), &value) &&
         hc_span_equal_ignoring_case(value, hc_str("chunked"));
}

static bool keeps_http10_open(const struct hc_message *headers) {
  struct hc_span keep_alive;
  bool has_keep_alive =
      hc_message_get(headers, hc_str("keep-alive"), &keep_alive) && keep_alive.size > 0;
  return has_keep_alive || first_contains(headers, "connection", "keep-alive") ||
         first_contains(headers, "proxy-connection", "keep-alive");
}

static bool will_close(int version, const struct hc_message *headers) {
  if (version == 11) return first_contains(headers, "connection", "close"); /* FR.08 */
  return !keeps_http10_open(headers);                                       /* FR.09 */
}

/* FR.05; RFC 9112 section 6.3 item 1. */
static bool has_no_body(int status, bool is_head) {
  return is_head || status == 204 || status == 304 || (status >= 100 && status < 200);
}

struct hc_framing hc_framing_decide(int status, int version, bool is_head,
                                    const struct hc_message *headers) {
  struct hc_framing framing = {.chunked = is_chunked(headers)};
  struct hc_span value;
  /* FR.02: Transfer-Encoding wins; FR.04: repeated lengths are not compared. */
  if (!framing.chunked && hc_message_get(headers, hc_str("content-length"), &value)) {
    framing.has_length = hc_content_length_parse(value, &framing.length);
  }
  /* FR.06: chunked stays as it is, and a chunked body would be read. */
  if (has_no_body(status, is_head)) {
    framing.has_length = true;
    framing.length = 0;
  }
  framing.will_close = will_close(version, headers);
  /* FR.07: only the end of the connection ends this body. */
  if (!framing.chunked && !framing.has_length) framing.will_close = true;
  return framing;
}
