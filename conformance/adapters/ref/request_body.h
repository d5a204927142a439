/* What request(), endheaders() and send() are given to send, as the library takes it. */
#ifndef ADAPTER_REQUEST_BODY_H
#define ADAPTER_REQUEST_BODY_H

#include "hc/body.h"
#include "outcome.h"
#include "value.h"

enum body_use { BODY_OF_REQUEST, BODY_OF_SEND };

/* A body while it is being sent. |body| points into it, so it stays in its place. */
struct request_body {
  struct hc_body body;
  struct value *source; /* borrowed */
  enum body_use use;
  size_t position; /* the next item of a list, tuple or dict */
};

/* request_body_make: |source| is borrowed until the body is sent. What Python would only find wrong
 * on the way (no bytes-like object, an item that is none) is found wrong there too: as a failure of
 * the body. False, with the outcome unsupported, for an iterable of files or iterables. */
bool request_body_make(struct value *source, enum body_use use, struct request_body *body,
                       struct outcome *outcome);

#endif
