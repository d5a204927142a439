/* hc/integer.h — whole numbers as Python's int() reads them.
 *
 * http.client hands status codes, ports, Content-Length and chunk sizes to int(), so signs,
 * surrounding white space and underscores between digits are accepted where the RFCs want digits
 * only (SL.07, HP.05, FR.03, CK.02). */
#ifndef HC_INTEGER_H
#define HC_INTEGER_H

#include <stdint.h>

#include "hc/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_integer is sign and magnitude. UINT64_MAX stands for that magnitude or any larger one: no
 * length of that size can be served, only its digits are lost, and what is read of it does not
 * count it down. Zero is never negative. */
struct hc_integer {
  uint64_t magnitude;
  bool negative;
};

/* hc_integer_parse_text reads Latin-1 `text` like int(str): white space is TAB LF VT FF CR SP,
 * 0x85 and 0xA0. Returns false, with `*value` unchanged, where int() raises ValueError. */
bool hc_integer_parse_text(struct hc_span text, struct hc_integer *value);

/* hc_integer_parse_utf8 reads UTF-8 `text` like int(str): as above, and any Unicode white space
 * and decimal digit counts. */
bool hc_integer_parse_utf8(struct hc_span text, struct hc_integer *value);

/* hc_integer_parse_hex reads `bytes` like int(bytes, 16): an optional 0x prefix, which one
 * underscore may follow; white space is ASCII only; the number of digits is not limited. */
bool hc_integer_parse_hex(struct hc_span bytes, struct hc_integer *value);

/* hc_integer_to_int64 converts; a value out of range gives INT64_MIN or INT64_MAX. */
int64_t hc_integer_to_int64(struct hc_integer value);

#ifdef __cplusplus
}
#endif
#endif
