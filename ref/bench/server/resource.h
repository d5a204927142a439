/* resource.h — what the benchmark's server has to give, and how it looks on the wire. */
#ifndef BENCH_RESOURCE_H
#define BENCH_RESOURCE_H

#include <stddef.h>

/* BENCH_TYPICAL_HEAD is a typical response head of 11 field lines around the one that frames the
 * body; with "Content-Length: 1024" it has 367 bytes. Every response of the server begins so. */
#define BENCH_TYPICAL_HEAD(framing)                                                                \
  "HTTP/1.1 200 OK\r\n"                                                                            \
  "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\n"                                                        \
  "Server: nginx/1.24.0\r\n"                                                                       \
  "Content-Type: text/html; charset=utf-8\r\n" framing "\r\n"                                      \
  "Connection: keep-alive\r\n"                                                                     \
  "Last-Modified: Sat, 21 Nov 2026 08:30:00 GMT\r\n"                                               \
  "ETag: \"65f2a1b3c-400\"\r\n"                                                                    \
  "Cache-Control: public, max-age=3600\r\n"                                                        \
  "Vary: Accept-Encoding\r\n"                                                                      \
  "Accept-Ranges: bytes\r\n"                                                                       \
  "X-Request-Id: 7d1f3c2a-9b4e-4f60-8a75-2c91d6e0b3f5\r\n"                                         \
  "\r\n"

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
