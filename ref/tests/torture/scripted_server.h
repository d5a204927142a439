/* A TCP server without a thread: it sends what a stage's scene says, a segment whenever its client
 * is about to wait for one. Clients ask too little to fill a socket. */
#ifndef SCRIPTED_SERVER_H
#define SCRIPTED_SERVER_H

#include "torture/stage.h"

enum { SCRIPTED_CONNECTIONS = 8 };

struct scripted_connection {
  int client;
  int peer;
  const struct hc_span *segments;
  size_t left;
  bool ended;
};

struct scripted_server {
  int listener;
  const struct stage *stage;
  struct scripted_connection connections[SCRIPTED_CONNECTIONS];
  size_t count;
};

/* scripted_server_start listens. There is one server at a time. */
void scripted_server_start(struct scripted_server *server);
void scripted_server_stop(struct scripted_server *server);

/* scripted_server_open is the hc_transport_open that leads to it, by TCP. */
enum hc_kind scripted_server_open(void *payload, const struct hc_transport_target *target,
                                  struct hc_transport **transport, struct hc_error *error);

#endif
