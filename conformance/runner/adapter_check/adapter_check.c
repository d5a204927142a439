#include "adapter_check/adapter_check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "adapter_check/checking.h"
#include "adapter_check/end_checks.h"
#include "adapter_check/run_checks.h"
#include "execution/environment.h"
#include "execution/greeting.h"
#include "text/memory.h"

#define HELLO "it says hello"
#define HELLO_REMEDY                                                                               \
  "answer {\"hello\": {\"protocol\": 1, \"name\", \"version\", \"language\", \"editions\", "       \
  "\"capabilities\"}} on one line, and flush it"

/* Without a hello nothing further can be asked. */
static bool check_hello(struct checking *checking) {
  char *problem;
  if (greet(&checking->adapter, -1, &checking->hello, &problem)) {
    findings_pass(checking->findings, HELLO);
    return true;
  }
  findings_fail(checking->findings, HELLO, protocol_hello(), problem, HELLO_REMEDY);
  return false;
}

static void check_all(struct checking *checking) {
  if (!check_hello(checking)) return;
  check_runs(checking);
  if (checking->hello.capabilities & (1u << CAPABILITY_HTTP)) check_lifetime(checking);
  check_ends(checking);
}

/* Checks the adapter with the peer there. False when it cannot be started. */
static bool start_and_check(struct checking *checking, const struct implementation *implementation,
                            char **error) {
  adapter_init(&checking->adapter, implementation);
  bool is_started = adapter_start(&checking->adapter);
  if (is_started)
    check_all(checking);
  else
    *error = memory_printf("cannot start '%s': %s", implementation->words[0], strerror(errno));
  adapter_end(&checking->adapter, NULL);
  hello_clear(&checking->hello);
  return is_started;
}

bool adapter_check(const struct implementation *implementation, struct findings *findings,
                   char **error) {
  struct environment environment = {0};
  struct checking checking = {.findings = findings};
  bool is_open = environment_open(&environment), is_done = false;
  checking.peer = is_open ? peer_new(environment.identities) : NULL;
  if (checking.peer)
    is_done = start_and_check(&checking, implementation, error);
  else
    *error = memory_printf("cannot listen: %s", strerror(errno));
  peer_free(checking.peer);
  environment_close(&environment);
  return is_done;
}
