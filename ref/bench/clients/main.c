/* The main program of every C client: arguments, the checked first exchange, the timed rest, and
 * the JSON line. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "client.h"

enum { EXIT_FAILED = 2 };

/* Seconds on three clocks: the wall's, and the process's in user and in system mode. */
struct instant {
  double wall;
  double user;
  double system;
};

bool bench_complain(const char *what, const char *why) {
  fprintf(stderr, "%s: %s: %s\n", bench_client.name, what, why);
  return false;
}

static double seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static struct instant now(void) {
  struct timespec wall;
  struct rusage usage;
  clock_gettime(CLOCK_MONOTONIC, &wall);
  getrusage(RUSAGE_SELF, &usage);
  return (struct instant){(double)wall.tv_sec + (double)wall.tv_nsec * 1e-9,
                          seconds(usage.ru_utime), seconds(usage.ru_stime)};
}

static void print_result(const char *workload, uint64_t units, const struct bench_tally *first,
                         const struct bench_tally *rest, struct instant start, struct instant end) {
  printf("{\"client\": \"%s\", \"version\": \"%s\", \"workload\": \"%s\", \"units\": %" PRIu64
         ", \"bytes\": %" PRIu64 ", \"fields\": %" PRIu64 ", \"first_bytes\": %" PRIu64
         ", \"checksum\": %" PRIu32 ", \"seconds\": %.9f, \"user\": %.6f, \"system\": %.6f}\n",
         bench_client.name, bench_client.version(), workload, units, rest->bytes, rest->fields,
         first->bytes, bench_tally_checksum(first), end.wall - start.wall, end.user - start.user,
         end.system - start.system);
}

static bool measure(const struct bench_task *task, void *run, uint64_t units) {
  struct bench_tally first = {.checking = true};
  struct bench_tally rest = {0};
  if (!bench_client.exchange(run, &first)) return false;
  struct instant start = now();
  for (uint64_t i = 0; i < units; i++)
    if (!bench_client.exchange(run, &rest)) return false;
  print_result(task->workload->name, units, &first, &rest, start, now());
  return true;
}

static int list(void) {
  const struct bench_workload *workload;
  for (size_t i = 0; (workload = bench_workload_at(i)) != NULL; i++)
    if (bench_client.can(workload)) puts(workload->name);
  return 0;
}

static int usage(const char *program) {
  fprintf(stderr,
          "Usage: %s WORKLOAD HOST PORT COUNT [CERTIFICATE]\n       %s --list\n\n"
          "Does WORKLOAD once to check it and COUNT times by the clock, against bench-server at "
          "HOST:PORT,\nand prints one JSON line. For https, CERTIFICATE is the file that "
          "bench-server wrote.\n--list names the workloads this client can do.\n",
          program, program);
  return EXIT_FAILED;
}

/* Reads a decimal number of 1 … `maximum`. */
static bool parse_number(const char *text, uint64_t maximum, uint64_t *number) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value == 0 || value > maximum)
    return bench_complain(text, "not a number in range");
  *number = value;
  return true;
}

static bool run_task(const struct bench_task *task, uint64_t units) {
  void *run = bench_client.open(task);
  if (run == NULL) return false;
  bool done = measure(task, run, units);
  bench_client.close(run);
  return done;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--list") == 0) return list();
  if (argc != 5 && argc != 6) return usage(argv[0]);
  struct bench_task task = {
      .workload = bench_workload_find(argv[1]), .host = argv[2], .certificate = argv[5]};
  uint64_t port;
  uint64_t units;
  if (task.workload == NULL || !bench_client.can(task.workload)) {
    bench_complain(argv[1], "not a workload of this client; see --list");
    return EXIT_FAILED;
  }
  if (task.workload->scheme == BENCH_HTTPS && task.certificate == NULL) {
    bench_complain(argv[1], "needs the file of a certificate");
    return EXIT_FAILED;
  }
  if (!parse_number(argv[3], 65535, &port) || !parse_number(argv[4], UINT64_MAX, &units))
    return EXIT_FAILED;
  task.port = (unsigned)port;
  signal(SIGPIPE, SIG_IGN);
  return run_task(&task, units) ? 0 : EXIT_FAILED;
}
