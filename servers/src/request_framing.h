/* Where a request ends: its head, then its body as Content-Length or the chunked coding delimits it
 * (RFC 9112, sections 2.2, 6.3 and 7.1). It judges nothing else, for a peer has to take in wrong
 * requests too. */
#ifndef PEER_REQUEST_FRAMING_H
#define PEER_REQUEST_FRAMING_H

#include <stdbool.h>
#include <stddef.h>

#include "text/literal.h"

enum framing_status {
  FRAMING_MORE,      /* the request goes on behind the bytes given so far */
  FRAMING_WHOLE,     /* it ends at |end| */
  FRAMING_MALFORMED, /* at |position| something stands that the chunked coding does not allow */
};

/* How far one request has been read. The zero state stands before its first byte.
 * line_start <= position <= number of bytes seen. */
struct request_framing {
  enum framing_status (*state)(struct request_framing *, struct bytes); /* NULL: the start */
  size_t position;    /* all before it is dealt with */
  size_t scanned;     /* no line end stands between |position| and here */
  size_t head_length; /* 0 until the empty line has come */
  size_t end;         /* of the body by length, of chunk data, and finally of the request */
  size_t content_length;
  bool has_request_line;
  bool has_content_length;
  bool is_content_length_wrong; /* no number, or two that differ: there is then no body to wait for
                                 */
  bool is_chunked;
  const char *expected; /* what was expected when it is malformed; static */
};

/* request_framing_advance: reads on; |request| is the whole request from its first byte, and no
 * shorter than in the call before. Lines end in LF, with or without a CR before it; empty lines
 * before the request line belong to the head. */
enum framing_status request_framing_advance(struct request_framing *framing, struct bytes request);

/* request_framing_needs: how many bytes behind |request|, at least one, are known to belong to it,
 * after FRAMING_MORE. */
size_t request_framing_needs(const struct request_framing *framing, struct bytes request);

#endif
