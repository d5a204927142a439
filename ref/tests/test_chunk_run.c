/* Chunks that are read at once must read as chunks that are read one by one: read() never reads
 * several at once, and so is the twin that readinto() is held against. */
#include "chunk_run.h"

#include <stdio.h>
#include <stdlib.h>

#include "hc/limits.h"
#include "hc/response.h"
#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

#define HEAD "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

/* A body: chunks of `sizes`, and what comes after them. */
struct body {
  const char *why;
  const char *rest; /* of a size line, after the size */
  const char *end;  /* of a chunk; NULL: CRLF */
  size_t sizes[16]; /* up to a 0 */
  size_t times;     /* all of them over again, so often */
  const char *tail;
};

static const struct body bodies[] = {
    {"chunks of one size", "\r\n", NULL, {4096}, 40, "0\r\n\r\n"},
    {"more in a row than are read at once", "\r\n", NULL, {1024}, 150, "0\r\n\r\n"},
    {"a shorter last one", "\r\n", NULL, {4096, 4096, 4096, 4096, 4096, 17}, 1, "0\r\n\r\n"},
    {"too small to be expected", "\r\n", NULL, {100}, 200, "0\r\n\r\n"},
    {"large ones", "\r\n", NULL, {70000}, 3, "0\r\n\r\n"},
    {"one of another size among them",
     "\r\n",
     NULL,
     {2048, 2048, 2048, 2048, 2047, 2048, 2048, 2048, 30000, 2048},
     3,
     "0\r\n\r\n"},
    {"sizes in turn", "\r\n", NULL, {4096, 4096, 4096, 8192, 8192, 8192}, 9, "0\r\n\r\n"},
    {"a frame that ends early", "\r\n", NULL, {4096, 4096, 4096, 4096, 5, 5}, 5, "0\r\n\r\n"},
    {"a longer frame", "\r\n", NULL, {4096, 4096, 4096, 4096, 65536}, 2, "0\r\n\r\n"},
    {"an extension", ";name=value\r\n", NULL, {5000}, 20, "0\r\n\r\n"},
    {"a frame too long to remember",
     ";name=a-value-that-is-longer\r\n",
     NULL,
     {5000},
     20,
     "0\r\n\r\n"},
    {"LF alone", "\n", NULL, {5000}, 20, "0\n\n"},
    {"CK.04: another end of a chunk", "\r\n", "XY", {5000}, 20, "0\r\n\r\n"},
    {"trailers", "\r\n", NULL, {3000}, 30, "0\r\nX: 1\r\n\r\n"},
    {"CK.02: a bad size", "\r\n", NULL, {3000}, 30, "zzz\r\n"},
    {"a size that no memory holds", "\r\n", NULL, {3000}, 30, "ffffffffffffffff\r\nabc"},
    {"a size of more than 64 bits", "\r\n", NULL, {3000}, 30, "fffffffffffffffff\r\nabc"},
    {"the stream ends between chunks", "\r\n", NULL, {3000}, 30, ""},
    {"the stream ends within a frame", "\r\n", NULL, {3000}, 30, "bb"},
    {"the stream ends within a chunk", "\r\n", NULL, {3000}, 30, "bb8\r\nabc"},
};

enum { BODIES = sizeof bodies / sizeof bodies[0] };

static void append_chunk(struct hc_buffer *answer, const struct body *body, size_t size) {
  char line[64];
  snprintf(line, sizeof line, "%zx%s", size, body->rest);
  assert_true(hc_buffer_append(answer, hc_str(line)));
  assert_true(hc_buffer_reserve(answer, size));
  for (size_t i = 0; i < size; i++)
    answer->data[answer->size + i] = (char)((answer->size + i) % 251);
  answer->size += size;
  assert_true(hc_buffer_append(answer, hc_str(body->end != NULL ? body->end : "\r\n")));
}

static struct hc_buffer answer_of(const struct body *body) {
  struct hc_buffer answer = {0};
  assert_true(hc_buffer_append(&answer, hc_str(HEAD)));
  for (size_t i = 0; i < body->times; i++) {
    for (size_t k = 0; k < 16 && body->sizes[k] != 0; k++)
      append_chunk(&answer, body, body->sizes[k]);
  }
  assert_true(hc_buffer_append(&answer, hc_str(body->tail)));
  return answer;
}

static struct hc_response *begin(struct script *script, struct hc_span answer) {
  struct hc_response *response = script_response(script, "GET", answer);
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  return response;
}

