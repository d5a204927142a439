/* hc/message_text.h — a message as text, as the email package generates it: each field in lines
 * that end with LF, a blank line, and what of the block belongs to no field. Values that are not
 * ASCII become encoded words (RFC 2047). (HA.09)
 *
 * A message with parts, hc_message_is_multipart(), is not taken apart: what follows its fields is
 * written as it was received, where CPython generates each part anew. */
#ifndef HC_MESSAGE_TEXT_H
#define HC_MESSAGE_TEXT_H

#include "hc/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_message_text appends as_string(maxheaderlen=max_line), which is str(message) if `max_line` is
 * 0: no line is folded. The text is Latin-1. HC_HEADER_PARSE_ERROR: within a value something like
 * another field begins a line, after a separator such as VT that Python counts as a line end.
 * HC_HEADER_WRITE_ERROR: a line of a value has no blank before it, and so could be taken for
 * something else; CPython's as_string() raises it from 3.13 on alone (deviation
 * unfolded-lines).
 * HC_MEMORY_ERROR. On failure `text` is unchanged. */
enum hc_kind hc_message_text(const struct hc_message *message, size_t max_line,
                             struct hc_buffer *text, struct hc_error *error);

/* hc_message_bytes appends as_bytes(), whose lines are folded at 78 characters where they can be.
 * HC_HEADER_PARSE_ERROR as above. HC_HEADER_WRITE_ERROR likewise, which as_bytes() does not raise
 * in CPython, up to and with 3.13.0. HC_UNICODE_ENCODE_ERROR: what follows
 * the fields is not ASCII, or a name is not. HC_MEMORY_ERROR. On failure `bytes` is unchanged. */
enum hc_kind hc_message_bytes(const struct hc_message *message, struct hc_buffer *bytes,
                              struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
