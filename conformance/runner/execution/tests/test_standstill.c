#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "execution/standstill.h"

/* What a process does. |in| never gives anything. */
typedef void conduct_function(int in);

static void reads(int in) {
  char byte;
  (void)!read(in, &byte, 1);
}

static void polls(int in) {
  struct pollfd fd = {.fd = in, .events = POLLIN};
  poll(&fd, 1, -1);
}

static void sleeps(int in) {
  (void)in;
  pause();
}

static void runs(int in) {
  (void)in;
  for (volatile unsigned turns = 0;; turns++)
    continue;
}

static void waits_for_a_child_that_reads(int in) {
  pid_t child = fork();
  if (child == 0) reads(in);
  waitpid(child, NULL, 0);
}

static void *run_for_ever(void *payload) {
  (void)payload;
  runs(-1);
  return NULL;
}

static void reads_while_a_thread_runs(int in) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, run_for_ever, NULL) == 0) reads(in);
}

/* begin: a process, in a group of its own, that does |conduct|; it says so by a byte before. */
static pid_t begin(conduct_function *conduct, int in) {
  int ready[2];
  char byte;
  assert_int_equal(pipe(ready), 0);
  pid_t pid = fork();
  if (pid == 0) {
    setpgid(0, 0);
    (void)!write(ready[1], "", 1);
    conduct(in);
    _exit(EXIT_SUCCESS);
  }
  assert_true(pid > 0);
  assert_int_equal(read(ready[0], &byte, 1), 1);
  close(ready[0]);
  close(ready[1]);
  return pid;
}

static void end(pid_t pid) {
  kill(-pid, SIGKILL);
  while (waitpid(pid, NULL, 0) < 0)
    continue;
}

/* What shows at last, for it takes a process a moment to get there. */
static void a_process_that_reads_comes_to_a_standstill(void **state) {
  static conduct_function *const conducts[] = {reads, polls, waits_for_a_child_that_reads};
  int in[2];
  (void)state;
  assert_int_equal(pipe(in), 0);
  for (size_t i = 0; i < sizeof conducts / sizeof *conducts; i++) {
    pid_t pid = begin(conducts[i], in[0]);
    enum standstill seen = STANDSTILL_NONE;
    while (seen == STANDSTILL_NONE)
      seen = standstill_of(pid);
    if (seen == STANDSTILL_UNKNOWN) skip();
    end(pid);
  }
  close(in[0]);
  close(in[1]);
}

static void a_process_that_does_anything_else_does_not(void **state) {
  static conduct_function *const conducts[] = {sleeps, runs, reads_while_a_thread_runs};
  int in[2];
  (void)state;
  assert_int_equal(pipe(in), 0);
  for (size_t i = 0; i < sizeof conducts / sizeof *conducts; i++) {
    pid_t pid = begin(conducts[i], in[0]);
    for (int looks = 0; looks < 200; looks++)
      if (standstill_of(pid) == STANDSTILL_READING) fail_msg("conduct %zu", i);
    end(pid);
  }
  close(in[0]);
  close(in[1]);
}

static void a_process_that_is_gone_reads_nothing(void **state) {
  (void)state;
  pid_t pid = begin(sleeps, -1);
  end(pid);
  assert_int_equal(standstill_of(pid), STANDSTILL_NONE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_process_that_reads_comes_to_a_standstill),
      cmocka_unit_test(a_process_that_does_anything_else_does_not),
      cmocka_unit_test(a_process_that_is_gone_reads_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
