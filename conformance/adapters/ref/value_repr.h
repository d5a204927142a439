/* repr() of a value, as debug output shows it. */
#ifndef ADAPTER_VALUE_REPR_H
#define ADAPTER_VALUE_REPR_H

#include "value.h"

/* value_repr: appends repr(value), in UTF-8, to |text|. Of an object without a literal it is the
 * class's name in angle brackets, where Python also gives an address. */
void value_repr(const struct value *value, struct hc_buffer *text);

#endif
