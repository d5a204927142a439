/* HCSPEC_SOURCE_DIR is the project's folder. */
#include "run_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/memory.h"

#define TESTS HCSPEC_SOURCE_DIR "/conformance/runner/execution/tests/"

static void must(bool is_right, char *error) {
  if (!is_right) fail_msg("%s", error ? error : "no reason given");
}

void run_fixture_load(struct run_fixture *fixture, const char *page, const char *argument) {
  struct diagnostics *diagnostics = diagnostics_new();
  char *path = memory_printf(TESTS "pages/%s", page), *error;
  const char *paths[] = {path};
  *fixture = (struct run_fixture){.arena = arena_new()};
  registries_load(&fixture->registries, HCSPEC_SOURCE_DIR "/conformance/spec", diagnostics);
  assert_int_equal(diagnostics_count(diagnostics), 0);
  fixture->specification = specification_load(paths, 1, &fixture->registries, diagnostics);
  diagnostics_print(diagnostics, stderr);
  diagnostics_free(diagnostics);
  free(path);
  assert_non_null(fixture->specification);
  char *command = memory_printf("broken=python3 '" TESTS "broken_adapter.py' %s", argument);
  must(participants_add_subject(&fixture->participants, command, &error), error);
  free(command);
}

void run_fixture_play(struct run_fixture *fixture, struct run_settings settings) {
  const unsigned edition = 313;
  const struct selection selection = {
      .variants = variants_of(1u << PEER_TRANSPORT_PLAIN, 1u << PEER_DELIVERY_WHOLE)};
  const struct column *columns;
  char *error = NULL;
  must(participants_greet(&fixture->participants, -1, &error), error);
  size_t count = plan_columns(fixture->arena, fixture->participants.array,
                              fixture->participants.count, &edition, 1, &columns);
  fixture->plan = plan_make(fixture->specification, &selection, columns, count);
  static const struct environment none;
  fixture->settings = settings;
  fixture->settings.environment = &none;
  fixture->run = run_start(fixture->plan, &fixture->settings, fixture->participants.array,
                           fixture->participants.count, -1, &error);
  must(fixture->run != NULL, error);
  assert_true(run_wait(fixture->run, -1));
}

const struct slot *run_fixture_slot(const struct run_fixture *fixture, const char *row) {
  for (size_t i = 0; i < fixture->plan->item_count; i++) {
    const char *name = strrchr(fixture->plan->items[i].test_case->id, ':');
    if (name && strcmp(name + 1, row) == 0) return run_slot(fixture->run, i, 0);
  }
  fail_msg("no case '%s'", row);
  return NULL;
}

void run_fixture_clear(struct run_fixture *fixture) {
  run_free(fixture->run);
  plan_free(fixture->plan);
  participants_clear(&fixture->participants);
  arena_free(fixture->arena);
  specification_free(fixture->specification);
  registries_clear(&fixture->registries);
  *fixture = (struct run_fixture){0};
}
