/* Hello has a deadline of its own: an interpreter may take its time to start. */
#include "execution/greeting.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "execution/deadline.h"
#include "execution/death.h"
#include "text/memory.h"

static bool read_hello(struct adapter *adapter, const char *line, size_t length,
                       struct hello *hello, char **error) {
  char *problem;
  if (protocol_decode_hello(line, length, hello, &problem)) return true;
  char *sentence = memory_printf("its answer to hello is ill-formed: %s", problem);
  *error = rejection_account(adapter, sentence);
  free(sentence);
  free(problem);
  return false;
}

bool greet(struct adapter *adapter, int stop, struct hello *hello, char **error) {
  const struct surroundings surroundings = {.stop = stop,
                                            .deadline = deadline_after(HELLO_SECONDS)};
  const char *message = protocol_hello(), *line;
  size_t length;
  *error = NULL;
  enum exchange_end end =
      exchange(adapter, message, strlen(message), &surroundings, &line, &length);
  if (end == EXCHANGE_LINE) return read_hello(adapter, line, length, hello, error);
  if (end == EXCHANGE_STOPPED)
    adapter_end(adapter, NULL);
  else
    *error = death_account(adapter, end, "answer to hello", HELLO_SECONDS);
  return false;
}

bool adapter_start_and_greet(struct adapter *adapter, int stop, struct hello *hello, char **error) {
  if (adapter_start(adapter)) return greet(adapter, stop, hello, error);
  *error =
      memory_printf("cannot start '%s': %s", adapter->implementation->words[0], strerror(errno));
  return false;
}
