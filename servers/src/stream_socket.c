/* TCP. The socket options are Linux's where POSIX has none: what has left the machine's send queue
 * can only be learnt from the system. */
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "stream.h"

static enum stream_status failure(void) {
  if (errno == EAGAIN || errno == EWOULDBLOCK) return STREAM_BLOCKED;
  /* The system says EPIPE when the client had closed in order before it refused what was sent. */
  return errno == EPIPE ? STREAM_FIN : STREAM_RESET;
}

static enum stream_status socket_read(struct stream *stream, void *data, size_t room,
                                      size_t *length) {
  ssize_t count;
  do
    count = recv(stream->fd, data, room, 0);
  while (count < 0 && errno == EINTR);
  if (count < 0) return failure();
  *length = (size_t)count;
  return count ? STREAM_MOVED : STREAM_FIN;
}

static enum stream_status socket_write(struct stream *stream, const void *data, size_t length,
                                       size_t *written) {
  ssize_t count;
  do
    count = send(stream->fd, data, length, MSG_NOSIGNAL);
  while (count < 0 && errno == EINTR);
  if (count < 0) return failure();
  *written = (size_t)count;
  return STREAM_MOVED;
}

/* With this low-water mark POLLOUT means that the queue of unsent bytes is empty. */
static bool socket_is_flushed(struct stream *stream) {
  int low_water = 1, unsent = 0;
  setsockopt(stream->fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &low_water, sizeof low_water);
  return ioctl(stream->fd, SIOCOUTQNSD, &unsent) != 0 || unsent == 0;
}

/* What is written is the system's at once: nothing is queued here. */
static enum stream_status socket_flush(struct stream *stream) {
  (void)stream;
  return STREAM_MOVED;
}

static bool socket_has_queued(const struct stream *stream) {
  (void)stream;
  return false;
}

static void socket_say_goodbye(struct stream *stream) {
  (void)stream;
}

static void socket_finish(struct stream *stream) {
  shutdown(stream->fd, SHUT_WR); /* fails only when the connection is gone already */
}

static void socket_close(struct stream *stream) {
  close(stream->fd);
  stream->fd = -1;
}

static void socket_reset(struct stream *stream) {
  struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(stream->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_close(stream);
}

static const struct stream_operations socket_operations = {
    .read = socket_read,
    .write = socket_write,
    .flush = socket_flush,
    .has_queued = socket_has_queued,
    .is_flushed = socket_is_flushed,
    .say_goodbye = socket_say_goodbye,
    .finish = socket_finish,
    .close = socket_close,
    .reset = socket_reset,
};

struct stream stream_of_socket(int fd) {
  int at_once = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  return (struct stream){&socket_operations, fd, NULL};
}
