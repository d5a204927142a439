#include "framing.h"

#include "decisive_fields.h"
#include "hc/content_length.h"
#include "latin1.h"

/* FR.01, FR.02: exactly one coding, by the first field. RFC 9112 section 6.1 has a list whose last
 * coding is what counts. */
static bool is_chunked(const struct hc_decisive_fields *fields) {
  return hc_span_equal_ignoring_case(fields->transfer_encoding, hc_str("chunked"));
}

/* FR.08: also inside a longer word. */
static inline bool contains(struct hc_span value, const char *part) {
  return hc_contains_ignoring_case(value, hc_str(part));
}

static bool keeps_http10_open(const struct hc_decisive_fields *fields) {
  return fields->keep_alive.size > 0 || contains(fields->connection, "keep-alive") ||
         contains(fields->proxy_connection, "keep-alive");
}

static bool will_close(int version, const struct hc_decisive_fields *fields) {
  if (version == 11) return contains(fields->connection, "close"); /* FR.08 */
  return !keeps_http10_open(fields);                               /* FR.09 */
}

/* FR.05; RFC 9112 section 6.3 item 1. */
static bool has_no_body(int status, bool is_head) {
  return is_head || status == 204 || status == 304 || (status >= 100 && status < 200);
}

struct hc_framing hc_framing_decide(int status, int version, bool is_head,
                                    const struct hc_message *headers) {
  const struct hc_decisive_fields *fields = hc_message_decisive(headers);
  bool chunked = is_chunked(fields);
  uint64_t length = 0;
  /* FR.02: Transfer-Encoding wins; FR.04: repeated lengths are not compared. */
  bool has_length = !chunked && hc_content_length_parse(fields->content_length, &length);
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
      .will_close = endless || will_close(version, fields),
  };
  return framing;
}
