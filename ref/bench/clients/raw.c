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

#include "foreknown.h"

/* From this size on a body has memory of its own, as who allocates it gets it from the kernel. */
enum { FRESH_FROM = 1024 * 1024 };

struct run {
  struct bench_foreknown known;
  struct bench_head head; /* of BENCH_HEAD */
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

static bool receive_checked(struct bench_foreknown *known, struct bench_tally *tally) {
  if (!bench_foreknown_read_head(known)) return false;
  for (size_t at = 0; at < bench_wire_size(known->resource);) {
    size_t got = bench_foreknown_receive(known, known->buffer, known->capacity);
    if (got == 0) return false;
    take_framed(known->resource, at, known->buffer, got, tally);
    at += got;
  }
  return true;
}

/* Copies `size` bytes out, `amount` at a time, as a reader of small amounts has to. */
static void hand_out(const char *bytes, size_t size, size_t amount) {
  char into[BENCH_RECEIVE_SIZE];
  for (size_t at = 0; at < size; at += amount) {
    memcpy(into, bytes + at, size - at < amount ? size - at : amount);
    /* The copy must happen although nobody looks at it. */
    __asm__ volatile("" : : "r"(into) : "memory");
  }
}

static bool receive_into_buffer(struct bench_foreknown *known, size_t size) {
  const struct bench_workload *workload = known->task->workload;
  bool small = workload->reading == BENCH_AMOUNT && workload->amount < BENCH_RECEIVE_SIZE;
  while (size > 0) {
    size_t most = size < known->capacity ? size : known->capacity;
    size_t got = bench_foreknown_receive(known, known->buffer, most);
    if (got == 0) return false;
    if (small) hand_out(known->buffer, got, workload->amount);
    size -= got;
  }
  return true;
}

static bool receive_fresh(struct bench_foreknown *known, size_t size) {
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return bench_complain("mmap", "no memory");
  size_t filled = 0;
  while (filled < size) {
    size_t got = bench_foreknown_receive(known, memory + filled, size - filled);
    if (got == 0) break;
    filled += got;
  }
  munmap(memory, size);
  return filled == size;
}

static bool receive(struct bench_foreknown *known, struct bench_tally *tally) {
  if (tally->checking) return receive_checked(known, tally);
  size_t size = known->head_size + bench_wire_size(known->resource);
  bool fresh = known->task->workload->reading == BENCH_ALL && size >= FRESH_FROM;
  tally->bytes += known->resource->body_size;
  return fresh ? receive_fresh(known, size) : receive_into_buffer(known, size);
}

static bool exchange(void *opaque, struct bench_tally *tally) {
  struct run *run = opaque;
  const struct bench_workload *workload = run->known.task->workload;
  if (workload->reading == BENCH_HEAD) return parse_head(&run->head, tally);
  bool done = bench_foreknown_request(&run->known) && receive(&run->known, tally);
  if (workload->connection == BENCH_NEW) bench_foreknown_disconnect(&run->known);
  return done;
}

static void finish(void *opaque) {
  struct run *run = opaque;
  bench_foreknown_close(&run->known);
  free(run);
}

static void *start(const struct bench_task *task) {
  struct run *run = calloc(1, sizeof *run);
  if (run == NULL) return NULL;
  if (bench_foreknown_open(&run->known, task) &&
      (task->workload->reading != BENCH_HEAD || bench_fetch_head(task, &run->head)))
    return run;
  finish(run);
  return NULL;
}

const struct bench_client bench_client = {"raw", version, can, start, exchange, finish};
