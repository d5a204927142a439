/* TCP. A socket with a timeout is non-blocking and waits in poll(); without one it blocks in the
 * call itself. EINTR is never seen outside. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "address_lookup.h"
#include "clock.h"
#include "edition.h"
#include "hc/transport.h"
#include "raise.h"
#include "timeout.h"

struct tcp_transport {
  struct hc_transport base;
  const struct hc_allocator *allocator;
  const struct hc_traits *traits;
  int64_t timeout; /* nanoseconds, HC_FOREVER, or 0: non-blocking */
  int fd;
  /* The last read took all there was, so that the next one had better wait before it tries. */
  bool drained;
};

static struct tcp_transport *self_of(struct hc_transport *transport) {
  return (struct tcp_transport *)(void *)transport;
}

/* --- Waiting --- */

/* When an operation that begins now has to be over. */
static int64_t deadline_of(const struct tcp_transport *self) {
  if (self->timeout == HC_FOREVER) return HC_FOREVER;
  int64_t start = hc_now();
  return self->timeout > INT64_MAX - start ? INT64_MAX : start + self->timeout;
}

/* Milliseconds for poll(), rounded up; -1 is for ever. */
static int poll_time(int64_t deadline) {
  if (deadline == HC_FOREVER) return -1;
  int64_t left = deadline - hc_now();
  if (left <= 0) return 0;
  int64_t milliseconds = (left - 1) / 1000000 + 1;
  return milliseconds > INT32_MAX ? INT32_MAX : (int)milliseconds;
}

/* Waits until `events` are possible. A timeout of 0 never gets here. */
static enum hc_kind wait_for(const struct tcp_transport *self, short events, int64_t deadline,
                             struct hc_error *error) {
  for (;;) {
    struct pollfd polled = {.fd = self->fd, .events = events};
    int ready = poll(&polled, 1, poll_time(deadline));
    if (ready > 0) return HC_OK;
    if (ready < 0 && errno != EINTR) return hc_error_set_errno(error, errno);
    if (ready == 0 && deadline != HC_FOREVER && hc_now() >= deadline) {
      return hc_raise(error, self->traits->timeout_kind, "timed out"); /* TO.01 */
    }
  }
}

/* After a call that set errno: HC_OK if it may be tried again, which is once `events` are
 * possible. */
static enum hc_kind recover(const struct tcp_transport *self, short events, int64_t deadline,
                            struct hc_error *error) {
  if (errno == EINTR) return HC_OK;
  bool would_block = errno == EAGAIN || errno == EWOULDBLOCK;
  if (!would_block || self->timeout == 0) return hc_error_set_errno(error, errno);
  return wait_for(self, events, deadline, error);
}

/* --- Reading and writing --- */

enum { VECTORS = 64 };

/* What is to be read: the rooms in order, or one room with the `flags` of recv(). */
struct input {
  const struct hc_room *rooms;
  size_t count;
  int flags;
};

/* One room is read by recv(), the faster call. `*asked` is how much would have been taken. */
static ssize_t receive(int fd, const struct input *input, size_t *asked) {
  const struct hc_room *rooms = input->rooms;
  *asked = rooms[0].size;
  if (input->count == 1) return recv(fd, rooms[0].data, rooms[0].size, input->flags);
  struct iovec vectors[VECTORS];
  size_t count = input->count < VECTORS ? input->count : VECTORS;
  *asked = 0;
  for (size_t i = 0; i < count; i++) {
    vectors[i].iov_base = rooms[i].data;
    vectors[i].iov_len = rooms[i].size;
    *asked += rooms[i].size;
  }
  return readv(fd, vectors, (int)count);
}

static enum hc_kind read_input(struct tcp_transport *self, const struct input *input, size_t *got,
                               struct hc_error *error) {
  int64_t deadline = deadline_of(self);
  enum hc_kind kind = HC_OK;
  if (self->timeout > 0 && self->drained) kind = wait_for(self, POLLIN, deadline, error);
  while (kind == HC_OK) {
    size_t asked;
    ssize_t received = receive(self->fd, input, &asked);
    if (received >= 0) {
      *got = (size_t)received;
      self->drained = *got < asked;
      return HC_OK;
    }
    kind = recover(self, POLLIN, deadline, error);
  }
  return kind;
}

static enum hc_kind tcp_read_rooms(struct hc_transport *transport, const struct hc_room *rooms,
                                   size_t count, size_t *got, struct hc_error *error) {
  struct input input = {rooms, count, 0};
  return read_input(self_of(transport), &input, got, error);
}

static enum hc_kind tcp_read(struct hc_transport *transport, void *into, size_t size, size_t *got,
                             struct hc_error *error) {
  struct hc_room room = hc_room_make(into, size);
  return tcp_read_rooms(transport, &room, 1, got, error);
}

