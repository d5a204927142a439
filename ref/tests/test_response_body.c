#include "hc/response.h"

#include <errno.h>

#include "support/guarded.h"
#include "support/steps.h"
#include "support/testing.h"

#define HEAD_OF(length) "HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n"
#define TO_END "HTTP/1.1 200 OK\r\n\r\n"
#define OLD HC_EDITION_3_9

static const struct steps_case whole_reads[] = {
    {.why = "RD.02: read() gives all",
     .answer = BYTES(HEAD_OF("4") "TextMore"),
     .steps = {{ALL, 0, "Text", true, HC_OK}, {ALL, 0, "", true, HC_OK}}},
    {.why = "RD.02: too little",
     .answer = BYTES(HEAD_OF("4") "Te"),
     .steps = {{ALL, 0, "Te", true, HC_INCOMPLETE_READ}, {ALL, 0, "", true, HC_OK}}},
    {.why = "RD.02: nothing",
     .answer = BYTES(HEAD_OF("4")),
     .steps = {{ALL, 0, "", true, HC_INCOMPLETE_READ}}},
    {.why = "KA.02: length 0 is over once it is read",
     .answer = BYTES(HEAD_OF("0")),
     .steps = {{ALL, 0, "", true, HC_OK}}},
    {.why = "RD.03: to the end",
     .answer = BYTES(TO_END "all of it"),
     .steps = {{ALL, 0, "all of it", true, HC_OK}}},
    {.why = "RD.04: read(n) closes when the length is used up",
     .answer = BYTES(HEAD_OF("5") "abcdeX"),
     .steps = {{READ, 2, "ab", false, HC_OK},
               {READ, 10, "cde", true, HC_OK},
               {READ, 10, "", true, HC_OK}}},
    {.why = "RD.04: an early end is no error",
     .answer = BYTES(HEAD_OF("5") "abc"),
     .steps = {{READ, 5, "abc", false, HC_OK}, {READ, 5, "", true, HC_OK}}},
    {.why = "RD.05: to the end",
     .answer = BYTES(TO_END "abc"),
     .steps = {{READ, 2, "ab", false, HC_OK},
               {READ, 2, "c", false, HC_OK},
               {READ, 2, "", true, HC_OK}}},
    {.why = "RD.06: read(0)",
     .answer = BYTES(HEAD_OF("1") "a"),
     .steps = {{READ, 0, "", false, HC_OK}, {READ, 1, "a", true, HC_OK}}},
    {.why = "RD.06: read(0) of nothing closes",
     .answer = BYTES(HEAD_OF("0")),
     .steps = {{READ, 0, "", true, HC_OK}}},
    {.why = "RD.07: read() gives the rest",
     .answer = BYTES(HEAD_OF("5") "abcd"),
     .steps = {{READ, 2, "ab", false, HC_OK}, {ALL, 0, "cd", true, HC_INCOMPLETE_READ}}},
    {.why = "RD.08: a negative amount",
     .answer = BYTES(HEAD_OF("4") "Text"),
     .steps = {{READ, -1, "", false, HC_VALUE_ERROR}, {ALL, 0, "Text", true, HC_OK}},
     .edition = OLD},
    {.why = "RD.09: -1 reads past the length",
     .answer = BYTES(HEAD_OF("4") "TextMore"),
     .steps = {{READ, -1, "TextMore", false, HC_OK}, {READ, -5, "", false, HC_VALUE_ERROR}},
     .edition = HC_EDITION_3_13},
    {.why = "RD.10: any negative amount is the rest",
     .answer = BYTES(HEAD_OF("4") "TextMore"),
     .steps = {{READ, 1, "T", false, HC_OK}, {READ, -5, "ext", true, HC_OK}}},
    {.why = "RD.10: which may be missing",
     .answer = BYTES(HEAD_OF("4") "Tex"),
     .steps = {{READ, -1, "Tex", true, HC_INCOMPLETE_READ}}},
    {.why = "RD.10: to the end",
     .answer = BYTES(TO_END "Text"),
     .steps = {{READ, -1, "Text", true, HC_OK}}},
    {.why = "RD.09: -1 at the length",
     .answer = BYTES(HEAD_OF("4") "Text"),
     .steps = {{READ, -1, "Text", true, HC_OK}},
     .edition = HC_EDITION_3_13},
    {.why = "RD.09: -1 to the end",
     .answer = BYTES(TO_END "Text"),
     .steps = {{READ, -1, "Text", false, HC_OK}, {READ, -1, "", true, HC_OK}},
     .edition = HC_EDITION_3_13},
    {.why = "RD.01: HEAD has no body",
     .answer = BYTES(HEAD_OF("4") "Text"),
     .steps = {{READ, 4, "", true, HC_OK}},
     .method = "HEAD"},
    {.why = "FR.05: the method's case matters",
     .answer = BYTES(HEAD_OF("4") "Text"),
     .steps = {{ALL, 0, "Text", true, HC_OK}},
     .method = "head"},
    {.why = "RD.15: a length no memory can hold",
     .answer = BYTES(HEAD_OF("9223372036854775808") "ab"),
     .steps = {{ALL, 0, "ab", true, HC_INCOMPLETE_READ}}},
    {.why = "RD.14: the same before it was mended",
     .answer = BYTES(HEAD_OF("9223372036854775808") "ab"),
     .steps = {{ALL, 0, "", false, HC_OVERFLOW_ERROR}},
     .edition = HC_EDITION_3_8},
    {.why = "RD.14: a length that is no OverflowError",
     .answer = BYTES(HEAD_OF("4611686018427387904") "ab"),
     .steps = {{ALL, 0, "", false, HC_MEMORY_ERROR}},
     .edition = HC_EDITION_3_8},
    {.why = "RD.16: read(n) of such a body",
     .answer = BYTES(HEAD_OF("9223372036854775808") "ab"),
     .steps = {{READ, 2, "ab", false, HC_OK}},
     .edition = HC_EDITION_3_8},
};

