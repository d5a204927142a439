/* Reading a field section's bytes, without a look at what they mean. */
#ifndef HEADER_BLOCK_H
#define HEADER_BLOCK_H

#include "hc/reader.h"

/* hc_read_header_block appends the lines of a field section to `block`, the line that ends it
 * included. Errors: hc_parse_headers. (HL.01-HL.07) */
enum hc_kind hc_read_header_block(struct hc_reader *reader, struct hc_buffer *block,
                                  struct hc_error *error);

/* hc_take_block_line takes the first line, with its line end, off a block that was read so. At the
 * last one `*ended` is set; where the stream ended instead, that is an empty line. */
struct hc_span hc_take_block_line(struct hc_span *block, bool *ended);

#endif
