#include "hc/status_line.h"

#include "hc/integer.h"
#include "latin1.h"
#include "raise.h"

/* The fields of a status line as str.split(None, 2) cuts them. With two fields only, http.client
 * splits again by split(None, 1), so that white space at the line's end stays with the status
 * (SL.09). */
struct fields {
  struct hc_span version;
  struct hc_span status;
  struct hc_span reason;
};

/* Takes the bytes before the next white space off `*text`. */
static struct hc_span take_token(struct hc_span *text) {
  size_t size = hc_size_outside(*text, HC_CLASS_SPACE);
  struct hc_span token = hc_span_make(text->data, size);
  *text = hc_span_make(text->data + size, text->size - size);
  return token;
}

/* Returns false if there are fewer than two fields. */
static bool split(struct hc_span line, struct fields *fields) {
  struct hc_span rest = hc_strip_start(line, HC_CLASS_SPACE);
  fields->version = take_token(&rest);
  rest = hc_strip_start(rest, HC_CLASS_SPACE);
  if (rest.size == 0) return false;
  fields->status = rest;
  struct hc_span status = take_token(&rest);
  fields->reason = hc_strip_start(rest, HC_CLASS_SPACE);
  if (fields->reason.size > 0) fields->status = status;
  return true;
}

/* Reads the line as servers write it, "HTTP/1.1 200 OK" CRLF: each part in its place, one space
 * between them. False if it is not that; then it may be valid all the same. */
static bool parse_usual(struct hc_span line, struct hc_status_line *parsed) {
  enum { STATUS = 9, REASON = 13 };
  const char *at = line.data;
  if (line.size <= REASON || !hc_starts_with(line, "HTTP/1.")) return false;
  if (at[STATUS - 1] != ' ' || at[REASON - 1] != ' ') return false;
  if (hc_in_class(at[STATUS - 2], HC_CLASS_SPACE) || hc_in_class(at[REASON], HC_CLASS_SPACE)) {
    return false;
  }
  unsigned status = 0;
  for (size_t i = STATUS; i < STATUS + 3; i++) {
    if (at[i] < '0' || at[i] > '9') return false;
    status = 10 * status + (unsigned)(at[i] - '0');
  }
  if (status < 100) return false;
  parsed->version = hc_span_make(at, STATUS - 1);
  parsed->status = (int)status;
  parsed->reason = hc_strip_end(hc_span_make(at + REASON, line.size - REASON), HC_CLASS_SPACE);
  return true;
}

bool hc_status_line_is_http(struct hc_span line) {
  struct fields fields;
  return split(line, &fields) && hc_starts_with(fields.version, "HTTP/");
}

enum hc_kind hc_status_line_parse(struct hc_span line, struct hc_status_line *parsed,
                                  struct hc_error *error) {
  if (parse_usual(line, parsed)) return HC_OK;
  struct fields fields;
  if (!split(line, &fields)) return hc_raise_bad_status_line(error, line);
  /* SL.05: case-sensitive. */
  if (!hc_starts_with(fields.version, "HTTP/")) return hc_raise_bad_status_line(error, line);
  /* SL.07; RFC 9112 section 4 wants exactly three digits. */
  struct hc_integer status;
  if (!hc_integer_parse_text(fields.status, &status)) return hc_raise_bad_status_line(error, line);
  if (status.negative || status.magnitude < 100 || status.magnitude > 999) {
    return hc_raise_bad_status_line(error, line);
  }
  parsed->version = fields.version;
  parsed->status = (int)status.magnitude;
  parsed->reason = hc_strip(fields.reason, HC_CLASS_SPACE);
  return HC_OK;
}

enum hc_kind hc_http_version(struct hc_span token, int *version, struct hc_error *error) {
  /* SL.10: some servers say 0.9 and mean 1.0. */
  if (hc_span_equal(token, hc_str("HTTP/1.0")) || hc_span_equal(token, hc_str("HTTP/0.9"))) {
    *version = 10;
    return HC_OK;
  }
  if (hc_starts_with(token, "HTTP/1.")) {
    *version = 11;
    return HC_OK;
  }
  return hc_raise_unknown_protocol(error, token);
}
