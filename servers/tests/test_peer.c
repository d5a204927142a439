#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "scene.h"

#define REQUEST "GET / HTTP/1.1\r\n\r\n"

/* Clients. What they say is the scene's payload, a string. */

static void says_and_closes(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, client->payload);
  client_close(client, connection);
}

static void says_and_resets(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, client->payload);
  client_reset(client, connection);
}

static void says_and_waits(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, client->payload);
}

/* Ends its side, so that every script comes to an end, and reads what it gets. */
static void says_and_reads(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, client->payload);
  client_finish(client, connection);
  client_read_all(client, connection);
  client_close(client, connection);
}

static void asks_and_reads(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, client->payload);
  client_read_all(client, connection);
  client_close(client, connection);
}

static void stays_away(struct client *client) {
  (void)client;
}

static void assert_completed(const struct scene_result *result, const char *why) {
  if (!result->peer.completed) fail_msg("%s: %s", why, result->peer.complaint.message);
  assert_null(result->peer.complaint.message);
}

/* The log with the peer's own port as PORT. */
static void assert_log(const struct scene_result *result, const char *why, const char *expected) {
  char *log = scene_log(result);
  if (strcmp(log, expected) != 0) fail_msg("%s:\n%s", why, log);
  free(log);
}

struct completed_row {
  const char *why, *script;
  client_function *client;
  const char *said, *answer;
};

static const struct completed_row completed_rows[] = {
    {"a request without body", "recv request\nsend 'ok'\nfin\nexpect close", asks_and_reads,
     REQUEST, "ok"},
    {"a request with a body by length", "recv request\nexpect nothing\nsend 'ok'\nfin",
     says_and_reads, "A\r\nContent-Length: 4\r\n\r\nText", "ok"},
    {"a request with a chunked body", "recv request\nexpect nothing\nsend 'ok'\nfin",
     says_and_reads, "A\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nText\r\n0\r\n\r\n", "ok"},
    {"the request given", "recv request\n| A\n| Content-Length: 4\n|\n'Text'\nsend 'ok'\nfin",
     says_and_reads, "A\r\nContent-Length: 4\r\n\r\nText", "ok"},
    {"two requests at once", "recv request\nsend '1'\nrecv request\nsend '2'\nexpect nothing\nfin",
     says_and_reads, REQUEST "HEAD / HTTP/1.1\r\n\r\n", "12"},
    {"a head, and its body on its own", "recv head\nrecv 'Te'\nrecv 'xt'\nexpect nothing",
     says_and_closes, "A\r\nContent-Length: 4\r\n\r\nText", ""},
    {"the head given", "recv head\n| A\n| B: c\n|\nrecv 1", says_and_closes, "A\r\nB: c\r\n\r\nx",
     ""},
    {"a number of bytes", "recv 3\nrecv 'd'", says_and_closes, "abcd", ""},
    {"up to a mark that is begun twice", "recv until '--x'\nrecv 'y'", says_and_closes, "a---xy",
     ""},
    {"a mark that comes again", "recv until ';'\nrecv until ';'\nrecv 'c'", says_and_closes,
     "a;b;c", ""},
    {"no bytes at all", "recv ''\nsend ''\nexpect nothing\nsend 'ok'\nexpect nothing\nfin",
     says_and_reads, "", "ok"},
    {"bytes beyond what is received are no complaint", "recv 1", says_and_closes, "abc", ""},
    {"the client closes", "recv request\nexpect fin", says_and_closes, REQUEST, NULL},
    {"either way", "recv request\nexpect close", says_and_closes, REQUEST, NULL},
    {"the client resets", "recv request\nexpect reset", says_and_resets, REQUEST, NULL},
    {"one way or the other", "recv request\nexpect close", says_and_resets, REQUEST, NULL},
    {"answers a client that has closed its side", "recv request\nexpect fin\nsend 'late'\nfin",
     says_and_reads, REQUEST, "late"},
    {"waits until the client gives up", "recv request\nstall", says_and_waits, REQUEST, NULL},
    {"waits until the client closes", "recv request\nstall\nexpect fin", says_and_closes, REQUEST,
     NULL},
    {"does not wait when the client has sent more", "recv 1\nstall\nrecv 1\nsend 'ok'\nfin",
     asks_and_reads, "ab", "ok"},
    {"expects nothing of a silent client", "expect nothing", says_and_waits, "", NULL},
    {"closes", "recv request\nsend 'ok'\nclose", asks_and_reads, REQUEST, "ok"},
    {"a script without statements and no client", "# nothing\n", stays_away, NULL, NULL},
    {"no script and no client", NULL, stays_away, NULL, NULL},
};

