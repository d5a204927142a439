/* wire.h — a blocking TCP connection without anything around it. */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include "client.h"

/* bench_connect returns a descriptor connected to the task's server with TCP_NODELAY set, -1 on
 * failure. */
int bench_connect(const struct bench_task *task);

/* bench_send writes all of the `size` bytes; false on failure. */
bool bench_send(int fd, const char *bytes, size_t size);

/* bench_receive reads 1 … `size` bytes and returns how many; 0 on failure, to which the end of the
 * stream belongs. */
size_t bench_receive(int fd, char *into, size_t size);

/* bench_format_request writes the request that http.client sends for the task's path, and returns
 * its size; 0 if it does not fit. */
size_t bench_format_request(const struct bench_task *task, char *into, size_t capacity);

/* bench_head is a response head to be parsed: the body of a BENCH_HEAD workload. */
struct bench_head {
  char bytes[4096];
  size_t size;
};

/* bench_fetch_head gets the head that the task is about; false on failure. */
bool bench_fetch_head(const struct bench_task *task, struct bench_head *head);

#endif
