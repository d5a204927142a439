#include "hc/limits.h"
#include "hc/response.h"
#include "support/guarded.h"
#include "support/steps.h"
#include "support/testing.h"

#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define TWO CHUNKED "3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\nTrailer: x\r\n\r\n"
#define V3_8 HC_EDITION_3_8
#define V3_9 HC_EDITION_3_9
#define V3_10 HC_EDITION_3_10
#define V3_13 HC_EDITION_3_13

static const struct steps_case joined[] = {
    {.why = "RD.11, CK.03, CK.05, CK.09",
     .answer = BYTES(TWO),
     .steps = {{ALL, 0, "abcdefgh", true, HC_OK}, {ALL, 0, "", true, HC_OK}}},
    {.why = "CK.05: zeros, LF only, no trailer section",
     .answer = BYTES(CHUNKED "1\na\r\n000\n"),
     .steps = {{ALL, 0, "a", true, HC_OK}}},
    {.why = "CK.05: negative zero",
     .answer = BYTES(CHUNKED "-0\r\n\r\n"),
     .steps = {{ALL, 0, "", true, HC_OK}}},
    {.why = "CK.04: two bytes end a chunk, whatever they are",
     .answer = BYTES(CHUNKED "5\r\nhelloXY0\r\n\r\n"),
     .steps = {{ALL, 0, "hello", true, HC_OK}}},
    {.why = "CK.04: a missing CRLF swallows the next size",
     .answer = BYTES(CHUNKED "1\r\na01\r\nb\r\n0\r\n\r\n"),
     .steps = {{ALL, 0, "a", true, HC_INCOMPLETE_READ}}},
    {.why = "RD.13: read(n) crosses chunks",
     .answer = BYTES(TWO),
     .steps = {{READ, 4, "abcd", false, HC_OK},
               {READ, 4, "efgh", false, HC_OK},
               {READ, 4, "", true, HC_OK}}},
    {.why = "CK.14: the end is left pending",
     .answer = BYTES(TWO),
     .steps = {{READ, 8, "abcdefgh", false, HC_OK}, {READ, 0, "", true, HC_OK}}},
    {.why = "XT.48: more than there is",
     .answer = BYTES(TWO),
     .steps = {{READ, 99, "abcdefgh", true, HC_OK}}},
    {.why = "CK.15: read(0)",
     .answer = BYTES(TWO),
     .steps = {{READ, 0, "", false, HC_OK}, {ALL, 0, "abcdefgh", true, HC_OK}}},
    {.why = "RI.05",
     .answer = BYTES(TWO),
     .steps = {{READINTO, 4, "abcd", false, HC_OK},
               {READINTO, 4, "efgh", false, HC_OK},
               {READINTO, 4, "", true, HC_OK}}},
    {.why = "RI.05: a short count at the end",
     .answer = BYTES(TWO),
     .steps = {{READINTO, 99, "abcdefgh", true, HC_OK}}},
    {.why = "FR.06: decoded even where no body is allowed",
     .answer = BYTES("HTTP/1.1 204 x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
     .steps = {{ALL, 0, "a", true, HC_OK}}},
    {.why = "RD.01: HEAD",
     .answer = BYTES(TWO),
     .steps = {{ALL, 0, "", true, HC_OK}},
     .method = "HEAD"},
    {.why = "edition 3.9 reads the same by way of readinto()",
     .answer = BYTES(TWO),
     .steps = {{READ, 4, "abcd", false, HC_OK}, {READ, 99, "efgh", true, HC_OK}},
     .edition = V3_9},
};

static void chunks_are_joined(void **state) {
  (void)state;
  run_steps(joined, sizeof joined / sizeof joined[0]);
}

static void a_cut_body_gives_its_whole_chunks_as_partial(void **state) {
  (void)state;
  const struct steps_case cases[] = {
      {.why = "RD.11, CK.17: it fails again and stays open",
       .answer = BYTES(CHUNKED "3\r\nabc\r\n5\r\nde"),
       .steps = {{ALL, 0, "abc", false, HC_INCOMPLETE_READ},
                 {ALL, 0, "", false, HC_INCOMPLETE_READ}}},
      {.why = "RD.13: what fits succeeds",
       .answer = BYTES(CHUNKED "5\r\nabc"),
       .steps = {{READ, 3, "abc", false, HC_OK}, {READ, 3, "", false, HC_INCOMPLETE_READ}}},
      {.why = "RD.13: read(n)",
       .answer = BYTES(CHUNKED "3\r\nabc\r\n5\r\nde"),
       .steps = {{READ, 7, "abc", false, HC_INCOMPLETE_READ}}},
      {.why = "CK.02: a bad size closes",
       .answer = BYTES(CHUNKED "3\r\nabc\r\nxyz\r\n"),
       .steps = {{ALL, 0, "abc", true, HC_INCOMPLETE_READ}, {ALL, 0, "", true, HC_OK}}},
      {.why = "CK.02: no size at all",
       .answer = BYTES(CHUNKED),
       .steps = {{ALL, 0, "", true, HC_INCOMPLETE_READ}}},
      {.why = "the end of a chunk is missing",
       .answer = BYTES(CHUNKED "3\r\nabc\r"),
       .steps = {{ALL, 0, "abc", false, HC_INCOMPLETE_READ}}},
      {.why = "RI.06",
       .answer = BYTES(CHUNKED "3\r\nabc\r\n5\r\nde"),
       .steps = {{READINTO, 7, "abc", false, HC_INCOMPLETE_READ}}},
      {.why = "CK.13: a size no memory can hold",
       .answer = BYTES(CHUNKED "1\r\na\r\nFFFFFFFFFFFFFFFF\r\nbc"),
       .steps = {{ALL, 0, "a", false, HC_INCOMPLETE_READ}}},
      {.why = "CK.12: the same before it was mended",
       .answer = BYTES(CHUNKED "FFFFFFFFFFFFFFFF\r\nbc"),
       .steps = {{ALL, 0, "", false, HC_OVERFLOW_ERROR}},
       .edition = V3_8},
  };
  run_steps(cases, sizeof cases / sizeof cases[0]);
}

static void negative_sizes_follow_the_edition(void **state) {
  (void)state;
  const struct steps_case cases[] = {
      {.why = "CK.10: -1 reads everything",
       .answer = BYTES(CHUNKED "-1\r\nabc\r\n"),
       .steps = {{ALL, 0, "abc\r\n", false, HC_INCOMPLETE_READ}}},
      {.why = "CK.10: below, ValueError",
       .answer = BYTES(CHUNKED "-2\r\nabc\r\n"),
       .steps = {{ALL, 0, "", false, HC_VALUE_ERROR}}},
      {.why = "CK.10: -2**63, the first number there is to the stream",
       .answer = BYTES(CHUNKED "-8000000000000000\r\nabc\r\n"),
       .steps = {{ALL, 0, "", false, HC_VALUE_ERROR}, {READ1, -1, "abc\r\n", false, HC_OK}},
       .whole_only = true},
      {.why = "CK.10: below that, OverflowError",
       .answer = BYTES(CHUNKED "-8000000000000001\r\nabc\r\n"),
       .steps = {{ALL, 0, "", false, HC_OVERFLOW_ERROR},
                 {READ1, -1, "", false, HC_OVERFLOW_ERROR}}},
      {.why = "CK.10: -1 with an amount",
       .answer = BYTES(CHUNKED "-1\r\nabc\r\n"),
       .steps = {{READ, 2, "abc\r\n", false, HC_INCOMPLETE_READ}}},
      {.why = "CK.10: -1 in edition 3.8",
       .answer = BYTES(CHUNKED "-1\r\nabc\r\n"),
       .steps = {{ALL, 0, "abc\r\n", false, HC_INCOMPLETE_READ}},
       .edition = V3_8},
      {.why = "CK.11: nothing in edition 3.9",
       .answer = BYTES(CHUNKED "-1\r\n\r\n1\r\na\r\n0\r\n\r\n"),
       .steps = {{ALL, 0, "a", true, HC_OK}},
       .edition = V3_9},
      {.why = "a view of -1 loses its last byte",
       .answer = BYTES(CHUNKED "-1\r\nab\r\n0\r\n\r\n"),
       .steps = {{READ, 3, "ab", true, HC_OK}},
       .edition = V3_9},
      {.why = "a view of -9 has none",
       .answer = BYTES(CHUNKED "-9\r\n\r\n0\r\n\r\n"),
       .steps = {{READINTO, 3, "", true, HC_OK}}},
      {.why = "RD.09: read(-1) is not framed",
       .answer = BYTES(CHUNKED "3\r\nabc\r\n0\r\n\r\n"),
       .steps = {{READ, -1, "abc\r\n0\r\n\r\n", false, HC_OK}},
       .edition = V3_10},
      {.why = "RD.09: it counts as less than nothing, and what is left grows, but never to nothing",
       .answer = BYTES(CHUNKED "ffffffffffffffff\r\nab"),
       .steps = {{READ, -1, "ab", false, HC_OK}, {READ1, -1, "", false, HC_OVERFLOW_ERROR}},
       .edition = V3_10},
      {.why = "RD.09: read(-5)",
       .answer = BYTES(TWO),
       .steps = {{READ, -5, "", false, HC_VALUE_ERROR}},
       .edition = V3_13},
      {.why = "RD.10: any negative amount is the rest",
       .answer = BYTES(CHUNKED "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
       .steps = {{READ, 2, "ab", false, HC_OK}, {READ, -5, "cde", true, HC_OK}}},
      {.why = "RD.08: read(-1)",
       .answer = BYTES(TWO),
       .steps = {{READ, -1, "", false, HC_VALUE_ERROR}},
       .edition = V3_9},
  };
  run_steps(cases, sizeof cases / sizeof cases[0]);
}

#define FIVE_TRAILERS                                                                              \
  "A: b\r\n"                                                                                       \
  "A: b\r\n"                                                                                       \
  "A: b\r\n"                                                                                       \
  "A: b\r\n"                                                                                       \
  "A: b\r\n"
#define TWENTY_TRAILERS FIVE_TRAILERS FIVE_TRAILERS FIVE_TRAILERS FIVE_TRAILERS
#define HUNDRED_TRAILERS                                                                           \
  TWENTY_TRAILERS TWENTY_TRAILERS TWENTY_TRAILERS TWENTY_TRAILERS TWENTY_TRAILERS

static void trailer_lines_are_limited_where_the_edition_does(void **state) {
  (void)state;
  const struct steps_case cases[] = {
      {.why = "CK.08: a hundred are read",
       .answer = BYTES(CHUNKED "1\r\na\r\n0\r\n" HUNDRED_TRAILERS "\r\n"),
       .steps = {{ALL, 0, "a", true, HC_OK}}},
      {.why = "CK.08: one more is too many",
       .answer = BYTES(CHUNKED "1\r\na\r\n0\r\n" HUNDRED_TRAILERS "A: b\r\n\r\n"),
       .steps = {{ALL, 0, "", false, HC_HTTP_EXCEPTION}}},
      {.why = "CK.07: any number in edition 3.13",
       .answer = BYTES(CHUNKED "1\r\na\r\n0\r\n" HUNDRED_TRAILERS HUNDRED_TRAILERS "\r\n"),
       .steps = {{ALL, 0, "a", true, HC_OK}},
       .edition = V3_13},
  };
  run_steps(cases, sizeof cases / sizeof cases[0]);
}

static void read1_gives_at_most_the_rest_of_a_chunk(void **state) {
  (void)state;
  const struct steps_case cases[] = {
      {.why = "R1.06",
       .answer = BYTES(TWO),
       .steps = {{READ1, -1, "abc", false, HC_OK},
                 {READ1, 2, "de", false, HC_OK},
                 {READ1, 0, "", false, HC_OK},
                 {READ1, 99, "fgh", false, HC_OK},
                 {READ1, -1, "", true, HC_OK}},
       .whole_only = true},
      {.why = "R1.06: a cut chunk",
       .answer = BYTES(CHUNKED "5\r\nab"),
       .steps = {{READ1, -1, "ab", false, HC_OK}, {READ1, -1, "", false, HC_INCOMPLETE_READ}},
       .whole_only = true},
      {.why = "R1.06: a bad size",
       .answer = BYTES(CHUNKED "x\r\n"),
       .steps = {{READ1, -1, "", true, HC_INCOMPLETE_READ}}},
      {.why = "R1.08",
       .answer = BYTES(TWO),
       .steps = {{PEEK, 0, "abc", false, HC_OK},
                 {READ, 3, "abc", false, HC_OK},
                 {PEEK, 0, "defgh", false, HC_OK},
                 {READ, 5, "defgh", false, HC_OK},
                 {PEEK, 0, "", true, HC_OK}},
       .whole_only = true},
      {.why = "R1.08: a bad size is nothing",
       .answer = BYTES(CHUNKED "x\r\n"),
       .steps = {{PEEK, 0, "", true, HC_OK}}},
      {.why = "R1.08: a cut chunk",
       .answer = BYTES(CHUNKED "5\r\n"),
       .steps = {{PEEK, 0, "", false, HC_OK}}},
  };
  run_steps(cases, sizeof cases / sizeof cases[0]);
}

static void lines_cross_chunks(void **state) {
  (void)state;
  const struct steps_case cases[] = {
      {.why = "LN.03",
       .answer = BYTES(CHUNKED "3\r\na\nb\r\n3\r\nc\nd\r\n0\r\n\r\n"),
       .steps = {{READLINE, -1, "a\n", false, HC_OK},
                 {READLINE, -1, "bc\n", false, HC_OK},
                 {READLINE, -1, "d", true, HC_OK},
                 {READLINE, -1, "", true, HC_OK}}},
      {.why = "LN.03: a limit",
       .answer = BYTES(CHUNKED "6\r\nabcdef\r\n0\r\n\r\n"),
       .steps = {{READLINE, 2, "ab", false, HC_OK},
                 {READLINE, 0, "", false, HC_OK},
                 {READLINE, 9, "cdef", true, HC_OK}}},
      {.why = "LN.03: a partial line is lost",
       .answer = BYTES(CHUNKED "3\r\nabc\r\n5\r\nde"),
       .steps = {{READLINE, -1, "", false, HC_INCOMPLETE_READ}},
       .whole_only = true},
  };
  run_steps(cases, sizeof cases / sizeof cases[0]);
}

static void the_cause_is_what_the_cut_chunk_had(void **state) {
  (void)state;
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  struct script script = {.edition = HC_EDITION_3_11};
  struct hc_span answer = bytes_of(CHUNKED "3\r\nabc\r\n5\r\nde");
  struct hc_response *response = script_response(&script, "GET", answer);
  hc_response_begin(response, NULL);
  hc_response_read_all(response, &into, &error);
  assert_non_null(error.cause); /* RD.12 */
  assert_int_equal(error.cause->kind, HC_INCOMPLETE_READ);
  assert_text_is(hc_buffer_span(&error.cause->partial), "de", "RD.12");
  assert_true(error.cause->has_expected && error.cause->expected == 3);
  assert_false(error.has_expected);
  hc_error_clear(&error);
  hc_response_free(response);
  script.edition = HC_EDITION_3_10;
  response = script_response(&script, "GET", answer);
  hc_response_begin(response, NULL);
  hc_response_read_all(response, &into, &error);
  assert_null(error.cause);
  hc_error_clear(&error);
  hc_response_free(response);
  hc_buffer_free(&into);
}

static void chunk_left_is_known_while_there_is_a_chunk(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(&script, "GET", bytes_of(TWO));
  hc_response_begin(response, NULL);
  struct hc_buffer into = {0};
  struct hc_integer left;
  assert_int_equal(hc_response_chunk_left(response, &left), HC_NONE);
  hc_response_read(response, 1, &into, NULL);
  assert_int_equal(hc_response_chunk_left(response, &left), HC_PRESENT);
  assert_int_equal(left.magnitude, 2);
  assert_int_equal(hc_response_length(response, &left), HC_NONE);
  hc_response_read_all(response, &into, NULL);
  assert_int_equal(hc_response_chunk_left(response, &left), HC_NONE); /* XT.64 */
  hc_buffer_free(&into);
  hc_response_free(response);
}

static void long_lines_are_refused(void **state) {
  (void)state;
  const struct {
    const char *before;
    const char *text;
  } rows[] = {
      {CHUNKED "1;", "got more than 65536 bytes when reading chunk size"},               /* CK.01 */
      {CHUNKED "0\r\nTrailer: ", "got more than 65536 bytes when reading trailer line"}, /* CK.06 */
  };
  for (size_t i = 0; i < 2; i++) {
    struct hc_buffer answer = {0};
    assert_true(hc_buffer_append(&answer, hc_str(rows[i].before)));
    for (int n = 0; n < HC_LIMIT_LINE; n++)
      assert_true(hc_buffer_append(&answer, hc_str("x")));
    struct script script = {.opened = 0};
    struct hc_response *response = script_response(&script, "GET", hc_buffer_span(&answer));
    hc_response_begin(response, NULL);
    struct hc_buffer into = {0};
    struct hc_error error = {0};
    hc_response_read_all(response, &into, &error);
    assert_error_is(&error, HC_LINE_TOO_LONG, rows[i].text, "CK.01, CK.06");
    assert_false(hc_response_isclosed(response));
    hc_buffer_free(&into);
    hc_buffer_free(&answer);
    hc_response_free(response);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(chunks_are_joined),
      cmocka_unit_test(a_cut_body_gives_its_whole_chunks_as_partial),
      cmocka_unit_test(negative_sizes_follow_the_edition),
      cmocka_unit_test(trailer_lines_are_limited_where_the_edition_does),
      cmocka_unit_test(read1_gives_at_most_the_rest_of_a_chunk),
      cmocka_unit_test(lines_cross_chunks),
      cmocka_unit_test(the_cause_is_what_the_cut_chunk_had),
      cmocka_unit_test(chunk_left_is_known_while_there_is_a_chunk),
      cmocka_unit_test(long_lines_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
