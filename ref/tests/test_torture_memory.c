/* Every scene over memory: each allocation refused in turn, and each call of a transport going
 * wrong. The error is the right one, nothing leaks, and the connection is as good as new once
 * closed. */
#include "support/testing.h"
#include "torture/faults.h"
#include "torture/scenes.h"

static const struct venue memory = {.open = NULL};

static void for_each_scene(void (*play)(const struct venue *venue, const struct scene *scene)) {
  for (size_t i = 0; scene_lists[i] != NULL; i++)
    for (const struct scene *scene = scene_lists[i]; scene->name != NULL; scene++)
      play(&memory, scene);
}

static void every_refused_allocation_is_a_memory_error_and_does_no_harm(void **state) {
  (void)state;
  for_each_scene(refuse_each_allocation);
}

static void every_failure_of_a_transport_is_passed_on(void **state) {
  (void)state;
  for_each_scene(fail_each_call);
}

static void every_end_of_the_stream_is_noticed_where_it_matters(void **state) {
  (void)state;
  for_each_scene(end_at_each_read);
}

static void no_short_read_changes_what_is_read(void **state) {
  (void)state;
  for_each_scene(dawdle_at_each_read);
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
      cmocka_unit_test(every_failure_of_a_transport_is_passed_on),
      cmocka_unit_test(every_end_of_the_stream_is_noticed_where_it_matters),
      cmocka_unit_test(no_short_read_changes_what_is_read),
  };
  return cmocka_run_group_tests_name("torture_memory", tests, NULL, NULL);
}
