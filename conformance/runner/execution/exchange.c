/* A loop around poll(). Everything in it is non-blocking, so that neither the adapter nor the peer
 * waits for the other. */
#include "execution/exchange.h"

#include <errno.h>
#include <sched.h>

#include "execution/deadline.h"
#include "execution/standstill.h"

/* The descriptors waited for: the stop first, then the adapter's, then the peer's. */
struct waiting {
  struct pollfd fds[1 + ADAPTER_POLL_MAX + PEER_POLL_MAX];
  size_t adapter_count;
  size_t peer_count;
};

static void gather(struct waiting *waiting, const struct adapter *adapter,
                   const struct surroundings *surroundings) {
  waiting->fds[0] =
      (struct pollfd){.fd = surroundings->stop, .events = POLLIN}; /* poll() skips -1 */
  waiting->adapter_count = adapter_poll(adapter, waiting->fds + 1);
  waiting->peer_count =
      surroundings->peer ? peer_poll(surroundings->peer, waiting->fds + 1 + waiting->adapter_count)
                         : 0;
}

static bool line_end(enum adapter_state state, const struct adapter *adapter,
                     enum exchange_end *end) {
  switch (state) {
  case ADAPTER_MUTE: *end = EXCHANGE_MUTE; return true;
  case ADAPTER_ENDLESS: *end = EXCHANGE_ENDLESS; return true;
  case ADAPTER_DEAF: *end = EXCHANGE_DEAF; return adapter->unsent_length > 0;
  case ADAPTER_TALKING: break;
  }
  return false;
}

/* handle: does what poll() found ready; true when the exchange has ended. The adapter comes last:
 * what it sent to the peer before its answer is then seen before the answer. */
static bool handle(struct waiting *waiting, struct adapter *adapter,
                   const struct surroundings *surroundings, enum exchange_end *end) {
  const struct pollfd *adapter_fds = waiting->fds + 1;
  if (waiting->fds[0].revents) {
    *end = EXCHANGE_STOPPED;
    return true;
  }
  if (waiting->peer_count > 0)
    peer_handle(surroundings->peer, adapter_fds + waiting->adapter_count, waiting->peer_count);
  return line_end(adapter_handle(adapter, adapter_fds, waiting->adapter_count), adapter, end);
}

/* What is done when a script awaits that the client reads: nothing reports that a process has come
 * to a standstill, so it is looked for as long as there is nothing else to do. */
static bool awaits_read(const struct surroundings *surroundings) {
  return surroundings->peer && peer_awaits_read(surroundings->peer);
}

/* watch: nothing has come from the client since |standstill| was seen. One that stood still then is
 * standing still: only the peer can move it. */
static void watch(enum standstill standstill, const struct surroundings *surroundings) {
  if (standstill == STANDSTILL_NONE)
    sched_yield();
  else
    peer_note_read(surroundings->peer);
}

enum exchange_end exchange(struct adapter *adapter, const char *message, size_t length,
                           const struct surroundings *surroundings, const char **line,
                           size_t *line_length) {
  enum exchange_end end;
  struct waiting waiting;
  adapter_post(adapter, message, length);
  if (adapter->child.input < 0) return EXCHANGE_DEAF;
  while (!line_buffer_take(&adapter->lines, line, line_length)) {
    bool is_watching = awaits_read(surroundings);
    enum standstill standstill = is_watching ? standstill_of(adapter->child.pid) : STANDSTILL_NONE;
    gather(&waiting, adapter, surroundings);
    int left = deadline_left(surroundings->deadline);
    if (left == 0) return EXCHANGE_TIMEOUT;
    int ready =
        poll(waiting.fds, 1 + waiting.adapter_count + waiting.peer_count, is_watching ? 0 : left);
    if (ready == 0 && is_watching) watch(standstill, surroundings);
    if (ready < 0 && errno != EINTR) return EXCHANGE_STOPPED;
    if (ready > 0 && handle(&waiting, adapter, surroundings, &end)) return end;
  }
  return EXCHANGE_LINE;
}

void exchange_settle(const struct surroundings *surroundings) {
  struct pollfd fds[1 + PEER_POLL_MAX];
  struct peer *peer = surroundings->peer;
  for (int left; peer_awaits_client(peer) && (left = deadline_left(surroundings->deadline)) > 0;) {
    fds[0] = (struct pollfd){.fd = surroundings->stop, .events = POLLIN};
    size_t count = peer_poll(peer, fds + 1);
    if (count == 0 && surroundings->stop < 0) return;
    int ready = poll(fds, 1 + count, left);
    if (fds[0].revents || (ready < 0 && errno != EINTR)) return;
    if (ready > 0) peer_handle(peer, fds + 1, count);
  }
}
