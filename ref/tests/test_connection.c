#include "hc/connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <unistd.h>

#include "connection.h"
#include "support/guarded.h"
#include "support/peer.h"
#include "support/script.h"
#include "support/testing.h"

#define OK_WITH(body) "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" body

static void the_constructor_takes_host_and_port_apart(void **state) {
  (void)state;
  struct hc_connection_options options = {.host = hc_str("[::1]:81")};
  struct hc_connection *connection = NULL;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "HP.10");
  assert_text_is(hc_connection_host(connection), "::1", "HP.10");
  assert_int_equal(hc_connection_port(connection).number, 81);
  assert_int_equal(hc_connection_state(connection), HC_STATE_IDLE);
  assert_int_equal(hc_connection_blocksize(connection), 8192);
  assert_int_equal(hc_connection_timeout(connection).kind, HC_TIMEOUT_DEFAULT);
  assert_true(hc_connection_auto_open(connection));
  assert_null(hc_connection_transport(connection));
  hc_connection_free(connection);
  hc_connection_free(NULL);
  struct hc_error error = {0};
  options.host = hc_str("host:x");
  assert_kind_is(hc_connection_new(&options, &connection, &error), HC_INVALID_URL, "HP.04");
  options.host = hc_str("a b");
  assert_kind_is(hc_connection_new(&options, &connection, &error), HC_INVALID_URL, "HP.06");
  hc_error_clear(&error);
}

static void a_transaction_leads_back_to_idle(void **state) {
  (void)state;
  const struct hc_span answer = BYTES(OK_WITH("Text"));
  for (size_t piece = 0; piece <= 1; piece++) {
    struct script script = {.answers = &answer, .answer_count = 1, .memory = {.piece = piece}};
    struct hc_connection *connection = script_connection(&script);
    assert_kind_is(hc_connection_putrequest(connection, hc_str("GET"), hc_str("/"), NULL, NULL),
                   HC_OK, "putrequest");
    assert_int_equal(hc_connection_state(connection), HC_STATE_REQUEST_STARTED);
    assert_int_equal(script.opened, 0); /* XT.10 */
    assert_kind_is(hc_connection_endheaders(connection, NULL, false, NULL), HC_OK, "endheaders");
    assert_int_equal(hc_connection_state(connection), HC_STATE_REQUEST_SENT);
    assert_int_equal(script.opened, 1);
    struct hc_response *response = NULL;
    assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_OK, "getresponse");
    assert_int_equal(hc_connection_state(connection), HC_STATE_IDLE);
    struct hc_buffer into = {0};
    assert_kind_is(hc_response_read_all(response, &into, NULL), HC_OK, "read");
    assert_text_is(hc_buffer_span(&into), "Text", "body");
    hc_buffer_free(&into);
    hc_response_free(response);
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void calls_out_of_turn_are_refused(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  struct hc_error error = {0};
  struct hc_response *response = NULL;
  struct hc_value value = hc_text("1");
  hc_connection_putheader(connection, hc_text("A"), &value, 1, &error);
  assert_error_is(&error, HC_CANNOT_SEND_HEADER, "", "ST.03");
  hc_connection_endheaders(connection, NULL, false, &error);
  assert_error_is(&error, HC_CANNOT_SEND_HEADER, "", "ST.03");
  hc_connection_getresponse(connection, &response, &error);
  assert_error_is(&error, HC_RESPONSE_NOT_READY, "Idle", "ST.04");
  hc_connection_putrequest(connection, hc_str("GET"), hc_str("/"), NULL, NULL);
  hc_connection_putrequest(connection, hc_str("GET"), hc_str("/"), NULL, &error);
  assert_error_is(&error, HC_CANNOT_SEND_REQUEST, "Request-started", "ST.02");
  hc_connection_getresponse(connection, &response, &error);
  assert_error_is(&error, HC_RESPONSE_NOT_READY, "Request-started", "ST.04");
  hc_connection_endheaders(connection, NULL, false, NULL);
  hc_connection_putrequest(connection, hc_str("GET"), hc_str("/"), NULL, &error);
  assert_error_is(&error, HC_CANNOT_SEND_REQUEST, "Request-sent", "ST.02");
  hc_connection_free(connection);
  script_free(&script);
}

static void an_unread_response_blocks_the_next_one_only(void **state) {
  (void)state;
  const struct hc_span answer = BYTES(OK_WITH("Text"));
  struct script script = {.answers = &answer, .answer_count = 1};
  struct hc_connection *connection = script_connection(&script);
  struct hc_response *first = script_get(connection);
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/2")};
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "ST.05");
  struct hc_response *second = NULL;
  struct hc_error error = {0};
  hc_connection_getresponse(connection, &second, &error);
  assert_error_is(&error, HC_RESPONSE_NOT_READY, "Request-sent", "ST.05");
  struct hc_buffer into = {0};
  assert_kind_is(hc_response_read_all(first, &into, NULL), HC_OK, "read");
  assert_kind_is(hc_connection_getresponse(connection, &second, NULL), HC_REMOTE_DISCONNECTED,
                 "ST.06: now it is tried");
  hc_buffer_free(&into);
  hc_response_free(first);
  hc_connection_free(connection);
  script_free(&script);
}