static void a_body_is_read_as_its_length_and_the_edition_have_it(void **state) {
  (void)state;
  run_steps(whole_reads, sizeof whole_reads / sizeof whole_reads[0]);
}

static void readinto_fills_the_buffer_as_far_as_the_body_goes(void **state) {
  (void)state;
  const struct steps_case cases[] = {
      {.why = "RI.02",
       .answer = BYTES(HEAD_OF("5") "abcdeX"),
       .steps = {{READINTO, 3, "abc", false, HC_OK},
                 {READINTO, 3, "de", true, HC_OK},
                 {READINTO, 3, "", true, HC_OK}}},
      {.why = "RI.02: an early end",
       .answer = BYTES(HEAD_OF("5") "abc"),
       .steps = {{READINTO, 9, "abc", false, HC_OK}, {READINTO, 9, "", true, HC_OK}}},
      {.why = "RI.03: to the end",
       .answer = BYTES(TO_END "abc"),
       .steps = {{READINTO, 3, "abc", false, HC_OK}, {READINTO, 3, "", true, HC_OK}}},
      {.why = "RI.04: an empty buffer",
       .answer = BYTES(HEAD_OF("1") "a"),
       .steps = {{READINTO, 0, "", false, HC_OK}}},
      {.why = "RI.01: HEAD",
       .answer = BYTES(HEAD_OF("1") "a"),
       .steps = {{READINTO, 1, "", true, HC_OK}},
       .method = "HEAD"},
  };
  run_steps(cases, sizeof cases / sizeof cases[0]);
}

