#include "reading_check.h"

#include <ctype.h>

#include "target.h"

static void check_errors(const struct reading *a, const struct reading *b) {
  PROPERTY(a->begin == b->begin);
  PROPERTY(a->end == b->end);
  PROPERTY(a->error.kind == b->error.kind);
  PROPERTY(hc_span_equal(hc_buffer_span(&a->error.text), hc_buffer_span(&b->error.text)));
  PROPERTY(hc_span_equal(hc_buffer_span(&a->error.partial), hc_buffer_span(&b->error.partial)));
}

static void check_same(const struct reading *a, const struct reading *b) {
  check_errors(a, b);
  PROPERTY(a->status == b->status);
  PROPERTY(a->is_closed == b->is_closed);
  PROPERTY(hc_span_equal(hc_buffer_span(&a->trace), hc_buffer_span(&b->trace)));
}

static bool is_prefix(struct hc_span part, struct hc_span whole) {
  return part.size <= whole.size && hc_span_equal(part, hc_span_make(whole.data, part.size));
}

/* Where calls depend on the pieces, what they consume is the same body all the same, as far as they
 * got. */
static void check_same_body(const struct reading *a, const struct reading *b) {
  PROPERTY(a->begin == b->begin);
  PROPERTY(a->status == b->status);
  struct hc_span one = hc_buffer_span(&a->body), other = hc_buffer_span(&b->body);
  PROPERTY(is_prefix(one, other) || is_prefix(other, one));
  if (a->end == HC_OK && b->end == HC_OK) PROPERTY(one.size == other.size);
}

static void check_bounds(const struct reading *reading, size_t size) {
  PROPERTY(reading->body.size <= size);
  PROPERTY(reading->error.partial.size <= size);
  PROPERTY(reading->memory.peak <= reading_memory_limit(size));
}

/* --- chunks of negative size --- */

/* Behind the first empty line of the segments, which begin with the head; the segments after that
 * one are body too. */
static size_t body_start(struct hc_span segment) {
  for (size_t i = 1; i < segment.size; i++) {
    if (segment.data[i] != '\n') continue;
    char before = segment.data[i - 1];
    if (before == '\n' || (before == '\r' && i > 1 && segment.data[i - 2] == '\n')) return i + 1;
  }
  return segment.size;
}

static bool has_negative_number(struct hc_span bytes, size_t from) {
  for (size_t i = from; i + 1 < bytes.size; i++) {
    if (bytes.data[i] == '-' && isxdigit((unsigned char)bytes.data[i + 1])) return true;
  }
  return false;
}

/* Such a chunk has no end: CPython and the reference read it to wherever a piece ends. */
static bool may_have_negative_chunk(const struct reading *reading, const struct hc_span *segments,
                                    size_t count) {
  if (!reading->is_chunked) return false;
  bool found = has_negative_number(segments[0], body_start(segments[0]));
  for (size_t i = 1; i < count; i++)
    found = found || has_negative_number(segments[i], 0);
  return found;
}

/* --- both readings --- */

static void check_comparable(const struct reading *a, const struct reading *b,
                             const struct read_plan *plan) {
  if (read_plan_depends_on_pieces(plan))
    check_same_body(a, b);
  else
    check_same(a, b);
}

static size_t size_of(const struct hc_span *segments, size_t count) {
  size_t size = 0;
  for (size_t i = 0; i < count; i++)
    size += segments[i].size;
  return size;
}

void reading_check_bounds(const struct hc_span *segments, size_t count,
                          const struct read_plan *plan, size_t piece) {
  struct reading reading;
  reading_carry_out(&reading, segments, count, plan, piece);
  check_bounds(&reading, size_of(segments, count));
  reading_release(&reading);
}

void reading_check_pieces(const struct hc_span *segments, size_t count,
                          const struct read_plan *plan) {
  struct reading at_once, in_pieces;
  reading_carry_out(&at_once, segments, count, plan, 0);
  reading_carry_out(&in_pieces, segments, count, plan, plan->piece);
  if (!may_have_negative_chunk(&at_once, segments, count))
    check_comparable(&at_once, &in_pieces, plan);
  size_t size = size_of(segments, count);
  check_bounds(&at_once, size);
  check_bounds(&in_pieces, size);
  reading_release(&at_once);
  reading_release(&in_pieces);
}