static void every_statement_does_what_it_says(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof completed_rows / sizeof *completed_rows; i++) {
    const struct completed_row *row = &completed_rows[i];
    char said[256] = "";
    if (row->said) strcpy(said, row->said);
    struct scene_result result;
    scene_play((struct scene){.script = row->script, .client = row->client, .payload = said},
               &result);
    assert_completed(&result, row->why);
    const char *answer = result.client.answer ? result.client.answer : "";
    if (row->answer && strcmp(answer, row->answer) != 0) fail_msg("%s: %s", row->why, answer);
    assert_int_equal(result.client.answer_end, 0);
    unsigned char *data = NULL;
    size_t length = 0;
    wire_log_received(&result.peer.log, 1, &data, &length);
    if (strcmp((char *)data, said) != 0) fail_msg("%s: logged %s", row->why, (char *)data);
    free(data);
    scene_clear(&result);
  }
}

struct complaint_row {
  const char *why, *script;
  client_function *client;
  const char *said;
  unsigned line;
  const char *message;
};

static const struct complaint_row complaint_rows[] = {
    {"other bytes", "\nrecv 'abcd'", says_and_reads, "abXd", 2,
     "expected b'abcd', received b'abXd'; the first difference is at offset 2"},
    {"the rest is not played", "recv 'a'\nrecv 'b'\nsend 'never'", says_and_reads, "aXcd", 2,
     "expected b'b', received b'Xcd'; the first difference is at offset 0"},
    {"another request", "recv request\n| GET / HTTP/1.1\n|", says_and_reads,
     "HEAD / HTTP/1.1\r\n\r\n", 1,
     "expected b'GET / HTTP/1.1\\r\\n\\r\\n', received b'HEAD / HTTP/1.1\\r\\n\\r\\n'; the first "
     "difference is at offset 0"},
    {"another head", "recv head\n| A\n|", says_and_reads, "B\r\n\r\n", 1,
     "expected b'A\\r\\n\\r\\n', received b'B\\r\\n\\r\\n'; the first difference is at offset 0"},
    {"a difference far into long bytes", "recv 'x' * 300", says_and_reads,
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxx"
     "xxxxY",
     1,
     "expected … b'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' … (300 bytes), received b'xxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxY'; the first "
     "difference is at offset 100"},
    {"closed within a request", "recv request", says_and_closes, "GET", 1,
     "the client closed the connection in order (FIN) before a whole request had come; it had sent "
     "b'GET'"},
    {"reset within a request", "recv request", says_and_resets, "GET", 1,
     "the client reset the connection (RST) before a whole request had come; it had sent b'GET'"},
    {"given up within a request", "recv request", says_and_waits, "GET", 1,
     "the client ended before a whole request had come; it had sent b'GET'"},
    {"given up within the request given", "recv request 'A\\r\\n\\r\\n'", says_and_waits, "A", 1,
     "the client ended before b'A\\r\\n\\r\\n' had come; it had sent b'A'"},
    {"a body that is too short", "recv request", says_and_closes, "A\r\nContent-Length: 9\r\n\r\na",
     1,
     "the client closed the connection in order (FIN) before a whole request had come; it had sent "
     "b'A\\r\\nContent-Length: 9\\r\\n\\r\\na'"},
    {"a malformed chunk", "recv request", says_and_reads,
     "A\r\nTransfer-Encoding: chunked\r\n\r\nText", 1,
     "the client closed the connection in order (FIN) before a whole request had come; it had sent "
     "b'A\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nText'"},
    {"a malformed line of a chunk", "recv request", says_and_reads,
     "A\r\nTransfer-Encoding: chunked\r\n\r\nText\r\n", 1,
     "the chunked body of the request is malformed: at offset 33 of the request a chunk size is "
     "expected, found b'Text\\r\\n'; 'recv head' and 'recv' with bytes receive any body"},
    {"within a head", "recv head", says_and_closes, "A\r\n", 1,
     "the client closed the connection in order (FIN) before the empty line that ends a head had "
     "come; it had sent b'A\\r\\n'"},
    {"within a head given", "recv head 'A\\r\\n\\r\\n'", says_and_closes, "A\r\n", 1,
     "the client closed the connection in order (FIN) before b'A\\r\\n\\r\\n' had come; it had "
     "sent "
     "b'A\\r\\n'"},
    {"too few bytes", "recv 1\nrecv 10", says_and_closes, "a", 2,
     "the client closed the connection in order (FIN) before 10 bytes had come; it had sent "
     "nothing "
     "more"},
    {"no mark", "recv until '\\n'", says_and_closes, "abc", 1,
     "the client closed the connection in order (FIN) before b'\\n' had come; it had sent b'abc'"},
    {"not closed", "recv 1\nexpect fin", says_and_waits, "a", 2,
     "the client ended before it closed the connection in order (FIN); it had sent nothing more"},
    {"not reset", "recv 1\nexpect reset", says_and_waits, "a", 2,
     "the client ended before it reset the connection (RST); it had sent nothing more"},
    {"not ended at all", "recv 1\nexpect close", says_and_waits, "a", 2,
     "the client ended before it closed the connection; it had sent nothing more"},
    {"closed, not reset", "recv 1\nexpect reset", says_and_closes, "a", 2,
     "expected the client to reset the connection (RST), the client closed the connection in order "
     "(FIN)"},
    {"reset, not closed", "recv 1\nexpect fin", says_and_resets, "a", 2,
     "expected the client to close the connection in order (FIN), the client reset the connection "
     "(RST)"},
    {"more bytes before it closed", "recv 1\nexpect close", says_and_closes, "ab", 2,
     "expected the client to close the connection, the client sent b'b'"},
    {"something, not nothing, at the end", "recv 1\nexpect nothing", says_and_closes, "ab", 2,
     "expected no more bytes from the client, the client sent b'b'"},
    {"something, not nothing, on the way", "recv 1\nexpect nothing\nsend 'x'", says_and_reads, "ab",
     2, "expected no more bytes from the client, the client sent b'b'"},
    {"no client", "recv request", stays_away, NULL, 1,
     "the client ended before it opened connection 1"},
    {"no second connection", "recv 1\naccept", says_and_closes, "a", 2,
     "connection 1: the client ended before it opened connection 2"},
    {"a statement behind stall", "stall\nrecv 1", says_and_waits, "", 2,
     "the client ended before 1 byte had come; it had sent nothing more"},
    {"no connection is accepted", "# nothing", says_and_closes, "", 1,
     "the client opened 1 connection, the script accepts 0"},
    {"no script", NULL, says_and_closes, "", 0,
     "the client opened 1 connection, the script accepts 0"},
};

