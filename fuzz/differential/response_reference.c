#include "response_reference.h"

#include <stdlib.h>

#include "hc/response_stream.h"
#include "trace.h"
#include "watched_allocator.h"

/* What a step works with, and where what came of it goes. */
struct call {
  struct hc_response *response;
  int64_t amount;
  struct hc_buffer *trace;
  struct hc_buffer bytes;
  struct hc_error error;
};

typedef enum hc_kind operate(struct call *call);

static enum hc_kind show_bytes(struct call *call, enum hc_kind kind) {
  if (kind == HC_OK) trace_bytes(call->trace, hc_buffer_span(&call->bytes));
  return kind;
}

static enum hc_kind show_bool(struct call *call, bool value) {
  trace_bool(call->trace, value);
  return HC_OK;
}

static enum hc_kind show_none(struct call *call, enum hc_kind kind) {
  if (kind == HC_OK) trace_text(call->trace, "None");
  return kind;
}

/* --- Reading --- */

static enum hc_kind read_all(struct call *call) {
  return show_bytes(call, hc_response_read_all(call->response, &call->bytes, &call->error));
}

static enum hc_kind read_some(struct call *call) {
  return show_bytes(call,
                    hc_response_read(call->response, call->amount, &call->bytes, &call->error));
}

static enum hc_kind read1(struct call *call) {
  return show_bytes(call,
                    hc_response_read1(call->response, call->amount, &call->bytes, &call->error));
}

static enum hc_kind peek(struct call *call) {
  struct hc_span bytes;
  enum hc_kind kind = hc_response_peek(call->response, &bytes, &call->error);
  if (kind == HC_OK) trace_bytes(call->trace, bytes);
  return kind;
}

static enum hc_kind read_line(struct call *call) {
  return show_bytes(call,
                    hc_response_readline(call->response, call->amount, &call->bytes, &call->error));
}

typedef enum hc_kind fill(struct hc_response *response, void *into, size_t size, size_t *got,
                          struct hc_error *error);

/* Into memory of exactly the size, so that a sanitizer sees a write past its end. */
static enum hc_kind fill_memory(struct call *call, fill *function) {
  size_t size = (size_t)call->amount, got = 0;
  char *memory = malloc(size > 0 ? size : 1);
  if (memory == NULL) abort();
  enum hc_kind kind = function(call->response, memory, size, &got, &call->error);
  if (kind == HC_OK) trace_bytes(call->trace, hc_span_make(memory, got));
  free(memory);
  return kind;
}

static enum hc_kind readinto(struct call *call) {
  return fill_memory(call, hc_response_readinto);
}

static enum hc_kind readinto1(struct call *call) {
  return fill_memory(call, hc_response_readinto1);
}

static void show_lines(const struct hc_line_list *lines, struct hc_buffer *trace) {
  trace_count(trace, hc_line_list_count(lines));
  trace_label(trace, "[");
  for (size_t i = 0; i < hc_line_list_count(lines); i++) {
    if (i > 0) trace_label(trace, ", ");
    trace_bytes(trace, hc_line_list_at(lines, i));
  }
  trace_label(trace, "]");
}

static enum hc_kind read_lines(struct call *call) {
  struct hc_line_list lines = hc_line_list_make(&watched_allocator);
  enum hc_kind kind = hc_response_readlines(call->response, call->amount, &lines, &call->error);
  if (kind == HC_OK) show_lines(&lines, call->trace);
  hc_line_list_free(&lines);
  return kind;
}

static enum hc_kind next(struct call *call) {
  bool end = false;
  enum hc_kind kind = hc_response_next_line(call->response, &call->bytes, &end, &call->error);
  if (kind == HC_OK && end) {
    trace_text(call->trace, "raises StopIteration");
    trace_label(call->trace, " ");
    trace_bytes(call->trace, hc_str(""));
    return kind;
  }
  return show_bytes(call, kind);
}

/* --- The head --- */

static enum hc_kind begin(struct call *call) {
  return show_none(call, hc_response_begin(call->response, &call->error));
}

static enum hc_kind getheader(struct call *call) {
  bool found = false;
  struct hc_span name = hc_str(plan_field_name(call->amount));
  enum hc_kind kind =
      hc_response_getheader(call->response, name, &call->bytes, &found, &call->error);
  return found ? show_bytes(call, kind) : show_none(call, kind);
}

static enum hc_kind getheaders(struct call *call) {
  const struct hc_message *headers = NULL;
  enum hc_kind kind = hc_response_getheaders(call->response, &headers, &call->error);
  if (kind != HC_OK) return kind;
  trace_count(call->trace, hc_message_count(headers));
  trace_label(call->trace, "[");
  for (size_t i = 0; i < hc_message_count(headers); i++) {
    struct hc_field field = hc_message_field(headers, i);
    trace_label(call->trace, i > 0 ? ", (" : "(");
    trace_bytes(call->trace, field.name);
    trace_label(call->trace, ", ");
    trace_bytes(call->trace, field.value);
    trace_label(call->trace, ")");
  }
  trace_label(call->trace, "]");
  return HC_OK;
}

/* What the parser noted besides the fields. */
static enum hc_kind message(struct call *call) {
  const struct hc_message *headers = hc_response_headers(call->response);
  if (headers == NULL) return show_none(call, HC_OK);
  struct hc_span envelope;
  if (hc_message_envelope(headers, &envelope)) {
    trace_text(call->trace, "envelope=");
    trace_bytes(call->trace, envelope);
  }
  trace_label(call->trace, " multipart=");
  trace_bool(call->trace, hc_message_is_multipart(headers));
  for (size_t i = 0; i < hc_message_defect_count(headers); i++) {
    trace_text(call->trace, " ");
    trace_text(call->trace, hc_defect_name(hc_message_defect(headers, i).kind));
  }
  return HC_OK;
}

