/* A console session: it is accepted or has errors, and not both; every error has its place within
 * the text; the statements' steps are the session's, in order; and to parse it again comes to the
 * same. */
#include "specification/console.h"
#include "../diagnostics_check.h"
#include "../target.h"

struct parsing {
  struct arena *arena;
  struct diagnostics *diagnostics;
  struct session *session;
};

static struct parsing parse(const char *text, size_t size) {
  struct parsing parsing = {arena_new(), diagnostics_new(), NULL};
  struct fragment fragment = {text, size, {"console", 1, 1}};
  parsing.session = console_parse(parsing.arena, &fragment, 1, parsing.diagnostics);
  PROPERTY((parsing.session != NULL) == (diagnostics_count(parsing.diagnostics) == 0));
  return parsing;
}

static void release(struct parsing *parsing) {
  session_release(parsing->session);
  diagnostics_free(parsing->diagnostics);
  arena_free(parsing->arena);
}

static void check_session(const struct session *session) {
  PROPERTY(json_is_array(session->steps));
  size_t next = 0;
  for (size_t i = 0; i < session->statement_count; i++) {
    const struct statement *statement = &session->statements[i];
    PROPERTY(statement->step_count == 0 || statement->first_step == next);
    next += statement->step_count;
  }
  PROPERTY(next == json_array_size(session->steps));
  for (size_t i = 0; i < session->connect_count; i++)
    PROPERTY(session->connects[i] < next);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *text = size ? (const char *)data : "";
  struct parsing first = parse(text, size), second = parse(text, size);
  diagnostics_check_places(first.diagnostics, text, size);
  diagnostics_check_same(first.diagnostics, second.diagnostics);
  if (first.session) {
    check_session(first.session);
    PROPERTY(json_equal(first.session->steps, second.session->steps));
  }
  release(&first);
  release(&second);
  return 0;
}
