#include "commands/corpus_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

/* --- requests --- */

enum { RECORD_END = 0x1E }; /* as in fuzz/targets/request.c */

/* A text or bytes; anything else is an empty record. */
static void write_record(FILE *out, const json_t *value) {
  const json_t *bytes = json_object_get(value, "bytes");
  const char *text = json_string_value(bytes ? bytes : value);
  if (text) fputs(text, out);
  fputc(RECORD_END, out);
}

static void write_headers(FILE *out, const json_t *headers) {
  size_t index = 0;
  json_t *pair = NULL;
  json_array_foreach(json_object_get(headers, "dict"), index, pair) {
    write_record(out, json_array_get(pair, 0));
    write_record(out, json_array_get(pair, 1));
  }
}

static const json_t *argument(const json_t *step, size_t index, const char *name) {
  const json_t *named = json_object_get(json_object_get(step, "kwargs"), name);
  return named ? named : json_array_get(json_object_get(step, "args"), index);
}

static bool calls(const json_t *step, const char *name) {
  const char *called = json_string_value(json_object_get(step, "call"));
  return called && strcmp(called, name) == 0;
}

static void write_request(struct seed_folder *folder, const json_t *steps, size_t at) {
  const json_t *step = json_array_get(steps, at);
  char *text = NULL;
  size_t length = 0;
  FILE *out = memory_stream(&text, &length);
  write_record(out, argument(step, 0, "method"));
  write_record(out, argument(step, 1, "url"));
  bool is_whole = calls(step, "request");
  write_record(out, is_whole ? argument(step, 2, "body") : NULL);
  if (is_whole) write_headers(out, argument(step, 3, "headers"));
  for (size_t i = at + 1;
       i < json_array_size(steps) && calls(json_array_get(steps, i), "putheader"); i++) {
    write_record(out, argument(json_array_get(steps, i), 0, "header"));
    write_record(out, argument(json_array_get(steps, i), 1, "value"));
  }
  fclose(out);
  seed_write_chosen(folder, "request", text, length, (struct seed_choices){{0}});
  free(text);
}

static void write_host(struct seed_folder *folder, const json_t *step) {
  const char *host = json_string_value(argument(step, 0, "host"));
  if (host) seed_write_chosen(folder, "host_port", host, strlen(host), (struct seed_choices){{0}});
}

void corpus_write_requests(struct seed_folder *folder, const struct session *session) {
  size_t index = 0;
  json_t *step = NULL;
  json_array_foreach(session->steps, index, step) {
    if (calls(step, "request") || calls(step, "putrequest"))
      write_request(folder, session->steps, index);
    if (calls(step, "HTTPConnection") || calls(step, "HTTPSConnection") ||
        calls(step, "set_tunnel"))
      write_host(folder, step);
  }
}

/* --- answers --- */

static json_t *raised(const struct expectation *expectation) {
  json_t *attributes = json_object();
  for (size_t i = 0; i < expectation->attribute_count; i++)
    json_object_set(attributes, expectation->attributes[i].name, expectation->attributes[i].value);
  return json_pack("{s:{s:s, s:[s], s:o, s:s}}", "raises", "type", expectation->name, "bases",
                   "Exception", "attributes", attributes, "text", expectation->name);
}

static json_t *expected_outcome(const struct statement *statement) {
  if (!statement->expectation_count) return json_pack("{s:n}", "value");
  const struct expectation *expectation = &statement->expectations[0];
  switch (expectation->kind) {
  case EXPECT_OBJECT: return json_pack("{s:{s:s}}", "value", "object", expectation->name);
  case EXPECT_RAISES: return raised(expectation);
  case EXPECT_VALUE: break;
  }
  return json_pack("{s:O}", "value", expectation->value);
}

void corpus_write_answer(struct seed_folder *folder, const struct session *session) {
  json_t *outcomes = json_array();
  for (size_t i = 0; i < session->statement_count; i++) {
    for (size_t j = 0; j < session->statements[i].step_count; j++)
      json_array_append_new(outcomes, expected_outcome(&session->statements[i]));
  }
  size_t count = json_array_size(outcomes);
  json_t *message = json_pack("{s:{s:i, s:o}}", "result", "id", 1, "outcomes", outcomes);
  char *line = json_dumps(message, JSON_COMPACT);
  struct seed_choices choices = {{(unsigned char)count}};
  if (line && count < 256) seed_write_with(folder, "adapter_answer", line, strlen(line), choices);
  free(line);
  json_decref(message);
}
