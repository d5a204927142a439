#include "support/script.h"

#include "raise.h"
#include "support/testing.h"

enum hc_kind script_open(void *payload, const struct hc_transport_target *target,
                         struct hc_transport **transport, struct hc_error *error) {
  struct script *script = payload;
  if (script->open_failure != HC_OK) return hc_raise(error, script->open_failure, "no peer");
  bool answered = script->opened < script->answer_count;
  script->memory.segments = answered ? &script->answers[script->opened] : NULL;
  script->memory.segment_count = answered ? 1 : 0;
  script->opened++;
  return hc_memory_transport_new(&script->memory, &script->written, target->edition,
                                 target->allocator, transport, error);
}

struct hc_connection *script_connection(struct script *script) {
  const struct hc_connection_options options = {
      .host = hc_str("host"),
      .edition = script->edition,
      .allocator = script->allocator,
      .open = script_open,
      .open_payload = script,
  };
  struct hc_connection *connection = NULL;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "new connection");
  return connection;
}

struct hc_response *script_response(struct script *script, const char *method,
                                    struct hc_span answer) {
  const struct hc_response_options options = {
      .method = hc_str(method),
      .edition = script->edition,
      .allocator = script->allocator,
  };
  struct hc_transport *transport = NULL;
  struct hc_response *response = NULL;
  script->answer = answer;
  script->memory.segments = &script->answer;
  script->memory.segment_count = 1;
  assert_kind_is(hc_memory_transport_new(&script->memory, NULL, script->edition, script->allocator,
                                         &transport, NULL),
                 HC_OK, "new transport");
  assert_kind_is(hc_response_new(transport, &options, &response, NULL), HC_OK, "new response");
  hc_transport_release(transport);
  return response;
}

struct hc_response *script_get(struct hc_connection *connection) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  struct hc_response *response = NULL;
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "request");
  assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_OK, "getresponse");
  return response;
}

void script_free(struct script *script) {
  hc_buffer_free(&script->written);
}
