#include "adapter_check/checking.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "execution/deadline.h"
#include "execution/death.h"
#include "execution/greeting.h"
#include "specification/edition.h"
#include "text/memory.h"

bool checking_start(struct checking *checking, char **problem) {
  if (adapter_is_running(&checking->adapter)) return true;
  hello_clear(&checking->hello);
  return adapter_start_and_greet(&checking->adapter, -1, &checking->hello, problem);
}

/* Asks and reads; the outcomes, or NULL. */
static json_t *ask(struct checking *checking, const struct message *message, size_t step_count,
                   char **problem) {
  const struct surroundings surroundings = {
      .peer = checking->peer, .stop = -1, .deadline = deadline_after(CHECK_SECONDS)};
  struct adapter *adapter = &checking->adapter;
  const char *line;
  size_t length;
  enum exchange_end end =
      exchange(adapter, message->text, message->length, &surroundings, &line, &length);
  if (end != EXCHANGE_LINE) {
    *problem = death_account(adapter, end, "answer", CHECK_SECONDS);
    return NULL;
  }
  struct answer_error error;
  char *answer = memory_printf("%.*s", (int)(length < 400 ? length : 400), line);
  json_t *outcomes = protocol_decode_result(line, length, checking->id, step_count, &error);
  if (!outcomes) {
    *problem = memory_printf("%s\n%s", error.text, answer);
    adapter_end(adapter, NULL);
    free(error.text);
  }
  free(answer);
  return outcomes;
}

json_t *checking_run(struct checking *checking, json_t *steps, char **problem) {
  struct message message = {0};
  if (!checking_start(checking, problem)) return NULL;
  struct encoded_case encoded = protocol_encode_case("check", steps);
  const struct run_message run = {.id = ++checking->id,
                                  .edition = edition_name(checking->hello.editions[0]),
                                  .deadline = CHECK_SECONDS,
                                  .host = peer_host(checking->peer),
                                  .port = peer_port(checking->peer),
                                  .encoded = &encoded};
  protocol_encode_run(&message, &run);
  json_t *outcomes = ask(checking, &message, encoded.step_count, problem);
  message_clear(&message);
  free(encoded.text);
  return outcomes;
}

/* --- The end --- */

/* Reads what it still says until it closes its standard output. */
static void listen_to_the_end(struct adapter *adapter, struct timespec deadline, bool *talked) {
  struct pollfd fds[ADAPTER_POLL_MAX];
  enum adapter_state state = ADAPTER_TALKING;
  for (int left; state != ADAPTER_MUTE && (left = deadline_left(deadline)) > 0;) {
    size_t count = adapter_poll(adapter, fds);
    int ready = poll(fds, count, left);
    if (ready < 0 && errno != EINTR) break;
    if (ready > 0) state = adapter_handle(adapter, fds, count);
    const char *rest;
    *talked |= line_buffer_rest(&adapter->lines, &rest) > 0;
    if (state == ADAPTER_ENDLESS) break;
  }
}

/* Waits for SIGCHLD, which is blocked meanwhile, until the process has ended; it is not reaped. */
static void await_exit(pid_t pid, struct timespec deadline) {
  sigset_t child, former;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, &former);
  for (int left; (left = deadline_left(deadline)) > 0;) {
    siginfo_t info = {0};
    if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0)
      break;
    const struct timespec rest = {left / 1000, (long)(left % 1000) * 1000000};
    sigtimedwait(&child, NULL, &rest);
  }
  sigprocmask(SIG_SETMASK, &former, NULL);
}

int checking_end(struct checking *checking, const char *text, bool closes, char **words,
                 bool *talked) {
  struct adapter *adapter = &checking->adapter;
  struct timespec deadline = deadline_after(CHECK_SECONDS);
  *talked = false;
  adapter_post(adapter, text, strlen(text));
  if (closes) child_close(&adapter->child.input);
  listen_to_the_end(adapter, deadline, talked);
  await_exit(adapter->child.pid, deadline);
  int status = adapter_end(adapter, words);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
