/* workload.h — what a benchmark client is asked to do: a row of workloads.def. */
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H

#include <stddef.h>

enum bench_scheme { BENCH_HTTP, BENCH_HTTPS };
enum bench_connection { BENCH_KEEP, BENCH_NEW };
enum bench_reading { BENCH_ALL, BENCH_INTO, BENCH_AMOUNT, BENCH_HEAD };

/* bench_workload: the columns of workloads.def. */
struct bench_workload {
  const char *name;
  enum bench_scheme scheme;
  const char *path;
  enum bench_connection connection;
  enum bench_reading reading;
  size_t amount;
};

/* bench_workload_at returns row `index`, NULL past the end. */
const struct bench_workload *bench_workload_at(size_t index);

/* bench_workload_find returns the row named `name`, NULL if there is none. */
const struct bench_workload *bench_workload_find(const char *name);

#endif
