/* foreknown.h — exchanges with a server whose responses are known beforehand, all but the size of
 * the head: what the clients that parse nothing have in common. */
#ifndef BENCH_FOREKNOWN_H
#define BENCH_FOREKNOWN_H

#include "../server/resource.h"
#include "tls_wire.h"
#include "wire.h"

/* The least that is read at once; smaller amounts are handed out from a buffer of this size. */
enum { BENCH_RECEIVE_SIZE = 65536 };

/* bench_foreknown's zero state can be closed. */
struct bench_foreknown {
  const struct bench_task *task;
  const struct bench_resource *resource;
  char request[512];
  size_t request_size;
  SSL_CTX *context; /* NULL: http */
  bool connected;
  int fd;           /* if connected */
  SSL *tls;         /* over `fd`; NULL: http */
  size_t head_size; /* 0: not known yet */
  char *buffer;     /* of `capacity` bytes: what the workload reads at once */
  size_t capacity;
};

/* bench_foreknown_open prepares exchanges for a task; false on failure. */
bool bench_foreknown_open(struct bench_foreknown *known, const struct bench_task *task);

/* bench_foreknown_request sends the request, over a new connection if there is none. */
bool bench_foreknown_request(struct bench_foreknown *known);

/* bench_foreknown_receive reads 1 … `size` bytes and returns how many; 0 on failure, to which the
 * end of the stream belongs. */
size_t bench_foreknown_receive(struct bench_foreknown *known, char *into, size_t size);

/* bench_foreknown_read_head reads a response's head, and no further, and notes its size; false on
 * failure, and for a status other than 200. */
bool bench_foreknown_read_head(struct bench_foreknown *known);

/* bench_foreknown_disconnect ends the connection, if there is one. */
void bench_foreknown_disconnect(struct bench_foreknown *known);

/* bench_foreknown_close releases all but `known` itself. */
void bench_foreknown_close(struct bench_foreknown *known);

#endif
