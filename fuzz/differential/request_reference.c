#include "request_reference.h"

#include <errno.h>
#include <stdlib.h>

#include "hc/memory_transport.h"
#include "trace.h"
#include "watched_allocator.h"

/* What one plan works with. */
struct session {
  const struct request_plan *plan;
  struct hc_span reply;
  struct hc_memory_script script;
  struct hc_connection *connection;
  struct hc_buffer connects, sent, printed; /* since the last call */
  struct hc_buffer *trace;
};

static void append(struct hc_buffer *buffer, struct hc_span bytes) {
  if (!hc_buffer_append(buffer, bytes)) abort();
}

/* --- The other end --- */

static void trace_port(struct hc_buffer *trace, struct hc_port port) {
  if (port.kind == HC_PORT_TEXT)
    trace_bytes(trace, port.text);
  else if (port.kind == HC_PORT_NONE)
    trace_text(trace, "None");
  else if (!hc_port_append(port, trace))
    abort();
}

static enum hc_kind open_memory(void *payload, const struct hc_transport_target *target,
                                struct hc_transport **transport, struct hc_error *error) {
  struct session *session = payload;
  trace_text(&session->connects, " connects=");
  trace_bytes(&session->connects, target->host);
  trace_label(&session->connects, ":");
  trace_port(&session->connects, target->port);
  if (session->plan->reply == REPLY_REFUSES) return hc_error_set_errno(error, ECONNREFUSED);
  return hc_memory_transport_new(&session->script, &session->sent, target->edition,
                                 &watched_allocator, transport, error);
}

static void print(void *payload, struct hc_span text) {
  append(payload, text);
}

/* --- Bodies --- */

/* How far a body has been read. */
struct reading {
  const struct plan_body *body;
  size_t at;
  bool begun;
};

static size_t characters_size(struct hc_span text, int64_t count) {
  size_t size = 0;
  for (; count > 0 && size < text.size; count--)
    do
      size++;
    while (size < text.size && ((unsigned char)text.data[size] & 0xc0) == 0x80);
  return size;
}

static enum hc_kind read_file(void *payload, int64_t size, struct hc_span *block,
                              struct hc_error *error) {
  struct reading *reading = payload;
  (void)error; /* this one cannot fail */
  struct hc_span data = reading->body->data;
  struct hc_span rest = hc_span_make(data.data + reading->at, data.size - reading->at);
  if (size >= 0 && reading->body->text_file)
    rest.size = characters_size(rest, size);
  else if (size >= 0 && (uint64_t)size < rest.size)
    rest.size = (size_t)size;
  reading->at += rest.size;
  *block = rest;
  return HC_OK;
}

static enum hc_kind next_item(void *payload, struct hc_span *item, bool *end,
                              struct hc_error *error) {
  struct reading *reading = payload;
  (void)error; /* this one cannot fail */
  struct hc_span data = reading->body->data;
  size_t piece = reading->body->piece;
  bool empty_first = piece == 0 && !reading->begun;
  reading->begun = true;
  *item = hc_span_make(data.data + reading->at, empty_first ? 0 : data.size - reading->at);
  if (piece != 0 && item->size > piece) item->size = piece;
  *end = !empty_first && item->size == 0;
  reading->at += item->size;
  return HC_OK;
}

static struct hc_body body_of(const struct plan_body *body, struct reading *reading) {
  *reading = (struct reading){.body = body};
  struct hc_body made = {.kind = body->kind,
                         .data = body->data,
                         .text_file = body->text_file,
                         .read = read_file,
                         .next = next_item,
                         .payload = reading,
                         .repr = hc_str(body->kind == HC_BODY_ITERABLE ? "<items>" : NULL)};
  return made;
}

/* --- Calls: each returns its kind, and writes what it returns unless that is None --- */

static enum hc_kind call_request(struct session *session, const struct request_call *call,
                                 const struct hc_body *body, struct hc_error *error) {
  struct hc_request request = {
      .method = call->texts[0],
      .url = call->texts[1],
      .body = body,
      .headers = call->headers,
      .header_count = call->header_count,
      .encode_chunked = (call->number & 1) != 0,
  };
  return hc_connection_request(session->connection, &request, error);
}

static enum hc_kind call_putrequest(struct session *session, const struct request_call *call,
                                    struct hc_error *error) {
  struct hc_putrequest_options options = {.skip_host = (call->number & 1) != 0,
                                          .skip_accept_encoding = (call->number & 2) != 0};
  return hc_connection_putrequest(session->connection, call->texts[0], call->texts[1], &options,
                                  error);
}

static enum hc_kind call_putheader(struct session *session, const struct request_call *call,
                                   struct hc_error *error) {
  struct hc_value values[PLAN_HEADERS_MAX];
  for (size_t i = 0; i < call->header_count; i++)
    values[i] = call->headers[i].value;
  return hc_connection_putheader(session->connection, call->headers[0].name, values,
                                 call->header_count, error);
}

