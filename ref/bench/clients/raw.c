/* The physical limit: send() the request, recv() as many bytes as the response is known to have;
 * for https, SSL_write() and SSL_read().
 *
 * The first exchange finds the head's end and takes the known chunk framing off, to prove that the
 * right bytes came. The timed ones trust the sizes: they parse nothing. For a head, the limit is a
 * memchr() for each line. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../server/resource.h"
#include "tls_wire.h"
#include "wire.h"

/* The least that is read at once; smaller amounts are handed out from a buffer of this size. */
enum { RECEIVE_SIZE = 65536, FRESH_FROM = 1024 * 1024 };

struct run {
  const struct bench_task *task;
  const struct bench_resource *resource;
  char request[512];
  size_t request_size;
  SSL_CTX *context; /* NULL: http */
  int fd;           /* -1: not connected */
  SSL *tls;         /* over `fd`; NULL: http */
  size_t head_size; /* known after the first exchange, before that 0 */
  char *buffer;
  size_t capacity;
  struct bench_head head;
};

static const char *version(void) {
  static char text[64];
  snprintf(text, sizeof text, "raw send/recv, OpenSSL %s", OpenSSL_version(OPENSSL_VERSION_STRING));
  return text;
}

static bool can(const struct bench_workload *workload) {
  (void)workload;
  return true;
}

/* --- The connection --- */

static void disconnect(struct run *run) {
  SSL_free(run->tls);
  run->tls = NULL;
  if (run->fd >= 0) close(run->fd);
  run->fd = -1;
}

static bool connect_to(struct run *run) {
  run->fd = bench_connect(run->task);
  if (run->fd < 0 || run->context == NULL) return run->fd >= 0;
  run->tls = bench_tls_connect(run->context, run->task, run->fd);
  return run->tls != NULL;
}

static bool send_request(struct run *run) {
  return run->tls != NULL ? bench_tls_send(run->tls, run->request, run->request_size)
                          : bench_send(run->fd, run->request, run->request_size);
}

static size_t receive_some(struct run *run, char *into, size_t size) {
  return run->tls != NULL ? bench_tls_receive(run->tls, into, size)
                          : bench_receive(run->fd, into, size);
}

/* --- Reading --- */

/* Walks the head line by line, as little as a parser can do. */
static bool parse_head(const struct bench_head *head, struct bench_tally *tally) {
  const char *at = head->bytes;
  const char *end = at + head->size;
  uint64_t lines = 0;
  while (at < end) {
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    if (feed == NULL) return bench_complain("head", "a line has no end");
    lines++;
    at = feed + 1;
  }
  tally->fields += lines - 2; /* all but the status line and the blank line */
  bench_tally_take(tally, head->bytes, head->size);
  return true;
}

/* Counts what is body of the wire bytes that begin at offset `at` of the framed body. */
static void take_framed(const struct bench_resource *resource, size_t at, const char *bytes,
                        size_t size, struct bench_tally *tally) {
  if (resource->chunk_size == 0) {
    bench_tally_take(tally, bytes, size);
    return;
  }
  size_t before = bench_chunk_prefix_size(resource);
  size_t period = before + resource->chunk_size + strlen("\r\n");
  size_t last_chunk = resource->body_size / resource->chunk_size * period;
  for (size_t i = 0, step; i < size && at + i < last_chunk; i += step) {
    size_t place = (at + i) % period;
    bool inside = place >= before && place < before + resource->chunk_size;
    size_t next = place < before ? before : inside ? before + resource->chunk_size : period;
    step = next - place < size - i ? next - place : size - i;
    if (inside) bench_tally_take(tally, bytes + i, step);
  }
}

/* Receives until the head is complete; returns how many bytes came, 0 on failure. */
static size_t find_head(struct run *run) {
  size_t filled = 0;
  while (run->head_size == 0) {
    size_t got = receive_some(run, run->buffer + filled, run->capacity - 1 - filled);
    if (got == 0) return 0;
    filled += got;
    run->buffer[filled] = '\0';
    const char *blank = strstr(run->buffer, "\r\n\r\n");
    if (blank != NULL) run->head_size = (size_t)(blank - run->buffer) + strlen("\r\n\r\n");
  }
  return filled;
}

