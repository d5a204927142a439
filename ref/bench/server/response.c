#include "response.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 1024 * 1024, HEAD_MAX = 512 };

/* Letters and digits in no order that a mixed-up offset would survive (xorshift). */
static void fill(char *bytes, size_t size) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint32_t state = 2463534242U;
  for (size_t i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    bytes[i] = alphabet[state % 64];
  }
}

/* Writes `content` to `into`, cut into chunks if the resource is chunked; returns the end. */
static char *write_block(const struct bench_resource *resource, const char *content, char *into) {
  size_t piece = resource->chunk_size != 0 ? resource->chunk_size : BLOCK_SIZE;
  for (size_t offset = 0; offset < BLOCK_SIZE; offset += piece) {
    if (resource->chunk_size != 0) into += sprintf(into, "%zx\r\n", piece);
    memcpy(into, content + offset, piece);
    into += piece;
    if (resource->chunk_size != 0) into += sprintf(into, "\r\n");
  }
  return into;
}

static bool make_block(struct bench_response *response) {
  const struct bench_resource *resource = response->resource;
  char *content = malloc(BLOCK_SIZE);
  response->block = malloc((size_t)2 * BLOCK_SIZE);
  bool made = content != NULL && response->block != NULL;
  if (made) {
    fill(content, BLOCK_SIZE);
    const char *end = write_block(resource, content, response->block);
    response->block_size = (size_t)(end - response->block);
    response->repeats = resource->body_size / BLOCK_SIZE;
    response->end = resource->chunk_size != 0 ? "0\r\n\r\n" : "";
  }
  free(content);
  return made;
}

static bool make_response(struct bench_response *response, const struct bench_resource *resource) {
  *response = (struct bench_response){.resource = resource, .end = ""};
  char framing[64];
  if (resource->chunk_size != 0)
    snprintf(framing, sizeof framing, "Transfer-Encoding: chunked");
  else
    snprintf(framing, sizeof framing, "Content-Length: %zu", resource->body_size);
  response->start = malloc(HEAD_MAX + (resource->body != NULL ? resource->body_size : 0));
  if (response->start == NULL) return false;
  int size = snprintf(response->start, HEAD_MAX, BENCH_TYPICAL_HEAD("%s"), framing);
  response->start_size = (size_t)size;
  if (resource->body == NULL) return make_block(response);
  memcpy(response->start + response->start_size, resource->body, resource->body_size);
  response->start_size += resource->body_size;
  return true;
}

bool bench_responses_make(struct bench_responses *responses) {
  const struct bench_resource *resource;
  while ((resource = bench_resource_at(responses->count)) != NULL &&
         responses->count < BENCH_RESPONSES_MAX)
    if (!make_response(&responses->each[responses->count++], resource)) return false;
  return true;
}

void bench_responses_free(struct bench_responses *responses) {
  for (size_t i = 0; i < responses->count; i++) {
    free(responses->each[i].start);
    free(responses->each[i].block);
  }
  responses->count = 0;
}

const struct bench_response *bench_responses_choose(const struct bench_responses *responses,
                                                    const char *head) {
  static const char method[] = "GET ";
  if (strncmp(head, method, sizeof method - 1) != 0) return NULL;
  const char *path = head + sizeof method - 1;
  size_t size = strcspn(path, " \r\n");
  for (size_t i = 0; i < responses->count; i++) {
    const struct bench_response *response = &responses->each[i];
    if (strlen(response->resource->path) == size &&
        memcmp(path, response->resource->path, size) == 0)
      return response;
  }
  return NULL;
}
