/* Each part (a statement, the wire) is made into a text for each trace; texts that are the same are
 * told once. */
#include "execution/transcript.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "execution/describe.h"
#include "execution/statement_end.h"
#include "execution/value.h"
#include "text/memory.h"

enum { WIRE_RUN_SHOWN = 2000 };

/* --- What came of a statement
 * ------------------------------------------------------------------------------
 */

/* print_exception: the name, and the attributes but args, as a page names them. */
static void print_exception(FILE *out, json_t *raised) {
  const char *separator = "(", *key;
  json_t *value;
  fprintf(out, "raises %s", json_string_value(json_object_get(raised, "type")));
  json_object_foreach(json_object_get(raised, "attributes"), key, value) {
    if (strcmp(key, "args") == 0) continue;
    fprintf(out, "%s%s=", separator, key);
    value_print_repr(out, value);
    separator = ", ";
  }
  fputs(*separator == ',' ? ")\n" : "\n", out);
}

static void print_end(FILE *out, const struct statement *statement,
                      const struct statement_end *end) {
  bool shows_value = statement->kind == STATEMENT_EXPRESSION && end->value;
  if (end->raised) print_exception(out, end->raised);
  if (shows_value && !json_is_null(end->value)) {
    value_print_repr(out, end->value);
    fputc('\n', out);
  }
}

char *transcript_outcome(const struct statement *statement, json_t *outcomes) {
  struct statement_end end;
  char *text;
  size_t length, printed_length;
  statement_end_take(statement, outcomes, &end);
  char *printed = statement_printed(statement, outcomes, &end, &printed_length);
  FILE *out = memory_stream(&text, &length);
  fwrite(printed, 1, printed_length, out);
  print_end(out, statement, &end);
  fclose(out);
  free(printed);
  statement_end_clear(&end);
  return text;
}

/* is_shown: whether a page shows the value of the statement's last step. */
static bool is_shown(const struct statement *statement) {
  return statement->kind == STATEMENT_EXPRESSION && statement->value->kind == EXPRESSION_STEP;
}

/* print_details: what a page leaves out: the value of a step that is bound or computed with, an
 * exception's bases and text, and why there is no outcome. */
static void print_details(FILE *out, const struct statement *statement, json_t *outcomes) {
  for (size_t i = 0; i < statement->step_count; i++) {
    json_t *outcome = json_array_get(outcomes, statement->first_step + i);
    json_t *raised = json_object_get(outcome, "raises"), *value = json_object_get(outcome, "value");
    const char *unbound = json_string_value(json_object_get(outcome, "unbound"));
    const char *unsupported = json_string_value(json_object_get(outcome, "unsupported"));
    bool is_last = i + 1 == statement->step_count;
    if (unbound) fprintf(out, "# not executed: %s is not bound\n", unbound);
    if (unsupported) fprintf(out, "# unsupported: %s\n", unsupported);
    if (raised) {
      char *bases = json_dumps(json_object_get(raised, "bases"), 0);
      fprintf(out, "# %s, bases %s\n", json_string_value(json_object_get(raised, "text")), bases);
      free(bases);
    }
    if (is_last && value && !is_shown(statement)) {
      fputs("# ", out);
      value_print_repr(out, value);
      fputc('\n', out);
    }
  }
}

/* statement_text: what came of it, in full; the caller frees it. */
static char *statement_text(const struct statement *statement,
                            const struct observation *observation) {
  char *text;
  size_t length;
  if (observation->fate != ADAPTER_ANSWERED) return memory_string("");
  FILE *out = memory_stream(&text, &length);
  char *outcome = transcript_outcome(statement, observation->outcomes);
  fputs(outcome, out);
  free(outcome);
  print_details(out, statement, observation->outcomes);
  fclose(out);
  return text;
}

/* --- Merging
 * -----------------------------------------------------------------------------------------------
 */

/* print_lines: each line of |text| behind |indent|. */
static void print_lines(FILE *out, const char *indent, const char *text) {
  while (*text) {
    int length = (int)strcspn(text, "\n");
    fprintf(out, "%s%.*s\n", indent, length, text);
    text += length + (text[length] == '\n');
  }
}

static bool all_same(char *const *texts, size_t count) {
  for (size_t i = 1; i < count; i++)
    if (strcmp(texts[i], texts[0]) != 0) return false;
  return true;
}

static bool was_told(char *const *texts, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (strcmp(texts[i], texts[index]) == 0) return true;
  return false;
}

static void print_labels(FILE *out, const struct trace *traces, char *const *texts, size_t first,
                         size_t count) {
  fprintf(out, "  [%s", traces[first].label);
  for (size_t i = first + 1; i < count; i++)
    if (strcmp(texts[i], texts[first]) == 0) fprintf(out, ", %s", traces[i].label);
  fputs("]\n", out);
}

/* print_merged: |texts|, one a trace, which are released. */
static void print_merged(FILE *out, const struct trace *traces, char **texts, size_t count) {
  bool is_same = all_same(texts, count);
  for (size_t i = 0; i < count; i++) {
    if (was_told(texts, i)) continue;
    if (!is_same) print_labels(out, traces, texts, i, count);
    print_lines(out, is_same ? "" : "    ", *texts[i] || is_same ? texts[i] : "(nothing)\n");
  }
  for (size_t i = 0; i < count; i++)
    free(texts[i]);
  free(texts);
}

/* --- A session
 * ---------------------------------------------------------------------------------------------
 */

static void print_source(FILE *out, const char *source) {
  const char *prompt = ">>> ";
  while (*source) {
    int length = (int)strcspn(source, "\n");
    fprintf(out, "%s%.*s\n", prompt, length, source);
    source += length + (source[length] == '\n');
    prompt = "... ";
  }
}

static char *wire_text(const struct observation *observation) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  wire_log_print(&observation->peer.log, "", WIRE_RUN_SHOWN, out);
  if (observation->detail) fprintf(out, "# %s\n", observation->detail);
  if (observation->peer.log.count == 0) fputs("# no connection\n", out);
  fclose(out);
  return text;
}

void transcript_print(const struct session *session, const struct trace *traces, size_t count,
                      FILE *out) {
  char **texts;
  for (size_t i = 0; i < session->statement_count; i++) {
    print_source(out, session->statements[i].source);
    texts = memory_array(count, sizeof *texts);
    for (size_t trace = 0; trace < count; trace++)
      texts[trace] = statement_text(&session->statements[i], traces[trace].observation);
    print_merged(out, traces, texts, count);
  }
  fputs("\non the wire\n", out);
  texts = memory_array(count, sizeof *texts);
  for (size_t trace = 0; trace < count; trace++)
    texts[trace] = wire_text(traces[trace].observation);
  print_merged(out, traces, texts, count);
}
