/* Numbers as a message has them: in decimal. */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdint.h>

#include "hc/buffer.h"

/* hc_append_decimal appends `number` in decimal digits, after '-' if it is negative. Returns false,
 * with `into` unchanged, if there is no memory. */
bool hc_append_decimal(struct hc_buffer *into, int64_t number);

#endif
