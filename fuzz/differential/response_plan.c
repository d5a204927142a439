#include "response_plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "trace.h"
#include "watched_allocator.h"

struct input {
  const uint8_t *data;
  size_t size;
};

static uint8_t take(struct input *input) {
  if (input->size == 0) return 0;
  input->size--;
  return *input->data++;
}

/* --- The response --- */

enum { ESCAPE = 0x1b };

size_t plan_repeat(uint8_t n) {
  return n < 128 ? (size_t)n + 1 : (size_t)(n - 126) * 512 + 1;
}

static void append(struct hc_buffer *bytes, struct hc_span more) {
  if (bytes->size + more.size > PLAN_RESPONSE_MAX) return;
  if (!hc_buffer_append(bytes, more)) abort();
}

/* The line that the bytes end with, its end included; empty if it is longer than `most`. */
static struct hc_span last_line(const struct hc_buffer *bytes, size_t most) {
  if (bytes->size == 0) return hc_span_make(NULL, 0);
  size_t start = bytes->size - 1;
  while (start > 0 && bytes->data[start - 1] != '\n' && bytes->size - start <= most)
    start--;
  size_t size = bytes->size - start;
  return hc_span_make(bytes->data + start, size <= most ? size : 0);
}

/* Appends `unit` so many times, as far as there is room. What is there is copied, so that the
 * copies are few. */
static void repeat(struct hc_buffer *bytes, struct hc_span unit, size_t times) {
  size_t room = (PLAN_RESPONSE_MAX - bytes->size) / unit.size;
  if (times > room) times = room;
  size_t size = times * unit.size;
  if (size == 0) return;
  if (!hc_buffer_reserve(bytes, size)) abort();
  char *start = bytes->data + bytes->size;
  memcpy(start, unit.data, unit.size);
  for (size_t done = unit.size; done < size;) {
    size_t more = done < size - done ? done : size - done;
    memcpy(start + done, start, more);
    done += more;
  }
  bytes->size += size;
}

static void repeat_escaped(struct hc_buffer *bytes, char byte, size_t times) {
  char line[256];
  struct hc_span last = last_line(bytes, sizeof line);
  bool is_line = byte == '\n' && last.size > 0;
  if (is_line) memcpy(line, last.data, last.size); /* which reserving may move */
  repeat(bytes, is_line ? hc_span_make(line, last.size) : hc_span_make(&byte, 1), times);
}

static void decode_bytes(struct input *input, struct hc_buffer *bytes) {
  while (input->size > 0) {
    const uint8_t *escape = memchr(input->data, ESCAPE, input->size);
    size_t literal = escape != NULL ? (size_t)(escape - input->data) : input->size;
    append(bytes, hc_span_make((const char *)input->data, literal));
    input->data += literal;
    input->size -= literal;
    if (escape == NULL) return;
    take(input);
    char byte = (char)take(input);
    repeat_escaped(bytes, byte, plan_repeat(take(input)));
  }
}

static bool has_escape(const struct input *input) {
  return input->size > 0 && memchr(input->data, ESCAPE, input->size) != NULL;
}

static void decode_response(struct input *input, struct hc_buffer *bytes) {
  static struct hc_buffer decoded; /* kept for its memory, which would have to grow each time */
  struct hc_span whole = hc_span_make((const char *)input->data, input->size);
  if (has_escape(input)) {
    hc_buffer_empty(&decoded);
    decode_bytes(input, &decoded);
    whole = hc_buffer_span(&decoded);
  }
  *bytes = hc_buffer_make(&watched_allocator, whole.size);
  append(bytes, whole);
}

/* --- Delivery --- */

static size_t piece_size(uint8_t delivery, uint32_t *random) {
  if (delivery < 128) return delivery;
  *random = *random * 1664525u + 1013904223u;
  return 1 + (*random >> (delivery < 192 ? 26 : 17));
}

/* The last piece is what is left: there are never more than PLAN_PIECES_MAX. */
static void cut(struct response_plan *plan, uint8_t delivery) {
  struct hc_span rest = hc_buffer_span(&plan->bytes);
  uint32_t random = delivery;
  while (rest.size > 0) {
    size_t size = piece_size(delivery, &random);
    bool last = size == 0 || size > rest.size || plan->piece_count == PLAN_PIECES_MAX - 1;
    if (last) size = rest.size;
    plan->pieces[plan->piece_count++] = hc_span_make(rest.data, size);
    rest = hc_span_make(rest.data + size, rest.size - size);
  }
}

