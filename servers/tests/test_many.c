#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chaos.h"
#include "scene.h"

enum { RANDOM_CONNECTIONS = 2000, THREADS = 4, PLAYINGS_A_THREAD = 100 };

/* Random bytes behind a beginning that leads deeper into the peer. */
static size_t random_bytes(unsigned *state, char *data, size_t room) {
  static const char *const beginnings[] = {"", "GET / HTTP/1.1\r\n",
                                           "A\r\nContent-Length: 9\r\n\r\n",
                                           "A\r\nTransfer-Encoding: chunked\r\n\r\n",
                                           "A\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"};
  const char *beginning = beginnings[next_random(state) % 5];
  size_t length = strlen(beginning), end = length + next_random(state) % (room - length);
  memcpy(data, beginning, length);
  while (length < end) {
    unsigned octet = next_random(state);
    data[length++] = octet % 4 ? (char)(octet >> 8) : "\r\n:0;"[octet % 5];
  }
  return length;
}

/* Handles all that has happened, and ends. */
static void end_now(struct peer *peer, struct peer_result *result) {
  struct pollfd fds[PEER_POLL_MAX];
  size_t count = peer_poll(peer, fds);
  while (!peer_finished(peer) && poll(fds, count, 0) > 0) {
    peer_handle(peer, fds, count);
    count = peer_poll(peer, fds);
  }
  peer_end(peer, result);
}

static void assert_received(const struct peer_result *result, const char *data, size_t length) {
  unsigned char *received = NULL;
  size_t received_length = 0;
  wire_log_received(&result->log, 1, &received, &received_length);
  assert_int_equal(received_length, length);
  assert_memory_equal(received, data, length);
  free(received);
}

static void random_bytes_do_no_harm_and_leave_nothing_behind(void **state) {
  (void)state;
  static const char *const sources[] = {"recv request\nsend 'ok'\nrecv request\nfin",
                                        "recv head\nsend 'x' * 100000\nexpect fin",
                                        "recv 20\nrecv until '\\n'\nstall\nreset",
                                        "recv request 'GET / HTTP/1.1\\r\\n\\r\\n'\nclose",
                                        "stall\nexpect nothing",
                                        "recv 'A\\r\\n'\naccept\nrecv request\nclose"};
  struct peer_script *scripts[6];
  struct peer *peer = peer_new(NULL);
  for (size_t i = 0; i < 6; i++)
    scripts[i] = scene_script(sources[i]);
  size_t descriptors = open_descriptors();
  unsigned random = 20261122;
  for (unsigned i = 0; i < RANDOM_CONNECTIONS; i++) {
    char data[400];
    size_t length = random_bytes(&random, data, sizeof data);
    struct client client = {.port = peer_port(peer)};
    struct peer_result result;
    peer_begin(peer, scripts[i % 6], PEER_TRANSPORT_PLAIN, (enum peer_delivery)(i % 3), i);
    client_send(&client, client_connect(&client), data, length);
    unsigned ending = next_random(&random) % 3;
    if (ending == 0) client_reset(&client, 0);
    if (ending == 1) client_finish(&client, 0);
    end_now(peer, &result);
    assert_true(result.completed == (result.complaint.message == NULL));
    assert_true(result.log.count > 0);
    bool is_all_taken_in = ending == 1 && i % 6 != 2 && i % 6 != 3; /* those may close before */
    if (is_all_taken_in) assert_received(&result, data, length);
    peer_result_clear(&result);
    client_close(&client, 0);
  }
  assert_int_equal(open_descriptors(), descriptors);
  for (size_t i = 0; i < 6; i++)
    peer_script_free(scripts[i]);
  peer_free(peer);
}

/* A client that speaks first and reads what comes until the peer ends; all in the peer's thread. */
static bool play_once(struct peer *peer, const struct peer_script *script, uint64_t seed) {
  struct client client = {.port = peer_port(peer)};
  struct peer_result result;
  peer_begin(peer, script, PEER_TRANSPORT_PLAIN, (enum peer_delivery)(seed % 3), seed);
  int connection = client_connect(&client);
  client_say(&client, connection, "GET / HTTP/1.1\r\n\r\n");
  client_finish(&client, connection);
  struct pollfd fds[PEER_POLL_MAX];
  while (!peer_finished(peer)) {
    size_t count = peer_poll(peer, fds);
    poll(fds, count, -1);
    peer_handle(peer, fds, count);
  }
  client_read_all(&client, connection);
  client_close(&client, connection);
  peer_end(peer, &result);
  bool is_good = result.completed && client.answer_length == 3000 && client.answer_end == 0;
  peer_result_clear(&result);
  free(client.answer);
  return is_good;
}

static void *play_many_times(void *argument) {
  const struct peer_script *script = argument;
  struct peer *peer = peer_new(NULL);
  uintptr_t good = 0;
  for (uint64_t i = 0; i < PLAYINGS_A_THREAD; i++)
    good += play_once(peer, script, i);
  peer_free(peer);
  return (void *)good;
}

static void several_threads_may_play_one_script(void **state) {
  (void)state;
  struct peer_script *script =
      scene_script("recv request\nsend '{host}' * 0 'abc' * 1000\nfin\nexpect fin");
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, play_many_times, script), 0);
  for (int i = 0; i < THREADS; i++) {
    void *good = NULL;
    pthread_join(threads[i], &good);
    assert_int_equal((uintptr_t)good, PLAYINGS_A_THREAD);
  }
  peer_script_free(script);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_bytes_do_no_harm_and_leave_nothing_behind),
      cmocka_unit_test(several_threads_may_play_one_script),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
