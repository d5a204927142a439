#include "adapter_check/end_checks.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "execution/deadline.h"
#include "specification/edition.h"
#include "text/memory.h"

/* --- Lifetime --- */

#define LIFETIME "a case's objects live until the next message has come"
#define LIFETIME_REMEDY                                                                            \
  "keep a case's objects when you have answered; release them when the next message was read, "    \
  "before you act on it"

/* How long a connection is watched after the answer. Nothing tells that it will not be closed; an
 * adapter that is slower to do so is not found out, but none is blamed wrongly. */
#define EARLY_CLOSE_SECONDS 0.1

/* A listening socket on an ephemeral port of 127.0.0.1; -1 with errno set. */
static int listen_somewhere(unsigned *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bool ready = listener >= 0 && bind(listener, (struct sockaddr *)&address, size) == 0 &&
               listen(listener, 1) == 0 &&
               getsockname(listener, (struct sockaddr *)&address, &size) == 0;
  *port = ntohs(address.sin_port);
  if (ready) return listener;
  if (listener >= 0) close(listener);
  return -1;
}

/* Whether |descriptor| is readable, or becomes so within |seconds|. */
static bool is_readable(int descriptor, double seconds) {
  struct pollfd fd = {.fd = descriptor, .events = POLLIN};
  return poll(&fd, 1, deadline_left(deadline_after(seconds))) > 0;
}

static json_t *connect_steps(unsigned port) {
  return json_pack("[{s:s,s:s,s:[s,i],s:s},{s:s,s:s}]", "call", "HTTPConnection", "on",
                   "http.client", "args", "127.0.0.1", (int)port, "as", "c", "call", "connect",
                   "on", "c");
}

/* What is wrong, the caller's; NULL: nothing is. The client has connected to |listener|. */
static char *watch_connection(struct checking *checking, int listener) {
  if (!is_readable(listener, CHECK_SECONDS)) return memory_string("nobody has connected");
  int connection = accept(listener, NULL, NULL);
  if (connection < 0) return memory_string("nobody stays connected");
  char *problem = NULL;
  json_t *nothing = json_array(), *outcomes = NULL;
  if (is_readable(connection, EARLY_CLOSE_SECONDS))
    problem = memory_string("the connection is closed with the answer");
  else
    outcomes = checking_run(checking, nothing, &problem);
  if (outcomes && !is_readable(connection, CHECK_SECONDS))
    problem = memory_string("the connection is still open when the next run has been answered");
  json_decref(outcomes);
  json_decref(nothing);
  close(connection);
  return problem;
}

void check_lifetime(struct checking *checking) {
  unsigned port;
  char *problem = NULL;
  int listener = listen_somewhere(&port);
  json_t *steps = connect_steps(port);
  json_t *outcomes = listener >= 0 ? checking_run(checking, steps, &problem) : NULL;
  if (outcomes) problem = watch_connection(checking, listener);
  if (listener < 0) problem = memory_string("nothing: this machine gives no socket to listen on");
  if (problem) {
    char *sent = json_dumps(steps, JSON_COMPACT);
    findings_fail(checking->findings, LIFETIME, sent, problem, LIFETIME_REMEDY);
    free(sent);
  } else {
    findings_pass(checking->findings, LIFETIME);
  }
  json_decref(outcomes);
  json_decref(steps);
  if (listener >= 0) close(listener);
}

/* --- Ends --- */

#define RUN_WITH(members)                                                                          \
  "{\"run\": {\"id\": 1, \"case\": \"check\", \"deadline\": 5.0, \"variables\": {}, " members "}}" \
  "\n"
#define REFUSE "say what is wrong in a line on standard error and exit with status 2"

static const struct end_check {
  const char *name;
  const char *text;
  bool closes; /* standard input is closed behind it */
  int status;
  const char *remedy;
} end_checks[] = {
    {"it exits with status 0 at quit", "{\"quit\": {}}\n", false, 0,
     "exit with status 0 when quit has been read, and say nothing"},
    {"it exits with status 0 at the end of input", "", true, 0,
     "exit with status 0 when standard input ends, and say nothing"},
    {"it refuses what is no JSON", "{quit}\n", false, 2, REFUSE},
    {"it refuses a message of an unknown kind", "{\"bye\": {}}\n", false, 2, REFUSE},
    {"it refuses an input that ends inside a line", "{\"quit\": {}}", true, 2, REFUSE},
    {"it refuses a protocol that it does not speak", "{\"hello\": {\"protocol\": 2}}\n", false, 2,
     REFUSE},
    {"it refuses an edition that it has not announced",
     RUN_WITH("\"edition\": \"2.7\", \"steps\": []"), false, 2, REFUSE},
};

/* What an announced edition is needed for; %s stands for it. */
static const struct end_check edition_checks[] = {
    {"it refuses a run with an unknown member",
     RUN_WITH("\"edition\": \"%s\", \"steps\": [], \"more\": 1"), false, 2, REFUSE},
    {"it refuses a step that is none",
     RUN_WITH("\"edition\": \"%s\", \"steps\": [{\"on\": \"x\"}]"), false, 2, REFUSE},
    {"it refuses a step with an unknown member",
     RUN_WITH("\"edition\": \"%s\", \"steps\": [{\"value\": 1, \"more\": 1}]"), false, 2, REFUSE},
    {"it refuses a value with an unknown tag",
     RUN_WITH("\"edition\": \"%s\", \"steps\": [{\"value\": {\"complex\": \"1j\"}}]"), false, 2,
     REFUSE},
};

/* What is wrong with how the process ended, the caller's; NULL: nothing is. */
static char *judge_end(int status, int expected, const char *words, bool talked) {
  if (status < 0) return memory_printf("no end of its own within %d s%s", CHECK_SECONDS, words);
  if (status != expected) return memory_printf("exit status %d%s", status, words);
  if (talked) return memory_string("an answer");
  if (expected != 0 && !*words) return memory_string("nothing on standard error");
  return NULL;
}

static void check_end(struct checking *checking, const struct end_check *check, const char *text) {
  char *problem = NULL;
  if (checking_start(checking, &problem)) {
    char *words;
    bool talked;
    int status = checking_end(checking, text, check->closes, &words, &talked);
    problem = judge_end(status, check->status, words, talked);
    free(words);
  }
  if (problem)
    findings_fail(checking->findings, check->name, *text ? text : "the end of input", problem,
                  check->remedy);
  else
    findings_pass(checking->findings, check->name);
}

/* |template| with the edition of the adapter for "%s"; the caller's. */
static char *with_edition(const char *template, const char *edition) {
  const char *place = strstr(template, "%s");
  return memory_printf("%.*s%s%s", (int)(place - template), template, edition, place + 2);
}

void check_ends(struct checking *checking) {
  const char *edition = edition_name(checking->hello.editions[0]);
  for (size_t i = 0; i < sizeof end_checks / sizeof *end_checks; i++)
    check_end(checking, &end_checks[i], end_checks[i].text);
  for (size_t i = 0; i < sizeof edition_checks / sizeof *edition_checks; i++) {
    char *text = with_edition(edition_checks[i].text, edition);
    check_end(checking, &edition_checks[i], text);
    free(text);
  }
}