static enum hc_kind call_getresponse(struct session *session, struct hc_error *error) {
  struct hc_response *response = NULL;
  enum hc_kind kind = hc_connection_getresponse(session->connection, &response, error);
  if (kind != HC_OK) return kind;
  int status = 0;
  hc_response_status(response, &status);
  trace_number(session->trace, status);
  trace_label(session->trace, " ");
  struct hc_buffer body = hc_buffer_make(&watched_allocator, 0);
  kind = hc_response_read_all(response, &body, error);
  if (kind == HC_OK) trace_bytes(session->trace, hc_buffer_span(&body));
  hc_buffer_free(&body);
  hc_response_free(response);
  return kind;
}

static enum hc_kind set_version(struct session *session, int minor, struct hc_error *error) {
  return hc_connection_set_http_vsn(session->connection, 10 + minor,
                                    hc_str(minor ? "HTTP/1.1" : "HTTP/1.0"), error);
}

static enum hc_kind perform(struct session *session, const struct request_call *call,
                            struct hc_error *error) {
  struct hc_connection *connection = session->connection;
  struct reading reading;
  const struct hc_body body = body_of(&call->body, &reading);
  switch (call->operation) {
  case CALL_REQUEST: return call_request(session, call, &body, error);
  case CALL_PUTREQUEST: return call_putrequest(session, call, error);
  case CALL_PUTHEADER: return call_putheader(session, call, error);
  case CALL_ENDHEADERS:
    return hc_connection_endheaders(connection, &body, call->number != 0, error);
  case CALL_SEND: return hc_connection_send(connection, &body, error);
  case CALL_GETRESPONSE: return call_getresponse(session, error);
  case CALL_SET_TUNNEL:
    return hc_connection_set_tunnel(connection, call->texts[0], call->port, call->headers,
                                    call->header_count, error);
  case CALL_CONNECT: return hc_connection_connect(connection, error);
  case CALL_CLOSE: hc_connection_close(connection); break;
  case CALL_SET_DEBUGLEVEL: hc_connection_set_debuglevel(connection, call->number); break;
  case CALL_SET_VERSION: return set_version(session, call->number, error);
  case CALL_SET_AUTO_OPEN: hc_connection_set_auto_open(connection, call->number != 0); break;
  case CALL_COUNT: break;
  }
  return HC_OK;
}

/* --- A session --- */

static void show_effects(struct session *session) {
  append(session->trace, hc_buffer_span(&session->connects));
  hc_buffer_empty(&session->connects);
  trace_effect(session->trace, " sends=", &session->sent);
  trace_effect(session->trace, " prints=", &session->printed);
  trace_label(session->trace, " ");
  trace_text(session->trace, hc_connection_state_name(hc_connection_state(session->connection)));
  if (hc_connection_transport(session->connection) != NULL)
    trace_text(session->trace, " connected");
}

static void make_call(struct session *session, const struct request_call *call) {
  trace_text(session->trace, "\n");
  plan_call_trace(call, session->trace);
  struct hc_error error = {.allocator = &watched_allocator};
  if (perform(session, call, &error) != HC_OK) trace_error(session->trace, &error);
  hc_error_clear(&error);
  show_effects(session);
}

static enum hc_kind connection_of(struct session *session, enum hc_edition edition,
                                  struct hc_error *error) {
  const struct hc_connection_options options = {
      .host = session->plan->host,
      .port = session->plan->port,
      .has_blocksize = true,
      .blocksize = session->plan->blocksize,
      .edition = edition,
      .allocator = &watched_allocator,
      .open = open_memory,
      .open_payload = session,
      .debug_sink = {print, &session->printed},
  };
  return hc_connection_new(&options, &session->connection, error);
}

static void show_endpoint(struct session *session) {
  trace_label(session->trace, "HTTPConnection: ");
  trace_bytes(session->trace, hc_connection_host(session->connection));
  trace_label(session->trace, ":");
  trace_port(session->trace, hc_connection_port(session->connection));
}

void request_reference(const struct request_plan *plan, enum hc_edition edition,
                       struct hc_buffer *trace) {
  struct hc_buffer none = hc_buffer_make(&watched_allocator, 0);
  struct session session = {.plan = plan,
                            .reply = plan_reply(plan->reply),
                            .trace = trace,
                            .connects = none,
                            .sent = none,
                            .printed = none};
  session.script = (struct hc_memory_script){.segments = &session.reply, .segment_count = 1};
  struct hc_error error = {.allocator = &watched_allocator};
  if (connection_of(&session, edition, &error) == HC_OK) {
    show_endpoint(&session);
    for (size_t i = 0; i < plan->call_count; i++)
      make_call(&session, &plan->calls[i]);
  } else {
    trace_label(trace, "HTTPConnection: ");
    trace_error(trace, &error);
  }
  hc_error_clear(&error);
  hc_connection_free(session.connection);
  hc_buffer_free(&session.connects);
  hc_buffer_free(&session.sent);
  hc_buffer_free(&session.printed);
}