static const struct steps_case partial_reads[] = {
    {.why = "R1.02, R1.05",
     .answer = BYTES(HEAD_OF("5") "abcdeX"),
     .steps = {{READ1, 2, "ab", false, HC_OK}, {READ1, -1, "cde", true, HC_OK}},
     .whole_only = true},
    {.why = "R1.04: nothing closes it",
     .answer = BYTES(HEAD_OF("2") "ab"),
     .steps = {{READ1, 2, "ab", false, HC_OK},
               {READ1, 2, "", false, HC_OK},
               {ALL, 0, "", true, HC_OK}},
     .edition = HC_EDITION_3_12,
     .whole_only = true},
    {.why = "R1.03: an early end",
     .answer = BYTES(HEAD_OF("5") "ab"),
     .steps = {{READ1, 9, "ab", false, HC_OK}, {READ1, 9, "", true, HC_OK}},
     .whole_only = true},
    {.why = "R1.02: to the end",
     .answer = BYTES(TO_END "ab"),
     .steps = {{READ1, -1, "ab", false, HC_OK}, {READ1, -1, "", true, HC_OK}},
     .whole_only = true},
    {.why = "R1.01: HEAD stays open",
     .answer = BYTES(HEAD_OF("1") "a"),
     .steps = {{READ1, 1, "", false, HC_OK}},
     .method = "HEAD"},
    {.why = "RD.16",
     .answer = BYTES(HEAD_OF("9223372036854775809") "ab"),
     .steps = {{READ1, -1, "", false, HC_OVERFLOW_ERROR},
               {READ1, 1, "a", false, HC_OK},
               {READLINE, -1, "", false, HC_OVERFLOW_ERROR}}},
    {.why = "LN.01",
     .answer = BYTES(HEAD_OF("8") "a\rb\r\nc\ndX"),
     .steps = {{READLINE, -1, "a\rb\r\n", false, HC_OK},
               {READLINE, 1, "c", false, HC_OK},
               {READLINE, 9, "\n", false, HC_OK},
               {READLINE, -1, "d", true, HC_OK}}},
    {.why = "LN.02: as R1.04",
     .answer = BYTES(HEAD_OF("2") "a\n"),
     .steps = {{READLINE, -1, "a\n", false, HC_OK}, {READLINE, -1, "", false, HC_OK}},
     .edition = HC_EDITION_3_12},
    {.why = "LN.01: an early end",
     .answer = BYTES(HEAD_OF("5") "ab"),
     .steps = {{READLINE, -1, "ab", false, HC_OK}, {READLINE, -1, "", true, HC_OK}}},
    {.why = "LN.01: to the end",
     .answer = BYTES(TO_END "a\nb"),
     .steps = {{READLINE, -1, "a\n", false, HC_OK},
               {READLINE, -1, "b", false, HC_OK},
               {READLINE, -1, "", true, HC_OK}}},
    {.why = "LN.04: HEAD",
     .answer = BYTES(HEAD_OF("2") "a\n"),
     .steps = {{READLINE, -1, "", false, HC_OK}},
     .method = "HEAD"},
};

static void read1_and_readline_close_as_the_edition_has_it(void **state) {
  (void)state;
  run_steps(partial_reads, sizeof partial_reads / sizeof partial_reads[0]);
}

static void peek_shows_what_is_buffered_even_past_the_length(void **state) {
  (void)state;
  const struct steps_case cases[] = {
      {.why = "R1.07",
       .answer = BYTES(HEAD_OF("2") "abX"),
       .steps = {{PEEK, 0, "abX", false, HC_OK},
                 {ALL, 0, "ab", true, HC_OK},
                 {PEEK, 0, "", true, HC_OK}},
       .whole_only = true},
      {.why = "R1.07: HEAD",
       .answer = BYTES(HEAD_OF("2") "ab"),
       .steps = {{PEEK, 0, "", false, HC_OK}},
       .method = "HEAD"},
      {.why = "XT.59: an early end closes nothing",
       .answer = BYTES(HEAD_OF("2")),
       .steps = {{PEEK, 0, "", false, HC_OK}, {ALL, 0, "", true, HC_INCOMPLETE_READ}}},
  };
  run_steps(cases, sizeof cases / sizeof cases[0]);
}

static void incomplete_read_says_how_much_is_missing(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(&script, "GET", bytes_of(HEAD_OF("10") "abc"));
  hc_response_begin(response, NULL);
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  hc_response_read(response, 1, &into, NULL);
  assert_kind_is(hc_response_read_all(response, &into, &error), HC_INCOMPLETE_READ, "RD.07");
  assert_true(error.has_expected && error.expected == 7);
  assert_null(error.cause);
  struct hc_integer length;
  hc_response_length(response, &length);
  assert_int_equal(length.magnitude, 9); /* RD.02: unchanged */
  hc_error_clear(&error);
  hc_buffer_free(&into);
  hc_response_free(response);
}