static void a_response_given_up_unread_still_blocks(void **state) {
  (void)state;
  const struct hc_span answer = BYTES(OK_WITH("Text"));
  struct script script = {.answers = &answer, .answer_count = 1};
  struct hc_connection *connection = script_connection(&script);
  hc_response_free(script_get(connection));
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/2")};
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "ST.05");
  struct hc_response *second = NULL;
  assert_kind_is(hc_connection_getresponse(connection, &second, NULL), HC_RESPONSE_NOT_READY,
                 "the connection remembers it");
  hc_connection_free(connection);
  script_free(&script);
}

static void close_ends_a_remembered_response_and_no_other(void **state) {
  (void)state;
  const struct hc_span answers[] = {BYTES(OK_WITH("Text")),
                                    BYTES("HTTP/1.1 200 OK\r\n\r\nto the end")};
  struct script script = {.answers = answers, .answer_count = 2};
  struct hc_connection *connection = script_connection(&script);
  struct hc_response *kept = script_get(connection);
  hc_connection_close(connection);
  hc_connection_close(connection);
  assert_true(hc_response_closed(kept)); /* CN.08, CN.10 */
  struct hc_response *own = script_get(connection);
  assert_null(hc_connection_transport(connection)); /* GR.02 */
  hc_connection_free(connection);
  struct hc_buffer into = {0};
  assert_kind_is(hc_response_read_all(own, &into, NULL), HC_OK, "CN.10");
  assert_text_is(hc_buffer_span(&into), "to the end", "CN.10: it outlives the connection");
  hc_buffer_free(&into);
  hc_response_free(kept);
  hc_response_free(own);
  script_free(&script);
}

static void a_connection_that_is_given_up_leaves_its_response_readable(void **state) {
  (void)state;
  const struct hc_span answer = BYTES(OK_WITH("Text"));
  struct script script = {.answers = &answer, .answer_count = 1};
  struct hc_connection *connection = script_connection(&script);
  struct hc_response *response = script_get(connection);
  hc_connection_free(connection);
  assert_false(hc_response_isclosed(response)); /* CPython: no close() is called for it */
  struct hc_buffer into = {0};
  assert_kind_is(hc_response_read_all(response, &into, NULL), HC_OK, "read");
  assert_text_is(hc_buffer_span(&into), "Text", "body");
  hc_buffer_free(&into);
  hc_response_free(response);
  script_free(&script);
}

static void a_connection_error_closes_and_the_next_request_reconnects(void **state) {
  (void)state;
  const struct hc_span answers[] = {BYTES(""), BYTES(OK_WITH("Text"))};
  struct script script = {.answers = answers, .answer_count = 2};
  struct hc_connection *connection = script_connection(&script);
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  struct hc_response *response = NULL;
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "request");
  assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_REMOTE_DISCONNECTED,
                 "ST.14");
  assert_int_equal(hc_connection_state(connection), HC_STATE_IDLE);
  assert_null(hc_connection_transport(connection));
  hc_response_free(script_get(connection));
  assert_int_equal(script.opened, 2);
  hc_connection_free(connection);
  script_free(&script);
}

static void any_other_error_leaves_the_request_sent(void **state) {
  (void)state;
  const struct hc_span answer = BYTES("nonsense\r\nHTTP/1.1 200 OK\r\n\r\n");
  struct script script = {.answers = &answer, .answer_count = 1, .memory = {.piece = 10}};
  struct hc_connection *connection = script_connection(&script);
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  struct hc_response *response = NULL;
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "request");
  assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_BAD_STATUS_LINE,
                 "GR.04");
  assert_int_equal(hc_connection_state(connection), HC_STATE_REQUEST_SENT);
  assert_non_null(hc_connection_transport(connection));
  assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_OK,
                 "ST.13: a new reader goes on where the other stopped");
  hc_response_free(response);
  hc_connection_free(connection);
  script_free(&script);
}

