/* A chunked body, below a head that is always the same. The input is the body as it is on the wire,
 * or, by a choice, what is put into chunks and has to be read back as it was. */
#include "../reading_check.h"
#include "../target.h"
#include "hc/chunk_size.h"

static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

static void append(struct hc_buffer *to, const char *bytes, size_t size) {
  PROPERTY(hc_buffer_append(to, hc_span_make(bytes, size)));
}

static void write_chunk(struct hc_buffer *wire, struct hc_span chunk) {
  char line[HC_CHUNK_SIZE_TEXT];
  append(wire, line, hc_chunk_size_write(chunk.size, line));
  append(wire, chunk.data, chunk.size);
  append(wire, "\r\n", 2);
}

static void check_written(struct hc_span body, const struct read_plan *plan) {
  struct hc_buffer wire = {0};
  for (size_t at = 0; at < body.size; at += plan->piece) {
    size_t left = body.size - at;
    write_chunk(&wire, hc_span_make(body.data + at, left < plan->piece ? left : plan->piece));
  }
  write_chunk(&wire, hc_span_make("", 0));
  const struct hc_span segments[] = {hc_str(head), hc_buffer_span(&wire)};
  struct reading reading;
  reading_carry_out(&reading, segments, 2, plan, 0);
  PROPERTY(reading.end == HC_OK);
  PROPERTY(hc_span_equal(hc_buffer_span(&reading.body), body));
  reading_release(&reading);
  hc_buffer_free(&wire);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span body = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&body);
  struct read_plan plan = read_plan_of(&choices, body.size);
  plan.is_head = false;
  if (choices.of[0] & 1) {
    check_written(body, &plan);
  } else {
    const struct hc_span segments[] = {hc_span_make(head, sizeof head - 1), body};
    reading_check_pieces(segments, 2, &plan);
  }
  return 0;
}
