/* Values to and from the protocol's JSON (docs/adapter-protocol.md, "Values"). */
#ifndef ADAPTER_VALUE_JSON_H
#define ADAPTER_VALUE_JSON_H

#include <jansson.h>

#include "environment.h"
#include "value.h"

enum decoding {
  DECODED,
  DECODING_ILL_FORMED, /* |what| says what is no value; static */
  DECODING_UNBOUND, /* |what| is the variable that nothing is bound to; borrowed from the message */
  DECODING_RAISES,  /* making the value raised |error| */
};

struct shared_contexts;

/* What a value is made of besides what is said. All borrowed. */
struct value_source {
  const struct environment *environment;
  enum hc_edition edition;        /* of TLS contexts */
  struct shared_contexts *shared; /* to be found there, or added */
};

/* value_decode: makes |*value|, a reference of the caller's, of an argument. Only {"ref": …} and a
 * shared context give an object that there was before. |*value| is set only by DECODED, |*what| and
 * |error| only as said above. */
enum decoding value_decode(json_t *said, const struct value_source *source, struct value **value,
                           const char **what, struct hc_error *error);

/* These return a reference of the caller's, NULL when there is no memory.
 * value_encode: as the protocol says it. text_encode: UTF-8 text; what is no valid UTF-8, such as a
 * surrogate in its three-byte form, is escaped. latin1_encode: Latin-1 as text. octets_encode:
 * {"bytes": …}. */
json_t *value_encode(const struct value *value);
json_t *text_encode(struct hc_span text);
json_t *latin1_encode(struct hc_span latin1);
json_t *octets_encode(struct hc_span octets);

#endif