static void a_failed_connect_leaves_the_request_sent(void **state) {
  (void)state;
  struct script script = {.open_failure = HC_CONNECTION_REFUSED_ERROR};
  struct hc_connection *connection = script_connection(&script);
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  struct hc_response *response = NULL;
  struct hc_error error = {0};
  assert_kind_is(hc_connection_request(connection, &request, &error), HC_CONNECTION_REFUSED_ERROR,
                 "CN.07");
  hc_connection_request(connection, &request, &error);
  assert_error_is(&error, HC_CANNOT_SEND_REQUEST, "Request-sent", "CN.07");
  hc_connection_getresponse(connection, &response, &error);
  assert_error_is(&error, HC_ATTRIBUTE_ERROR, "'NoneType' object has no attribute 'makefile'",
                  "CN.07");
  hc_connection_close(connection);
  script.open_failure = HC_OK;
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "CN.12");
  assert_text_is(hc_buffer_span(&script.written),
                 "GET / HTTP/1.1\r\nHost: host\r\nAccept-Encoding: identity\r\n\r\n", "CN.07");
  hc_connection_free(connection);
  script_free(&script);
}

static void close_drops_the_lines_of_an_unfinished_request(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  struct hc_value bad = hc_text("a\r\nb");
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/2")};
  hc_connection_putrequest(connection, hc_str("GET"), hc_str("/1"), NULL, NULL);
  assert_kind_is(hc_connection_putheader(connection, hc_text("A"), &bad, 1, NULL), HC_VALUE_ERROR,
                 "PH.05");
  hc_connection_close(connection);
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "request");
  assert_text_is(hc_buffer_span(&script.written),
                 "GET /2 HTTP/1.1\r\nHost: host\r\nAccept-Encoding: identity\r\n\r\n",
                 "deviation stale-request-lines");
  hc_connection_free(connection);
  script_free(&script);
}

static void connecting_by_itself_can_be_turned_off(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  hc_connection_set_auto_open(connection, false);
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_NOT_CONNECTED, "CN.05");
  assert_int_equal(hc_connection_state(connection), HC_STATE_REQUEST_SENT);
  hc_connection_close(connection);
  assert_kind_is(hc_connection_connect(connection, NULL), HC_OK, "connect");
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "CN.05");
  assert_kind_is(hc_connection_connect(connection, NULL), HC_OK, "CN.04: again");
  assert_int_equal(script.opened, 2);
  hc_connection_free(connection);
  script_free(&script);
}

static void attributes_can_be_set(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  struct hc_port port = {HC_PORT_TEXT, 0, hc_str("80")};
  struct hc_timeout timeout = {HC_TIMEOUT_SECONDS, 2};
  assert_kind_is(hc_connection_set_host(connection, hc_str("other"), NULL), HC_OK, "HP.20");
  assert_kind_is(hc_connection_set_port(connection, port, NULL), HC_OK, "HP.20");
  hc_connection_set_timeout(connection, timeout);
  hc_connection_set_blocksize(connection, 3);
  assert_int_equal(hc_connection_timeout(connection).kind, HC_TIMEOUT_SECONDS);
  assert_int_equal(hc_connection_blocksize(connection), 3);
  assert_text_is(hc_connection_port(connection).text, "80", "HP.08");
  hc_connection_putrequest(connection, hc_str("GET"), hc_str("/"), NULL, NULL);
  hc_connection_endheaders(connection, NULL, false, NULL);
  assert_text_is(hc_buffer_span(&script.written),
                 "GET / HTTP/1.1\r\nHost: other:80\r\nAccept-Encoding: identity\r\n\r\n", "HO.03");
  hc_connection_set_transport(connection, NULL);
  assert_null(hc_connection_transport(connection));
  hc_connection_free(connection);
  script_free(&script);
}

/* Connects anew to `listener` and asserts which address that came from. */
static void assert_comes_from(struct hc_connection *connection, int listener, const char *address) {
  struct hc_error error = {0};
  assert_kind_is(hc_connection_connect(connection, &error), HC_OK, address);
  struct sockaddr_in peer;
  socklen_t size = sizeof peer;
  int accepted = accept(listener, (struct sockaddr *)(void *)&peer, &size);
  char text[INET_ADDRSTRLEN];
  assert_string_equal(inet_ntop(AF_INET, &peer.sin_addr, text, sizeof text), address);
  hc_connection_close(connection);
  close(accepted);
  hc_error_clear(&error);
}