/* --- Steps --- */

static int64_t size_of(uint8_t byte) {
  static const int64_t special[] = {-1, -1, -2, 4095, 4096, 8191, 8192, 8193, 65535, 65536, 65537};
  if (byte < 128) return byte;
  if (byte < 160) return (byte - 127) * 64;
  return special[(size_t)byte % (sizeof special / sizeof *special)];
}

static const char *const field_names[] = {
    "Content-Length", "content-type", "Transfer-Encoding", "Connection", "X", "set-cookie", "", "A",
    "Server",
};
enum { FIELD_NAMES = sizeof field_names / sizeof *field_names };

const char *plan_field_name(int64_t index) {
  return field_names[index];
}

static struct step decode_step(struct input *input) {
  struct step step = {.operation = (enum operation)(take(input) % OPERATION_RANDOM_COUNT)};
  uint8_t byte = take(input);
  bool memory = step.operation == OPERATION_READINTO || step.operation == OPERATION_READINTO1;
  step.amount = step.operation == OPERATION_GETHEADER ? byte % FIELD_NAMES : size_of(byte);
  if (memory && step.amount < 0) step.amount = 0;
  return step;
}

static void add_step(struct response_plan *plan, enum operation operation) {
  plan->steps[plan->step_count++] = (struct step){.operation = operation};
}

static void decode_steps(struct input *input, struct response_plan *plan) {
  add_step(plan, OPERATION_BEGIN);
  for (size_t left = take(input) % (PLAN_STEPS_MAX + 1); left > 0; left--)
    plan->steps[plan->step_count++] = decode_step(input);
  add_step(plan, OPERATION_STATE);
  add_step(plan, OPERATION_GETHEADERS);
  add_step(plan, OPERATION_MESSAGE);
}

void response_plan_decode(const uint8_t *data, size_t size, struct response_plan *plan) {
  static const char *const methods[] = {"GET", "HEAD", "POST", "CONNECT", "OPTIONS", "head"};
  plan->piece_count = 0; /* and no more: the arrays are long, and mostly not used */
  plan->step_count = 0;
  struct input input = {data, size};
  uint8_t first = take(&input);
  plan->method = methods[(first & 0xf) % (sizeof methods / sizeof *methods)];
  plan->ending = (enum ending)((first >> 4) % ENDING_COUNT);
  uint8_t delivery = take(&input);
  decode_steps(&input, plan);
  decode_response(&input, &plan->bytes);
  cut(plan, delivery);
}

void response_plan_free(struct response_plan *plan) {
  hc_buffer_free(&plan->bytes);
}

/* --- How a step is written --- */

const char *plan_operation_name(enum operation operation) {
  static const char *const names[OPERATION_COUNT] = {
      "read",      "read",     "read1",     "peek",  "readline",   "readinto", "readinto1",
      "readlines", "__next__", "getheader", "state", "isclosed",   "close",    "__enter__",
      "flush",     "isatty",   "tell",      "begin", "getheaders", "message"};
  return names[operation];
}

void plan_call(struct step step, char text[PLAN_CALL_MAX]) {
  const char *name = plan_operation_name(step.operation);
  switch (step.operation) {
  case OPERATION_READ:
  case OPERATION_READ1:
  case OPERATION_READLINE:
  case OPERATION_READLINES:
    snprintf(text, PLAN_CALL_MAX, "%s(%" PRId64 ")", name, step.amount);
    return;
  case OPERATION_READINTO:
  case OPERATION_READINTO1:
    snprintf(text, PLAN_CALL_MAX, "%s(bytearray(%" PRId64 "))", name, step.amount);
    return;
  case OPERATION_GETHEADER:
    snprintf(text, PLAN_CALL_MAX, "%s('%s')", name, plan_field_name(step.amount));
    return;
  default: snprintf(text, PLAN_CALL_MAX, "%s()", name); return;
  }
}

void plan_call_trace(struct step step, struct hc_buffer *trace) {
  if (!trace_is_shown()) return;
  char text[PLAN_CALL_MAX];
  plan_call(step, text);
  trace_text(trace, text);
  trace_text(trace, ": ");
}
