/* Descriptors are made close-on-exec from the start: workers start processes at the same time, and
 * a pipe that a stranger holds open would never come to its end. */
#include "execution/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text/memory.h"

extern char **environ;

/* The ends of the three pipes: [i][0] reads, [i][1] writes, i is the child's descriptor. */
struct pipes {
  int ends[3][2];
};

static const struct pipes no_pipes = {{{-1, -1}, {-1, -1}, {-1, -1}}};

void child_close(int *descriptor) {
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

static void pipes_close(struct pipes *pipes) {
  for (int i = 0; i < 3; i++) {
    child_close(&pipes->ends[i][0]);
    child_close(&pipes->ends[i][1]);
  }
}

static int own_end(int i) {
  return i == STDIN_FILENO ? 1 : 0;
}

static bool pipes_open(struct pipes *pipes) {
  *pipes = no_pipes;
  for (int i = 0; i < 3; i++) {
    if (pipe2(pipes->ends[i], O_CLOEXEC) != 0) return false;
    if (fcntl(pipes->ends[i][own_end(i)], F_SETFL, O_NONBLOCK) != 0) return false;
  }
  return true;
}

/* A group of its own, so that all of it can be killed and the terminal's Ctrl-C is hcspec's alone;
 * signals as a program that a shell starts finds them. */
static int set_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGINT);
  sigaddset(&defaults, SIGTERM);
  int error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                       POSIX_SPAWN_SETSIGDEF);
  if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
  if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
  if (!error) error = posix_spawnattr_setsigdefault(attributes, &defaults);
  return error;
}

static int set_actions(posix_spawn_file_actions_t *actions, const struct pipes *pipes) {
  int error = 0;
  for (int i = 0; i < 3 && !error; i++)
    error = posix_spawn_file_actions_adddup2(actions, pipes->ends[i][!own_end(i)], i);
  return error;
}

static int spawn(pid_t *pid, char *const *words, const struct pipes *pipes) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  int error = posix_spawnattr_init(&attributes);
  if (error) return error;
  error = posix_spawn_file_actions_init(&actions);
  if (!error) {
    error = set_attributes(&attributes);
    if (!error) error = set_actions(&actions, pipes);
    if (!error) error = posix_spawnp(pid, words[0], &actions, &attributes, words, environ);
    posix_spawn_file_actions_destroy(&actions);
  }
  posix_spawnattr_destroy(&attributes);
  return error;
}

/* take: the descriptor, which the pipes no longer own. */
static int take(int *end) {
  int descriptor = *end;
  *end = -1;
  return descriptor;
}

bool child_start(struct child *child, char *const *words) {
  struct pipes pipes;
  *child = child_none;
  int error = pipes_open(&pipes) ? spawn(&child->pid, words, &pipes) : errno;
  if (error) {
    pipes_close(&pipes);
    *child = child_none;
    errno = error;
    return false;
  }
  child->input = take(&pipes.ends[0][1]);
  child->output = take(&pipes.ends[1][0]);
  child->errors = take(&pipes.ends[2][0]);
  pipes_close(&pipes);
  return true;
}

void child_kill(const struct child *child) {
  if (child->pid > 0) kill(-child->pid, SIGKILL);
}

int child_end(struct child *child) {
  int status = 0;
  child_kill(child);
  child_close(&child->input);
  child_close(&child->output);
  child_close(&child->errors);
  if (child->pid > 0)
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
      continue;
  *child = child_none;
  return status;
}

char *child_status_text(int status) {
  if (WIFSIGNALED(status))
    return memory_printf("was killed by signal %d (%s)", WTERMSIG(status),
                         strsignal(WTERMSIG(status)));
  return memory_printf("exited with status %d", WEXITSTATUS(status));
}
