/* bench-server — gives the benchmark's resources on two loopback ports, one for http and one for
 * https, one connection at a time. It prints its ports, and ends when its standard input does. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "channel.h"
#include "identity.h"
#include "response.h"

enum { REQUEST_SIZE = 16384 };

struct server {
  int http;
  int https;
  SSL_CTX *context;
  struct bench_responses responses;
};

static void fail(const char *what) {
  fprintf(stderr, "bench-server: %s: %s\n", what, strerror(errno));
  exit(2);
}

/* --- Serving --- */

static bool send_response(struct bench_channel *channel, const struct bench_response *response) {
  if (!bench_channel_send(channel, response->start, response->start_size, response->repeats > 0))
    return false;
  for (size_t i = 0; i < response->repeats; i++)
    if (!bench_channel_send(channel, response->block, response->block_size, false)) return false;
  return bench_channel_send(channel, response->end, strlen(response->end), false);
}

/* Answers every complete request head in `bytes`, and moves what is left to its beginning. */
static bool answer(const struct server *server, struct bench_channel *channel, char *bytes,
                   size_t *size) {
  char *at = bytes;
  char *blank;
  bytes[*size] = '\0';
  while ((blank = strstr(at, "\r\n\r\n")) != NULL) {
    const struct bench_response *response = bench_responses_choose(&server->responses, at);
    if (response == NULL) {
      static const char refusal[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
      bench_channel_send(channel, refusal, sizeof refusal - 1, false);
      return false;
    }
    if (!send_response(channel, response)) return false;
    at = blank + strlen("\r\n\r\n");
  }
  *size -= (size_t)(at - bytes);
  memmove(bytes, at, *size);
  return true;
}

static void serve(const struct server *server, struct bench_channel *channel) {
  char request[REQUEST_SIZE];
  size_t size = 0;
  while (size + 1 < sizeof request) {
    size_t got = bench_channel_receive(channel, request + size, sizeof request - 1 - size);
    if (got == 0) return;
    size += got;
    if (!answer(server, channel, request, &size)) return;
  }
}

static void accept_one(const struct server *server, int listener) {
  struct bench_channel channel;
  SSL_CTX *context = listener == server->https ? server->context : NULL;
  if (bench_channel_accept(&channel, listener, context)) serve(server, &channel);
  bench_channel_close(&channel);
}

/* Whether standard input has ended: whoever started us is gone or has had enough. */
static bool input_ended(short events) {
  char ignored[64];
  return events != 0 && read(STDIN_FILENO, ignored, sizeof ignored) <= 0;
}

static void serve_until_input_ends(const struct server *server) {
  struct pollfd polled[] = {{.fd = server->http, .events = POLLIN},
                            {.fd = server->https, .events = POLLIN},
                            {.fd = STDIN_FILENO, .events = POLLIN}};
  for (;;) {
    if (poll(polled, 3, -1) < 0) {
      if (errno == EINTR) continue;
      fail("poll");
    }
    if (input_ended(polled[2].revents)) return;
    for (size_t i = 0; i < 2; i++)
      if (polled[i].revents != 0) accept_one(server, polled[i].fd);
  }
}

/* --- Starting --- */

static unsigned listen_on_loopback(int *listener) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  *listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (*listener < 0 || bind(*listener, (struct sockaddr *)&address, sizeof address) != 0 ||
      listen(*listener, SOMAXCONN) != 0 ||
      getsockname(*listener, (struct sockaddr *)&address, &size) != 0)
    fail("listen on 127.0.0.1");
  return ntohs(address.sin_port);
}

static void prepare(struct server *server, const char *certificate) {
  signal(SIGPIPE, SIG_IGN); /* OpenSSL writes with write() */
  if (!bench_responses_make(&server->responses)) fail("memory");
  server->context = bench_identity_make(certificate);
  if (server->context == NULL) {
    fprintf(stderr, "bench-server: cannot make the certificate %s\n", certificate);
    ERR_print_errors_fp(stderr);
    exit(2);
  }
  unsigned http = listen_on_loopback(&server->http);
  unsigned https = listen_on_loopback(&server->https);
  printf("%u %u\n", http, https);
  fflush(stdout);
}

static void release(struct server *server) {
  bench_responses_free(&server->responses);
  SSL_CTX_free(server->context);
  close(server->http);
  close(server->https);
}

int main(int argc, char **argv) {
  if (argc != 2 || argv[1][0] == '-') {
    fputs("Usage: bench-server CERTIFICATE\n\n"
          "Gives the benchmark's resources on two ports of 127.0.0.1, http and https, and prints "
          "the ports.\nThe certificate, made afresh, is written to the file CERTIFICATE for "
          "clients to trust.\nEnds when its standard input ends.\n",
          stderr);
    return 2;
  }
  struct server server = {0};
  prepare(&server, argv[1]);
  serve_until_input_ends(&server);
  release(&server);
  return 0;
}
