/* Python's repr() of str and bytes, and text in UTF-8: what exception messages are made of. */
#ifndef REPR_H
#define REPR_H

#include "hc/buffer.h"

/* hc_repr_text appends repr() of a str given in UTF-8. Above U+00FF only surrogates are taken for
 * unprintable. Returns false if there is no memory. */
bool hc_repr_text(struct hc_span text, struct hc_buffer *into);

/* hc_repr_bytes appends repr() of bytes. Returns false if there is no memory. */
bool hc_repr_bytes(struct hc_span bytes, struct hc_buffer *into);

/* hc_latin1_to_utf8 appends Latin-1 text in UTF-8. Returns false if there is no memory. */
bool hc_latin1_to_utf8(struct hc_span text, struct hc_buffer *into);

#endif
