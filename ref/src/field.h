/* What requests and tunnels need to know of a header's name and values. */
#ifndef FIELD_H
#define FIELD_H

#include "edition.h"
#include "hc/field.h"

/* hc_field_write_by is hc_field_write with the messages of an edition. */
enum hc_kind hc_field_write_by(const struct hc_traits *traits, struct hc_value name,
                               const struct hc_value *values, size_t count, struct hc_buffer *line,
                               struct hc_error *error);

/* hc_headers_check: HC_TYPE_ERROR unless every name and value has a kind that there is. */
enum hc_kind hc_headers_check(const struct hc_header *headers, size_t count,
                              struct hc_error *error);

/* hc_raise_no_lower: HC_ATTRIBUTE_ERROR because `name` is neither text nor bytes, and so has no
 * lower() (HO.18); HC_TYPE_ERROR if its kind is none. */
enum hc_kind hc_raise_no_lower(struct hc_value name, struct hc_error *error);

#endif
