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
  return hc_message_get(headers, hc_str("Transfer-Encoding"), &value) &&
         hc_span_equal_ignoring_case(value, hc_str("chunked"));
}

static bool keeps_http10_open(const struct hc_message *headers) {
  struct hc_span keep_alive;
  bool has_keep_alive =
      hc_message_get(headers, hc_str("Keep-Alive"), &keep_alive) && keep_alive.size > 0;
  return has_keep_alive || first_contains(headers, "Connection", "keep-alive") ||
         first_contains(headers, "Proxy-Connection", "keep-alive");
}

static bool will_close(int version, const struct hc_message *headers) {
  if (version == 11) return first_contains(headers, "Connection", "close"); /* FR.08 */
  return !keeps_http10_open(headers);                                       /* FR.09 */
}

/* FR.05; RFC 9112 section 6.3 item 1. */
static bool has_no_body(int status, bool is_head) {
  return is_head || status == 204 || status == 304 || (status >= 100 && status < 200);
}

/* FR.02: Transfer-Encoding wins; FR.04: repeated lengths are not compared. */
static bool find_length(bool chunked, const struct hc_message *headers, uint64_t *length) {
  struct hc_span value;
  return !chunked && hc_message_get(headers, hc_str("Content-Length"), &value) &&
         hc_content_length_parse(value, length);
}

struct hc_framing hc_framing_decide(int status, int version, bool is_head,
                                    const struct hc_message *headers) {
  bool chunked = is_chunked(headers);
  uint64_t length = 0;
  bool has_length = find_length(chunked, headers, &length);
  /* FR.06: chunked stays as it is, and a chunked body would be read. */
  if (has_no_body(status, is_head)) {
    has_length = true;
    length = 0;
  }
  /* FR.07: only the end of the connection ends this body. */
  bool endless = !chunked && !has_length;
  struct hc_framing framing = {
      .chunked = chunked,
      .has_length = has_length,
      .length = length,
      .will_close = endless || will_close(version, headers),
  };
  return framing;
}
