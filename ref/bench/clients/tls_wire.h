/* tls_wire.h — TLS by OpenSSL over a blocking socket without anything around it: its defaults, so
 * that a record takes two reads; the certificate checked; each connection a full handshake. */
#ifndef BENCH_TLS_WIRE_H
#define BENCH_TLS_WIRE_H

#include <openssl/ssl.h>

#include "client.h"

/* bench_tls_context returns a context that trusts the task's certificate alone; NULL on failure. */
SSL_CTX *bench_tls_context(const struct bench_task *task);

/* bench_tls_connect shakes hands over the connected descriptor `fd`, which stays the caller's. NULL
 * on failure. */
SSL *bench_tls_connect(SSL_CTX *context, const struct bench_task *task, int fd);

/* bench_tls_send writes all of the `size` bytes; false on failure. */
bool bench_tls_send(SSL *tls, const char *bytes, size_t size);

/* bench_tls_receive reads 1 … `size` bytes and returns how many; 0 on failure, to which the end of
 * the stream belongs. */
size_t bench_tls_receive(SSL *tls, char *into, size_t size);

#endif
