#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "request_framing.h"

static struct bytes bytes_of(const char *text, size_t length) {
  return (struct bytes){(const unsigned char *)text, length};
}

#define CHUNKED "A\r\nTransfer-Encoding: chunked\r\n\r\n"

static const struct {
  const char *why, *request;
  size_t head_length, end; /* behind |end| another request would begin */
} whole_rows[] = {
    {"no body", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27, 27},
    {"lines without CR", "A\nB: c\n\n", 8, 8},
    {"empty lines before the request line (RFC 9112 2.2)", "\r\n\nA\r\n\r\n", 8, 8},
    {"a body by length", "A\r\ncontent-LENGTH:  4 \r\n\r\nabcd", 26, 30},
    {"the same length twice", "A\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 43, 44},
    {"two lengths that differ announce nothing",
     "A\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 43, 43},
    {"a length that is no number announces nothing", "A\r\nContent-Length: +1\r\n\r\n", 25, 25},
    {"an empty length announces nothing", "A\r\nContent-Length:\r\n\r\n", 22, 22},
    {"a line without a colon is no field", "A\r\nContent-Length 4\r\n\r\n", 23, 23},
    {"the request line is no field", "Content-Length: 4\r\n\r\n", 21, 21},
    {"no chunk", CHUNKED "0\r\n\r\n", 33, 38},
    {"chunks, extensions, trailers",
     CHUNKED "2\r\nab\r\nA;x=\"y\"\r\n0123456789\r\n0 \r\nT: u\r\n\r\n", 33, 73},
    {"chunk lines without CR", CHUNKED "2\nab\n0\n\n", 33, 41},
    {"chunked last of several codings", "A\r\nTransfer-Encoding: gzip , Chunked\r\n\r\n0\r\n\r\n",
     40, 45},
    {"chunked that is not last does not delimit", "A\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
     39, 39},
    {"chunked goes before a length (RFC 9112 6.3)",
     "A\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 52, 57},
};

static void the_end_of_a_request_is_found(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof whole_rows / sizeof *whole_rows; i++) {
    char text[256];
    size_t length = strlen(whole_rows[i].request);
    memcpy(text, whole_rows[i].request, length);
    memcpy(text + length, "NEXT", 4);
    struct request_framing framing = {0};
    enum framing_status status = request_framing_advance(&framing, bytes_of(text, length + 4));
    if (status != FRAMING_WHOLE) fail_msg("%s: status %d", whole_rows[i].why, (int)status);
    if (framing.end != whole_rows[i].end) fail_msg("%s: end %zu", whole_rows[i].why, framing.end);
    if (framing.head_length != whole_rows[i].head_length)
      fail_msg("%s: head %zu", whole_rows[i].why, framing.head_length);
  }
}

/* The twin: in a copy of exactly the bytes so far, so that reading past them is noticed. */
static void the_end_is_the_same_byte_by_byte(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof whole_rows / sizeof *whole_rows; i++) {
    struct request_framing framing = {0};
    for (size_t length = 0; length <= whole_rows[i].end; length++) {
      char *copy = malloc(length ? length : 1);
      memcpy(copy, whole_rows[i].request, length);
      enum framing_status status = request_framing_advance(&framing, bytes_of(copy, length));
      free(copy);
      bool is_last = length == whole_rows[i].end;
      if (status != (is_last ? FRAMING_WHOLE : FRAMING_MORE))
        fail_msg("%s: status %d at %zu", whole_rows[i].why, (int)status, length);
      bool has_head = length >= whole_rows[i].head_length;
      assert_int_equal(framing.head_length, has_head ? whole_rows[i].head_length : 0);
    }
    assert_int_equal(framing.end, whole_rows[i].end);
  }
}

static void malformed_chunks_are_named(void **state) {
  (void)state;
  static const struct {
    const char *why, *request;
    size_t position;
    const char *expected;
  } rows[] = {
      {"no digit", CHUNKED "z\r\n", 33, "a chunk size"},
      {"an empty line", CHUNKED "\r\n", 33, "a chunk size"},
      {"a sign", CHUNKED "+2\r\n", 33, "a chunk size"},
      {"something behind the size", CHUNKED "2x\r\n", 33, "a chunk size"},
      {"a size past all memory", CHUNKED "ffffffffffffffffff\r\n", 33, "a chunk size"},
      {"a chunk that is longer than said", CHUNKED "2\r\nabc\r\n", 38,
       "the line end behind a chunk"},
      {"CR without LF behind a chunk", CHUNKED "2\r\nab\rc", 38, "the line end behind a chunk"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct request_framing framing = {0};
    enum framing_status status =
        request_framing_advance(&framing, bytes_of(rows[i].request, strlen(rows[i].request)));
    if (status != FRAMING_MALFORMED) fail_msg("%s: status %d", rows[i].why, (int)status);
    if (framing.position != rows[i].position) fail_msg("%s: at %zu", rows[i].why, framing.position);
    assert_string_equal(framing.expected, rows[i].expected);
  }
}

static void a_length_past_all_memory_never_ends(void **state) {
  (void)state;
  const char *request = "A\r\nContent-Length: 99999999999999999999999999999999999\r\n\r\nabc";
  struct request_framing framing = {0};
  assert_int_equal(request_framing_advance(&framing, bytes_of(request, strlen(request))),
                   FRAMING_MORE);
  assert_int_equal(framing.head_length, strlen(request) - 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_end_of_a_request_is_found),
      cmocka_unit_test(the_end_is_the_same_byte_by_byte),
      cmocka_unit_test(malformed_chunks_are_named),
      cmocka_unit_test(a_length_past_all_memory_never_ends),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