static void assert_source_is(const struct hc_connection *connection, const char *host,
                             int64_t port) {
  struct hc_source_address source;
  assert_true(hc_connection_source_address(connection, &source));
  assert_text_is(source.host, host, "HP.20");
  assert_int_equal(source.port, port);
}

static void connections_come_from_the_source_address_that_was_set_last(void **state) {
  (void)state;
  int listener = peer_listen();
  struct hc_source_address source = {bytes_of("127.0.0.5"), 0};
  const struct hc_connection_options options = {.host = hc_str("127.0.0.1"),
                                                .port = hc_port_number(peer_port(listener)),
                                                .source_address = &source};
  struct hc_connection *connection;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "given when made");
  assert_source_is(connection, "127.0.0.5", 0);
  assert_comes_from(connection, listener, "127.0.0.5");
  source.host = bytes_of("127.0.0.6");
  assert_comes_from(connection, listener, "127.0.0.5");
  assert_kind_is(hc_connection_set_source_address(connection, &source, NULL), HC_OK, "set");
  assert_source_is(connection, "127.0.0.6", 0);
  assert_comes_from(connection, listener, "127.0.0.6");
  assert_kind_is(hc_connection_set_source_address(connection, NULL, NULL), HC_OK, "cleared");
  assert_false(hc_connection_source_address(connection, &source));
  assert_text_is(source.host, "127.0.0.6", "unchanged when there is none");
  assert_comes_from(connection, listener, "127.0.0.1");
  hc_connection_free(connection);
  close(listener);
}

static void a_source_address_is_checked_when_it_is_used(void **state) {
  (void)state;
  int listener = peer_listen();
  const struct hc_connection_options options = {.host = hc_str("127.0.0.1"),
                                                .port = hc_port_number(peer_port(listener))};
  struct hc_connection *connection;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "none given");
  const struct hc_source_address nowhere = {bytes_of("127.0.0.5"), 65536};
  assert_kind_is(hc_connection_set_source_address(connection, &nowhere, NULL), HC_OK, "HP.19");
  assert_source_is(connection, "127.0.0.5", 65536);
  struct hc_error error = {0};
  hc_connection_connect(connection, &error);
  assert_error_is(&error, HC_OVERFLOW_ERROR, "bind(): port must be 0-65535.", "HP.19");
  hc_connection_free(connection);
  close(listener);
}

static void the_version_has_a_number_and_a_text(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  assert_int_equal(hc_connection_http_vsn(connection), 11);
  assert_text_is(hc_connection_http_vsn_str(connection), "HTTP/1.1", "RQ.10");
  assert_kind_is(hc_connection_set_http_vsn(connection, 10, hc_str("HTTP/1.9"), NULL), HC_OK,
                 "RQ.11");
  assert_int_equal(hc_connection_http_vsn(connection), 10);
  assert_text_is(hc_connection_http_vsn_str(connection), "HTTP/1.9", "RQ.11");
  hc_connection_free(connection);
  script_free(&script);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_constructor_takes_host_and_port_apart),
      cmocka_unit_test(a_transaction_leads_back_to_idle),
      cmocka_unit_test(calls_out_of_turn_are_refused),
      cmocka_unit_test(an_unread_response_blocks_the_next_one_only),
      cmocka_unit_test(a_response_given_up_unread_still_blocks),
      cmocka_unit_test(close_ends_a_remembered_response_and_no_other),
      cmocka_unit_test(a_connection_that_is_given_up_leaves_its_response_readable),
      cmocka_unit_test(a_connection_error_closes_and_the_next_request_reconnects),
      cmocka_unit_test(any_other_error_leaves_the_request_sent),
      cmocka_unit_test(a_failed_connect_leaves_the_request_sent),
      cmocka_unit_test(close_drops_the_lines_of_an_unfinished_request),
      cmocka_unit_test(connecting_by_itself_can_be_turned_off),
      cmocka_unit_test(attributes_can_be_set),
      cmocka_unit_test(connections_come_from_the_source_address_that_was_set_last),
      cmocka_unit_test(a_source_address_is_checked_when_it_is_used),
      cmocka_unit_test(the_version_has_a_number_and_a_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
