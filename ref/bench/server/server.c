/* bench-server — gives the benchmark's resources on a loopback port, one connection at a time.
 *
 * Its responses are made before the first connection, so that its own cost is small and the same
 * for every client. It prints its port, and ends when its standard input does. A connection that
 * the client has closed is closed with a reset: no port is left in TIME_WAIT, and runs of hundreds
 * of thousands of connections do not exhaust them. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "resource.h"

enum { BLOCK_SIZE = 1024 * 1024, REQUEST_SIZE = 16384, RESOURCES_MAX = 16 };

/* A response is `start`, then `block` `repeats` times, then `end`. A long body repeats one
 * mebibyte, which stays in the cache: the client's memory traffic is what is measured. */
struct response {
  const struct bench_resource *resource;
  char *start;
  size_t start_size;
  char *block;
  size_t block_size;
  size_t repeats;
  const char *end;
};

struct server {
  int listener;
  struct response responses[RESOURCES_MAX];
  size_t response_count;
};

static void fail(const char *what) {
  fprintf(stderr, "bench-server: %s: %s\n", what, strerror(errno));
  exit(2);
}

/* --- Making the responses --- */

static void *allocate(size_t size) {
  void *memory = malloc(size);
  if (memory == NULL) fail("memory");
  return memory;
}

/* Letters and digits in no order that a mixed-up offset would survive (xorshift). */
static void fill(char *bytes, size_t size) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint32_t state = 2463534242U;
  for (size_t i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    bytes[i] = alphabet[state % 64];
  }
}

/* One block of the body, cut into chunks if the resource is chunked. */
static void make_block(struct response *response) {
  const struct bench_resource *resource = response->resource;
  size_t piece = resource->chunk_size != 0 ? resource->chunk_size : BLOCK_SIZE;
  char *content = allocate(BLOCK_SIZE);
  fill(content, BLOCK_SIZE);
  response->block = allocate((size_t)2 * BLOCK_SIZE);
  char *at = response->block;
  for (size_t offset = 0; offset < BLOCK_SIZE; offset += piece) {
    if (resource->chunk_size != 0) at += sprintf(at, "%zx\r\n", piece);
    memcpy(at, content + offset, piece);
    at += piece;
    if (resource->chunk_size != 0) at += sprintf(at, "\r\n");
  }
  free(content);
  response->block_size = (size_t)(at - response->block);
  response->repeats = resource->body_size / BLOCK_SIZE;
  response->end = resource->chunk_size != 0 ? "0\r\n\r\n" : "";
}

static void make_response(struct response *response, const struct bench_resource *resource) {
  *response = (struct response){.resource = resource, .end = ""};
  char framing[64];
  if (resource->chunk_size != 0)
    snprintf(framing, sizeof framing, "Transfer-Encoding: chunked");
  else
    snprintf(framing, sizeof framing, "Content-Length: %zu", resource->body_size);
  enum { HEAD_MAX = 512 };
  response->start = allocate(HEAD_MAX + (resource->body != NULL ? resource->body_size : 0));
  int size = snprintf(response->start, HEAD_MAX, BENCH_TYPICAL_HEAD("%s"), framing);
  response->start_size = (size_t)size;
  if (resource->body == NULL) {
    make_block(response);
    return;
  }
  memcpy(response->start + response->start_size, resource->body, resource->body_size);
  response->start_size += resource->body_size;
}

static void make_responses(struct server *server) {
  const struct bench_resource *resource;
  while ((resource = bench_resource_at(server->response_count)) != NULL &&
         server->response_count < RESOURCES_MAX)
    make_response(&server->responses[server->response_count++], resource);
}

/* --- Serving --- */

static bool send_all(int fd, const char *bytes, size_t size, bool more) {
  while (size > 0) {
    ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes += sent;
    size -= (size_t)sent;
  }
  return true;
}

static bool send_response(int fd, const struct response *response) {
  if (!send_all(fd, response->start, response->start_size, response->repeats > 0)) return false;
  for (size_t i = 0; i < response->repeats; i++)
    if (!send_all(fd, response->block, response->block_size, false)) return false;
  return send_all(fd, response->end, strlen(response->end), false);
}

/* The response to the request head `head`, NULL if it is no GET of something we have. */
static const struct response *choose(const struct server *server, const char *head) {
  static const char method[] = "GET ";
  if (strncmp(head, method, sizeof method - 1) != 0) return NULL;
  const char *path = head + sizeof method - 1;
  size_t size = strcspn(path, " \r\n");
  for (size_t i = 0; i < server->response_count; i++) {
    const struct response *response = &server->responses[i];
    if (strlen(response->resource->path) == size &&
        memcmp(path, response->resource->path, size) == 0)
      return response;
  }
  return NULL;
}

/* Answers every complete request head in `bytes`, and moves what is left to its beginning. */
static bool answer(const struct server *server, int fd, char *bytes, size_t *size) {
  char *at = bytes;
  char *blank;
  bytes[*size] = '\0';
  while ((blank = strstr(at, "\r\n\r\n")) != NULL) {
    const struct response *response = choose(server, at);
    if (response == NULL) {
      static const char refusal[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
      send_all(fd, refusal, sizeof refusal - 1, false);
      return false;
    }
    if (!send_response(fd, response)) return false;
    at = blank + strlen("\r\n\r\n");
  }
  *size -= (size_t)(at - bytes);
  memmove(bytes, at, *size);
  return true;
}

static void serve(const struct server *server, int fd) {
  char request[REQUEST_SIZE];
  size_t size = 0;
  while (size + 1 < sizeof request) {
    ssize_t got = recv(fd, request + size, sizeof request - 1 - size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    size += (size_t)got;
    if (!answer(server, fd, request, &size)) return;
  }
}

static void accept_one(const struct server *server) {
  int fd = accept(server->listener, NULL, NULL);
  if (fd < 0) return;
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  serve(server, fd);
  struct linger reset = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(fd);
}

/* Whether standard input has ended: whoever started us is gone or has had enough. */
static bool input_ended(short events) {
  char ignored[64];
  return events != 0 && read(STDIN_FILENO, ignored, sizeof ignored) <= 0;
}

static void serve_until_input_ends(const struct server *server) {
  struct pollfd polled[] = {{.fd = server->listener, .events = POLLIN},
                            {.fd = STDIN_FILENO, .events = POLLIN}};
  for (;;) {
    if (poll(polled, 2, -1) < 0) {
      if (errno == EINTR) continue;
      fail("poll");
    }
    if (input_ended(polled[1].revents)) return;
    if (polled[0].revents != 0) accept_one(server);
  }
}

static unsigned listen_on_loopback(struct server *server) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (server->listener < 0 ||
      bind(server->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
      listen(server->listener, SOMAXCONN) != 0 ||
      getsockname(server->listener, (struct sockaddr *)&address, &size) != 0)
    fail("listen on 127.0.0.1");
  return ntohs(address.sin_port);
}

static void release(struct server *server) {
  for (size_t i = 0; i < server->response_count; i++) {
    free(server->responses[i].start);
    free(server->responses[i].block);
  }
  close(server->listener);
}

int main(int argc, char **argv) {
  (void)argv;
  if (argc != 1) {
    fputs("Usage: bench-server\n\nGives the benchmark's resources on a port of 127.0.0.1, prints "
          "the port,\nand ends when its standard input ends.\n",
          stderr);
    return 2;
  }
  struct server server = {0};
  make_responses(&server);
  printf("%u\n", listen_on_loopback(&server));
  fflush(stdout);
  serve_until_input_ends(&server);
  release(&server);
  return 0;
}
