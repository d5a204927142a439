/* A draft is text; what is played is parsed from it like any page. */
#include "sweep/draft.h"

#include <stdlib.h>
#include <string.h>

#include "execution/connecting.h"
#include "execution/transcript.h"
#include "sweep/script_bytes.h"
#include "text/memory.h"

void draft_clear(struct draft *draft) {
  for (size_t i = 0; i < draft->statement_count; i++)
    free(draft->statements[i]);
  free(draft->statements);
  free(draft->before);
  free(draft->data);
  free(draft->after);
  *draft = (struct draft){0};
}

struct draft draft_copy(const struct draft *draft) {
  struct draft copy = *draft;
  copy.before = memory_string(draft->before);
  copy.after = memory_string(draft->after);
  copy.data = memory_array(draft->length + 1, 1);
  memcpy(copy.data, draft->data, draft->length);
  copy.statements = memory_array(draft->statement_count + 1, sizeof *copy.statements);
  for (size_t i = 0; i < draft->statement_count; i++)
    copy.statements[i] = memory_string(draft->statements[i]);
  return copy;
}

char *draft_script(const struct draft *draft) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  fputs(draft->before, out);
  fputs("await read\n", out);
  script_bytes_print(out, draft->data, draft->length);
  fprintf(out, "%s\n%s", draft->resets ? "await read\nreset" : "fin", draft->after);
  fclose(out);
  return text;
}

struct peer_script *draft_parse_script(const struct draft *draft) {
  char *text = draft_script(draft);
  struct diagnostics *diagnostics = diagnostics_new();
  struct peer_script *script =
      peer_script_parse(text, strlen(text), (struct place){"sweep", 1, 1}, diagnostics);
  diagnostics_free(diagnostics);
  free(text);
  return script;
}

/* print_prompted: a statement as at the console. */
static void print_prompted(FILE *out, const char *statement) {
  const char *prompt = ">>> ";
  for (const char *line = statement; *line;) {
    int length = (int)strcspn(line, "\n");
    fprintf(out, "%s%.*s\n", prompt, length, line);
    line += length + (line[length] == '\n');
    prompt = "... ";
  }
}

/* has_to_print: a page says what print() prints; here anything will do. */
static bool has_to_print(const char *statement) {
  return strncmp(statement, "print(", 6) == 0;
}

static char *console_of(const struct draft *draft) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  for (size_t i = 0; i < draft->statement_count; i++) {
    print_prompted(out, draft->statements[i]);
    if (has_to_print(draft->statements[i])) fputs("anything\n", out);
  }
  fclose(out);
  return text;
}

void take_clear(struct take *take) {
  session_release(take->session);
  peer_script_free(take->script);
  free(take->encoded.text);
  if (take->arena) arena_free(take->arena);
  *take = (struct take){0};
}

bool draft_take(const struct draft *draft, struct take *take) {
  *take = (struct take){
      .arena = arena_new(), .script = draft_parse_script(draft), .transport = draft->transport};
  char *console = console_of(draft);
  struct diagnostics *diagnostics = diagnostics_new();
  const struct fragment fragment = {console, strlen(console), {"sweep", 1, 1}};
  take->session = console_parse(take->arena, &fragment, 1, diagnostics);
  diagnostics_free(diagnostics);
  free(console);
  if (!take->session || !take->script) {
    take_clear(take);
    return false;
  }
  json_t *steps = connecting_steps(take->session, draft->transport);
  take->encoded = protocol_encode_case("sweep", steps);
  json_decref(steps);
  return true;
}

void draft_print_page(const struct draft *draft, const struct take *take, const char *title,
                      const char *statement, const struct observation *observation, FILE *out) {
  char *script = draft_script(draft);
  fprintf(out, "## %s\n%s\n\n- level: cpython\n", title, statement);
  if (draft->transport) fprintf(out, "- transport: %s\n", transport_name(draft->transport));
  fprintf(out, "\n```server\n%s```\n```pycon\n", script);
  free(script);
  for (size_t i = 0; i < take->session->statement_count; i++) {
    print_prompted(out, draft->statements[i]);
    if (!observation->outcomes) continue;
    char *outcome = transcript_outcome(&take->session->statements[i], observation->outcomes);
    fputs(outcome, out);
    free(outcome);
  }
  fputs("```\n", out);
}
