/* The handler writes one byte into a pipe that nobody reads: all who wait see it, whenever they
 * look. */
#include "execution/interruption.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "execution/child.h"

static int ends[2] = {-1, -1};
static volatile sig_atomic_t has_happened;

static void note(int signal_number) {
  int error = errno;
  (void)signal_number;
  has_happened = 1;
  while (write(ends[1], "!", 1) < 0 && errno == EINTR)
    continue;
  errno = error;
}

static void set_handlers(void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

int interruption_watch(void) {
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  has_happened = 0;
  signal(SIGPIPE, SIG_IGN);
  set_handlers(note, (int)(SA_RESETHAND | SA_RESTART));
  return ends[0];
}

bool interruption_happened(void) {
  return has_happened != 0;
}

void interruption_unwatch(void) {
  set_handlers(SIG_DFL, 0);
  child_close(&ends[0]);
  child_close(&ends[1]);
}