static void every_mismatch_is_told(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof complaint_rows / sizeof *complaint_rows; i++) {
    const struct complaint_row *row = &complaint_rows[i];
    char said[256] = "";
    if (row->said) strcpy(said, row->said);
    struct scene_result result;
    scene_play((struct scene){.script = row->script, .client = row->client, .payload = said},
               &result);
    if (result.peer.completed) fail_msg("%s: completed", row->why);
    if (strcmp(result.peer.complaint.message, row->message) != 0)
      fail_msg("%s: %s", row->why, result.peer.complaint.message);
    assert_int_equal(result.peer.complaint.place.line, row->line);
    scene_clear(&result);
  }
}

static void the_conversation_is_logged_in_order(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "recv request\nsend 'a'\nsend 'b'\nfin\nexpect fin\nclose",
                            .client = asks_and_reads,
                            .payload = (char[]){REQUEST}},
             &result);
  assert_completed(&result, "log");
  assert_log(&result, "log",
             "1 * client connects\n1 → GET / HTTP/1.1\\r\\n\n1 → \\r\\n\n1 ← ab\n"
             "1 * peer closes its side (FIN)\n1 * client closes its side (FIN)\n1 * peer closes\n");
  scene_clear(&result);
}

static void after_a_complaint_the_client_is_not_left_waiting(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "recv 'x'\nsend 'answer'",
                            .client = asks_and_reads, /* reads until the peer ends */
                            .payload = (char[]){REQUEST}},
             &result);
  assert_false(result.peer.completed);
  assert_int_equal(result.client.answer_length, 0);
  assert_int_equal(result.client.answer_end, 0);
  assert_log(&result, "log",
             "1 * client connects\n1 → GET / HTTP/1.1\\r\\n\n1 → \\r\\n\n"
             "1 * peer closes its side (FIN)\n1 * client closes its side (FIN)\n");
  scene_clear(&result);
}

