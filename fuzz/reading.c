#include "reading.h"

#include "hc/limits.h"
#include "hc/memory_transport.h"
#include "hc/response_stream.h"
#include "target.h"

/* --- plans --- */

static const uint16_t amounts[32] = {
    0,  1,  2,  3,  4,  5,  6,   7,   8,   9,   10,  12,   15,   16,   17,   20,
    24, 31, 32, 50, 64, 99, 128, 200, 256, 500, 512, 1000, 1024, 4096, 8192, READ_AMOUNT_MAX};

struct read_plan read_plan_of(const struct choices *choices, size_t size) {
  struct read_plan plan = {.edition = choices_edition(choices->of[0] >> 1),
                           .is_head = choices->of[0] & 1,
                           .piece = choices_piece(choices->of[1], size)};
  for (size_t i = 0; i < READ_STEP_COUNT; i++) {
    uint8_t choice = choices->of[2 + i];
    plan.steps[i] = (struct read_step){(enum read_call)(choice % READ_CALL_COUNT),
                                       amounts[choice / READ_CALL_COUNT]};
  }
  return plan;
}

bool read_plan_depends_on_pieces(const struct read_plan *plan) {
  for (size_t i = 0; i < READ_STEP_COUNT; i++) {
    if (plan->steps[i].call >= READ_PART_LINE) return true;
  }
  return false;
}

/* --- steps --- */

/* hc_response_readinto() or hc_response_readinto1() */
typedef enum hc_kind readinto_call(struct hc_response *response, void *into, size_t size,
                                   size_t *got, struct hc_error *error);

static enum hc_kind read_into(readinto_call *call, struct hc_response *response, size_t amount,
                              struct hc_buffer *into, struct hc_error *error) {
  size_t got = 0;
  hc_buffer_empty(into);
  if (!hc_buffer_reserve(into, amount)) return hc_error_set(error, HC_MEMORY_ERROR, hc_str(""));
  char unused[1];
  enum hc_kind kind = call(response, amount ? into->data : unused, amount, &got, error);
  PROPERTY(got <= amount);
  if (kind == HC_OK) into->size = got;
  return kind;
}

static enum hc_kind peek(struct hc_response *response, struct hc_buffer *into,
                         struct hc_error *error) {
  struct hc_span bytes = {NULL, 0};
  hc_buffer_empty(into);
  enum hc_kind kind = hc_response_peek(response, &bytes, error);
  if (kind == HC_OK) PROPERTY(hc_buffer_append(into, bytes));
  return kind;
}

static enum hc_kind read_one(struct hc_response *response, uint16_t amount, struct hc_buffer *into,
                             struct hc_error *error) {
  bool is_odd = amount % 2 == 1;
  return is_odd ? read_into(hc_response_readinto1, response, amount, into, error)
                : hc_response_read1(response, amount, into, error);
}

static enum hc_kind carry_out_step(struct hc_response *response, struct read_step step,
                                   struct hc_buffer *into, struct hc_error *error) {
  switch (step.call) {
  case READ_SOME: return hc_response_read(response, step.amount, into, error);
  case READ_INTO: return read_into(hc_response_readinto, response, step.amount, into, error);
  case READ_LINE: return hc_response_readline(response, -1, into, error);
  case READ_PART_LINE: return hc_response_readline(response, step.amount, into, error);
  case READ_ONE: return read_one(response, step.amount, into, error);
  case READ_ANY_ONE: return hc_response_read1(response, -1, into, error);
  case READ_PEEK: return peek(response, into, error);
  case READ_ALL:
  case READ_CALL_COUNT: break;
  }
  return hc_response_read_all(response, into, error);
}

/* What a call may give at most. Two go beyond their amount where a body is chunked, as CPython's
 * do: readline() takes up to |amount| bytes of each look ahead until there are as many, and read1()
 * in a chunk of negative size takes all that one read gives. */
static size_t most_of(struct read_step step) {
  switch (step.call) {
  case READ_SOME:
  case READ_INTO: return step.amount;
  case READ_PART_LINE: return 2 * (size_t)step.amount;
  case READ_ALL:
  case READ_LINE:
  case READ_ONE:
  case READ_PEEK:
  case READ_ANY_ONE:
  case READ_CALL_COUNT: break;
  }
  return SIZE_MAX;
}

static void note(struct reading *reading, struct read_step step, enum hc_kind kind,
                 struct hc_span bytes) {
  uint32_t record[] = {(uint32_t)step.call, (uint32_t)kind, (uint32_t)bytes.size};
  PROPERTY(hc_buffer_append(&reading->trace, hc_span_make((const char *)record, sizeof record)));
  PROPERTY(hc_buffer_append(&reading->trace, bytes));
  if (step.call != READ_PEEK) PROPERTY(hc_buffer_append(&reading->body, bytes));
}

/* What a call gave is off the declared length, no more and no less, also when it ended early or
 * closed the response. Left out is what http.client does otherwise: a call that fails counts
 * nothing of what it took, and of a chunked body, which may have a length all the same (0, when the
 * status allows no body), none is counted. Nor is anything of a length that is UINT64_MAX or more.
 */
