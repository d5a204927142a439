/* Scenes over TLS: each allocation refused in turn, and each call of the transport below going
 * wrong, in the handshake and after it. */
#include "support/testing.h"
#include "support/tls_fixture.h"
#include "support/tls_peer.h"
#include "torture/failing_transport.h"
#include "torture/faults.h"
#include "torture/scenes.h"
#include "torture/scenes_tls.h"

/* --- The servers --- */

enum { PEERS_MAX = 4, STEPS_MAX = 32 };

/* A server for each connection of a scene, which says what the scene has for it. */
struct servers {
  struct stage *stage;
  struct tls_peer peers[PEERS_MAX];
  struct peer_step steps[PEERS_MAX][STEPS_MAX];
  size_t count;
};

static void write_steps(const struct servers *servers, struct peer_step *steps) {
  size_t count = 0;
  const struct hc_span *segments = stage_segments(servers->stage, servers->stage->opened, &count);
  assert_true(count + 2 <= STEPS_MAX);
  for (size_t i = 0; i < count; i++) {
    const struct peer_step sending = {PEER_SEND, segments[i]};
    *steps++ = sending;
  }
  const struct peer_step closing = {PEER_CLOSE, {NULL, 0}};
  const struct peer_step end = {PEER_END, {NULL, 0}};
  *steps++ = closing;
  *steps = end;
}

static enum hc_kind open_server(void *payload, const struct hc_transport_target *target,
                                struct hc_transport **transport, struct hc_error *error) {
  struct servers *servers = payload;
  (void)target;
  assert_true(servers->count < PEERS_MAX);
  struct tls_peer *peer = &servers->peers[servers->count];
  struct peer_step *steps = servers->steps[servers->count++];
  write_steps(servers, steps);
  const struct tls_peer_options options = {
      .chain = fixture_chain, .steps = steps, .piece = servers->stage->piece * 32};
  tls_peer_start(peer, &options);
  *transport = &peer->base;
  return failing_transport_new(servers->stage, transport, error);
}

static void enter(void *payload, struct stage *stage) {
  struct servers *servers = payload;
  servers->stage = stage;
}

static void leave(void *payload) {
  struct servers *servers = payload;
  for (size_t i = 0; i < servers->count; i++)
    tls_peer_stop(&servers->peers[i]);
  servers->count = 0;
}

static struct servers servers;
static const struct venue over_tls = {
    .open = open_server,
    .payload = &servers,
    .enter = enter,
    .leave = leave,
    .end_kind = HC_SSL_EOF_ERROR,
    .would_block_kinds = {HC_SSL_WANT_READ_ERROR, HC_SSL_WANT_WRITE_ERROR},
};

static const struct venue in_memory = {.open = NULL};

/* --- Tests --- */

static void for_each_scene(void (*play)(const struct venue *venue, const struct scene *scene)) {
  const struct scene *const scenes[] = {&request_scenes[1], &request_scenes[3], &reading_scenes[0],
                                        &reading_scenes[3], &reading_scenes[10]};
  struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
  for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++) {
    struct scene scene = *scenes[i];
    scene.options.https = true;
    scene.options.tls_context = context;
    play(&over_tls, &scene);
  }
  play(&over_tls, &wrapping_scene);
  hc_tls_context_release(context);
}

static void every_refused_allocation_is_a_memory_error_and_does_no_harm(void **state) {
  (void)state;
  for_each_scene(refuse_each_allocation);
}

static void every_failure_of_the_transport_below_is_passed_on(void **state) {
  (void)state;
  for_each_scene(fail_each_call);
}

static void every_end_of_the_stream_below_is_noticed_where_it_matters(void **state) {
  (void)state;
  for_each_scene(end_at_each_read);
}

static void no_short_read_below_changes_what_is_read(void **state) {
  (void)state;
  for_each_scene(dawdle_at_each_read);
}

/* What HTTPSConnection does by itself: a context of its own, and the arguments of old. */
static void a_context_of_its_own_survives_every_refused_allocation(void **state) {
  (void)state;
  struct scene scene = request_scenes[3];
  scene.options.https = true;
  scene.options.edition = HC_EDITION_3_11;
  scene.options.tls_legacy.has_check_hostname = true;
  scene.options.tls_legacy.check_hostname = true;
  refuse_each_allocation(&over_tls, &scene);
}

static void contexts_survive_every_refused_allocation(void **state) {
  (void)state;
  refuse_each_allocation(&in_memory, &context_scene);
}

static int setup(void **state) {
  if (fixture_setup(state) != 0) return -1;
  tls_scenes_setup();
  return 0;
}

static int teardown(void **state) {
  tls_scenes_teardown();
  return fixture_teardown(state);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_refused_allocation_is_a_memory_error_and_does_no_harm),
      cmocka_unit_test(every_failure_of_the_transport_below_is_passed_on),
      cmocka_unit_test(every_end_of_the_stream_below_is_noticed_where_it_matters),
      cmocka_unit_test(no_short_read_below_changes_what_is_read),
      cmocka_unit_test(contexts_survive_every_refused_allocation),
      cmocka_unit_test(a_context_of_its_own_survives_every_refused_allocation),
  };
  return cmocka_run_group_tests_name("torture_tls", tests, setup, teardown);
}