static void a_reset_reaches_the_client_behind_what_was_sent(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "recv request\nsend 'x' * 20000000\nreset",
                            .client = asks_and_reads,
                            .payload = (char[]){REQUEST}},
             &result);
  assert_completed(&result, "reset");
  assert_int_equal(result.client.answer_length, 20000000);
  assert_int_equal(result.client.answer_end, ECONNRESET);
  const struct wire_event *last = &result.peer.log.events[result.peer.log.count - 1];
  assert_int_equal(last->kind, WIRE_PEER_RESET);
  scene_clear(&result);
}

static void fin_leaves_the_other_direction_open(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "fin\nrecv 'later'\nexpect fin",
                            .client = asks_and_reads,
                            .payload = (char[]){"later"}},
             &result);
  assert_completed(&result, "fin");
  scene_clear(&result);
}

static void host_and_port_are_the_peers(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "send '{host}:{port}'\nfin",
                            .client = asks_and_reads,
                            .payload = (char[]){""}},
             &result);
  assert_completed(&result, "placeholders");
  char expected[32];
  snprintf(expected, sizeof expected, "127.0.0.1:%u", result.port);
  assert_string_equal(result.client.answer, expected);
  scene_clear(&result);
}

static void every_delivery_gives_the_same_bytes(void **state) {
  (void)state;
  static const enum peer_delivery deliveries[] = {PEER_DELIVERY_WHOLE, PEER_DELIVERY_BYTES,
                                                  PEER_DELIVERY_SPLIT};
  const char *script =
      "recv request\nsend 'HTTP/1.1 200 OK\\r\\n\\r\\n' 'abc' * 30000\nsend 'z'\nfin";
  for (size_t i = 0; i < 3; i++) {
    struct scene_result result;
    scene_play((struct scene){.script = script,
                              .client = asks_and_reads,
                              .payload = (char[]){REQUEST},
                              .delivery = deliveries[i],
                              .seed = 7},
               &result);
    assert_completed(&result, "delivery");
    assert_int_equal(result.client.answer_length, 19 + 90000 + 1);
    assert_memory_equal(result.client.answer, "HTTP/1.1 200 OK\r\n\r\nabcabc", 25);
    assert_string_equal(result.client.answer + 19 + 89997, "abcz");
    const struct wire_event *sent = &result.peer.log.events[2];
    assert_int_equal(sent->kind, WIRE_SENT); /* one event, however it was cut */
    assert_int_equal(sent->bytes.length, result.client.answer_length);
    assert_memory_equal(sent->bytes.data, result.client.answer, result.client.answer_length);
    scene_clear(&result);
  }
}

