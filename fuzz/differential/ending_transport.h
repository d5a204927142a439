/* A memory transport that may end in an error: what comes after the last byte is the end of the
 * stream, a reset, or a timeout. */
#ifndef FUZZ_ENDING_TRANSPORT_H
#define FUZZ_ENDING_TRANSPORT_H

#include "hc/memory_transport.h"

enum ending { ENDING_CLOSE, ENDING_RESET, ENDING_TIMEOUT, ENDING_COUNT };

/* ending_transport_new makes a transport with one reference, the caller's, of `script`; both it and
 * `written` outlive the transport. Without memory the program aborts. */
struct hc_transport *ending_transport_new(const struct hc_memory_script *script, enum ending ending,
                                          struct hc_buffer *written, enum hc_edition edition);

#endif
