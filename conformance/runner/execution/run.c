/* The last worker to end writes a byte into a pipe, which is what the main thread waits for. */
#include "execution/run.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "execution/child.h"
#include "execution/deadline.h"
#include "text/memory.h"

/* A worker and its thread. */
struct crew {
  struct run *run;
  struct worker *worker;
  pthread_t thread;
  bool is_started;
};

struct run {
  struct shared shared;
  struct crew *crew;
  unsigned crew_count;
  atomic_uint at_work;
  int ended[2]; /* a byte is written when the last worker ends */
};

static void *work(void *payload) {
  struct crew *member = payload;
  struct run *run = member->run;
  worker_work(member->worker);
  if (atomic_fetch_sub(&run->at_work, 1) == 1)
    while (write(run->ended[1], "", 1) < 0 && errno == EINTR)
      continue;
  return NULL;
}

static bool prepare(struct run *run, const struct implementation *implementations) {
  if (pipe2(run->ended, O_CLOEXEC) != 0) return false;
  for (unsigned i = 0; i < run->crew_count; i++) {
    run->crew[i].run = run;
    run->crew[i].worker = worker_new(&run->shared, implementations);
    if (!run->crew[i].worker) return false;
  }
  return true;
}

static bool start_threads(struct run *run) {
  atomic_store(&run->at_work, run->crew_count);
  for (unsigned i = 0; i < run->crew_count; i++) {
    int error = pthread_create(&run->crew[i].thread, NULL, work, &run->crew[i]);
    if (error) {
      atomic_store(&run->shared.ending, true); /* for those that have started */
      errno = error;
      return false;
    }
    run->crew[i].is_started = true;
  }
  return true;
}

struct run *run_start(const struct plan *plan, const struct run_settings *settings,
                      const struct implementation *implementations, size_t implementation_count,
                      int stop, char **error) {
  json_object_seed(0); /* before there are threads that would choose one at the same time */
  struct run *run = memory_array(1, sizeof *run);
  run->shared.plan = plan;
  run->shared.settings = settings;
  run->shared.implementation_count = implementation_count;
  run->shared.stop = stop;
  run->shared.slots =
      memory_array(plan->item_count * plan->column_count, sizeof *run->shared.slots);
  run->crew_count = settings->workers;
  run->crew = memory_array(run->crew_count, sizeof *run->crew);
  run->ended[0] = run->ended[1] = -1;
  if (prepare(run, implementations) && start_threads(run)) return run;
  *error = memory_printf("cannot start the workers: %s", strerror(errno));
  run_free(run);
  return NULL;
}

static void join(struct run *run) {
  for (unsigned i = 0; i < run->crew_count; i++) {
    if (run->crew[i].is_started) pthread_join(run->crew[i].thread, NULL);
    run->crew[i].is_started = false;
  }
}

bool run_wait(struct run *run, int milliseconds) {
  struct pollfd ended = {.fd = run->ended[0], .events = POLLIN};
  int ready;
  do
    ready = poll(&ended, 1, milliseconds);
  while (ready < 0 && errno == EINTR);
  if (ready != 0) join(run);
  return ready != 0;
}

struct run_progress run_progress(const struct run *run) {
  return (struct run_progress){
      .done = atomic_load(&run->shared.done),
      .unexpected = atomic_load(&run->shared.unexpected),
  };
}

const struct slot *run_slot(const struct run *run, size_t item, size_t column) {
  return slot_of(&run->shared, item, column);
}

struct play_time run_time(const struct run *run, unsigned variant) {
  struct play_time sum = {0};
  for (unsigned i = 0; i < run->crew_count; i++) {
    struct play_time time = worker_time(run->crew[i].worker, variant);
    sum.playings += time.playings;
    sum.seconds += time.seconds;
  }
  return sum;
}

void run_free(struct run *run) {
  if (!run) return;
  join(run);
  for (unsigned i = 0; i < run->crew_count; i++)
    worker_free(run->crew[i].worker);
  for (size_t i = 0; i < run->shared.plan->item_count * run->shared.plan->column_count; i++)
    slot_clear(&run->shared.slots[i]);
  free(run->shared.slots);
  free(run->crew);
  child_close(&run->ended[0]);
  child_close(&run->ended[1]);
  free(run);
}
