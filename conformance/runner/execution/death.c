/* Ending comes first: only then are the wait status and all of standard error known. */
#include "execution/death.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "text/memory.h"

/* hcspec itself killed it with this signal if it had not ended before. */
static bool ended_by_itself(int status) {
  return !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL;
}

static char *sentence(int status, enum exchange_end end, const char *answer, double seconds) {
  if (end == EXCHANGE_TIMEOUT) return memory_printf("no %s within %g s", answer, seconds);
  if (end == EXCHANGE_ENDLESS)
    return memory_printf("instead of its %s a line of more than %d MiB", answer,
                         LINE_MAX_LENGTH / (1024 * 1024));
  char *when = answer ? memory_printf("before its %s", answer) : memory_string("after its answer");
  char *how = ended_by_itself(status) ? child_status_text(status)
                                      : memory_printf("closed its standard %s",
                                                      end == EXCHANGE_DEAF ? "input" : "output");
  char *text = memory_printf("the adapter %s %s", how, when);
  free(how);
  free(when);
  return text;
}

static char *join(char *sentence_text, char *last_words) {
  char *account = memory_printf("%s%s", sentence_text, last_words);
  free(sentence_text);
  free(last_words);
  return account;
}

char *death_account(struct adapter *adapter, enum exchange_end end, const char *answer,
                    double seconds) {
  char *last_words;
  int status = adapter_end(adapter, &last_words);
  return join(sentence(status, end, answer, seconds), last_words);
}

char *rejection_account(struct adapter *adapter, const char *problem) {
  char *last_words;
  adapter_end(adapter, &last_words);
  return join(memory_string(problem), last_words);
}
