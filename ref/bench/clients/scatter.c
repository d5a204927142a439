/* The least that whoever puts a chunked body into the caller's memory can do: readv() with the data
 * of each chunk going to its place in the buffer, and the head and the chunks' framing aside. raw
 * leaves the framing where it is.
 *
 * Nothing is parsed: the head's size is found by the first exchange, and the chunks' size is known.
 * What comes out is what is counted and, the first time, checksummed: a byte in the wrong place
 * would show. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#include "foreknown.h"

enum {
  ASIDE_SIZE = 4096, /* what is framing between two chunks, or before the first, has room there */
  PIECES_MAX = 256   /* read at once: data, and framing, by turns */
};

struct run {
  struct bench_foreknown known;
  size_t prefix_size; /* of the chunk-size line before each chunk */
};

/* Where a reader is: before `aside` bytes that are no data, and then inside a chunk. */
struct place {
  size_t aside;
  size_t chunk_left;
  size_t body_left; /* of which `chunk_left` */
  size_t filled;    /* bytes of the buffer */
};

static const char *version(void) {
  return "readv around known framing";
}

static bool can(const struct bench_workload *workload) {
  const struct bench_resource *resource = bench_resource_find(workload->path);
  return workload->scheme == BENCH_HTTP && workload->reading == BENCH_INTO && resource != NULL &&
         resource->chunk_size > 0;
}

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

/* What comes next, as far as it goes to one place: aside, or in turn the buffer. Nothing at the
 * response's end, and when the buffer is full. */
static struct iovec piece_at(const struct run *run, const struct place *place, char *aside) {
  if (place->aside > 0) return (struct iovec){aside, place->aside};
  size_t room = run->known.task->workload->amount - place->filled;
  return (struct iovec){run->known.buffer + place->filled, smaller(place->chunk_left, room)};
}

/* Moves on by `size` bytes of the piece that is there. */
static void move_on(const struct run *run, struct place *place, size_t size) {
  if (place->aside > 0) {
    place->aside -= size;
    return;
  }
  place->filled += size;
  place->body_left -= size;
  place->chunk_left -= size;
  if (place->chunk_left > 0) return;
  bool last = place->body_left == 0;
  place->aside = strlen("\r\n") + (last ? strlen("0\r\n\r\n") : run->prefix_size);
  place->chunk_left = last ? 0 : run->known.resource->chunk_size;
}

/* Lays out what there is to read until the buffer is full; returns how many pieces. */
static size_t lay_out(const struct run *run, struct place place, char *aside,
                      struct iovec *pieces) {
  for (size_t count = 0; count < PIECES_MAX; count++) {
    pieces[count] = piece_at(run, &place, aside);
    if (pieces[count].iov_len == 0) return count;
    move_on(run, &place, pieces[count].iov_len);
  }
  return PIECES_MAX;
}

/* Reads once; returns how many bytes, 0 on failure. */
static size_t read_pieces(const struct run *run, const struct iovec *pieces, size_t count) {
  ssize_t got;
  do
    got = readv(run->known.fd, pieces, (int)count);
  while (got < 0 && errno == EINTR);
  if (got > 0) return (size_t)got;
  bench_complain("readv", got < 0 ? strerror(errno) : "the connection ended early");
  return 0;
}

/* Moves on by what came. A buffer that is full, or the last, is counted and used again. */
static void take(const struct run *run, struct place *place, const struct iovec *pieces, size_t got,
                 struct bench_tally *tally) {
  for (size_t i = 0; got > 0; i++) {
    size_t size = smaller(pieces[i].iov_len, got);
    move_on(run, place, size);
    got -= size;
  }
  if (place->filled < run->known.task->workload->amount && place->body_left > 0) return;
  bench_tally_take(tally, run->known.buffer, place->filled);
  place->filled = 0;
}

static bool receive(const struct run *run, struct place place, struct bench_tally *tally) {
  char aside[ASIDE_SIZE];
  struct iovec pieces[PIECES_MAX];
  size_t count;
  while ((count = lay_out(run, place, aside, pieces)) > 0) {
    size_t got = read_pieces(run, pieces, count);
    if (got == 0) return false;
    take(run, &place, pieces, got, tally);
  }
  return true;
}

static bool exchange(void *opaque, struct bench_tally *tally) {
  struct run *run = opaque;
  struct bench_foreknown *known = &run->known;
  if (!bench_foreknown_request(known)) return false;
  if (tally->checking && !bench_foreknown_read_head(known)) return false;
  const struct bench_resource *resource = known->resource;
  struct place place = {.aside = (tally->checking ? 0 : known->head_size) + run->prefix_size,
                        .chunk_left = resource->chunk_size,
                        .body_left = resource->body_size};
  if (place.aside > ASIDE_SIZE) return bench_complain(resource->path, "so long a head");
  return receive(run, place, tally);
}

static void finish(void *opaque) {
  struct run *run = opaque;
  bench_foreknown_close(&run->known);
  free(run);
}

static void *start(const struct bench_task *task) {
  struct run *run = calloc(1, sizeof *run);
  if (run == NULL) return NULL;
  if (bench_foreknown_open(&run->known, task)) {
    run->prefix_size = bench_chunk_prefix_size(run->known.resource);
    return run;
  }
  finish(run);
  return NULL;
}

const struct bench_client bench_client = {"scatter", version, can, start, exchange, finish};
