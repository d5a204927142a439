/* hc/field.h — a field line of a request: what may stand in it, and how it is written. */
#ifndef HC_FIELD_H
#define HC_FIELD_H

#include <stdint.h>

#include "hc/error.h"

#ifdef __cplusplus
extern "C" {
#endif

enum hc_value_kind {
  HC_VALUE_NONE = 0, /* None, or any type that is not accepted: HC_TYPE_ERROR when used */
  HC_VALUE_TEXT,     /* a str, in UTF-8 */
  HC_VALUE_BYTES,    /* bytes-like */
  HC_VALUE_INTEGER   /* an int; values only */
};

/* hc_value is a field name or a field value as a caller gives it. A kind that is none is
 * HC_TYPE_ERROR when used. */
struct hc_value {
  enum hc_value_kind kind;
  struct hc_span bytes; /* HC_VALUE_TEXT, HC_VALUE_BYTES; NUL is allowed */
  int64_t integer;
};

/* hc_text returns the value of a NUL-terminated UTF-8 string. */
static inline struct hc_value hc_text(const char *string) {
  struct hc_value value = {HC_VALUE_TEXT, {string, string ? strlen(string) : 0}, 0};
  return value;
}

/* hc_header is one item of the `headers` mapping of request(). */
struct hc_header {
  struct hc_value name;
  struct hc_value value;
};

/* hc_field_name_legal: not empty, no ':' CR LF, and the first byte is no white space (PH.03). */
bool hc_field_name_legal(struct hc_span name);

/* hc_field_value_legal: every LF is followed by SP or TAB, and every CR by SP, TAB or LF (PH.05).
 */
bool hc_field_value_legal(struct hc_span value);

/* hc_field_name_validate: HC_VALUE_ERROR "Invalid header name …" unless hc_field_name_legal. */
enum hc_kind hc_field_name_validate(struct hc_span name, struct hc_error *error);

/* hc_field_value_validate: HC_VALUE_ERROR "Invalid header value …" unless hc_field_value_legal. */
enum hc_kind hc_field_value_validate(struct hc_span value, struct hc_error *error);

/* hc_field_write appends "name: value", further values each after CRLF TAB, and no line end
 * (PH.01-PH.08). HC_UNICODE_ENCODE_ERROR: the name is not ASCII or a value not Latin-1.
 * HC_VALUE_ERROR: a name or value is not legal. HC_TYPE_ERROR: HC_VALUE_NONE, or an integer as
 * name, or a kind that is none; the message is the newest edition's, a connection gives its own
 * edition's. HC_MEMORY_ERROR. On failure `line` is unchanged. */
enum hc_kind hc_field_write(struct hc_value name, const struct hc_value *values, size_t count,
                            struct hc_buffer *line, struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