/* What two ways of reading have in common, compared call by call until one ends or fails. */
static void assert_reads_alike(struct hc_response *run, struct hc_response *twin, char *into,
                               size_t size, const char *why) {
  struct hc_buffer expected = {0};
  struct hc_error error = {0};
  struct hc_error twin_error = {0};
  enum hc_kind kind = HC_OK;
  size_t got;
  do {
    kind = hc_response_readinto(run, into, size, &got, &error);
    assert_kind_is(kind, hc_response_read(twin, (int64_t)size, &expected, &twin_error), why);
    assert_span_is(hc_span_make(into, got), hc_buffer_span(&expected), why);
    struct hc_integer left = {0};
    struct hc_integer twin_left = {0};
    assert_int_equal(hc_response_chunk_left(run, &left), hc_response_chunk_left(twin, &twin_left));
    assert_int_equal(left.magnitude, twin_left.magnitude);
    assert_int_equal(hc_response_isclosed(run), hc_response_isclosed(twin));
  } while (kind == HC_OK && got > 0);
  assert_span_is(hc_buffer_span(&error.partial), hc_buffer_span(&twin_error.partial), why);
  hc_error_clear(&error);
  hc_error_clear(&twin_error);
  hc_buffer_free(&expected);
}

static void compare(struct hc_span answer, size_t piece, size_t size, const char *why) {
  struct script script = {.memory = {.piece = piece}};
  struct script twin_script = {.memory = {.piece = piece}};
  struct hc_response *run = begin(&script, answer);
  struct hc_response *twin = begin(&twin_script, answer);
  char *into = malloc(size);
  assert_non_null(into);
  assert_reads_alike(run, twin, into, size, why);
  free(into);
  hc_response_free(run);
  hc_response_free(twin);
  script_free(&script);
  script_free(&twin_script);
}

static void a_run_reads_as_its_chunks_do(void **state) {
  (void)state;
  const size_t pieces[] = {0, 1, 1000, 4102, 50000};
  const size_t sizes[] = {100, 8192, 15000, 65536, 1000000};
  for (size_t i = 0; i < BODIES; i++) {
    struct hc_buffer answer = answer_of(&bodies[i]);
    for (size_t k = 0; k < 5 * 5; k++)
      compare(hc_buffer_span(&answer), pieces[k % 5], sizes[k / 5], bodies[i].why);
    hc_buffer_free(&answer);
  }
}

/* Two deliveries: all up to a point, and the rest. */
static void a_run_may_be_broken_off_anywhere(void **state) {
  (void)state;
  const struct body body = {"", "\r\n", NULL, {1024}, 20, "0\r\n\r\n"};
  struct hc_buffer answer = answer_of(&body);
  struct hc_span whole = hc_buffer_span(&answer);
  char *into = malloc(whole.size);
  assert_non_null(into);
  for (size_t cut = whole.size - 2 * 1031; cut <= whole.size; cut++) {
    compare(hc_span_make(whole.data, cut), 0, 9000, "the stream ends there");
    struct hc_span parts[] = {{whole.data, cut}, {whole.data + cut, whole.size - cut}};
    struct script script = {0};
    struct hc_response *response = script_response(&script, "GET", parts[0]);
    script.memory.segments = parts;
    script.memory.segment_count = 2;
    assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
    size_t got;
    size_t total = 0;
    do {
      assert_kind_is(hc_response_readinto(response, into, 9000, &got, NULL), HC_OK, "cut");
      total += got;
    } while (got > 0);
    assert_int_equal(total, 20 * 1024);
    hc_response_free(response);
    script_free(&script);
  }
  free(into);
  hc_buffer_free(&answer);
}

/* A failure in the midst of a run is told as it is, and what is left of the chunk stays. */
static void a_failure_is_told_whichever_read_it_strikes(void **state) {
  (void)state;
  const struct body body = {"", "\r\n", NULL, {4096}, 20, "0\r\n\r\n"};
  struct hc_buffer answer = answer_of(&body);
  static char into[65536];
  size_t failed = 0;
  for (size_t read = 2; read < 40; read++) {
    struct script script = {.memory = {.piece = 5000, .failing_read = read, .failure = 104}};
    struct hc_response *response = begin(&script, hc_buffer_span(&answer));
    enum hc_kind kind = HC_OK;
    size_t got = 1;
    while (kind == HC_OK && got > 0)
      kind = hc_response_readinto(response, into, sizeof into, &got, NULL);
    struct hc_integer left = {0};
    if (kind != HC_OK) {
      assert_kind_is(kind, HC_CONNECTION_RESET_ERROR, "errno 104");
      hc_response_chunk_left(response, &left);
      assert_true(left.magnitude == 0 || left.magnitude == 4096);
      failed++;
    }
    hc_response_free(response);
    script_free(&script);
  }
  assert_true(failed > 10);
  hc_buffer_free(&answer);
}