/* Where the call blocks it waits for all: one system call, however many segments bring it. */
static enum hc_kind tcp_read_full(struct hc_transport *transport, void *into, size_t size,
                                  size_t *got, struct hc_error *error) {
  struct tcp_transport *self = self_of(transport);
  struct hc_room room = hc_room_make(into, size);
  struct input input = {&room, 1, self->timeout == HC_FOREVER ? MSG_WAITALL : 0};
  return read_input(self, &input, got, error);
}

static size_t tcp_ready(struct hc_transport *transport) {
  int bytes = 0;
  return ioctl(self_of(transport)->fd, FIONREAD, &bytes) == 0 && bytes > 0 ? (size_t)bytes : 0;
}

/* What is still to be written. Invariant: count > 0 and offset < spans[0].size, or count == 0. */
struct output {
  const struct hc_span *spans;
  size_t count;
  size_t offset;
};

static void advance(struct output *output, size_t written) {
  output->offset += written;
  while (output->count > 0 && output->offset >= output->spans[0].size) {
    output->offset -= output->spans[0].size;
    output->spans++;
    output->count--;
  }
}

/* sendmsg() takes pointers to data it does not change. */
static void *writable(const char *data) {
  union {
    const char *from;
    void *to;
  } pointer = {.from = data};
  return pointer.to;
}

/* One span is sent by send(), the faster call. */
static ssize_t send_some(int fd, const struct output *output) {
  if (output->count == 1) {
    struct hc_span last = output->spans[0];
    return send(fd, last.data + output->offset, last.size - output->offset, MSG_NOSIGNAL);
  }
  struct iovec vectors[VECTORS];
  size_t count = output->count < VECTORS ? output->count : VECTORS;
  for (size_t i = 0; i < count; i++) {
    size_t offset = i == 0 ? output->offset : 0;
    vectors[i].iov_base = writable(output->spans[i].data + offset);
    vectors[i].iov_len = output->spans[i].size - offset;
  }
  struct msghdr message = {.msg_iov = vectors, .msg_iovlen = count};
  return sendmsg(fd, &message, MSG_NOSIGNAL);
}

static enum hc_kind tcp_write(struct hc_transport *transport, const struct hc_span *spans,
                              size_t count, struct hc_error *error) {
  const struct tcp_transport *self = self_of(transport);
  struct output output = {spans, count, 0};
  int64_t deadline = deadline_of(self);
  enum hc_kind kind = HC_OK;
  for (advance(&output, 0); output.count > 0 && kind == HC_OK;) {
    ssize_t sent = send_some(self->fd, &output);
    if (sent >= 0)
      advance(&output, (size_t)sent);
    else
      kind = recover(self, POLLOUT, deadline, error);
  }
  return kind;
}

static int tcp_fileno(const struct hc_transport *transport) {
  return ((const struct tcp_transport *)(const void *)transport)->fd;
}

static enum hc_kind tcp_set_timeout(struct hc_transport *transport, struct hc_timeout timeout,
                                    struct hc_error *error) {
  struct tcp_transport *self = self_of(transport);
  enum hc_kind kind = hc_timeout_check_by(self->traits, timeout, error);
  if (kind != HC_OK) return kind;
  int64_t nanoseconds = hc_timeout_nanoseconds(timeout);
  int flags = fcntl(self->fd, F_GETFL);
  if (flags < 0) return hc_error_set_errno(error, errno);
  int wanted = nanoseconds == HC_FOREVER ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
  if (wanted != flags && fcntl(self->fd, F_SETFL, wanted) != 0) {
    return hc_error_set_errno(error, errno);
  }
  self->timeout = nanoseconds;
  return HC_OK;
}

static struct hc_timeout tcp_timeout(const struct hc_transport *transport) {
  return hc_timeout_of_nanoseconds(
      ((const struct tcp_transport *)(const void *)transport)->timeout);
}

static void tcp_destroy(struct hc_transport *transport) {
  struct tcp_transport *self = self_of(transport);
  if (self->fd >= 0) close(self->fd);
  hc_resize(self->allocator, self, sizeof *self, 0);
}

static const struct hc_transport_methods methods = {
    .read = tcp_read,
    .read_rooms = tcp_read_rooms,
    .read_full = tcp_read_full,
    .ready = tcp_ready,
    .write = tcp_write,
    .fileno = tcp_fileno,
    .set_timeout = tcp_set_timeout,
    .timeout = tcp_timeout,
    .destroy = tcp_destroy,
};

/* --- Connecting --- */

