/* resource.h — what the benchmark's server has to give, and how it looks on the wire. */
#ifndef BENCH_RESOURCE_H
#define BENCH_RESOURCE_H

#include <stddef.h>

/* bench_resource is one row of the server's table. */
struct bench_resource {
  const char *path;
  size_t body_size;  /* bytes, chunk framing not counted */
  size_t chunk_size; /* 0: framed by Content-Length; otherwise divides body_size */
  const char *body;  /* NULL: made-up bytes */
};

/* bench_resource_at returns row `index`, NULL past the end. */
const struct bench_resource *bench_resource_at(size_t index);

/* bench_resource_find returns the row of `path`, NULL if there is none. */
const struct bench_resource *bench_resource_find(const char *path);

/* bench_chunk_prefix_size returns the bytes of the chunk-size line before each chunk. */
size_t bench_chunk_prefix_size(const struct bench_resource *resource);

/* bench_wire_size returns the bytes of the body on the wire, chunk framing included. */
size_t bench_wire_size(const struct bench_resource *resource);

#endif
