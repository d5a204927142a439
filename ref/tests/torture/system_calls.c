#include "torture/system_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct system_calls system_calls;

/* --- Whose turn it is --- */

static bool is_turn(enum system_call call) {
  if (!system_calls.watching || system_calls.fault.call != call) return false;
  if (++system_calls.calls != system_calls.fault.failing) return false;
  system_calls.fired = true;
  return true;
}

static int fail_with_errno(void) {
  errno = system_calls.fault.errnum;
  return -1;
}

/* Lets the peer do what it has to before a call; that is not watched. */
static void let_peer(void (*act)(int fd), int fd) {
  if (act == NULL || !system_calls.watching) return;
  system_calls.watching = false;
  act(fd);
  system_calls.watching = true;
}

/* --- The linker's names: __wrap_x is called for x, and __real_x is x. --- */

int __real_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                       struct addrinfo **found);
int __wrap_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                       struct addrinfo **found);
int __real_socket(int domain, int type, int protocol);
int __wrap_socket(int domain, int type, int protocol);
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __real_bind(int fd, const struct sockaddr *address, socklen_t size);
int __wrap_bind(int fd, const struct sockaddr *address, socklen_t size);
int __real_connect(int fd, const struct sockaddr *address, socklen_t size);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t size);
int __real_poll(struct pollfd *polled, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *polled, nfds_t count, int timeout);
int __real_getsockopt(int fd, int level, int name, void *value, socklen_t *size);
int __wrap_getsockopt(int fd, int level, int name, void *value, socklen_t *size);
int __real_setsockopt(int fd, int level, int name, const void *value, socklen_t size);
int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t size);
ssize_t __real_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t __real_send(int fd, const void *bytes, size_t size, int flags);
ssize_t __wrap_send(int fd, const void *bytes, size_t size, int flags);
ssize_t __real_readv(int fd, const struct iovec *vectors, int count);
ssize_t __wrap_readv(int fd, const struct iovec *vectors, int count);
ssize_t __real_recv(int fd, void *into, size_t size, int flags);
ssize_t __wrap_recv(int fd, void *into, size_t size, int flags);
int __real_ioctl(int fd, unsigned long request, ...);
int __wrap_ioctl(int fd, unsigned long request, ...);
int __real_close(int fd);
int __wrap_close(int fd);
int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);

/* --- Connecting --- */

int __wrap_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                       struct addrinfo **found) {
  if (!is_turn(CALL_GETADDRINFO)) return __real_getaddrinfo(node, service, hints, found);
  errno = EIO;
  return system_calls.fault.errnum;
}

int __wrap_socket(int domain, int type, int protocol) {
  if (is_turn(CALL_SOCKET)) return fail_with_errno();
  int fd = __real_socket(domain, type, protocol);
  if (fd >= 0 && system_calls.watching) system_calls.descriptors++;
  return fd;
}

int __wrap_fcntl(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  int flags = command == F_SETFL ? va_arg(arguments, int) : 0;
  va_end(arguments);
  return is_turn(CALL_FCNTL) ? fail_with_errno() : __real_fcntl(fd, command, flags);
}

int __wrap_bind(int fd, const struct sockaddr *address, socklen_t size) {
  return is_turn(CALL_BIND) ? fail_with_errno() : __real_bind(fd, address, size);
}

/* An interrupted connect() goes on in the background. */
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t size) {
  bool turn = is_turn(CALL_CONNECT);
  if (turn && system_calls.fault.errnum != EINTR) return fail_with_errno();
  int result = __real_connect(fd, address, size);
  return turn ? fail_with_errno() : result;
}

int __wrap_getsockopt(int fd, int level, int name, void *value, socklen_t *size) {
  if (!is_turn(CALL_GETSOCKOPT)) return __real_getsockopt(fd, level, name, value, size);
  if (system_calls.fault.kind != CALL_REPORTS) return fail_with_errno();
  *(int *)value = system_calls.fault.errnum;
  return 0;
}

int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t size) {
  if (is_turn(CALL_SETSOCKOPT)) return fail_with_errno();
  return __real_setsockopt(fd, level, name, value, size);
}

/* The descriptor is gone whatever close() says. */
int __wrap_close(int fd) {
  let_peer(system_calls.before_closing, fd);
  if (system_calls.watching) system_calls.descriptors--;
  int result = __real_close(fd);
  return is_turn(CALL_CLOSE) ? fail_with_errno() : result;
}

/* --- Waiting --- */

static long lost_seconds;

int __wrap_clock_gettime(clockid_t clock, struct timespec *time) {
  int result = __real_clock_gettime(clock, time);
  time->tv_sec += lost_seconds;
  return result;
}

int __wrap_poll(struct pollfd *polled, nfds_t count, int timeout) {
  let_peer(system_calls.before_reading, polled[0].fd);
  if (!is_turn(CALL_POLL)) return __real_poll(polled, count, timeout);
  if (system_calls.fault.kind == CALL_FAILS) return fail_with_errno();
  if (system_calls.fault.kind == CALL_EXPIRES) lost_seconds += 3600;
  return 0;
}

/* --- Sending and receiving --- */

ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags) {
  if (!is_turn(CALL_SENDMSG)) return __real_sendmsg(fd, message, flags);
  if (system_calls.fault.kind == CALL_FAILS) return fail_with_errno();
  struct iovec first = message->msg_iov[0];
  first.iov_len = 1;
  struct msghdr part = {.msg_iov = &first, .msg_iovlen = 1};
  return __real_sendmsg(fd, &part, flags);
}

ssize_t __wrap_send(int fd, const void *bytes, size_t size, int flags) {
  if (!is_turn(CALL_SENDMSG)) return __real_send(fd, bytes, size, flags);
  return system_calls.fault.kind == CALL_FAILS ? fail_with_errno()
                                               : __real_send(fd, bytes, 1, flags);
}

ssize_t __wrap_readv(int fd, const struct iovec *vectors, int count) {
  let_peer(system_calls.before_reading, fd);
  if (!is_turn(CALL_RECV)) return __real_readv(fd, vectors, count);
  if (system_calls.fault.kind == CALL_FAILS) return fail_with_errno();
  return __real_recv(fd, vectors[0].iov_base, 1, 0);
}

ssize_t __wrap_recv(int fd, void *into, size_t size, int flags) {
  let_peer(system_calls.before_reading, fd);
  if (!is_turn(CALL_RECV)) return __real_recv(fd, into, size, flags);
  if (system_calls.fault.kind == CALL_FAILS) return fail_with_errno();
  return __real_recv(fd, into, 1, flags);
}

int __wrap_ioctl(int fd, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  int *result = va_arg(arguments, int *);
  va_end(arguments);
  return is_turn(CALL_IOCTL) ? fail_with_errno() : __real_ioctl(fd, request, result);
}
