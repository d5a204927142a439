/* hcspec-adapter-ref: hcspec's adapter for the reference client (docs/adapter-protocol.md, protocol
 * 1). */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ill_formed.h"
#include "memory.h"
#include "message_line.h"
#include "session.h"

enum { PROTOCOL = 1, EXIT_ILL_FORMED = 2 };

/* What serving a message leads to. */
enum serving { SERVED, FINISHED, FAILED };

static json_t *encode_editions(void) {
  json_t *names = json_array();
  for (int edition = HC_EDITION_3_8; hc_edition_name((enum hc_edition)edition); edition++)
    json_array_append_new(names, json_string(hc_edition_name((enum hc_edition)edition)));
  return names;
}

static enum serving serve_hello(const json_t *content, struct ill_formed *ill_formed) {
  static const struct member members[] = {{"protocol", MEMBER_INTEGER, true}, {0}};
  if (!members_check(content, members, "hello", ill_formed)) return FAILED;
  if (json_integer_value(json_object_get(content, "protocol")) != PROTOCOL) {
    ill_formed_say(ill_formed, "hello is of another protocol; this adapter speaks protocol %d",
                   PROTOCOL);
    return FAILED;
  }
  json_t *answer = require_memory(
      json_pack("{s:{s:i,s:s,s:s,s:s,s:o,s:[s,s,s,s,s,s,s,s,s]}}", "hello", "protocol", PROTOCOL,
                "name", "ref", "version", HCSPEC_VERSION, "language", "C", "editions",
                encode_editions(), "capabilities", "http", "file-bodies", "iterable-bodies",
                "buffered-reading", "debuglevel", "tunnel", "module", "https", "audit"));
  bool written = message_write(STDOUT_FILENO, answer);
  json_decref(answer);
  return written ? SERVED : FINISHED;
}

static bool begin_session(const json_t *run, struct session *session,
                          struct ill_formed *ill_formed) {
  static const struct member members[] = {{"id", MEMBER_INTEGER, true},
                                          {"case", MEMBER_STRING, true},
                                          {"edition", MEMBER_STRING, true},
                                          {"deadline", MEMBER_NUMBER, true},
                                          {"variables", MEMBER_OBJECT, true},
                                          {"steps", MEMBER_ARRAY, true},
                                          {0}};
  if (!members_check(run, members, "run", ill_formed)) return false;
  const char *edition = json_string_value(json_object_get(run, "edition"));
  bool known = hc_edition_from_name(hc_str(edition), &session->edition);
  if (!known || strcmp(hc_edition_name(session->edition), edition) != 0)
    return ill_formed_say(ill_formed, "run is of edition %s, which this adapter does not know",
                          edition);
  return session_bind(session, json_object_get(run, "variables"), ill_formed);
}

/* Does the steps; |outcomes| gets one each. */
static bool do_steps(struct session *session, const json_t *steps, json_t *outcomes,
                     struct ill_formed *ill_formed) {
  for (size_t i = 0; i < json_array_size(steps); i++) {
    json_t *outcome;
    if (!session_step(session, json_array_get(steps, i), &outcome, ill_formed)) return false;
    if (json_array_append_new(outcomes, outcome) != 0) require_memory(NULL);
  }
  return true;
}

/* What lasts from one message to the next. The zero state is nothing. */
struct service {
  struct message_source source;
  struct shared_contexts shared;
  struct session session; /* of the last run, whose objects live until the next message is read */
};

static enum serving serve_run(const json_t *run, struct service *service,
                              struct ill_formed *ill_formed) {
  service->session.shared = &service->shared;
  json_t *outcomes = require_memory(json_array());
  enum serving serving = FAILED;
  if (begin_session(run, &service->session, ill_formed) &&
      do_steps(&service->session, json_object_get(run, "steps"), outcomes, ill_formed)) {
    json_t *answer = require_memory(json_pack("{s:{s:O,s:O}}", "result", "id",
                                              json_object_get(run, "id"), "outcomes", outcomes));
    serving = message_write(STDOUT_FILENO, answer) ? SERVED : FINISHED;
    json_decref(answer);
  }
  json_decref(outcomes);
  return serving;
}

static enum serving serve(const json_t *message, struct service *service,
                          struct ill_formed *ill_formed) {
  const json_t *hello = json_object_get(message, "hello"), *run = json_object_get(message, "run");
  const json_t *quit = json_object_get(message, "quit");
  if (json_object_size(message) == 1 && hello) return serve_hello(hello, ill_formed);
  if (json_object_size(message) == 1 && run) return serve_run(run, service, ill_formed);
  static const struct member no_members[] = {{0}};
  if (json_object_size(message) == 1 && quit)
    return members_check(quit, no_members, "quit", ill_formed) ? FINISHED : FAILED;
  ill_formed_say(ill_formed, "a message that is not one of hello, run and quit");
  return FAILED;
}

static enum serving serve_next(struct service *service, struct ill_formed *ill_formed) {
  json_t *message;
  enum message_line reading = message_read(&service->source, &message, ill_formed);
  session_clear(&service->session);
  if (reading == MESSAGE_END) return FINISHED;
  if (reading == MESSAGE_ILL_FORMED) return FAILED;
  enum serving serving = serve(message, service, ill_formed);
  json_decref(message);
  return serving;
}

int main(void) {
  signal(SIGPIPE,
         SIG_IGN); /* a peer that hangs up is an error of the step, not the adapter's end */
  struct service service = {0};
  struct ill_formed ill_formed;
  enum serving serving = SERVED;
  while (serving == SERVED)
    serving = serve_next(&service, &ill_formed);
  session_clear(&service.session);
  message_source_free(&service.source);
  shared_contexts_clear(&service.shared);
  if (serving == FINISHED) return 0;
  fprintf(stderr, "hcspec-adapter-ref: ill-formed message: %s\n", ill_formed.text);
  return EXIT_ILL_FORMED;
}
