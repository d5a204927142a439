/* Each allocation of each scene is refused in turn, alone or with all that follow: the error is
 * MemoryError and nothing else, nothing leaks, and the connection is as good as new once closed. */
#include "support/testing.h"
#include "torture/scenes.h"

/* Plays `scene` with the fault in `stage`; returns whether its turn came. */
static bool play(const struct scene *scene, struct stage *stage) {
  stage->scene = scene;
  enum hc_kind kind = stage_play(stage);
  bool fired = stage->fired;
  assert_kind_is(kind, fired ? HC_MEMORY_ERROR : scene->kind, scene->name);
  stage_prove(stage);
  stage_clear(stage);
  return fired;
}

static void refuse_each(const struct scene *scene, size_t piece, bool lasting, bool no_details) {
  size_t failing = 0;
  bool fired = true;
  while (fired) {
    struct stage stage = {
        .piece = piece, .no_details = no_details, .allocation = {++failing, lasting}};
    fired = play(scene, &stage);
  }
  assert_true(failing > 1);
}

static void play_scene(const struct scene *scene) {
  refuse_each(scene, 0, false, false);
  refuse_each(scene, 0, true, false);
  refuse_each(scene, 0, false, true);
  refuse_each(scene, 16, true, true);
}

static void every_refused_allocation_is_a_memory_error_and_does_no_harm(void **state) {
  (void)state;
  for_each_scene(play_scene);
}

static void what_is_read_does_not_depend_on_how_it_comes_in(void **state) {
  (void)state;
  for (size_t i = 0; scene_lists[i] != NULL; i++) {
    for (const struct scene *scene = scene_lists[i]; scene->name != NULL; scene++) {
      struct stage whole = {.scene = scene};
      struct stage bytewise = {.scene = scene, .piece = 1};
      assert_kind_is(stage_play(&whole), scene->kind, scene->name);
      assert_kind_is(stage_play(&bytewise), scene->kind, scene->name);
      assert_span_is(hc_buffer_span(&bytewise.record), hc_buffer_span(&whole.record), scene->name);
      stage_clear(&whole);
      stage_clear(&bytewise);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_read_does_not_depend_on_how_it_comes_in),
      cmocka_unit_test(every_refused_allocation_is_a_memory_error_and_does_no_harm),
  };
  return cmocka_run_group_tests_name("torture_allocation", tests, NULL, NULL);
}