static void waits_for_each_byte(struct client *client) {
  int connection = client_connect(client);
  for (const char *at = client->payload; *at; at++)
    client_send(client, connection, at, 1);
  client_read_all(client, connection);
  client_close(client, connection);
}

static void a_request_may_come_byte_by_byte(void **state) {
  (void)state;
  struct scene_result result;
  scene_play(
      (struct scene){
          .script = "recv request\nrecv until ';'\nrecv request 'B\\r\\n\\r\\n'\nsend 'ok'\nclose",
          .client = waits_for_each_byte,
          .payload =
              (char[]){"A\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nx;B\r\n\r\n"}},
      &result);
  assert_completed(&result, "bytes");
  assert_string_equal(result.client.answer, "ok");
  scene_clear(&result);
}

static void opens_two_and_uses_both(struct client *client) {
  int one = client_connect(client);
  client_say(client, one, "1");
  client_read(client, one, 1);
  int two = client_connect(client);
  client_say(client, two, "2");
  client_read(client, two, 1);
  client_say(client, one, "3");
  client_read(client, one, 1);
  client_reset(client, two);
}

static void several_connections_are_told_apart(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "recv '1'\nsend 'a'\naccept\nrecv '2'\nsend 'b'\nuse 1\nrecv "
                                      "'3'\nsend 'c'\nuse 2\nexpect reset",
                            .client = opens_two_and_uses_both},
             &result);
  assert_completed(&result, "two");
  assert_string_equal(result.client.answer, "abc");
  assert_log(&result, "two",
             "1 * client connects\n1 → 1\n1 ← a\n2 * client connects\n2 → 2\n2 ← b\n1 → 3\n1 ← c\n"
             "2 * client resets (RST)\n");
  scene_clear(&result);
}

static void a_complaint_names_the_connection_when_there_can_be_several(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "recv '1'\nsend 'a'\naccept\nrecv 'X'",
                            .client = opens_two_and_uses_both},
             &result);
  assert_false(result.peer.completed);
  assert_string_equal(
      result.peer.complaint.message,
      "connection 2: expected b'X', received b'2'; the first difference is at offset "
      "0");
  scene_clear(&result);
}

static void opens_two_of_which_one_is_too_many(struct client *client) {
  int surplus = client_connect(client);
  int also_surplus = client_connect(client);
  client_say(client, also_surplus, "hello?");
  client_read_all(client, also_surplus); /* the peer does not leave it waiting */
  client_close(client, also_surplus);
  client_say(client, surplus, "x");
  client_close(client, surplus);
}

static void a_connection_too_many_is_logged_and_a_complaint(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "\nrecv 'x'\nexpect fin",
                            .client = opens_two_of_which_one_is_too_many},
             &result);
  assert_false(result.peer.completed);
  assert_string_equal(result.peer.complaint.message,
                      "the client opened 2 connections, the script accepts 1");
  assert_int_equal(result.peer.complaint.place.line, 2);
  unsigned char *data = NULL;
  size_t length = 0;
  wire_log_received(&result.peer.log, 2, &data, &length);
  assert_string_equal((char *)data, "hello?");
  free(data);
  scene_clear(&result);
}

static void opens_seventy(struct client *client) {
  for (int i = 0; i < 70; i++)
    client_connect(client);
  client_read_all(client, 69);
  for (int i = 0; i < 70; i++)
    client_close(client, i);
}

static void more_connections_than_the_peer_can_hold_are_turned_away(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "expect close", .client = opens_seventy}, &result);
  assert_false(result.peer.completed);
  assert_string_equal(result.peer.complaint.message,
                      "the client opened 70 connections, the script accepts 1");
  assert_int_equal(result.client.answer_end, ECONNRESET);
  scene_clear(&result);
}

static void reads_slowly(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, REQUEST);
  for (size_t left = *(size_t *)client->payload; left;) {
    size_t part = left < 3000 ? left : 3000;
    client_read(client, connection, part);
    left -= part;
  }
  client_close(client, connection);
}

