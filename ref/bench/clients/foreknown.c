/* Sending the request, and the head, of which only the end is looked for. */
#include "foreknown.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- The connection --- */

void bench_foreknown_disconnect(struct bench_foreknown *known) {
  SSL_free(known->tls);
  known->tls = NULL;
  if (known->connected) close(known->fd);
  known->connected = false;
}

static bool connect_to(struct bench_foreknown *known) {
  known->fd = bench_connect(known->task);
  known->connected = known->fd >= 0;
  if (!known->connected || known->context == NULL) return known->connected;
  known->tls = bench_tls_connect(known->context, known->task, known->fd);
  return known->tls != NULL;
}

bool bench_foreknown_request(struct bench_foreknown *known) {
  if (!known->connected && !connect_to(known)) return false;
  return known->tls != NULL ? bench_tls_send(known->tls, known->request, known->request_size)
                            : bench_send(known->fd, known->request, known->request_size);
}

size_t bench_foreknown_receive(struct bench_foreknown *known, char *into, size_t size) {
  return known->tls != NULL ? bench_tls_receive(known->tls, into, size)
                            : bench_receive(known->fd, into, size);
}

/* --- The head --- */

/* Byte by byte, so that nothing behind the head is taken; only an exchange that is not timed does
 * this. */
bool bench_foreknown_read_head(struct bench_foreknown *known) {
  static const char status[] = "HTTP/1.1 200 ";
  static const char blank[] = "\r\n\r\n";
  size_t size = 0;
  do {
    if (size == known->capacity) return bench_complain(known->task->workload->path, "no head");
    if (bench_foreknown_receive(known, known->buffer + size, 1) == 0) return false;
    size++;
  } while (size < strlen(blank) ||
           memcmp(known->buffer + size - strlen(blank), blank, strlen(blank)) != 0);
  if (size < strlen(status) || memcmp(known->buffer, status, strlen(status)) != 0)
    return bench_complain(known->task->workload->path, "the status is not 200");
  known->head_size = size;
  return true;
}

/* --- Life --- */

bool bench_foreknown_open(struct bench_foreknown *known, const struct bench_task *task) {
  const struct bench_workload *workload = task->workload;
  known->task = task;
  known->resource = bench_resource_find(workload->path);
  known->capacity = workload->amount > BENCH_RECEIVE_SIZE ? workload->amount : BENCH_RECEIVE_SIZE;
  known->buffer = malloc(known->capacity);
  known->request_size = bench_format_request(task, known->request, sizeof known->request);
  if (known->resource == NULL || known->buffer == NULL || known->request_size == 0)
    return bench_complain(workload->path, "cannot prepare");
  return workload->scheme != BENCH_HTTPS || (known->context = bench_tls_context(task)) != NULL;
}

void bench_foreknown_close(struct bench_foreknown *known) {
  bench_foreknown_disconnect(known);
  SSL_CTX_free(known->context);
  free(known->buffer);
}
