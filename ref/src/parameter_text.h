/* The value of a structured field as text: where its parameters end, and what their quotes hide. */
#ifndef PARAMETER_TEXT_H
#define PARAMETER_TEXT_H

#include "hc/span.h"

/* hc_before returns `text` up to the first `byte`, or all of it. hc_from returns it from `start`
 * on, which is not past its end. */
struct hc_span hc_before(struct hc_span text, char byte);
struct hc_span hc_from(struct hc_span text, size_t start);

/* hc_take_parameter takes a parameter off `*rest`: up to the next ';' that is not between quotes,
 * which goes too. A quote after a backslash does not count. */
struct hc_span hc_take_parameter(struct hc_span *rest);

/* hc_unquote writes `value` without the quotes or angle brackets around it, as
 * email.utils.unquote(), and returns the size. `into` has room for `value`, and may be its own
 * bytes. */
size_t hc_unquote(struct hc_span value, char *into);

#endif
