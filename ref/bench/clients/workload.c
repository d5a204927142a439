/* The table of workloads, and looking one up. */
#include "workload.h"

#include <string.h>

static const struct bench_workload workloads[] = {
#define WORKLOAD(name, scheme, path, connection, reading, amount)                                  \
  {name, BENCH_##scheme, path, BENCH_##connection, BENCH_##reading, amount},
#include "../workloads.def"
#undef WORKLOAD
};

const struct bench_workload *bench_workload_at(size_t index) {
  return index < sizeof workloads / sizeof *workloads ? &workloads[index] : NULL;
}

const struct bench_workload *bench_workload_find(const char *name) {
  const struct bench_workload *workload;
  for (size_t i = 0; (workload = bench_workload_at(i)) != NULL; i++)
    if (strcmp(workload->name, name) == 0) return workload;
  return NULL;
}
