/* http_parser, the parser Node.js had before llhttp: heads only. A yardstick for BENCH_HEAD. */
#include <http_parser.h>
#include <stdio.h>
#include <stdlib.h>

#include "wire.h"

struct run {
  struct bench_head head;
  http_parser_settings settings;
};

/* What the callbacks of one parse found. */
struct found {
  uint64_t fields;
  bool complete;
};

static const char *version(void) {
  static char text[32];
  unsigned long number = http_parser_version();
  snprintf(text, sizeof text, "http_parser %lu.%lu.%lu", number >> 16 & 255, number >> 8 & 255,
           number & 255);
  return text;
}

static bool can(const struct bench_workload *workload) {
  return workload->scheme == BENCH_HTTP && workload->reading == BENCH_HEAD;
}

static int on_field(http_parser *parser, const char *at, size_t size) {
  struct found *found = parser->data;
  (void)at;
  (void)size;
  found->fields++;
  return 0;
}

static int on_value(http_parser *parser, const char *at, size_t size) {
  (void)parser;
  (void)at;
  (void)size;
  return 0;
}

static int on_complete(http_parser *parser) {
  struct found *found = parser->data;
  found->complete = true;
  return 0;
}

static bool exchange(void *opaque, struct bench_tally *tally) {
  struct run *run = opaque;
  struct found found = {0};
  http_parser parser;
  http_parser_init(&parser, HTTP_RESPONSE);
  parser.data = &found;
  http_parser_execute(&parser, &run->settings, run->head.bytes, run->head.size);
  if (!found.complete || parser.status_code != 200)
    return bench_complain("head", http_errno_name(HTTP_PARSER_ERRNO(&parser)));
  tally->fields += found.fields;
  bench_tally_take(tally, run->head.bytes, run->head.size);
  return true;
}

static void *start(const struct bench_task *task) {
  struct run *run = calloc(1, sizeof *run);
  if (run == NULL || !bench_fetch_head(task, &run->head)) {
    free(run);
    return NULL;
  }
  http_parser_settings_init(&run->settings);
  run->settings.on_header_field = on_field;
  run->settings.on_header_value = on_value;
  run->settings.on_headers_complete = on_complete;
  return run;
}

const struct bench_client bench_client = {"http_parser", version, can, start, exchange, free};
