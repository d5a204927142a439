#include "request_plan.h"

#include <stdlib.h>

#include "trace.h"
#include "watched_allocator.h"

struct input {
  const uint8_t *data;
  size_t size;
  struct hc_buffer *texts;
};

static uint8_t take(struct input *input) {
  if (input->size == 0) return 0;
  input->size--;
  return *input->data++;
}

/* --- Texts --- */

static void append(struct hc_buffer *texts, unsigned byte) {
  const char one = (char)byte;
  if (texts->size == texts->capacity || !hc_buffer_append(texts, hc_span_make(&one, 1))) abort();
}

static void append_character(struct hc_buffer *texts, unsigned character) {
  if (character < 0x80) {
    append(texts, character);
  } else if (character < 0x800) {
    append(texts, 0xc0 | character >> 6);
    append(texts, 0x80 | (character & 0x3f));
  } else {
    append(texts, 0xe0 | character >> 12);
    append(texts, 0x80 | (character >> 6 & 0x3f));
    append(texts, 0x80 | (character & 0x3f));
  }
}

static unsigned take_character(struct input *input) {
  enum { BEYOND_LATIN_1 = 0x1a };
  unsigned character = take(input);
  if (character != BEYOND_LATIN_1) return character;
  unsigned beyond = take(input);
  if (beyond < 0x70) return 0x2000 + beyond;
  return beyond < 0x80 ? 0x0620 + beyond - 0x70 : 0xd800 + beyond - 0x80;
}

enum { TEXT_END = 0xff };

static bool at_text_end(struct input *input) {
  if (input->size > 0 && *input->data != TEXT_END) return false;
  take(input);
  return true;
}

static struct hc_span take_text(struct input *input) {
  size_t start = input->texts->size;
  while (!at_text_end(input))
    append_character(input->texts, take_character(input));
  return hc_span_make(input->texts->data + start, input->texts->size - start);
}

static struct hc_span take_bytes(struct input *input) {
  size_t start = input->texts->size;
  while (!at_text_end(input))
    append(input->texts, take(input));
  return hc_span_make(input->texts->data + start, input->texts->size - start);
}

/* --- Operands --- */

static int64_t take_number(struct input *input) {
  static const int64_t numbers[] = {0, 80, 443, 8080, -1, 65535, 65536, 1, 1234567890123};
  return numbers[take(input) % (sizeof numbers / sizeof *numbers)];
}

static struct hc_port take_port(struct input *input) {
  struct hc_port port = {HC_PORT_NONE, 0, {NULL, 0}};
  uint8_t kind = take(input);
  if (kind >= 192) {
    port.kind = HC_PORT_TEXT;
    port.text = take_text(input);
  } else if (kind >= 128) {
    port = hc_port_number(take_number(input));
  }
  return port;
}

static struct hc_value take_value(struct input *input, bool is_name) {
  struct hc_value value = {HC_VALUE_TEXT, {NULL, 0}, 0};
  uint8_t kind = take(input) % 8;
  if (kind == 5) {
    value.kind = HC_VALUE_BYTES;
    value.bytes = take_bytes(input);
  } else if (kind < 5 || is_name) {
    value.bytes = take_text(input);
  } else {
    value.kind = kind == 6 ? HC_VALUE_INTEGER : HC_VALUE_NONE;
    if (kind == 6) value.integer = take_number(input);
  }
  return value;
}

static void take_headers(struct input *input, size_t most, struct request_call *call) {
  call->header_count = take(input) % (most + 1);
  for (size_t i = 0; i < call->header_count; i++) {
    call->headers[i].name = take_value(input, true);
    call->headers[i].value = take_value(input, false);
  }
}

static struct plan_body take_body(struct input *input) {
  static const enum hc_body_kind kinds[] = {HC_BODY_NONE, HC_BODY_TEXT,     HC_BODY_BYTES,
                                            HC_BODY_FILE, HC_BODY_ITERABLE, HC_BODY_FILE};
  uint8_t choice = take(input);
  size_t index = (choice & 7) % (sizeof kinds / sizeof *kinds);
  struct plan_body body = {.kind = kinds[index], .piece = choice >> 3};
  body.text_file = index == 5;
  if (body.kind == HC_BODY_NONE) return body;
  bool text = body.kind == HC_BODY_TEXT || body.text_file;
  body.data = text ? take_text(input) : take_bytes(input);
  return body;
}

/* --- Calls --- */

static void take_putheader(struct input *input, struct request_call *call) {
  struct hc_value name = take_value(input, true);
  call->header_count = take(input) % (PLAN_HEADERS_MAX + 1);
  call->headers[0].name = name;
  for (size_t i = 0; i < call->header_count; i++)
    call->headers[i].value = take_value(input, false);
}

