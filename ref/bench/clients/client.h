/* client.h — what a C client of the benchmark provides; main.c does the rest. */
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include <stdbool.h>

#include "tally.h"
#include "workload.h"

/* bench_task is what one run of a client is for. Borrowed for the whole run. */
struct bench_task {
  const struct bench_workload *workload;
  const char *host; /* an IPv4 address */
  unsigned port;
  const char *certificate; /* the file with the one that is trusted, for BENCH_HTTPS */
};

/* bench_client is one client. Failures are told on standard error, by bench_complain. */
struct bench_client {
  const char *name;
  /* The name and release of what is measured (static). */
  const char *(*version)(void);
  /* Whether the client has what the workload needs. */
  bool (*can)(const struct bench_workload *workload);
  /* Prepares a run; NULL on failure. */
  void *(*open)(const struct bench_task *task);
  /* Does one unit of work; false on failure. */
  bool (*exchange)(void *run, struct bench_tally *tally);
  /* Ends a run. */
  void (*close)(void *run);
};

/* The client that this program is. */
extern const struct bench_client bench_client;

/* bench_complain prints "client: what: why" on standard error and returns false. */
bool bench_complain(const char *what, const char *why);

#endif
