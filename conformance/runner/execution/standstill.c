/* Linux tells in /proc/PID/task/TID/syscall which system call a thread is blocked in: "running"
 * when it runs, -1 when it is held up by something else. A thread that ends meanwhile has no such
 * file any more and does not count. */
#include "execution/standstill.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

static const long reading_calls[] = {
    SYS_read,       SYS_readv,    SYS_recvfrom, SYS_recvmsg,
    SYS_ppoll,      SYS_pselect6, SYS_recvmmsg, SYS_epoll_pwait,
#ifdef SYS_poll /* what came before the ones with p is not on every machine */
    SYS_poll,
#endif
#ifdef SYS_select
    SYS_select,
#endif
#ifdef SYS_epoll_wait
    SYS_epoll_wait,
#endif
};

static bool is_reading_call(long number) {
  for (size_t i = 0; i < sizeof reading_calls / sizeof *reading_calls; i++)
    if (reading_calls[i] == number) return true;
  return false;
}

/* What is seen of several threads: |is_reading| of one, the others of all. */
struct sight {
  bool is_reading, is_running, is_unknown;
};

enum { PATH_SIZE = 64 };

static void look_at_thread(struct sight *sight, long process, long thread) {
  char path[PATH_SIZE];
  long number = -1;
  snprintf(path, sizeof path, "/proc/%ld/task/%ld/syscall", process, thread);
  FILE *file = fopen(path, "re");
  if (!file) {
    sight->is_unknown |= errno != ENOENT && errno != ESRCH;
    return;
  }
  if (fscanf(file, "%ld", &number) == 1 && number >= 0)
    sight->is_reading |= is_reading_call(number);
  else
    sight->is_running = true;
  fclose(file);
}

static void look_at_process(struct sight *sight, long process);

static void look_at_children(struct sight *sight, long process, long thread) {
  char path[PATH_SIZE];
  long child;
  snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", process, thread);
  FILE *file = fopen(path, "re");
  while (file && fscanf(file, "%ld", &child) == 1)
    look_at_process(sight, child);
  if (file) fclose(file);
}

static void look_at_process(struct sight *sight, long process) {
  char path[PATH_SIZE];
  snprintf(path, sizeof path, "/proc/%ld/task", process);
  DIR *threads = opendir(path);
  if (!threads) return;
  for (struct dirent *entry; (entry = readdir(threads));) {
    long thread = strtol(entry->d_name, NULL, 10);
    if (thread <= 0) continue;
    look_at_thread(sight, process, thread);
    look_at_children(sight, process, thread);
  }
  closedir(threads);
}

enum standstill standstill_of(pid_t pid) {
  struct sight sight = {0};
  look_at_process(&sight, pid);
  if (sight.is_unknown) return STANDSTILL_UNKNOWN;
  return sight.is_reading && !sight.is_running ? STANDSTILL_READING : STANDSTILL_NONE;
}