static enum hc_kind bind_source(int fd, int family, const struct hc_transport_target *target,
                                struct hc_error *error) {
  struct addrinfo *found = NULL;
  enum hc_kind kind = hc_lookup_source(target, family, &found, error);
  if (kind != HC_OK) return kind;
  if (bind(fd, found->ai_addr, found->ai_addrlen) != 0) kind = hc_error_set_errno(error, errno);
  freeaddrinfo(found);
  return kind;
}

/* Waits for a connect() that goes on in the background, and takes its result. */
static enum hc_kind finish_connect(const struct tcp_transport *self, int64_t deadline,
                                   struct hc_error *error) {
  enum hc_kind kind = wait_for(self, POLLOUT, deadline, error);
  if (kind != HC_OK) return kind;
  int result = 0;
  socklen_t size = sizeof result;
  if (getsockopt(self->fd, SOL_SOCKET, SO_ERROR, &result, &size) != 0) result = errno;
  return result == 0 ? HC_OK : hc_error_set_errno(error, result);
}

static enum hc_kind connect_socket(const struct tcp_transport *self, const struct addrinfo *address,
                                   struct hc_error *error) {
  int64_t deadline = deadline_of(self);
  if (connect(self->fd, address->ai_addr, address->ai_addrlen) == 0) return HC_OK;
  /* An interrupted connect() goes on as a non-blocking one does. */
  bool pending = errno == EINTR || (errno == EINPROGRESS && self->timeout != 0);
  return pending ? finish_connect(self, deadline, error) : hc_error_set_errno(error, errno);
}

/* Makes a socket that from the start is non-blocking if there is a timeout. */
static enum hc_kind make_socket(struct tcp_transport *self, const struct addrinfo *address,
                                struct hc_timeout timeout, struct hc_error *error) {
  bool in_range = hc_timeout_check(timeout, NULL) == HC_OK;
  if (in_range) self->timeout = hc_timeout_nanoseconds(timeout);
  int flags = SOCK_CLOEXEC | (self->timeout != HC_FOREVER ? SOCK_NONBLOCK : 0);
  self->fd = socket(address->ai_family, address->ai_socktype | flags, address->ai_protocol);
  if (self->fd < 0) return hc_error_set_errno(error, errno);
  return in_range ? HC_OK : hc_timeout_check_by(self->traits, timeout, error);
}

static enum hc_kind open_address(struct tcp_transport *self, const struct addrinfo *address,
                                 const struct hc_transport_target *target, struct hc_error *error) {
  enum hc_kind kind = make_socket(self, address, target->timeout, error);
  if (kind == HC_OK && target->has_source) {
    kind = bind_source(self->fd, address->ai_family, target, error);
  }
  return kind == HC_OK ? connect_socket(self, address, error) : kind;
}

/* CN.06: every address in order, until one connects; the last OSError is the result. Any other
 * error ends the attempt. */
static enum hc_kind try_addresses(struct tcp_transport *self, const struct addrinfo *address,
                                  const struct hc_transport_target *target,
                                  struct hc_error *error) {
  enum hc_kind kind = HC_OS_ERROR;
  for (; address != NULL; address = address->ai_next) {
    kind = open_address(self, address, target, error);
    if (kind == HC_OK) return HC_OK;
    if (self->fd >= 0) close(self->fd);
    self->fd = -1;
    if (!hc_kind_is(kind, HC_OS_ERROR)) break;
  }
  return kind;
}

static enum hc_kind set_nodelay(const struct tcp_transport *self, struct hc_error *error) {
  int on = 1;
  if (setsockopt(self->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0) return HC_OK;
  if (errno == ENOPROTOOPT && self->traits->nodelay_is_optional) return HC_OK; /* CN.03 */
  return hc_error_set_errno(error, errno);
}

static enum hc_kind open_target(struct tcp_transport *self,
                                const struct hc_transport_target *target, struct hc_error *error) {
  struct addrinfo *found = NULL;
  enum hc_kind kind = hc_lookup_target(target, &found, error);
  if (kind != HC_OK) return kind;
  kind = try_addresses(self, found, target, error);
  freeaddrinfo(found);
  return kind == HC_OK ? set_nodelay(self, error) : kind;
}

enum hc_kind hc_tcp_open(void *payload, const struct hc_transport_target *target,
                         struct hc_transport **transport, struct hc_error *error) {
  (void)payload;
  struct tcp_transport *self = hc_resize(target->allocator, NULL, 0, sizeof *self);
  if (self == NULL) return hc_raise_memory(error);
  struct tcp_transport made = {
      .base = {.methods = &methods, .references = 1},
      .allocator = target->allocator,
      .traits = hc_traits_of(target->edition),
      .timeout = HC_FOREVER,
      .fd = -1,
      .drained = true,
  };
  *self = made;
  enum hc_kind kind = open_target(self, target, error);
  if (kind == HC_OK)
    *transport = &self->base;
  else
    hc_transport_release(&self->base);
  return kind;
}
