/* Whether a body is one that can be sent. */
#ifndef BODY_H
#define BODY_H

#include "hc/body.h"

/* hc_body_check: HC_TYPE_ERROR unless the body's kind is one that there is, and has its callback.
 */
enum hc_kind hc_body_check(const struct hc_body *body, struct hc_error *error);

#endif