/* CK.17: each further call fails alike, with as much left of the chunk. */
static void an_end_within_a_chunk_stays(void **state) {
  (void)state;
  const struct body body = {"", "\r\n", NULL, {4096}, 3, "1000\r\nabc"};
  struct hc_buffer answer = answer_of(&body);
  static char into[65536];
  struct script script = {0};
  struct hc_response *response = begin(&script, hc_buffer_span(&answer));
  for (size_t i = 0; i < 3; i++) {
    size_t got;
    struct hc_integer left = {0};
    struct hc_error error = {0};
    assert_kind_is(hc_response_readinto(response, into, sizeof into, &got, &error),
                   HC_INCOMPLETE_READ, "RI.06");
    assert_int_equal(error.partial.size, i == 0 ? 3 * 4096 : 0);
    hc_response_chunk_left(response, &left);
    assert_int_equal(left.magnitude, 4096);
    hc_error_clear(&error);
  }
  hc_response_free(response);
  script_free(&script);
  hc_buffer_free(&answer);
}

/* KA.01: what follows a response is there for the next one, but for what a BufferedReader would
 * have taken ahead. */
static void what_follows_the_body_is_not_lost(void **state) {
  (void)state;
  const struct body body = {"", "\r\n", NULL, {2048}, 40, "0\r\n\r\n"};
  enum { AFTER = 100000 };
  static char into[500000];
  struct hc_buffer answer = answer_of(&body);
  size_t body_end = answer.size;
  assert_true(hc_buffer_reserve(&answer, AFTER));
  for (size_t i = 0; i < AFTER; i++)
    answer.data[answer.size++] = (char)(i % 253);
  const struct hc_span segment = hc_buffer_span(&answer);
  const struct hc_memory_script script = {.segments = &segment, .segment_count = 1};
  struct hc_transport *transport;
  hc_memory_transport_new(&script, NULL, HC_EDITION_NEWEST, NULL, &transport, NULL);
  const struct hc_response_options options = {.method = hc_str("GET")};
  struct hc_response *response;
  assert_kind_is(hc_response_new(transport, &options, &response, NULL), HC_OK, "new");
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  size_t got;
  assert_kind_is(hc_response_readinto(response, into, sizeof into, &got, NULL), HC_OK, "all");
  assert_int_equal(got, 40 * 2048);
  assert_true(hc_response_isclosed(response));
  hc_response_free(response);
  struct hc_buffer rest = {0};
  while (hc_transport_read(transport, into, sizeof into, &got, NULL) == HC_OK && got > 0)
    assert_true(hc_buffer_append(&rest, hc_span_make(into, got)));
  assert_true(rest.size >= AFTER - HC_READ_BUFFER_SIZE);
  size_t taken = answer.size - body_end - rest.size;
  assert_span_is(hc_buffer_span(&rest), hc_span_make(answer.data + body_end + taken, rest.size),
                 "the end of it");
  hc_transport_release(transport);
  hc_buffer_free(&rest);
  hc_buffer_free(&answer);
}

/* KA.01: what is buffered ahead is what BufferedReader has. The numbers are CPython's, of 3.8 to
 * 3.13 alike, for `count` chunks, which arrive in segments of `segment` bytes, 0: in one, and
 * OTHERS bytes after them. */
static const struct ahead_row {
  size_t chunk, count, size, segment;
  size_t peeked[2]; /* after a readinto() of `size` bytes, and another */
  size_t left;      /* of the stream, when the response is gone */
} ahead_rows[] = {
    {2093, 40, 65535, 0, {1441, 0}, 13940},      {1024, 60, 9000, 0, {216, 432}, 57336},
    {5000, 12, 20000, 0, {4491, 843}, 39188},    {8184, 9, 16384, 0, {8123, 8107}, 52820},
    {8192, 9, 16384, 0, {8123, 8107}, 52892},    {10000, 9, 30000, 0, {2691, 6368}, 43655},
    {16384, 9, 20000, 0, {4568, 952}, 126559},   {16384, 9, 65536, 0, {8184, 8184}, 28207},
    {20000, 6, 30000, 0, {6376, 8184}, 71839},   {4096, 20, 30000, 10000, {2768, 1440}, 35748},
    {2093, 40, 30000, 3000, {1395, 697}, 41052}, {16384, 9, 65536, 30000, {2571, 8184}, 28207},
};

enum { OTHERS = 20000, SEGMENTS_MAX = 64 };

static size_t cut(struct hc_span bytes, size_t size, struct hc_span *segments) {
  size_t count = 0;
  if (size == 0) size = bytes.size;
  for (size_t at = 0; at < bytes.size && count < SEGMENTS_MAX; at += size) {
    size_t left = bytes.size - at;
    segments[count++] = hc_span_make(bytes.data + at, left < size ? left : size);
  }
  return count;
}

