#include "support/origin.h"

#include "hc/response_stream.h"
#include "support/exchange.h"
#include "support/pattern.h"
#include "support/place.h"
#include "support/testing.h"

enum { UPLOAD_SIZE = 24 * 1024 * 1024 + 1 };

/* --- Ways of reading --- */

typedef enum hc_kind read_step(struct hc_response *response, struct hc_buffer *piece,
                               struct hc_error *error);

static enum hc_kind step_read(struct hc_response *response, struct hc_buffer *piece,
                              struct hc_error *error) {
  return hc_response_read(response, 100, piece, error);
}

static enum hc_kind step_read1(struct hc_response *response, struct hc_buffer *piece,
                               struct hc_error *error) {
  return hc_response_read1(response, 100, piece, error);
}

static enum hc_kind step_readline(struct hc_response *response, struct hc_buffer *piece,
                                  struct hc_error *error) {
  return hc_response_readline(response, -1, piece, error);
}

static enum hc_kind step_readinto(struct hc_response *response, struct hc_buffer *piece,
                                  struct hc_error *error) {
  char room[100];
  size_t got = 0;
  enum hc_kind kind = hc_response_readinto(response, room, sizeof room, &got, error);
  hc_buffer_empty(piece);
  assert_true(hc_buffer_append(piece, hc_span_make(room, got)));
  return kind;
}

static void read_by(read_step *step, struct hc_response *response, struct hc_buffer *whole) {
  struct hc_buffer piece = {0};
  struct hc_error error = {0};
  do {
    assert_succeeds(step(response, &piece, &error), &error, "a piece");
    assert_true(hc_buffer_append(whole, hc_buffer_span(&piece)));
  } while (piece.size > 0);
  hc_buffer_free(&piece);
}

static struct hc_response *open_answer(struct hc_connection *connection, const char *url) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str(url)};
  struct hc_response *response = NULL;
  struct hc_error error = {0};
  assert_succeeds(hc_connection_request(connection, &request, &error), &error, "request");
  assert_succeeds(hc_connection_getresponse(connection, &response, &error), &error, "getresponse");
  return response;
}

void origin_text_is_read_the_same_in_every_way(const char *place, const char *url) {
  static read_step *const ways[] = {step_read, step_read1, step_readline, step_readinto};
  struct hc_connection *connection = place_connection(place);
  struct exchange whole = {0};
  exchange_get(&whole, connection, url, 200);
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    struct hc_buffer pieces = {0};
    hc_connection_close(connection); /* not in every edition does each way end the response */
    struct hc_response *response = open_answer(connection, url);
    read_by(ways[i], response, &pieces);
    assert_true(hc_span_equal(hc_buffer_span(&pieces), exchange_body(&whole)));
    hc_response_free(response);
    hc_buffer_free(&pieces);
  }
  exchange_free(&whole);
  hc_connection_free(connection);
}

/* --- Uploads --- */

static void fetch_pattern(struct hc_connection *connection, const char *url) {
  static struct pattern expected;
  struct hc_buffer piece = {0};
  struct hc_error error = {0};
  struct hc_response *response = open_answer(connection, url);
  pattern_begin(&expected, UPLOAD_SIZE);
  do {
    assert_succeeds(hc_response_read(response, PATTERN_BLOCK, &piece, &error), &error, "read");
    assert_true(pattern_match(&expected, hc_buffer_span(&piece)));
  } while (piece.size > 0);
  assert_int_equal(expected.left, 0);
  hc_buffer_free(&piece);
  hc_response_free(response);
}

static void store_and_fetch(const char *place, struct hc_request request) {
  struct hc_connection *connection = place_connection(place);
  struct exchange answer = {0};
  request.method = hc_str("PUT");
  exchange_do(&answer, connection, &request);
  assert_int_equal(answer.status, 201);
  fetch_pattern(connection, request.url.data);
  request = (struct hc_request){.method = hc_str("DELETE"), .url = request.url};
  exchange_do(&answer, connection, &request);
  assert_int_equal(answer.status, 204);
  exchange_free(&answer);
  hc_connection_free(connection);
}

void origin_keeps_a_sized_upload(const char *place, const char *url) {
  static struct pattern pattern;
  pattern_begin(&pattern, UPLOAD_SIZE);
  const struct hc_body body = pattern_file(&pattern);
  const struct hc_header length = {hc_text("Content-Length"),
                                   {.kind = HC_VALUE_INTEGER, .integer = UPLOAD_SIZE}};
  store_and_fetch(place,
                  (struct hc_request){
                      .url = hc_str(url), .body = &body, .headers = &length, .header_count = 1});
}

void origin_keeps_a_chunked_upload(const char *place, const char *url) {
  static struct pattern pattern;
  pattern_begin(&pattern, UPLOAD_SIZE);
  const struct hc_body body = pattern_iterable(&pattern);
  store_and_fetch(place, (struct hc_request){.url = hc_str(url), .body = &body});
}

void origin_continues(const char *place, const char *url) {
  struct hc_connection *connection = place_connection(place);
  struct exchange answer = {0};
  const struct hc_header expect = {hc_text("Expect"), hc_text("100-continue")};
  const struct hc_body body = hc_body_text(hc_str("after all"));
  struct hc_request request = {.method = hc_str("PUT"),
                               .url = hc_str(url),
                               .body = &body,
                               .headers = &expect,
                               .header_count = 1};
  exchange_do(&answer, connection, &request);
  assert_int_equal(answer.status, 201);
  exchange_get(&answer, connection, url, 200);
  assert_text(exchange_body(&answer), "after all");
  request = (struct hc_request){.method = hc_str("DELETE"), .url = hc_str(url)};
  exchange_do(&answer, connection, &request);
  assert_int_equal(answer.status, 204);
  exchange_free(&answer);
  hc_connection_free(connection);
}

/* --- No body --- */

static void ask_without_body(struct hc_connection *connection, const char *method,
                             const struct hc_header *header, int status) {
  const struct hc_request request = {.method = hc_str(method),
                                     .url = hc_str("/text.txt"),
                                     .headers = header,
                                     .header_count = header != NULL};
  struct exchange answer = {0};
  exchange_do(&answer, connection, &request);
  assert_int_equal(answer.status, status);
  assert_int_equal(answer.body.size, 0);
  exchange_free(&answer);
}

void origin_answers_without_body_keep_the_connection(const char *place) {
  static const struct hc_header since = {{HC_VALUE_TEXT, {"If-Modified-Since", 17}, 0},
                                         {HC_VALUE_TEXT, {"Tue, 14 Nov 2023 22:13:20 GMT", 29}, 0}};
  struct hc_connection *connection = place_connection(place);
  struct exchange answer = {0};
  ask_without_body(connection, "HEAD", NULL, 200);
  const struct hc_transport *transport = hc_connection_transport(connection);
  exchange_get(&answer, connection, "/text.txt", 200);
  assert_true(answer.body.size > 0);
  exchange_assert_field(&answer, "Content-Type", "text/plain");
  ask_without_body(connection, "GET", &since, 304);
  exchange_get(&answer, connection, "/empty.txt", 200);
  assert_ptr_equal(hc_connection_transport(connection), transport);
  exchange_free(&answer);
  hc_connection_free(connection);
}
