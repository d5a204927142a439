/* hc/chunk_size.h — a chunk's size line (RFC 9112 section 7.1, as lenient as http.client). */
#ifndef HC_CHUNK_SIZE_H
#define HC_CHUNK_SIZE_H

#include "hc/integer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_chunk_size_parse reads the number before the first ';' of `line`, which may have its line
 * end. Signs, 0x and underscores are accepted, so the size may be negative (CK.02, CK.03, CK.10).
 * Returns false, with `*size` unchanged, if there is no number. */
bool hc_chunk_size_parse(struct hc_span line, struct hc_integer *size);

/* Bytes hc_chunk_size_write needs. */
enum { HC_CHUNK_SIZE_TEXT = 18 };

/* hc_chunk_size_write writes `size` as a chunk is announced: upper-case hexadecimal without leading
 * zeros, then CRLF (EH.03). Returns how many bytes it wrote. */
size_t hc_chunk_size_write(uint64_t size, char text[HC_CHUNK_SIZE_TEXT]);

#ifdef __cplusplus
}
#endif
#endif