static size_t size_left(struct hc_transport *transport) {
  char bytes[4096];
  size_t got, left = 0;
  while (hc_transport_read(transport, bytes, sizeof bytes, &got, NULL) == HC_OK && got > 0)
    left += got;
  return left;
}

static void read_and_peek(struct hc_response *response, const struct ahead_row *row) {
  static char into[65536];
  for (size_t i = 0; i < 2; i++) {
    size_t got;
    struct hc_span ahead;
    assert_kind_is(hc_response_readinto(response, into, row->size, &got, NULL), HC_OK, "readinto");
    assert_kind_is(hc_response_peek(response, &ahead, NULL), HC_OK, "peek");
    assert_int_equal(ahead.size, row->peeked[i]);
  }
}

static void assert_buffers_as_cpython(const struct ahead_row *row) {
  const struct body body = {"", "\r\n", NULL, {row->chunk}, row->count, "0\r\n\r\n"};
  struct hc_buffer answer = answer_of(&body);
  assert_true(hc_buffer_reserve(&answer, OTHERS));
  memset(answer.data + answer.size, 'x', OTHERS);
  answer.size += OTHERS;
  struct hc_span segments[SEGMENTS_MAX];
  struct hc_memory_script script = {.segments = segments};
  script.segment_count = cut(hc_buffer_span(&answer), row->segment, segments);
  const struct hc_response_options options = {.method = hc_str("GET")};
  struct hc_transport *transport;
  struct hc_response *response;
  hc_memory_transport_new(&script, NULL, HC_EDITION_NEWEST, NULL, &transport, NULL);
  assert_kind_is(hc_response_new(transport, &options, &response, NULL), HC_OK, "new");
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  read_and_peek(response, row);
  hc_response_free(response);
  assert_int_equal(size_left(transport), row->left);
  hc_transport_release(transport);
  hc_buffer_free(&answer);
}

static void what_is_buffered_is_what_cpython_has(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof ahead_rows / sizeof *ahead_rows; i++)
    assert_buffers_as_cpython(&ahead_rows[i]);
}

/* The transport is read about as often as the body is large, not as it has chunks. */
static void a_run_takes_few_reads(void **state) {
  (void)state;
  const struct body body = {"", "\r\n", NULL, {1024}, 1000, "0\r\n\r\n"};
  struct hc_buffer answer = answer_of(&body);
  static char into[1024 * 1000];
  /* Reads: the head; the first buffers full; 1, 2, 4, 8, 16 chunks; 32 at a time; the end. */
  struct script script = {.memory = {.failing_read = 50, .failure = 5}};
  struct hc_response *response = begin(&script, hc_buffer_span(&answer));
  size_t got;
  assert_kind_is(hc_response_readinto(response, into, sizeof into, &got, NULL), HC_OK, "few");
  assert_int_equal(got, sizeof into);
  hc_response_free(response);
  script_free(&script);
  hc_buffer_free(&answer);
}

static void chunks_that_are_not_alike_are_not_expected(void **state) {
  (void)state;
  const struct hc_span line = BYTES("1000\r\n");
  const struct hc_integer size = {0x1000, false};
  const struct hc_integer negative = {0x1000, true};
  const struct hc_integer huge = {UINT64_MAX, false};
  struct hc_chunk_run run = {.equal = 0};
  hc_chunk_run_note(&run, line, size);
  assert_false(hc_chunk_run_serves(&run, size, 10000));
  hc_chunk_run_note(&run, line, size);
  assert_true(hc_chunk_run_serves(&run, size, 10000));
  assert_false(hc_chunk_run_serves(&run, size, HC_READ_BUFFER_SIZE - 1));
  assert_false(hc_chunk_run_serves(&run, negative, 10000));
  assert_false(hc_chunk_run_serves(&run, huge, 10000));
  hc_chunk_run_note(&run, bytes_of("01000\r\n"), size);
  assert_false(hc_chunk_run_serves(&run, size, 10000));
  hc_chunk_run_note(&run, bytes_of("-1000\r\n"), negative);
  hc_chunk_run_note(&run, bytes_of("-1000\r\n"), negative);
  assert_false(hc_chunk_run_serves(&run, size, 10000));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_run_reads_as_its_chunks_do),
      cmocka_unit_test(a_run_may_be_broken_off_anywhere),
      cmocka_unit_test(a_failure_is_told_whichever_read_it_strikes),
      cmocka_unit_test(an_end_within_a_chunk_stays),
      cmocka_unit_test(what_follows_the_body_is_not_lost),
      cmocka_unit_test(what_is_buffered_is_what_cpython_has),
      cmocka_unit_test(a_run_takes_few_reads),
      cmocka_unit_test(chunks_that_are_not_alike_are_not_expected),
  };
  return cmocka_run_group_tests_name("chunk_run", tests, NULL, NULL);
}
