/* How the user's own fields frame the body of the request: what they say is then kept to, and what
 * they cannot mean is refused, since a server would take the rest of such a request for another. */
#ifndef FETCH_FRAMING_H
#define FETCH_FRAMING_H

#include "hc/field.h"

/* The zero state: they do not, and the program frames the body. */
struct framing {
  bool is_chunked; /* Transfer-Encoding, and chunked is its last coding */
  bool has_length; /* Content-Length */
  int64_t length;  /* in bytes */
};

/* framing_read finds the fields that frame the body. Returns NULL, or what is wrong with them
 * (static). */
const char *framing_read(const struct hc_header *fields, size_t count, struct framing *framing);

#endif