static void a_large_send_waits_for_a_slow_client(void **state) {
  (void)state;
  size_t size = 32 * 1024 * 1024;
  struct scene_result result;
  scene_play((struct scene){.script = "recv request\nsend '0123456789abcdef' * 2097152\nexpect fin",
                            .client = reads_slowly,
                            .payload = &size},
             &result);
  assert_completed(&result, "slow");
  assert_int_equal(result.client.answer_length, size);
  for (size_t i = 0; i < size; i += 16)
    assert_memory_equal(result.client.answer + i, "0123456789abcdef", 16);
  scene_clear(&result);
}

static void asks_and_does_not_read(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, REQUEST);
  client_read(client, connection, 1);
}

static void a_send_that_is_never_taken_in_is_a_complaint(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "recv request\nsend 'x' * 60000000",
                            .client = asks_and_does_not_read},
             &result);
  assert_false(result.peer.completed);
  const char *message = result.peer.complaint.message;
  if (strncmp(message, "the client ended before it took in what is sent: ", 49) != 0 ||
      !strstr(message, " of 60000000 bytes went"))
    fail_msg("%s", message);
  scene_clear(&result);
}

/* The client is gone before the peer sends: that is known because the script expects it. */
static void a_send_to_a_client_that_has_gone_is_no_complaint(void **state) {
  (void)state;
  static const char *const scripts[] = {"expect reset\nsend 'x' * 30000000\nsend 'y'\nfin\nclose",
                                        "expect fin\nsend 'x' * 30000000\nsend 'y'\nreset"};
  static client_function *const clients[] = {says_and_resets, says_and_closes};
  for (size_t i = 0; i < 2; i++) {
    struct scene_result result;
    scene_play((struct scene){.script = scripts[i], .client = clients[i], .payload = (char[]){""}},
               &result);
    assert_completed(&result, scripts[i]);
    scene_clear(&result);
  }
}

static void resets_while_the_peer_sends(struct client *client) {
  int connection = client_connect(client);
  client_read(client, connection, 1);
  client_reset(client, connection);
}

static void a_reset_during_a_send_is_logged_as_one(void **state) {
  (void)state;
  for (int i = 0; i < 20; i++) {
    struct scene_result result;
    scene_play((struct scene){.script = "send 'x' * 30000000\nexpect reset",
                              .client = resets_while_the_peer_sends},
               &result);
    assert_completed(&result, "reset during a send");
    const struct wire_event *last = &result.peer.log.events[result.peer.log.count - 1];
    assert_int_equal(last->kind, WIRE_CLIENT_RESET);
    scene_clear(&result);
  }
}

static void sends_and_reads_at_once(struct client *client) {
  char *much = calloc(1, 20000000);
  int connection = client_connect(client);
  client_send(client, connection, much, 20000000);
  client_read_all(client, connection);
  client_close(client, connection);
  free(much);
}

static void sending_does_not_keep_the_peer_from_reading(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "send 'x' * 20000000\nrecv 20000000\nclose",
                            .client = sends_and_reads_at_once},
             &result);
  assert_completed(&result, "both directions");
  assert_int_equal(result.client.answer_length, 20000000);
  scene_clear(&result);
}

static void sends_without_end(struct client *client) {
  char *much = calloc(1, 1 << 20);
  int connection = client_connect(client);
  for (int i = 0; i < 65; i++)
    client_send(client, connection, much, 1 << 20);
  client_read_all(client, connection);
  free(much);
}

static void a_client_that_sends_without_end_is_stopped(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "recv request", .client = sends_without_end}, &result);
  assert_false(result.peer.completed);
  assert_string_equal(result.peer.complaint.message,
                      "the client sent more than 67108864 bytes on connection 1, which is the most "
                      "that is taken in");
  const struct wire_event *last = &result.peer.log.events[result.peer.log.count - 1];
  assert_int_equal(last->kind, WIRE_PEER_RESET);
  scene_clear(&result);
}

