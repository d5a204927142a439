#include "channel.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- TLS --- */

static bool shake_hands(struct bench_channel *channel, SSL_CTX *context) {
  channel->tls = SSL_new(context);
  if (channel->tls == NULL || SSL_set_fd(channel->tls, channel->fd) != 1 ||
      SSL_accept(channel->tls) != 1) {
    fputs("bench-server: a TLS handshake failed\n", stderr);
    ERR_print_errors_fp(stderr);
    return false;
  }
  if (SSL_session_reused(channel->tls) == 0) return true;
  fputs("bench-server: a client resumed a session; only full handshakes are compared\n", stderr);
  return false;
}

static bool send_in_tls(SSL *tls, const char *bytes, size_t size) {
  size_t sent;
  return size == 0 || SSL_write_ex(tls, bytes, size, &sent) == 1;
}

/* --- In clear --- */

static bool send_in_clear(int fd, const char *bytes, size_t size, bool more) {
  while (size > 0) {
    ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes += sent;
    size -= (size_t)sent;
  }
  return true;
}

static size_t receive_in_clear(int fd, char *into, size_t size) {
  ssize_t got;
  do
    got = recv(fd, into, size, 0);
  while (got < 0 && errno == EINTR);
  return got > 0 ? (size_t)got : 0;
}

/* --- Either --- */

/* Bytes on the way to a client at most; the kernel doubles it. What the kernel would choose differs
 * from run to run between a few hundred KiB and several MiB, and with it the same client's CPU time
 * for a MiB by up to three times; perhaps because more of it is out of the processor's cache when
 * it is received, which was not measured. */
enum { SEND_BUFFER = 131072 };

static void set_options(int fd) {
  int on = 1;
  int size = SEND_BUFFER;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

bool bench_channel_accept(struct bench_channel *channel, int listener, SSL_CTX *context) {
  channel->fd = accept(listener, NULL, NULL);
  channel->tls = NULL;
  if (channel->fd < 0) return false;
  set_options(channel->fd);
  return context == NULL || shake_hands(channel, context);
}

bool bench_channel_send(struct bench_channel *channel, const char *bytes, size_t size, bool more) {
  return channel->tls != NULL ? send_in_tls(channel->tls, bytes, size)
                              : send_in_clear(channel->fd, bytes, size, more);
}

size_t bench_channel_receive(struct bench_channel *channel, char *into, size_t size) {
  size_t got = 0;
  if (channel->tls == NULL) return receive_in_clear(channel->fd, into, size);
  if (SSL_read_ex(channel->tls, into, size, &got) == 1) return got;
  ERR_clear_error();
  return 0;
}

void bench_channel_close(struct bench_channel *channel) {
  SSL_free(channel->tls);
  channel->tls = NULL;
  if (channel->fd < 0) return;
  struct linger reset = {.l_onoff = 1, .l_linger = 0};
  setsockopt(channel->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(channel->fd);
  channel->fd = -1;
}
