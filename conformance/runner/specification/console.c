/* From the lines of a console to a session. A statement is parsed, given its meaning, and then
 * joined with what stands below it; an error in one leaves the others readable. */
#include "specification/console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "specification/console_room.h"
#include "specification/lowering.h"
#include "specification/outcome.h"

static const char prompt[] = ">>>", continuation[] = "...";

enum { PROMPT_LENGTH = 3 };

struct reader {
  struct lowering lowering;
  const struct line *lines;
  size_t line_count;
  size_t next;
  struct statement *statements;
  size_t statement_count;
};

/* --- lines --- */

/* The lines of all fragments; those of blanks alone are left out. */
struct line_list {
  struct arena *arena;
  struct line *lines;
  size_t count;
};

static bool is_blank(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (!strchr(" \t\r", text[i]) || !text[i]) return false;
  return true;
}

static void add_line(struct line_list *list, struct line line) {
  if (line.length && line.text[line.length - 1] == '\r') line.length--;
  if (is_blank(line.text, line.length)) return;
  list->lines = arena_grow(list->arena, list->lines, list->count, sizeof *list->lines);
  list->lines[list->count++] = line;
}

static void split_lines(struct line_list *list, const struct fragment *fragment) {
  struct place place = fragment->start;
  for (size_t begin = 0; begin < fragment->length; place.line++) {
    const char *text = fragment->text + begin;
    const char *end = memchr(text, '\n', fragment->length - begin);
    size_t length = end ? (size_t)(end - text) : fragment->length - begin;
    add_line(list, (struct line){text, length, place});
    begin += length + 1;
  }
}

static bool has_prompt(const struct line *line, const char *mark) {
  return line->length >= PROMPT_LENGTH && memcmp(line->text, mark, PROMPT_LENGTH) == 0;
}

static bool at_prompt(const struct reader *reader) {
  return has_prompt(&reader->lines[reader->next], prompt);
}

/* --- statements --- */

/* What stands behind the prompt of |line|, which a blank must follow. */
static struct line behind_prompt(const struct reader *reader, const struct line *line) {
  struct line rest = {line->text + PROMPT_LENGTH, line->length - PROMPT_LENGTH, line->place};
  rest.place.column += PROMPT_LENGTH;
  if (!rest.length) return rest;
  if (*rest.text != ' ') {
    diagnostics_error(reader->lowering.diagnostics, rest.place, "a blank must follow '%.3s'",
                      line->text);
    return rest;
  }
  rest.place.column++;
  return (struct line){rest.text + 1, rest.length - 1, rest.place};
}

static void refuse_edition(const struct reader *reader, const struct token *comment) {
  if (comment->length >= 8 && memcmp(comment->text, "edition:", 8) == 0)
    diagnostics_error(reader->lowering.diagnostics, comment->place,
                      "an edition stands behind an outcome, not behind a statement");
}

/* Reads the lines of a statement into |tokens| and, without their prompts, into |source|. */
static void read_lines(struct reader *reader, struct token_list *tokens, FILE *source) {
  const char *separator = "";
  do {
    struct line rest = behind_prompt(reader, &reader->lines[reader->next++]);
    token_list_read(tokens, rest.text, rest.length, rest.place);
    refuse_edition(reader, &tokens->comment);
    fputs(separator, source);
    fwrite(rest.text, 1, rest.length, source);
    separator = "\n";
  } while (!tokens->failed && tokens->depth && reader->next < reader->line_count &&
           has_prompt(&reader->lines[reader->next], continuation));
}

/* Reads the tokens of a statement and returns its text. */
static const char *read_tokens(struct reader *reader, struct token_list *tokens) {
  char *text = NULL;
  size_t length = 0;
  FILE *source = open_memstream(&text, &length);
  if (!source) abort(); /* no memory */
  read_lines(reader, tokens, source);
  fclose(source);
  const char *copy = arena_copy(reader->lowering.arena, text, length);
  free(text);
  return copy;
}

/* Skips what belongs to a statement that cannot be read. */
static void skip_to_prompt(struct reader *reader) {
  while (reader->next < reader->line_count && !at_prompt(reader))
    reader->next++;
}

static void add_statement(struct reader *reader, struct statement statement, bool is_lowered) {
  size_t begin = reader->next;
  skip_to_prompt(reader);
  const struct lowering *lowering = &reader->lowering;
  struct outcome_reader outcomes = {lowering->arena, lowering->diagnostics, lowering->constants,
                                    lowering->prints_debug, !is_lowered};
  outcomes_read(&outcomes, reader->lines + begin, reader->next - begin, &statement);
  size_t count = reader->statement_count++;
  reader->statements =
      arena_grow(lowering->arena, reader->statements, count, sizeof *reader->statements);
  reader->statements[count] = statement;
}