/* handle_all: what the peer can do with what has come. */
static void handle_all(struct peer *peer) {
  struct pollfd fds[PEER_POLL_MAX];
  for (int events = 1; events > 0;) {
    size_t count = peer_poll(peer, fds);
    events = poll(fds, count, 0);
    peer_handle(peer, fds, count);
  }
}

static void a_script_awaits_a_read_until_it_is_told_of_one(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  struct peer_script *script = scene_script("recv 'a'\nawait read\nsend 'b'\nawait read\nreset");
  struct client client = {.port = peer_port(peer)};
  struct peer_result result;
  peer_begin(peer, script, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
  assert_false(peer_awaits_read(peer));
  client_say(&client, client_connect(&client), "a");
  handle_all(peer);
  client_say(&client, 0, "c"); /* what still comes is taken in meanwhile */
  handle_all(peer);
  assert_true(peer_awaits_read(peer));
  assert_false(peer_awaits_client(peer)); /* to end now is no complaint */
  peer_note_read(peer);
  assert_true(peer_awaits_read(peer)); /* the second: each is told of */
  client_read(&client, 0, 1);
  peer_note_read(peer);
  assert_false(peer_awaits_read(peer));
  peer_note_read(peer); /* too often does no harm */
  client_read_all(&client, 0);
  assert_int_equal(client.answer_end, ECONNRESET);
  peer_end(peer, &result);
  assert_true(result.completed);
  assert_int_equal(result.log.count, 4);
  assert_int_equal(result.log.events[1].bytes.length, 2);
  peer_result_clear(&result);
  client_close(&client, 0);
  free(client.answer);
  peer_script_free(script);
  peer_free(peer);
}

static void a_client_that_has_ended_is_not_waited_for_to_read(void **state) {
  static const struct {
    client_function *client;
    const char *why;
  } rows[] = {{says_and_closes, "a client that closed"},
              {says_and_resets, "one that reset"},
              {says_and_waits, "one that is done"}};
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct scene_result result;
    scene_play((struct scene){.script = "recv 'a'\nawait read\nsend 'b'\nfin",
                              .client = rows[i].client,
                              .payload = (char[]){"a"}},
               &result);
    assert_completed(&result, rows[i].why);
    scene_clear(&result);
  }
}

static void connections_left_over_are_dropped_when_the_next_playing_begins(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  struct peer_script *script = scene_script("recv 'new'\nexpect fin");
  struct client stale = {.port = peer_port(peer)};
  client_say(&stale, client_connect(&stale), "stale");
  struct scene_result result;
  struct scene scene = {.client = says_and_closes, .payload = (char[]){"new"}};
  scene_play_with(peer, script, scene, &result);
  assert_completed(&result, "stale");
  assert_log(&result, "stale", "1 * client connects\n1 → new\n1 * client closes its side (FIN)\n");
  client_read_all(&stale, 0);
  assert_int_equal(stale.answer_end, ECONNRESET);
  client_close(&stale, 0);
  scene_clear(&result);
  peer_script_free(script);
  peer_free(peer);
}

static void a_peer_plays_one_script_after_another(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  struct peer_script *good = scene_script("recv 'a'\nsend 'ok'\nfin");
  struct peer_script *wrong = scene_script("recv 'b'\nsend 'ok'\nfin");
  for (int i = 0; i < 20; i++) {
    struct scene_result result;
    struct scene scene = {.client = asks_and_reads, .payload = (char[]){"a"}};
    scene_play_with(peer, i % 2 ? wrong : good, scene, &result);
    assert_int_equal(result.peer.completed, i % 2 == 0);
    assert_int_equal(result.client.answer_length, i % 2 ? 0 : 2);
    assert_int_equal(result.port, peer_port(peer));
    scene_clear(&result);
  }
  assert_string_equal(peer_host(peer), "127.0.0.1");
  peer_script_free(good);
  peer_script_free(wrong);
  peer_free(peer);
}

