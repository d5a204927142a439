/* Each call of a transport goes wrong in turn: the error is that of the transport, the connection
 * is in the state that is documented, and as good as new once closed. */
#include <errno.h>

#include "support/testing.h"
#include "torture/scenes.h"

struct failure {
  struct transport_fault fault;
  enum hc_kind kind;
};

static const struct failure failures[] = {
    {{TRANSPORT_FAILS, ECONNRESET, 0}, HC_CONNECTION_RESET_ERROR},
    {{TRANSPORT_FAILS, EPIPE, 0}, HC_BROKEN_PIPE_ERROR},
    {{TRANSPORT_FAILS, EIO, 0}, HC_OS_ERROR},
    {{TRANSPORT_FAILS, EAGAIN, 0}, HC_BLOCKING_IO_ERROR},
    {{TRANSPORT_WAITS, 0, 0}, HC_TIMEOUT_ERROR},
};

/* ST.13, ST.14, TO.02: what a failure while a response is being had does to what is had. */
static void assert_state(struct stage *stage, enum hc_kind kind) {
  const char *name = stage->scene->name;
  if (stage->phase == AWAITING && stage->response == NULL) {
    bool closed = hc_connection_transport(stage->connection) == NULL;
    if (closed != hc_kind_is(kind, HC_CONNECTION_ERROR)) fail_msg("%s: closed or not", name);
  }
  bool refuses = kind == HC_TIMEOUT_ERROR && stage->phase == READING && stage->response != NULL;
  if (refuses && !hc_response_isclosed(stage->response)) {
    hc_error_clear(&stage->details);
    hc_response_read_all(stage->response, &stage->into, &stage->details);
    assert_error_is(&stage->details, HC_OS_ERROR, "cannot read from timed out object", name);
  }
}

static bool fail_call(const struct scene *scene, size_t piece, const struct failure *failure,
                      size_t number) {
  struct stage stage = {.scene = scene, .piece = piece, .transport = failure->fault};
  stage.transport.failing = number;
  enum hc_kind kind = stage_play(&stage);
  bool fired = stage.fired;
  assert_kind_is(kind, fired ? failure->kind : scene->kind, scene->name);
  if (fired) assert_state(&stage, kind);
  stage_prove(&stage);
  stage_clear(&stage);
  return fired;
}

static void fail_each_call(const struct scene *scene) {
  static const size_t pieces[] = {0, 64};
  for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
      for (size_t number = 1; fail_call(scene, pieces[p], &failures[i], number); number++)
        continue;
    }
  }
}

static void every_failure_of_a_transport_is_passed_on(void **state) {
  (void)state;
  for_each_scene(fail_each_call);
}

/* SL.02, RD.02, RD.04: before a response it is a disconnection; in a body it is noticed, or the
 * end. Any other end of the scene is its own. */
static void assert_end(const struct stage *stage, enum hc_kind kind) {
  if (stage->phase == AWAITING && stage->response == NULL) {
    assert_kind_is(kind, HC_REMOTE_DISCONNECTED, stage->scene->name);
    return;
  }
  bool possible = kind == HC_OK || kind == stage->scene->kind || kind == HC_INCOMPLETE_READ ||
                  kind == HC_REMOTE_DISCONNECTED;
  if (!possible) fail_msg("%s: ends with %s", stage->scene->name, hc_kind_name(kind));
}

static bool end(const struct scene *scene, size_t number) {
  struct stage stage = {.scene = scene, .transport = {TRANSPORT_ENDS, 0, number}};
  enum hc_kind kind = stage_play(&stage);
  bool fired = stage.fired;
  if (stage.ended)
    assert_end(&stage, kind);
  else
    assert_kind_is(kind, scene->kind, scene->name);
  stage_prove(&stage);
  stage_clear(&stage);
  return fired;
}

static void end_at_each_call(const struct scene *scene) {
  for (size_t number = 1; end(scene, number); number++)
    continue;
}

static void every_end_of_the_stream_is_noticed_where_it_matters(void **state) {
  (void)state;
  for_each_scene(end_at_each_call);
}

static bool dawdle(const struct scene *scene, const struct stage *undisturbed, size_t number) {
  struct stage stage = {.scene = scene, .transport = {TRANSPORT_DAWDLES, 0, number}};
  assert_kind_is(stage_play(&stage), scene->kind, scene->name);
  bool fired = stage.fired;
  assert_span_is(hc_buffer_span(&stage.record), hc_buffer_span(&undisturbed->record), scene->name);
  stage_prove(&stage);
  stage_clear(&stage);
  return fired;
}

static void dawdle_at_each_call(const struct scene *scene) {
  struct stage undisturbed = {.scene = scene};
  stage_play(&undisturbed);
  for (size_t number = 1; dawdle(scene, &undisturbed, number); number++)
    continue;
  stage_clear(&undisturbed);
}

static void no_short_read_changes_what_is_read(void **state) {
  (void)state;
  for_each_scene(dawdle_at_each_call);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_failure_of_a_transport_is_passed_on),
      cmocka_unit_test(every_end_of_the_stream_is_noticed_where_it_matters),
      cmocka_unit_test(no_short_read_changes_what_is_read),
  };
  return cmocka_run_group_tests_name("torture_transport", tests, NULL, NULL);
}
