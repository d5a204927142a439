/* What the types of C do not say of a body, and in Python nobody has to ask. */
#include "body.h"

#include "raise.h"

enum hc_kind hc_body_check(const struct hc_body *body, struct hc_error *error) {
  switch (body->kind) {
  case HC_BODY_NONE:
  case HC_BODY_TEXT:
  case HC_BODY_BYTES: return HC_OK;
  case HC_BODY_FILE:
    if (body->read != NULL) return HC_OK;
    return hc_raise(error, HC_TYPE_ERROR, "HC_BODY_FILE without hc_body.read");
  case HC_BODY_ITERABLE:
    if (body->next != NULL) return HC_OK;
    return hc_raise(error, HC_TYPE_ERROR, "HC_BODY_ITERABLE without hc_body.next");
  }
  return hc_raise(error, HC_TYPE_ERROR, "hc_body.kind is %u, which is none", (unsigned)body->kind);
}