static void a_playing_that_is_not_ended_leaves_nothing_behind(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  struct peer_script *script = scene_script("recv 'abc'");
  struct client client = {.port = peer_port(peer)};
  struct pollfd fds[PEER_POLL_MAX];
  peer_begin(peer, script, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
  client_say(&client, client_connect(&client), "X");
  for (int events = 1; events > 0 && !peer_finished(peer);) {
    size_t count = peer_poll(peer, fds);
    events = poll(fds, count, 0);
    peer_handle(peer, fds, count);
  }
  peer_begin(peer, script, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
  struct peer_result result;
  peer_end(peer, &result);
  assert_int_equal(result.log.count, 0);
  assert_string_equal(result.complaint.message, "the client ended before it opened connection 1");
  peer_result_clear(&result);
  client_close(&client, 0);
  peer_script_free(script);
  peer_free(peer);
  peer_free(NULL);
}

static void a_connection_that_the_system_refuses_is_a_complaint(void **state) {
  (void)state;
  struct peer *peer = peer_new(NULL);
  struct peer_script *script = scene_script("\nrecv 1");
  struct client client = {.port = peer_port(peer)};
  struct pollfd fds[PEER_POLL_MAX];
  struct rlimit before, none_left;
  peer_begin(peer, script, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
  client_connect(&client);
  assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
  none_left = before;
  none_left.rlim_cur = (rlim_t)client.sockets[0] + 1; /* the newest descriptor is the last */
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &none_left), 0);
  size_t count = peer_poll(peer, fds);
  assert_int_equal(poll(fds, count, -1), 1);
  peer_handle(peer, fds, count);
  assert_true(peer_finished(peer));
  assert_int_equal(peer_poll(peer, fds), 0); /* it would be told of the connection for ever */
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
  struct peer_result result;
  peer_end(peer, &result);
  assert_string_equal(result.complaint.message,
                      "the peer cannot accept a connection: Too many open files");
  assert_int_equal(result.complaint.place.line, 2);
  peer_result_clear(&result);
  client_close(&client, 0);
  peer_script_free(script);
  peer_free(peer);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_statement_does_what_it_says),
      cmocka_unit_test(every_mismatch_is_told),
      cmocka_unit_test(the_conversation_is_logged_in_order),
      cmocka_unit_test(after_a_complaint_the_client_is_not_left_waiting),
      cmocka_unit_test(a_reset_reaches_the_client_behind_what_was_sent),
      cmocka_unit_test(fin_leaves_the_other_direction_open),
      cmocka_unit_test(host_and_port_are_the_peers),
      cmocka_unit_test(every_delivery_gives_the_same_bytes),
      cmocka_unit_test(a_request_may_come_byte_by_byte),
      cmocka_unit_test(several_connections_are_told_apart),
      cmocka_unit_test(a_complaint_names_the_connection_when_there_can_be_several),
      cmocka_unit_test(a_connection_too_many_is_logged_and_a_complaint),
      cmocka_unit_test(more_connections_than_the_peer_can_hold_are_turned_away),
      cmocka_unit_test(a_large_send_waits_for_a_slow_client),
      cmocka_unit_test(a_send_that_is_never_taken_in_is_a_complaint),
      cmocka_unit_test(a_send_to_a_client_that_has_gone_is_no_complaint),
      cmocka_unit_test(a_reset_during_a_send_is_logged_as_one),
      cmocka_unit_test(sending_does_not_keep_the_peer_from_reading),
      cmocka_unit_test(a_client_that_sends_without_end_is_stopped),
      cmocka_unit_test(a_script_awaits_a_read_until_it_is_told_of_one),
      cmocka_unit_test(a_client_that_has_ended_is_not_waited_for_to_read),
      cmocka_unit_test(connections_left_over_are_dropped_when_the_next_playing_begins),
      cmocka_unit_test(a_peer_plays_one_script_after_another),
      cmocka_unit_test(a_playing_that_is_not_ended_leaves_nothing_behind),
      cmocka_unit_test(a_connection_that_the_system_refuses_is_a_complaint),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