static bool receive_checked(struct run *run, struct bench_tally *tally) {
  size_t filled = find_head(run);
  if (filled == 0) return false;
  if (strncmp(run->buffer, "HTTP/1.1 200 ", strlen("HTTP/1.1 200 ")) != 0)
    return bench_complain(run->task->workload->path, "the status is not 200");
  size_t at = filled - run->head_size;
  take_framed(run->resource, 0, run->buffer + run->head_size, at, tally);
  while (at < bench_wire_size(run->resource)) {
    size_t got = receive_some(run, run->buffer, run->capacity);
    if (got == 0) return false;
    take_framed(run->resource, at, run->buffer, got, tally);
    at += got;
  }
  return true;
}

/* Copies `size` bytes out, `amount` at a time, as a reader of small amounts has to. */
static void hand_out(const char *bytes, size_t size, size_t amount) {
  char into[RECEIVE_SIZE];
  for (size_t at = 0; at < size; at += amount) {
    memcpy(into, bytes + at, size - at < amount ? size - at : amount);
    /* The copy must happen although nobody looks at it. */
    __asm__ volatile("" : : "r"(into) : "memory");
  }
}

static bool receive_into_buffer(struct run *run, size_t size) {
  const struct bench_workload *workload = run->task->workload;
  bool small = workload->reading == BENCH_AMOUNT && workload->amount < RECEIVE_SIZE;
  while (size > 0) {
    size_t got = receive_some(run, run->buffer, size < run->capacity ? size : run->capacity);
    if (got == 0) return false;
    if (small) hand_out(run->buffer, got, workload->amount);
    size -= got;
  }
  return true;
}

static bool receive_fresh(struct run *run, size_t size) {
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return bench_complain("mmap", "no memory");
  size_t filled = 0;
  while (filled < size) {
    size_t got = receive_some(run, memory + filled, size - filled);
    if (got == 0) break;
    filled += got;
  }
  munmap(memory, size);
  return filled == size;
}

static bool receive(struct run *run, struct bench_tally *tally) {
  if (tally->checking) return receive_checked(run, tally);
  size_t size = run->head_size + bench_wire_size(run->resource);
  bool fresh = run->task->workload->reading == BENCH_ALL && size >= FRESH_FROM;
  tally->bytes += run->resource->body_size;
  return fresh ? receive_fresh(run, size) : receive_into_buffer(run, size);
}

static bool exchange(void *opaque, struct bench_tally *tally) {
  struct run *run = opaque;
  if (run->task->workload->reading == BENCH_HEAD) return parse_head(&run->head, tally);
  bool connected = run->fd >= 0 || connect_to(run);
  bool done = connected && send_request(run) && receive(run, tally);
  if (run->task->workload->connection == BENCH_NEW) disconnect(run);
  return done;
}

static void finish(void *opaque) {
  struct run *run = opaque;
  disconnect(run);
  SSL_CTX_free(run->context);
  free(run->buffer);
  free(run);
}

static bool prepare(struct run *run) {
  const struct bench_workload *workload = run->task->workload;
  run->resource = bench_resource_find(workload->path);
  run->capacity = workload->amount > RECEIVE_SIZE ? workload->amount : RECEIVE_SIZE;
  run->buffer = malloc(run->capacity);
  run->request_size = bench_format_request(run->task, run->request, sizeof run->request);
  if (run->resource == NULL || run->buffer == NULL || run->request_size == 0)
    return bench_complain(workload->path, "cannot prepare");
  if (workload->scheme == BENCH_HTTPS && (run->context = bench_tls_context(run->task)) == NULL)
    return false;
  return workload->reading != BENCH_HEAD || bench_fetch_head(run->task, &run->head);
}

static void *start(const struct bench_task *task) {
  struct run *run = calloc(1, sizeof *run);
  if (run == NULL) return NULL;
  run->task = task;
  run->fd = -1;
  if (prepare(run)) return run;
  finish(run);
  return NULL;
}

const struct bench_client bench_client = {"raw", version, can, start, exchange, finish};
