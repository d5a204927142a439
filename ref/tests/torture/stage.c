#include "torture/stage.h"

#include "hc/memory_transport.h"
#include "raise.h"
#include "support/guarded.h"
#include "support/testing.h"
#include "torture/failing_transport.h"

/* --- Memory --- */

static bool is_refused(struct stage *stage) {
  const struct allocation_fault *fault = &stage->allocation;
  size_t number = ++stage->allocations;
  if (fault->failing == 0 || stage->proving) return false;
  bool refused = fault->lasting ? number >= fault->failing : number == fault->failing;
  stage->fired |= refused;
  return refused;
}

static void *allocate(void *payload, void *block, size_t old_size, size_t new_size) {
  struct stage *stage = payload;
  if (new_size > 0 && is_refused(stage)) return NULL;
  void *resized = hc_resize(NULL, block, old_size, new_size);
  stage->in_use = stage->in_use - old_size + new_size;
  return resized;
}

/* --- The peers --- */

static const struct hc_span proof[] = {BYTES("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproof")};

const struct hc_span *stage_segments(const struct stage *stage, size_t index, size_t *count) {
  const struct hc_span *at = stage->proving ? proof : stage->scene->segments;
  size_t left = stage->proving ? 1 : stage->scene->segment_count;
  size_t size = 0;
  for (;; index--) {
    for (size = 0; size < left && at[size].data != NULL; size++)
      continue;
    if (stage->proving || index == 0 || size == left) break;
    at += size + 1;
    left -= size + 1;
  }
  *count = size;
  return at;
}

/* A memory script that lives as long as its transport: it is the payload of that. */
static enum hc_kind open_memory(void *payload, const struct hc_transport_target *target,
                                struct hc_transport **transport, struct hc_error *error) {
  struct stage *stage = payload;
  struct hc_memory_script script = {.piece = stage->piece};
  script.segments = stage_segments(stage, stage->opened, &script.segment_count);
  return failing_memory_transport_new(stage, &script, target, transport, error);
}

static enum hc_kind open_transport(void *payload, const struct hc_transport_target *target,
                                   struct hc_transport **transport, struct hc_error *error) {
  struct stage *stage = payload;
  enum hc_kind kind = failing_transport_open(stage, error);
  if (kind != HC_OK) return kind;
  kind = stage->open(stage->open_payload, target, transport, error);
  if (kind == HC_OK) stage->opened++;
  return kind;
}

/* --- Playing --- */

static void set_stage(struct stage *stage) {
  if (stage->open == NULL) {
    stage->open = open_memory;
    stage->open_payload = stage;
  }
  stage->allocator.resize = allocate;
  stage->allocator.payload = stage;
  stage->details.allocator = &stage->allocator;
  stage->error = stage->no_details ? NULL : &stage->details;
  stage->into = hc_buffer_make(&stage->allocator, 0);
}

enum hc_kind stage_play(struct stage *stage) {
  set_stage(stage);
  struct hc_connection_options options = stage->scene->options;
  options.allocator = &stage->allocator;
  options.open = open_transport;
  options.open_payload = stage;
  options.debug_sink.payload = stage;
  options.audit_payload = stage;
  if (options.host.size == 0) options.host = hc_str("host.test");
  enum hc_kind kind = hc_connection_new(&options, &stage->connection, stage->error);
  for (size_t i = 0; kind == HC_OK && stage->scene->steps[i] != NULL; i++)
    kind = stage->scene->steps[i](stage);
  if (!stage->no_details) assert_kind_is(stage->details.kind, kind, stage->scene->name);
  return kind;
}

void stage_prove(struct stage *stage) {
  if (stage->connection == NULL) return;
  stage->proving = true;
  const struct hc_span none = {NULL, 0};
  hc_connection_close(stage->connection);
  assert_null(hc_connection_transport(stage->connection));
  assert_int_equal(hc_connection_state(stage->connection), HC_STATE_IDLE);
  hc_connection_set_auto_open(stage->connection, true);
  stage_dismiss(stage);
  enum hc_kind kind =
      hc_connection_set_tunnel(stage->connection, none, hc_port_number(1), NULL, 0, stage->error);
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/proof")};
  hc_buffer_free(&stage->record);
  if (kind == HC_OK) kind = stage_exchange(stage, &request);
  assert_kind_is(kind, HC_OK, stage->scene->name);
  assert_text_is(hc_buffer_span(&stage->record), "proof", stage->scene->name);
}

void stage_clear(struct stage *stage) {
  stage_dismiss(stage);
  hc_connection_free(stage->connection);
  hc_buffer_free(&stage->into);
  hc_error_clear(&stage->details);
  hc_buffer_free(&stage->record);
  if (stage->in_use != 0 || stage->transports != 0) {
    fail_msg("%s: %zu bytes and %zu transports are left", stage->scene->name, stage->in_use,
             stage->transports);
  }
}

/* --- What more than one step does --- */

void stage_note(struct stage *stage, struct hc_span bytes) {
  assert_true(hc_buffer_append(&stage->record, bytes));
}

enum hc_kind stage_await(struct stage *stage) {
  stage->phase = AWAITING;
  enum hc_kind kind = hc_connection_getresponse(stage->connection, &stage->response, stage->error);
  if (kind == HC_OK) stage->phase = READING;
  return kind;
}

void stage_dismiss(struct stage *stage) {
  hc_response_free(stage->response);
  stage->response = NULL;
  stage->phase = SENDING;
}

enum hc_kind stage_exchange(struct stage *stage, const struct hc_request *request) {
  enum hc_kind kind = hc_connection_request(stage->connection, request, stage->error);
  if (kind == HC_OK) kind = stage_await(stage);
  if (kind == HC_OK) kind = hc_response_read_all(stage->response, &stage->into, stage->error);
  if (kind != HC_OK) return kind;
  stage_note(stage, hc_buffer_span(&stage->into));
  stage_dismiss(stage);
  return HC_OK;
}
