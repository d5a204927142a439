/* Encoded words (RFC 2047) in the charset utf-8, of Latin-1 text, as the email package writes them.
 */
#ifndef ENCODED_WORD_H
#define ENCODED_WORD_H

#include "hc/buffer.h"

enum hc_word_encoding { HC_WORD_Q, HC_WORD_BASE64 };

/* hc_word_encoding_of returns the encoding that makes `text` shorter. */
enum hc_word_encoding hc_word_encoding_of(struct hc_span text);

/* hc_word_fit returns how many bytes at the start of `text` fit into a word of `room` characters.
 */
size_t hc_word_fit(struct hc_span text, enum hc_word_encoding encoding, size_t room);

/* hc_word_write appends `text` as one word; of an empty text it makes nothing. Returns false if
 * there is no memory. */
bool hc_word_write(struct hc_span text, enum hc_word_encoding encoding, struct hc_buffer *into);

#endif