static void check_length(const struct reading *reading, const struct hc_response *response) {
  struct hc_integer left;
  PROPERTY(hc_response_length(response, &left) == reading->has_length);
  if (reading->has_length != HC_PRESENT) return;
  bool is_counted = !reading->is_chunked && reading->length.magnitude < UINT64_MAX;
  size_t counted = is_counted ? reading->body.size : 0;
  PROPERTY(!left.negative);
  PROPERTY(counted <= reading->length.magnitude);
  PROPERTY(left.magnitude == reading->length.magnitude - counted);
}

/* Returns whether to go on. */
static bool take_step(struct reading *reading, struct hc_response *response, struct read_step step,
                      struct hc_buffer *into) {
  reading->end = carry_out_step(response, step, into, &reading->error);
  PROPERTY(reading->end == reading->error.kind);
  if (reading->end != HC_OK) PROPERTY(into->size == 0); /* "on failure it stays empty" */
  PROPERTY(into->size <= most_of(step));
  note(reading, step, reading->end, hc_buffer_span(into));
  if (reading->end == HC_OK) check_length(reading, response);
  return reading->end == HC_OK && !hc_response_isclosed(response);
}

/* What the head says, once it is read; and that it says nothing of itself that is not so. */
static void check_head(struct reading *reading, struct hc_response *response) {
  int version = 0;
  struct hc_span reason = {NULL, 0}, first = {NULL, 0};
  bool will_close = false, found = false;
  hc_response_status(response, &reading->status);
  hc_response_chunked(response, &reading->is_chunked);
  PROPERTY(reading->status >= 101 && reading->status <= 999); /* 100 is skipped */
  PROPERTY(hc_response_version(response, &version) == HC_PRESENT &&
           (version == 10 || version == 11));
  PROPERTY(hc_response_reason(response, &reason) == HC_PRESENT);
  PROPERTY(hc_response_will_close(response, &will_close) == HC_PRESENT);
  reading->has_length = hc_response_length(response, &reading->length);
  PROPERTY(reading->has_length != HC_UNKNOWN);
  if (reading->has_length == HC_PRESENT) PROPERTY(!reading->length.negative);
  struct hc_buffer value = hc_buffer_make(&reading->allocator, 0);
  struct hc_span name = hc_str("Content-Length");
  PROPERTY(hc_response_getheader(response, name, &value, &found, NULL) == HC_OK);
  PROPERTY(found == hc_message_get(hc_response_headers(response), name, &first));
  hc_buffer_free(&value);
}

static void read_body(struct reading *reading, struct hc_response *response,
                      const struct read_plan *plan) {
  static const struct read_step read_all = {READ_ALL, 0};
  struct hc_buffer into = hc_buffer_make(&reading->allocator, 0);
  bool goes_on = true;
  for (size_t i = 0; goes_on && i < READ_ROUNDS * READ_STEP_COUNT; i++)
    goes_on = take_step(reading, response, plan->steps[i % READ_STEP_COUNT], &into);
  if (goes_on) take_step(reading, response, read_all, &into);
  hc_buffer_free(&into);
}

/* --- a reading --- */

void reading_carry_out(struct reading *reading, const struct hc_span *segments, size_t count,
                       const struct read_plan *plan, size_t piece) {
  *reading = (struct reading){.status = 0};
  reading->allocator = memory_count_allocator(&reading->memory);
  reading->trace = reading->body = hc_buffer_make(&reading->allocator, 0);
  reading->error.allocator = &reading->allocator;
  struct hc_memory_script script = {.segments = segments, .segment_count = count, .piece = piece};
  struct hc_transport *transport = NULL;
  PROPERTY(hc_memory_transport_new(&script, NULL, plan->edition, &reading->allocator, &transport,
                                   NULL) == HC_OK);
  struct hc_response_options options = {.method = hc_str(plan->is_head ? "HEAD" : "GET"),
                                        .edition = plan->edition,
                                        .allocator = &reading->allocator};
  struct hc_response *response = NULL;
  PROPERTY(hc_response_new(transport, &options, &response, NULL) == HC_OK);
  hc_transport_release(transport);
  reading->begin = hc_response_begin(response, &reading->error);
  PROPERTY(reading->begin == reading->error.kind);
  if (reading->begin == HC_OK) {
    check_head(reading, response);
    read_body(reading, response, plan);
  }
  reading->is_closed = hc_response_isclosed(response);
  hc_response_free(response);
}

void reading_release(struct reading *reading) {
  hc_buffer_free(&reading->trace);
  hc_buffer_free(&reading->body);
  hc_error_clear(&reading->error);
  PROPERTY(reading->memory.live == 0);
}

size_t reading_memory_limit(size_t size) {
  /* The trace repeats the body in records; buffers double; an error's text repeats a line in
   * escapes. */
  size_t fixed = HC_READ1_BLOCK + 4 * HC_READ_BUFFER_SIZE + 2 * READ_AMOUNT_MAX +
                 64 * READ_ROUNDS * READ_STEP_COUNT + 4096;
  return fixed + (HC_BODY_GROWTH + 16) * size;
}
