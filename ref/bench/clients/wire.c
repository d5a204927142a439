/* send() and recv() until done, and no more. */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../server/resource.h"

int bench_connect(const struct bench_task *task) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)task->port)};
  if (inet_pton(AF_INET, task->host, &address.sin_addr) != 1) {
    bench_complain(task->host, "not an IPv4 address");
    return -1;
  }
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int on = 1;
  if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0)
    return fd;
  bench_complain("connect", strerror(errno));
  if (fd >= 0) close(fd);
  return -1;
}

bool bench_send(int fd, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return bench_complain("send", strerror(errno));
    bytes += sent;
    size -= (size_t)sent;
  }
  return true;
}

size_t bench_receive(int fd, char *into, size_t size) {
  ssize_t got;
  do
    got = recv(fd, into, size, 0);
  while (got < 0 && errno == EINTR);
  if (got > 0) return (size_t)got;
  bench_complain("recv", got < 0 ? strerror(errno) : "the connection ended early");
  return 0;
}

size_t bench_format_request(const struct bench_task *task, char *into, size_t capacity) {
  int size = snprintf(into, capacity,
                      "GET %s HTTP/1.1\r\nHost: %s:%u\r\nAccept-Encoding: identity\r\n\r\n",
                      task->workload->path, task->host, task->port);
  if (size > 0 && (size_t)size < capacity) return (size_t)size;
  bench_complain(task->workload->path, "the request is too long");
  return 0;
}

/* Reads a response of which only the body, the last `size` bytes, is wanted. */
static bool receive_body(int fd, size_t size, struct bench_head *body) {
  char response[2 * sizeof body->bytes];
  size_t filled = 0;
  const char *blank = NULL;
  while (blank == NULL || filled < (size_t)(blank - response) + 4 + size) {
    size_t got = bench_receive(fd, response + filled, sizeof response - 1 - filled);
    if (got == 0) return false;
    filled += got;
    response[filled] = '\0';
    blank = strstr(response, "\r\n\r\n");
  }
  memcpy(body->bytes, blank + 4, size);
  body->size = size;
  return true;
}

bool bench_fetch_head(const struct bench_task *task, struct bench_head *head) {
  const struct bench_resource *resource = bench_resource_find(task->workload->path);
  char request[512];
  size_t size = bench_format_request(task, request, sizeof request);
  if (resource == NULL || resource->body_size > sizeof head->bytes || size == 0)
    return bench_complain(task->workload->path, "no head that I could hold");
  int fd = bench_connect(task);
  if (fd < 0) return false;
  bool done = bench_send(fd, request, size) && receive_body(fd, resource->body_size, head);
  close(fd);
  return done;
}
