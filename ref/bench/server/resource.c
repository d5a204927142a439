/* The table of resources. The raw client takes the sizes from here, so that it need not parse what
 * it receives; what the bytes are, only the server knows. */
#include "resource.h"

#include <stdio.h>
#include <string.h>

enum { MEBIBYTE = 1024 * 1024 };

/* 367 bytes, 11 field lines. */
static const char typical_head[] = "HTTP/1.1 200 OK\r\n"
                                   "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\n"
                                   "Server: nginx/1.24.0\r\n"
                                   "Content-Type: text/html; charset=utf-8\r\n"
                                   "Content-Length: 1024\r\n"
                                   "Connection: keep-alive\r\n"
                                   "Last-Modified: Sat, 21 Nov 2026 08:30:00 GMT\r\n"
                                   "ETag: \"65f2a1b3c-400\"\r\n"
                                   "Cache-Control: public, max-age=3600\r\n"
                                   "Vary: Accept-Encoding\r\n"
                                   "Accept-Ranges: bytes\r\n"
                                   "X-Request-Id: 7d1f3c2a-9b4e-4f60-8a75-2c91d6e0b3f5\r\n"
                                   "\r\n";

static const struct bench_resource resources[] = {
    {"/small", 13, 0, "Hello, world!"},
    {"/medium", MEBIBYTE, 0, NULL},
    {"/body", (size_t)64 * MEBIBYTE, 0, NULL},
    {"/chunked", (size_t)64 * MEBIBYTE, 16384, NULL},
    {"/head", sizeof typical_head - 1, 0, typical_head},
};

const struct bench_resource *bench_resource_at(size_t index) {
  return index < sizeof resources / sizeof *resources ? &resources[index] : NULL;
}

const struct bench_resource *bench_resource_find(const char *path) {
  const struct bench_resource *resource;
  for (size_t i = 0; (resource = bench_resource_at(i)) != NULL; i++)
    if (strcmp(resource->path, path) == 0)
      return resource;
  return NULL;
}

size_t bench_chunk_prefix_size(const struct bench_resource *resource) {
  return (size_t)snprintf(NULL, 0, "%zx\r\n", resource->chunk_size);
}

size_t bench_wire_size(const struct bench_resource *resource) {
  if (resource->chunk_size == 0)
    return resource->body_size;
  size_t framing = bench_chunk_prefix_size(resource) + strlen("\r\n");
  return resource->body_size + resource->body_size / resource->chunk_size * framing +
         strlen("0\r\n\r\n");
}
