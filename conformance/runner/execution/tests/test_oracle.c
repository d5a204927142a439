#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "execution/oracle.h"
#include "text/memory.h"

static char folder[] = "/tmp/hcspec-test-XXXXXX";

/* make: a script |name| in |folder| that says |answer|, in which $0 is its own path. */
static void make(const char *name, const char *answer) {
  char *path = memory_printf("%s/%s", folder, name);
  FILE *script = fopen(path, "w");
  assert_non_null(script);
  fprintf(script, "#!/bin/sh\n%s\n", answer);
  fclose(script);
  assert_int_equal(chmod(path, 0755), 0);
  free(path);
}

static int set_up(void **state) {
  (void)state;
  if (!mkdtemp(folder)) return -1;
  make("python3.8", "echo cpython 3 8 7 $0");
  make("python3.9", "echo pypy 3 9 1 $0");
  make("python3.10", "echo 'no such version' >&2; exit 127");
  make("python3.11", "echo cpython 3 11 1 /elsewhere/python3.11");
  make("python3.12", "echo what do you mean");
  make("python3.13", "echo cpython 3 15 0 $0");
  char *link = memory_printf("%s/python3", folder);
  int error = symlink("python3.8", link);
  free(link);
  char *path = memory_printf("%s:/usr/bin:/bin", folder);
  setenv("PATH", path, 1);
  setenv("PYENV_ROOT", folder, 1);
  free(path);
  return error;
}

static int tear_down(void **state) {
  (void)state;
  char *line = memory_printf("rm -r %s", folder);
  int status = system(line);
  free(line);
  return status;
}

static void only_cpythons_of_known_editions_are_kept_and_the_others_explained(void **state) {
  static const char *const reasons[] = {
      "python3.9: it is pypy, not CPython",
      "python3.10: exited with status 127",
      "python3.11: it only starts /elsewhere/python3.11",
      "python3.12: its answer is not understood",
      "python3.13: newer than the newest edition",
      "python3: it only starts ",
  };
  (void)state;
  char *text;
  size_t length, found = 0;
  FILE *log = memory_stream(&text, &length);
  struct arena *arena = arena_new();
  struct interpreters interpreters = interpreters_find(arena, log);
  fclose(log);
  for (size_t i = 0; i < interpreters.count; i++)
    if (strncmp(interpreters.array[i].path, folder, strlen(folder)) == 0) {
      assert_int_equal(interpreters.array[i].edition, 308);
      assert_string_equal(interpreters.array[i].version, "3.8.7");
      found++;
    }
  assert_int_equal(found, 1);
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
    char *line = memory_printf("no oracle: %s/%s", folder, reasons[i]);
    if (!strstr(text, line)) fail_msg("not said: %s\n%s", line, text);
    free(line);
  }
  free(text);
  arena_free(arena);
}

static void interpreters_come_by_version_each_once(void **state) {
  (void)state;
  struct arena *arena = arena_new();
  struct interpreters interpreters = interpreters_find(arena, NULL);
  for (size_t i = 1; i < interpreters.count; i++) {
    const struct interpreter *a = &interpreters.array[i - 1], *b = &interpreters.array[i];
    assert_true(a->edition < b->edition || (a->edition == b->edition && a->patch <= b->patch));
    assert_string_not_equal(a->real, b->real);
  }
  arena_free(arena);
}

static void one_that_is_asked_for_is_kept_as_the_executable_it_is(void **state) {
  (void)state;
  struct arena *arena = arena_new();
  struct interpreters interpreters;
  char *error;
  const char *paths[] = {"python3.11", "python3.8"};
  assert_true(interpreters_ask(arena, paths, 2, &interpreters, &error));
  assert_int_equal(interpreters.count, 2);
  assert_int_equal(interpreters.array[0].edition, 308);
  assert_string_equal(interpreters.array[1].path, "/elsewhere/python3.11");
  arena_free(arena);
}

static void one_that_is_asked_for_and_is_none_is_an_error(void **state) {
  static const struct {
    const char *path, *error;
  } rows[] = {
      {"python3.9", "--oracle 'python3.9': it is pypy, not CPython"},
      {"/no/such/python", "--oracle '/no/such/python': No such file or directory"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct arena *arena = arena_new();
    struct interpreters interpreters;
    char *error = NULL;
    assert_false(interpreters_ask(arena, &rows[i].path, 1, &interpreters, &error));
    assert_string_equal(error, rows[i].error);
    free(error);
    arena_free(arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_cpythons_of_known_editions_are_kept_and_the_others_explained),
      cmocka_unit_test(interpreters_come_by_version_each_once),
      cmocka_unit_test(one_that_is_asked_for_is_kept_as_the_executable_it_is),
      cmocka_unit_test(one_that_is_asked_for_and_is_none_is_an_error),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
