/* channel.h — a connection as the server sees it: a socket, with TLS over it or without. */
#ifndef BENCH_CHANNEL_H
#define BENCH_CHANNEL_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

/* Zero state: none; but a descriptor of 0 is not one of ours. */
struct bench_channel {
  int fd;
  SSL *tls; /* NULL: in clear */
};

/* bench_channel_accept takes a connection off `listener`, and shakes hands if `context` is not
 * NULL. A client that resumes a session is told off, on standard error, and refused: every
 * connection is to cost every client the same. False on failure; bench_channel_close is the
 * caller's to call either way. */
bool bench_channel_accept(struct bench_channel *channel, int listener, SSL_CTX *context);

/* bench_channel_send sends all of the bytes, in clear held back for more to come if `more`. */
bool bench_channel_send(struct bench_channel *channel, const char *bytes, size_t size, bool more);

/* bench_channel_receive returns how many bytes came, 0 at the end of the stream or on failure. */
size_t bench_channel_receive(struct bench_channel *channel, char *into, size_t size);

/* bench_channel_close closes with a reset, so that no port is left in TIME_WAIT: runs of hundreds
 * of thousands of connections do not exhaust them. */
void bench_channel_close(struct bench_channel *channel);

#endif
