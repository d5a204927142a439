/* What http.client uses of a socket, in C: pieces to receive, an ending, and a record of what is
 * sent. Its makefile() is socket.makefile("rb"): a BufferedReader over a raw stream that does what
 * socket.SocketIO does. */
#ifndef FUZZ_PYTHON_SOCKET_H
#define FUZZ_PYTHON_SOCKET_H

#include "ending_transport.h"
#include "interpreter.h"

/* python_socket_new makes one, a new reference. `pieces` outlive all reading of it; `sent`, to
 * which what is sent is appended, all sending. */
PyObject *python_socket_new(const struct hc_span *pieces, size_t piece_count, enum ending ending,
                            struct hc_buffer *sent);

#endif
