#include "torture/scripted_server.h"

#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/peer.h"
#include "support/testing.h"
#include "torture/system_calls.h"

static struct scripted_server *running;

static struct scripted_connection *find(int client) {
  for (size_t i = 0; i < running->count; i++)
    if (running->connections[i].client == client) return &running->connections[i];
  return NULL;
}

/* Sends the next segment, or the end, unless there is still something on its way. */
static void feed(int client) {
  struct scripted_connection *connection = find(client);
  int ready = 0;
  if (connection == NULL || connection->ended) return;
  assert_int_equal(ioctl(client, FIONREAD, &ready), 0);
  if (ready > 0) return;
  if (connection->left > 0) {
    peer_send(connection->peer, *connection->segments++);
    connection->left--;
  } else {
    shutdown(connection->peer, SHUT_WR);
    connection->ended = true;
  }
}

static void forget(int client) {
  struct scripted_connection *connection = find(client);
  if (connection == NULL) return;
  close(connection->peer);
  *connection = running->connections[--running->count];
}

static in_port_t port_of(int fd, int get(int, struct sockaddr *, socklen_t *)) {
  union {
    struct sockaddr any;
    struct sockaddr_in in;
  } address;
  socklen_t size = sizeof address;
  return get(fd, &address.any, &size) == 0 ? address.in.sin_port : 0;
}

/* Takes the other end of `client`. Before it there may be those of clients that are gone. */
static int accept_client(const struct scripted_server *server, int client) {
  for (;;) {
    int peer = peer_accept(server->listener);
    if (port_of(peer, getpeername) == port_of(client, getsockname)) return peer;
    close(peer);
  }
}

static void serve(struct scripted_server *server, int client) {
  assert_true(server->count < SCRIPTED_CONNECTIONS);
  struct scripted_connection *connection = &server->connections[server->count++];
  connection->client = client;
  connection->peer = accept_client(server, client);
  connection->segments = stage_segments(server->stage, server->stage->opened, &connection->left);
  connection->ended = false;
}

enum hc_kind scripted_server_open(void *payload, const struct hc_transport_target *target,
                                  struct hc_transport **transport, struct hc_error *error) {
  struct scripted_server *server = payload;
  struct hc_transport_target here = *target;
  here.host = hc_str("127.0.0.1");
  here.port = hc_port_number(peer_port(server->listener));
  enum hc_kind kind = hc_tcp_open(NULL, &here, transport, error);
  if (kind != HC_OK) return kind;
  bool watching = system_calls.watching;
  system_calls.watching = false;
  serve(server, hc_transport_fileno(*transport));
  system_calls.watching = watching;
  return HC_OK;
}

void scripted_server_start(struct scripted_server *server) {
  server->listener = peer_listen();
  server->count = 0;
  running = server;
  system_calls.before_reading = feed;
  system_calls.before_closing = forget;
}

void scripted_server_stop(struct scripted_server *server) {
  assert_int_equal(server->count, 0);
  close(server->listener);
  running = NULL;
}
