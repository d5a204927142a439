#include "scene.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* In the client's thread nothing may be asserted; what cannot go wrong there ends the test program.
 */
static void insist(int condition) {
  if (!condition) abort();
}

static int add_socket(struct client *client, int family) {
  int fd = socket(family, SOCK_STREAM, 0);
  insist(fd >= 0 && client->count < SCENE_SOCKETS);
  client->sockets[client->count] = fd;
  return (int)client->count++;
}

int client_connect_from(struct client *client, const char *source) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)client->port)};
  struct sockaddr_in from = {.sin_family = AF_INET};
  int index = add_socket(client, AF_INET);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  insist(inet_pton(AF_INET, source, &from.sin_addr) == 1);
  insist(bind(client->sockets[index], (struct sockaddr *)&from, sizeof from) == 0);
  insist(connect(client->sockets[index], (struct sockaddr *)&address, sizeof address) == 0);
  return index;
}

int client_connect(struct client *client) {
  return client_connect_from(client, "127.0.0.1");
}

int client_connect_ipv6(struct client *client) {
  struct sockaddr_in6 address = {.sin6_family = AF_INET6,
                                 .sin6_port = htons((uint16_t)client->port),
                                 .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  int index = add_socket(client, AF_INET6);
  insist(connect(client->sockets[index], (struct sockaddr *)&address, sizeof address) == 0);
  return index;
}

/* A peer that has gone is no error: what the client learns of it shows when it reads. */
void client_send(struct client *client, int index, const void *data, size_t length) {
  const char *at = data;
  while (length) {
    ssize_t count = send(client->sockets[index], at, length, MSG_NOSIGNAL);
    if (count < 0) {
      client->send_error = errno;
      return;
    }
    at += count;
    length -= (size_t)count;
  }
}

void client_say(struct client *client, int index, const char *text) {
  client_send(client, index, text, strlen(text));
}

static size_t read_some(struct client *client, int index, size_t most) {
  char part[65536];
  ssize_t count = recv(client->sockets[index], part, most < sizeof part ? most : sizeof part, 0);
  if (count <= 0) {
    client->answer_end = count ? errno : 0;
    return 0;
  }
  if (client->answer_room - client->answer_length <= (size_t)count) {
    client->answer_room = 2 * client->answer_room + sizeof part + 1;
    client->answer = realloc(client->answer, client->answer_room);
    insist(client->answer != NULL);
  }
  memcpy(client->answer + client->answer_length, part, (size_t)count);
  client->answer_length += (size_t)count;
  client->answer[client->answer_length] = '\0';
  return (size_t)count;
}

void client_read(struct client *client, int index, size_t length) {
  while (length) {
    size_t count = read_some(client, index, length);
    if (!count) return;
    length -= count;
  }
}

void client_read_all(struct client *client, int index) {
  while (read_some(client, index, SIZE_MAX))
    continue;
}

void client_finish(struct client *client, int index) {
  shutdown(client->sockets[index], SHUT_WR);
}

void client_close(struct client *client, int index) {
  if (client->sockets[index] >= 0) close(client->sockets[index]);
  client->sockets[index] = -1;
}

void client_reset(struct client *client, int index) {
  struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(client->sockets[index], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  client_close(client, index);
}

struct peer_script *scene_script(const char *source) {
  struct diagnostics *diagnostics = diagnostics_new();
  struct place start = {"script", 1, 1};
  struct peer_script *script = peer_script_parse(source, strlen(source), start, diagnostics);
  diagnostics_print(diagnostics, stderr);
  diagnostics_free(diagnostics);
  assert_non_null(script);
  return script;
}

struct acting {
  client_function *function;
  struct client *client;
  int done; /* closed when the function has returned */
};

static void *act(void *argument) {
  struct acting *acting = argument;
  acting->function(acting->client);
  close(acting->done);
  return NULL;
}

/* Handles events until the client is done and the peer has finished, or nothing is left to handle.
 */
static void drive(struct peer *peer, int done) {
  struct pollfd fds[PEER_POLL_MAX + 1];
  int is_done = 0;
  while (!is_done || !peer_finished(peer)) {
    size_t count = peer_poll(peer, fds);
    fds[count] = (struct pollfd){.fd = is_done ? -1 : done, .events = POLLIN};
    int happened = poll(fds, count + 1, is_done ? 0 : -1);
    if (is_done && happened == 0) return;
    is_done = is_done || fds[count].revents;
    peer_handle(peer, fds, count);
  }
}

void scene_play_with(struct peer *peer, const struct peer_script *script, struct scene scene,
                     struct scene_result *result) {
  int done[2];
  pthread_t thread;
  peer_begin(peer, script, scene.transport, scene.delivery, scene.seed);
  *result = (struct scene_result){.port = peer_port(peer)};
  result->client = (struct client){.port = peer_port(peer), .payload = scene.payload};
  assert_int_equal(pipe(done), 0);
  struct acting acting = {scene.client, &result->client, done[1]};
  assert_int_equal(pthread_create(&thread, NULL, act, &acting), 0);
  drive(peer, done[0]);
  peer_end(peer, &result->peer);
  pthread_join(thread, NULL);
  close(done[0]);
  for (size_t i = 0; i < result->client.count; i++)
    client_close(&result->client, (int)i);
}

void scene_play(struct scene scene, struct scene_result *result) {
  struct peer *peer = peer_new(scene.identities);
  assert_non_null(peer);
  struct peer_script *script = scene.script ? scene_script(scene.script) : NULL;
  scene_play_with(peer, script, scene, result);
  peer_script_free(script);
  peer_free(peer);
}

void scene_clear(struct scene_result *result) {
  peer_result_clear(&result->peer);
  free(result->client.answer);
  *result = (struct scene_result){0};
}

char *scene_log(const struct scene_result *result) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  wire_log_print(&result->peer.log, "", 0, out);
  fclose(out);
  return text;
}