/* --- Attributes --- */

static void show_presence(struct hc_buffer *trace, const char *label, enum hc_presence presence) {
  trace_label(trace, label);
  if (presence == HC_UNKNOWN) trace_text(trace, "UNKNOWN");
  if (presence == HC_NONE) trace_text(trace, "None");
}

static void show_head(struct call *call) {
  int number = 0;
  struct hc_span reason;
  enum hc_presence presence = hc_response_status(call->response, &number);
  show_presence(call->trace, "status=", presence);
  if (presence == HC_PRESENT) trace_number(call->trace, number);
  presence = hc_response_reason(call->response, &reason);
  show_presence(call->trace, " reason=", presence);
  if (presence == HC_PRESENT) trace_bytes(call->trace, reason);
  presence = hc_response_version(call->response, &number);
  show_presence(call->trace, " version=", presence);
  if (presence == HC_PRESENT) trace_number(call->trace, number);
}

static void show_framing(struct call *call) {
  bool flag = false;
  struct hc_integer integer = {0};
  enum hc_presence presence = hc_response_chunked(call->response, &flag);
  show_presence(call->trace, " chunked=", presence);
  if (presence == HC_PRESENT) trace_bool(call->trace, flag);
  presence = hc_response_will_close(call->response, &flag);
  show_presence(call->trace, " will_close=", presence);
  if (presence == HC_PRESENT) trace_bool(call->trace, flag);
  presence = hc_response_length(call->response, &integer);
  show_presence(call->trace, " length=", presence);
  if (presence == HC_PRESENT) trace_integer(call->trace, integer);
  presence = hc_response_chunk_left(call->response, &integer);
  show_presence(call->trace, " chunk_left=", presence);
  if (presence == HC_PRESENT) trace_integer(call->trace, integer);
}

static enum hc_kind state(struct call *call) {
  show_head(call);
  show_framing(call);
  trace_label(call->trace, " isclosed=");
  trace_bool(call->trace, hc_response_isclosed(call->response));
  trace_label(call->trace, " closed=");
  return show_bool(call, hc_response_closed(call->response));
}

/* --- The stream --- */

static enum hc_kind isclosed(struct call *call) {
  return show_bool(call, hc_response_isclosed(call->response));
}

static enum hc_kind close_it(struct call *call) {
  hc_response_close(call->response);
  return show_none(call, HC_OK);
}

static enum hc_kind enter(struct call *call) {
  return show_none(call, hc_response_enter(call->response, &call->error));
}

static enum hc_kind flush(struct call *call) {
  return show_none(call, hc_response_flush(call->response, &call->error));
}

static enum hc_kind isatty_of(struct call *call) {
  bool terminal = false;
  enum hc_kind kind = hc_response_isatty(call->response, &terminal, &call->error);
  return kind == HC_OK ? show_bool(call, terminal) : kind;
}

static enum hc_kind tell(struct call *call) {
  return hc_response_tell(call->response, &call->error);
}

/* --- All steps --- */

static operate *const operations[OPERATION_COUNT] = {
    [OPERATION_READ_ALL] = read_all,
    [OPERATION_READ] = read_some,
    [OPERATION_READ1] = read1,
    [OPERATION_PEEK] = peek,
    [OPERATION_READLINE] = read_line,
    [OPERATION_READINTO] = readinto,
    [OPERATION_READINTO1] = readinto1,
    [OPERATION_READLINES] = read_lines,
    [OPERATION_NEXT] = next,
    [OPERATION_GETHEADER] = getheader,
    [OPERATION_STATE] = state,
    [OPERATION_ISCLOSED] = isclosed,
    [OPERATION_CLOSE] = close_it,
    [OPERATION_ENTER] = enter,
    [OPERATION_FLUSH] = flush,
    [OPERATION_ISATTY] = isatty_of,
    [OPERATION_TELL] = tell,
    [OPERATION_BEGIN] = begin,
    [OPERATION_GETHEADERS] = getheaders,
    [OPERATION_MESSAGE] = message,
};

static void take_step(struct call *call, struct step step) {
  plan_call_trace(step, call->trace);
  call->amount = step.amount;
  if (operations[step.operation](call) != HC_OK) {
    trace_error(call->trace, &call->error);
    hc_error_clear(&call->error);
  }
  hc_buffer_free(&call->bytes);
}

void response_reference(const struct response_plan *plan, enum hc_edition edition,
                        struct hc_buffer *trace) {
  struct hc_memory_script script = {.segments = plan->pieces, .segment_count = plan->piece_count};
  struct hc_transport *transport = ending_transport_new(&script, plan->ending, NULL, edition);
  struct hc_response_options options = {
      .method = hc_str(plan->method), .edition = edition, .allocator = &watched_allocator};
  struct hc_response *response = NULL;
  if (hc_response_new(transport, &options, &response, NULL) != HC_OK) abort();
  hc_transport_release(transport);
  struct call call = {.response = response,
                      .trace = trace,
                      .bytes = hc_buffer_make(&watched_allocator, 0),
                      .error = {.allocator = &watched_allocator}};
  for (size_t i = 0; i < plan->step_count; i++) {
    if (i > 0) trace_text(trace, "\n");
    take_step(&call, plan->steps[i]);
  }
  hc_response_free(response);
}
