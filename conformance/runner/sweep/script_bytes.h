/* Bytes as a script of the peer writes them. */
#ifndef SWEEP_SCRIPT_BYTES_H
#define SWEEP_SCRIPT_BYTES_H

#include <stddef.h>
#include <stdio.h>

/* script_bytes_print: "send" and literals for the |length| bytes at |data|, a line of the protocol
 * a line, long runs of one byte as repetitions. Nothing where there are no bytes. */
void script_bytes_print(FILE *out, const unsigned char *data, size_t length);

#endif
