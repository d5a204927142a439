/* How the body of a response ends (RFC 9112 section 6, as http.client decides it). */
#ifndef FRAMING_H
#define FRAMING_H

#include "hc/message.h"

struct hc_framing {
  bool chunked;
  bool has_length;
  uint64_t length;
  bool will_close; /* the connection cannot serve another exchange */
};

/* hc_framing_decide decides by the response's status, version (10 or 11) and fields, and whether
 * the request's method was HEAD (FR.01-FR.10). */
struct hc_framing hc_framing_decide(int status, int version, bool is_head,
                                    const struct hc_message *headers);

#endif
