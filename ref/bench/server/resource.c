/* The table of resources. The raw client takes the sizes from here, so that it need not parse what
 * it receives; what the bytes are, only the server knows. */
#include "resource.h"

#include <stdio.h>
#include <string.h>

enum { MEBIBYTE = 1024 * 1024 };

static const char typical_head[] = BENCH_TYPICAL_HEAD("Content-Length: 1024");

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
    if (strcmp(resource->path, path) == 0) return resource;
  return NULL;
}

size_t bench_chunk_prefix_size(const struct bench_resource *resource) {
  return (size_t)snprintf(NULL, 0, "%zx\r\n", resource->chunk_size);
}

size_t bench_wire_size(const struct bench_resource *resource) {
  if (resource->chunk_size == 0) return resource->body_size;
  size_t framing = bench_chunk_prefix_size(resource) + strlen("\r\n");
  return resource->body_size + resource->body_size / resource->chunk_size * framing +
         strlen("0\r\n\r\n");
}
