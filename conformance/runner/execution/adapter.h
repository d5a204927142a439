/* One running process of an implementation, spoken to without ever blocking: messages out, lines
 * in, and the end of what it wrote to standard error kept for whoever has to explain its death. */
#ifndef RUNNER_ADAPTER_H
#define RUNNER_ADAPTER_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "execution/child.h"
#include "execution/implementation.h"
#include "execution/line_buffer.h"

enum { LAST_WORDS_SIZE = 4096 };

/* The last bytes of a stream of any length. The zero state is empty. */
struct last_words {
  char bytes[LAST_WORDS_SIZE];
  size_t total; /* bytes seen; the newest lies at (total - 1) % LAST_WORDS_SIZE */
};

/* adapter_init() makes it, adapter_end() takes the process away. */
struct adapter {
  const struct implementation *implementation;
  struct child child;
  struct line_buffer lines;
  struct last_words last_words;
  const char *unsent; /* borrowed: what of the message in hand has not been written */
  size_t unsent_length;
  unsigned long cases; /* answers it has given since it was started, hello not counted */
};

/* adapter_init: an adapter that does not run yet. |implementation| must outlive it. */
void adapter_init(struct adapter *adapter, const struct implementation *implementation);

/* adapter_start: starts the process; hello is still to be said (greeting.h). Returns false with
 * errno set. */
bool adapter_start(struct adapter *adapter);

bool adapter_is_running(const struct adapter *adapter);

/* adapter_post: begins to write |length| bytes at |message|, which must stay until they are sent.
 */
void adapter_post(struct adapter *adapter, const char *message, size_t length);

enum { ADAPTER_POLL_MAX = 3 };

/* adapter_poll: fills |fds| (room for ADAPTER_POLL_MAX) with what the adapter is waited for;
 * returns how many. */
size_t adapter_poll(const struct adapter *adapter, struct pollfd *fds);

enum adapter_state {
  ADAPTER_TALKING, /* all is well */
  ADAPTER_DEAF,    /* it has closed its standard input */
  ADAPTER_MUTE,    /* it has closed its standard output, most likely by ending */
  ADAPTER_ENDLESS, /* it writes a line without end */
};

/* adapter_handle: writes and reads what can be without waiting. |fds| are those of adapter_poll()
 * after poll(). */
enum adapter_state adapter_handle(struct adapter *adapter, const struct pollfd *fds, size_t count);

/* adapter_glance: reads what is there without waiting, and sees whether the adapter still listens.
 */
enum adapter_state adapter_glance(struct adapter *adapter);

/* adapter_end: kills it, waits for it and returns its wait status; one that was ending by itself
 * keeps its own. May be called when it does not run. |*last_words|, unless |last_words| is NULL, is
 * what it last wrote to standard error, printable, a "\n" before each line, "" for nothing; the
 * caller frees it. */
int adapter_end(struct adapter *adapter, char **last_words);

/* How an adapter took leave. */
struct farewell {
  bool talked;      /* it wrote something although nothing was asked */
  int status;       /* its wait status; killed when it did not end in time */
  char *last_words; /* as of adapter_end(); the caller frees it */
};

/* adapters_quit: asks |count| adapters to end, gives them a second together, and kills those that
 * still run. |farewells|, unless it is NULL, has one for each adapter. */
void adapters_quit(struct adapter *adapters, size_t count, struct farewell *farewells);

#endif