static struct request_call take_call(struct input *input) {
  struct request_call call = {.operation = (enum request_operation)(take(input) % CALL_COUNT)};
  switch (call.operation) {
  case CALL_REQUEST:
  case CALL_PUTREQUEST:
    call.texts[0] = take_text(input);
    call.texts[1] = take_text(input);
    call.number = take(input) & 3;
    if (call.operation == CALL_PUTREQUEST) break;
    take_headers(input, PLAN_HEADERS_MAX, &call);
    call.body = take_body(input);
    break;
  case CALL_PUTHEADER: take_putheader(input, &call); break;
  case CALL_ENDHEADERS:
    call.number = take(input) & 1;
    call.body = take_body(input);
    break;
  case CALL_SEND: call.body = take_body(input); break;
  case CALL_SET_TUNNEL:
    call.texts[0] = take_text(input);
    call.port = take_port(input);
    take_headers(input, 1, &call);
    break;
  case CALL_SET_DEBUGLEVEL:
  case CALL_SET_VERSION:
  case CALL_SET_AUTO_OPEN: call.number = take(input) & 1; break;
  default: break;
  }
  return call;
}

void request_plan_decode(const uint8_t *data, size_t size, struct request_plan *plan) {
  *plan = (struct request_plan){.texts = hc_buffer_make(&watched_allocator, 0)};
  /* A byte of the input is two of UTF-8 at most, and 1A x three. */
  if (!hc_buffer_reserve(&plan->texts, 2 * size + 1)) abort();
  struct input input = {data, size, &plan->texts};
  uint8_t first = take(&input);
  plan->reply = (first & 0xfu) % REPLY_COUNT;
  plan->blocksize = first & 0x10 ? 3 : 8192;
  plan->host = take_text(&input);
  plan->port = take_port(&input);
  while (input.size > 0 && plan->call_count < PLAN_CALLS_MAX)
    plan->calls[plan->call_count++] = take_call(&input);
}

void request_plan_free(struct request_plan *plan) {
  hc_buffer_free(&plan->texts);
}

struct hc_span plan_reply(unsigned reply) {
  static const char *const replies[REPLY_COUNT] = {
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 204 No Content\r\n\r\n"
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      "",
      "HTTP/1.0 200 OK\r\n\r\nto the end",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
      "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n",
      "HTTP/1.0 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
      "HTTP/1.1 200 OK\r\nVia: p\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
      "chunked\r\n\r\n0\r\n\r\n",
      "no HTTP\r\n\r\n",
      "HTTP/2 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut",
      NULL,
  };
  return hc_str(replies[reply]);
}

/* --- How a call is written --- */

static void write_value(const struct hc_value *value, struct hc_buffer *text) {
  switch (value->kind) {
  case HC_VALUE_NONE: trace_text(text, "None"); return;
  case HC_VALUE_INTEGER: trace_number(text, value->integer); return;
  case HC_VALUE_TEXT: trace_text(text, "text "); break;
  case HC_VALUE_BYTES: break;
  }
  trace_bytes(text, value->bytes);
}

static void write_body(const struct plan_body *body, struct hc_buffer *text) {
  static const char *const kinds[] = {"None", "text", "bytes", "file", "iterable"};
  trace_text(text, ", body=");
  trace_text(text, body->text_file ? "text file" : kinds[body->kind]);
  if (body->kind == HC_BODY_NONE) return;
  trace_text(text, " ");
  trace_bytes(text, body->data);
  if (body->kind != HC_BODY_ITERABLE) return;
  trace_text(text, " by ");
  trace_number(text, (int64_t)body->piece);
}

static void write_port(const struct hc_port *port, struct hc_buffer *text) {
  trace_text(text, ", port=");
  if (port->kind == HC_PORT_NONE) trace_text(text, "None");
  if (port->kind == HC_PORT_NUMBER) trace_number(text, port->number);
  if (port->kind == HC_PORT_TEXT) trace_bytes(text, port->text);
}

static void write_operands(const struct request_call *call, struct hc_buffer *text) {
  trace_bytes(text, call->texts[0]);
  trace_text(text, ", ");
  trace_bytes(text, call->texts[1]);
  trace_text(text, ", ");
  trace_number(text, call->number);
  if (call->operation == CALL_SET_TUNNEL) write_port(&call->port, text);
  for (size_t i = 0; i < call->header_count; i++) {
    trace_text(text, ", ");
    write_value(&call->headers[i].name, text);
    trace_text(text, ": ");
    write_value(&call->headers[i].value, text);
  }
  write_body(&call->body, text);
}

static void write_putheader(const struct request_call *call, struct hc_buffer *text) {
  write_value(&call->headers[0].name, text);
  for (size_t i = 0; i < call->header_count; i++) {
    trace_text(text, ", ");
    write_value(&call->headers[i].value, text);
  }
}

static void write_call(const struct request_call *call, struct hc_buffer *text) {
  static const char *const names[CALL_COUNT] = {
      "request",    "putrequest", "putheader", "endheaders",     "send",        "getresponse",
      "set_tunnel", "close",      "connect",   "set_debuglevel", "set_version", "set_auto_open"};
  trace_text(text, names[call->operation]);
  trace_text(text, "(");
  if (call->operation == CALL_PUTHEADER)
    write_putheader(call, text);
  else if (call->operation <= CALL_SEND || call->operation >= CALL_SET_DEBUGLEVEL ||
           call->operation == CALL_SET_TUNNEL)
    write_operands(call, text);
  trace_text(text, ")");
}

void plan_call_trace(const struct request_call *call, struct hc_buffer *trace) {
  if (!trace_is_shown()) return;
  write_call(call, trace);
  trace_text(trace, ": ");
}
