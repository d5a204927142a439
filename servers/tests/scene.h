/* A scene of a test: a peer plays a script in this thread while a client, plain blocking sockets,
 * acts in another. Nothing waits on the clock: the scene ends when the peer has finished, or when
 * the client's function has returned and left connections open. */
#ifndef PEER_TESTS_SCENE_H
#define PEER_TESTS_SCENE_H

#include <stddef.h>

#include "peer/peer.h"

enum { SCENE_SOCKETS = 80 };

struct client {
  unsigned port;
  void *payload;
  int sockets[SCENE_SOCKETS]; /* -1: closed */
  size_t count;
  char *answer; /* what client_read_all() has read, followed by a NUL */
  size_t answer_length;
  size_t answer_room;
  int send_error; /* the errno of a send that failed, else 0 */
  int answer_end; /* 0: the peer closed in order; else the errno of the read */
};

typedef void client_function(struct client *client);

struct scene {
  const char *script; /* NULL: the peer plays no script */
  client_function *client;
  void *payload;
  enum peer_delivery delivery;
  uint64_t seed;
  enum peer_transport transport;
  struct peer_identities *identities; /* of scene_play(); borrowed */
};

/* What came of a scene; cleared by scene_clear(). */
struct scene_result {
  struct peer_result peer;
  struct client client;
  unsigned port;
};

/* scene_script: parses |source|; a script with errors is a failure of the test. */
struct peer_script *scene_script(const char *source);

/* scene_play: plays |scene| with a peer of its own, scene_play_with: with |peer| and its script
 * parsed. */
void scene_play(struct scene scene, struct scene_result *result);
void scene_play_with(struct peer *peer, const struct peer_script *script, struct scene scene,
                     struct scene_result *result);
void scene_clear(struct scene_result *result);

/* scene_log: the log as it prints; the caller frees it. */
char *scene_log(const struct scene_result *result);

/* What clients do. Connections are numbered from 0 in the order of client_connect(). */
int client_connect(struct client *client);
int client_connect_from(struct client *client, const char *source); /* an address of IPv4 */
int client_connect_ipv6(struct client *client);
void client_send(struct client *client, int index, const void *data, size_t length);
void client_say(struct client *client, int index, const char *text);
void client_read(struct client *client, int index,
                 size_t length);                        /* waits for exactly so many bytes */
void client_read_all(struct client *client, int index); /* until the peer ends */
void client_finish(struct client *client, int index);   /* closes the sending side */
void client_close(struct client *client, int index);
void client_reset(struct client *client, int index);

#endif
