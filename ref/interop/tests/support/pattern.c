#include "support/pattern.h"

#include <string.h>

void pattern_begin(struct pattern *pattern, uint64_t size) {
  pattern->left = size;
  pattern->used = PATTERN_BLOCK;
  pattern->word = UINT64_C(0x9E3779B97F4A7C15);
}

/* Marsaglia's xorshift. */
static uint64_t next_word(struct pattern *pattern) {
  pattern->word ^= pattern->word << 13;
  pattern->word ^= pattern->word >> 7;
  pattern->word ^= pattern->word << 17;
  return pattern->word;
}

static void fill_block(struct pattern *pattern) {
  for (size_t i = 0; i < PATTERN_BLOCK; i += sizeof(uint64_t)) {
    uint64_t word = next_word(pattern);
    memcpy(pattern->block + i, &word, sizeof word);
  }
  pattern->used = 0;
}

struct hc_span pattern_take(struct pattern *pattern, size_t most) {
  if (pattern->used == PATTERN_BLOCK) fill_block(pattern);
  size_t size = PATTERN_BLOCK - pattern->used;
  if (size > most) size = most;
  if (size > pattern->left) size = (size_t)pattern->left;
  struct hc_span taken = hc_span_make(pattern->block + pattern->used, size);
  pattern->used += size;
  pattern->left -= size;
  return taken;
}

bool pattern_match(struct pattern *pattern, struct hc_span bytes) {
  while (bytes.size > 0) {
    struct hc_span part = pattern_take(pattern, bytes.size);
    if (part.size == 0 || memcmp(part.data, bytes.data, part.size) != 0) return false;
    bytes = hc_span_make(bytes.data + part.size, bytes.size - part.size);
  }
  return true;
}

static enum hc_kind read_block(void *payload, int64_t size, struct hc_span *block,
                               struct hc_error *error) {
  (void)error;
  *block = pattern_take(payload, size < 0 ? PATTERN_BLOCK : (size_t)size);
  return HC_OK;
}

static enum hc_kind next_block(void *payload, struct hc_span *chunk, bool *end,
                               struct hc_error *error) {
  (void)error;
  *chunk = pattern_take(payload, PATTERN_BLOCK);
  *end = chunk->size == 0;
  return HC_OK;
}

struct hc_body pattern_file(struct pattern *pattern) {
  return (struct hc_body){.kind = HC_BODY_FILE, .read = read_block, .payload = pattern};
}

struct hc_body pattern_iterable(struct pattern *pattern) {
  return (struct hc_body){.kind = HC_BODY_ITERABLE, .next = next_block, .payload = pattern};
}