/* Its digits are lost, so that no number can be told but "so much, or more". */
static void what_is_read_of_a_length_beyond_64_bits_does_not_count_it_down(void **state) {
  (void)state;
  const struct hc_span answers[] = {BYTES(HEAD_OF("18446744073709551617") "abcde"),
                                    BYTES(HEAD_OF("1000000000000000000000000000000") "abcde")};
  for (size_t i = 0; i < 2; i++) {
    struct script script = {.opened = 0};
    struct hc_response *response = script_response(&script, "GET", answers[i]);
    hc_response_begin(response, NULL);
    struct hc_buffer into = {0};
    struct hc_error error = {0};
    assert_kind_is(hc_response_read(response, 2, &into, NULL), HC_OK, "read");
    struct hc_integer length;
    assert_int_equal(hc_response_length(response, &length), HC_PRESENT);
    assert_true(length.magnitude == UINT64_MAX && !length.negative);
    assert_kind_is(hc_response_read1(response, -1, &into, NULL), HC_OVERFLOW_ERROR, "RD.16");
    hc_response_read_all(response, &into, &error);
    assert_true(error.has_expected && error.expected == UINT64_MAX);
    assert_error_is(&error, HC_INCOMPLETE_READ,
                    "IncompleteRead(3 bytes read, 18446744073709551615 more expected)", "RD.07");
    hc_buffer_free(&into);
    hc_response_free(response);
  }
}

static void a_length_goes_negative_when_minus_one_reads_past_it(void **state) {
  (void)state;
  struct script script = {.edition = HC_EDITION_3_13};
  struct hc_response *response = script_response(&script, "GET", bytes_of(HEAD_OF("0") "abc"));
  hc_response_begin(response, NULL);
  struct hc_buffer into = {0};
  hc_response_read(response, -1, &into, NULL);
  struct hc_integer length;
  assert_int_equal(hc_response_length(response, &length), HC_PRESENT);
  assert_true(length.negative && length.magnitude == 3); /* RD.09 */
  hc_buffer_free(&into);
  hc_response_free(response);
}

static void a_failed_read_passes_on_and_closes_nothing(void **state) {
  (void)state;
  struct script script = {.memory = {.failing_read = 2, .failure = ECONNRESET}};
  struct hc_response *response = script_response(&script, "GET", bytes_of(HEAD_OF("9") "abc"));
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  struct hc_buffer into = {0};
  assert_kind_is(hc_response_read_all(response, &into, NULL), HC_CONNECTION_RESET_ERROR, "TO.04");
  assert_int_equal(into.size, 0);
  assert_false(hc_response_isclosed(response));
  hc_buffer_free(&into);
  hc_response_free(response);
}

static void a_timeout_is_the_last_thing_a_body_gives(void **state) {
  (void)state;
  struct script script = {.memory = {.failing_read = 2}};
  struct hc_response *response = script_response(&script, "GET", bytes_of(HEAD_OF("9") "abc"));
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  struct hc_buffer into = {0};
  assert_kind_is(hc_response_read_all(response, &into, NULL), HC_TIMEOUT_ERROR, "TO.02");
  assert_kind_is(hc_response_read_all(response, &into, NULL), HC_OS_ERROR, "TO.02");
  assert_false(hc_response_isclosed(response));
  hc_buffer_free(&into);
  hc_response_free(response);
}

static void a_body_over_the_callers_maximum_is_refused(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response =
      script_response(&script, "GET", bytes_of(HEAD_OF("9") "abcdefghi"));
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  struct hc_buffer into = hc_buffer_make(NULL, 5);
  assert_kind_is(hc_response_read_all(response, &into, NULL), HC_MEMORY_ERROR, "hc/buffer.h");
  hc_buffer_free(&into);
  hc_response_free(response);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_body_is_read_as_its_length_and_the_edition_have_it),
      cmocka_unit_test(readinto_fills_the_buffer_as_far_as_the_body_goes),
      cmocka_unit_test(read1_and_readline_close_as_the_edition_has_it),
      cmocka_unit_test(peek_shows_what_is_buffered_even_past_the_length),
      cmocka_unit_test(incomplete_read_says_how_much_is_missing),
      cmocka_unit_test(what_is_read_of_a_length_beyond_64_bits_does_not_count_it_down),
      cmocka_unit_test(a_length_goes_negative_when_minus_one_reads_past_it),
      cmocka_unit_test(a_failed_read_passes_on_and_closes_nothing),
      cmocka_unit_test(a_timeout_is_the_last_thing_a_body_gives),
      cmocka_unit_test(a_body_over_the_callers_maximum_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