/* An import or a comment does nothing, and nothing comes of it. */
static void refuse_outcome(struct reader *reader) {
  if (reader->next < reader->line_count && !at_prompt(reader))
    diagnostics_error(reader->lowering.diagnostics, reader->lines[reader->next].place,
                      "no statement stands above this outcome");
  skip_to_prompt(reader);
}

static void read_statement(struct reader *reader) {
  struct lowering *lowering = &reader->lowering;
  struct token_list tokens = {.arena = lowering->arena, .diagnostics = lowering->diagnostics};
  struct statement statement = {.place = reader->lines[reader->next].place};
  statement.place.column += PROMPT_LENGTH + 1;
  statement.source = read_tokens(reader, &tokens);
  bool is_whole = token_list_end(&tokens);
  if (is_whole && tokens.tokens->kind == TOKEN_END) {
    refuse_outcome(reader);
    return;
  }
  struct statement_tree tree = {NULL, NULL};
  struct parser parser = {lowering->arena, lowering->diagnostics, lowering->constants,
                          tokens.tokens, 0};
  if (!is_whole || !parse_statement(&parser, &tree)) {
    lower_broken(lowering, &tree);
    skip_to_prompt(reader);
    return;
  }
  if (tree.value)
    add_statement(reader, statement, lower_statement(lowering, &tree, &statement));
  else
    refuse_outcome(reader);
}

static void read_statements(struct reader *reader) {
  if (reader->line_count && !at_prompt(reader)) {
    diagnostics_error(reader->lowering.diagnostics, reader->lines->place,
                      "a console begins with '>>> '");
    skip_to_prompt(reader);
  }
  while (reader->next < reader->line_count)
    read_statement(reader);
}

/* --- sessions --- */

static struct session *new_session(struct arena *arena) {
  struct session *session = arena_alloc(arena, sizeof *session);
  session->steps = json_array();
  session->values = json_array();
  return session;
}

static void bind_run_variables(struct scope *scope) {
  for (unsigned i = 0; i < RUN_VARIABLE_COUNT; i++)
    scope_bind(scope, run_variable_name((enum run_variable)i),
               (struct binding){.kind = BINDING_VARIABLE});
  scope_bind(scope, "socket", (struct binding){.kind = BINDING_VARIABLE, .is_object = true});
}

struct session *console_parse_within(struct arena *arena, const struct fragment *fragments,
                                     size_t fragment_count, size_t *room,
                                     struct diagnostics *diagnostics) {
  size_t errors = diagnostics_count(diagnostics);
  struct session *session = new_session(arena);
  struct line_list lines = {.arena = arena};
  for (size_t i = 0; i < fragment_count; i++)
    split_lines(&lines, &fragments[i]);
  struct constants constants = {session->values, room, diagnostics};
  struct reader reader = {.lowering = {.arena = arena,
                                       .diagnostics = diagnostics,
                                       .constants = &constants,
                                       .scope = {.arena = arena},
                                       .steps = session->steps},
                          .lines = lines.lines,
                          .line_count = lines.count};
  bind_run_variables(&reader.lowering.scope);
  read_statements(&reader);
  scope_clear(&reader.lowering.scope);
  session->statements = reader.statements;
  session->statement_count = reader.statement_count;
  session->needs = reader.lowering.needs;
  session->variables = reader.lowering.variables;
  session->connects = reader.lowering.connects;
  session->connect_count = reader.lowering.connect_count;
  if (diagnostics_count(diagnostics) == errors) return session;
  session_release(session);
  return NULL;
}

struct session *console_parse(struct arena *arena, const struct fragment *fragments,
                              size_t fragment_count, struct diagnostics *diagnostics) {
  size_t room = CONSOLE_ROOM;
  return console_parse_within(arena, fragments, fragment_count, &room, diagnostics);
}

size_t statement_alternatives(const struct statement *statement, unsigned edition) {
  size_t count = 0;
  for (size_t i = 0; i < statement->expectation_count; i++)
    count += edition_range_holds(statement->expectations[i].editions, edition);
  return count;
}

void session_release(struct session *session) {
  if (!session) return;
  json_decref(session->steps);
  json_decref(session->values);
  session->steps = session->values = NULL;
}

/* That an expression without an outcome is None stands at the statement's own place, and is not
 * counted. */
static bool asserts(const struct statement *statement) {
  if (statement->output) return true;
  for (size_t i = 0; i < statement->expectation_count; i++)
    if (statement->expectations[i].place.line != statement->place.line) return true;
  return false;
}

bool session_asserts(const struct session *session) {
  for (size_t i = 0; i < session->statement_count; i++)
    if (asserts(&session->statements[i])) return true;
  return false;
}
