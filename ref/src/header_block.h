/* Reading a field section's bytes, without a look at what they mean. */
#ifndef HEADER_BLOCK_H
#define HEADER_BLOCK_H

#include "hc/reader.h"

/* hc_read_header_block appends the lines of a field section to `block`, the line that ends it
 * included. Errors: hc_parse_headers. (HL.01-HL.07) */
enum hc_kind hc_read_header_block(struct hc_reader *reader, struct hc_buffer *block,
                                  struct hc_error *error);

#endif
