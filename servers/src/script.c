/* Parses a script line by line. A line that cannot be parsed leaves a STATEMENT_UNKNOWN behind, so
 * that the lines that continue it are not taken for errors of their own, and parsing goes on: a
 * person sees all errors at once. */
#include "peer/script.h"

#include <string.h>

#include "peer_limits.h"
#include "script_listen.h"
#include "script_parser.h"
#include "script_tls.h"

enum { VERB_COUNT = 14 };

typedef void read_arguments(struct parser *, struct statement *);

static read_arguments read_recv, read_send, read_expect, read_use, read_await, read_literals,
    read_no_arguments;

static const char *const verb_words[VERB_COUNT] = {"recv",    "send",   "expect", "fin",  "close",
                                                   "reset",   "stall",  "accept", "use",  "tls",
                                                   "request", "update", "listen", "await"};

static const struct {
  enum statement_kind kind;
  read_arguments *read;
} verbs[VERB_COUNT] = {
    {STATEMENT_RECV_BYTES, read_recv},
    {STATEMENT_SEND, read_send},
    {STATEMENT_EXPECT_CLOSE, read_expect},
    {STATEMENT_FIN, script_read_ending},
    {STATEMENT_CLOSE, script_read_ending},
    {STATEMENT_RESET, read_no_arguments},
    {STATEMENT_STALL, read_no_arguments},
    {STATEMENT_ACCEPT, read_no_arguments},
    {STATEMENT_USE, read_use},
    {STATEMENT_TLS, script_read_tls},
    {STATEMENT_REQUEST_CERTIFICATE, script_read_request},
    {STATEMENT_UPDATE_KEYS, script_read_update},
    {STATEMENT_LISTEN, script_read_listen},
    {STATEMENT_AWAIT_READ, read_await},
};

enum { RECV_WORD_COUNT = 4, EXPECT_WORD_COUNT = 13 };

static const char *const recv_words[RECV_WORD_COUNT] = {"request", "head", "connect", "until"};
static const enum statement_kind recv_kinds[RECV_WORD_COUNT] = {
    STATEMENT_RECV_REQUEST, STATEMENT_RECV_HEAD, STATEMENT_RECV_CONNECT, STATEMENT_RECV_UNTIL};

static const char *const expect_words[EXPECT_WORD_COUNT] = {
    "fin", "reset",  "close", "nothing", "source", "sni",  "alpn",
    "tls", "client", "alert", "session", "keys",   "hello"};
static const struct {
  enum statement_kind kind;
  read_arguments *read;
} expectations[EXPECT_WORD_COUNT] = {
    {STATEMENT_EXPECT_FIN, script_read_ending},
    {STATEMENT_EXPECT_RESET, read_no_arguments},
    {STATEMENT_EXPECT_CLOSE, read_no_arguments},
    {STATEMENT_EXPECT_NOTHING, read_no_arguments},
    {STATEMENT_EXPECT_SOURCE, read_literals},
    {STATEMENT_EXPECT_SNI, script_read_expected_name},
    {STATEMENT_EXPECT_ALPN, script_read_expected_protocols},
    {STATEMENT_EXPECT_TLS, script_read_expected_tls},
    {STATEMENT_EXPECT_CLIENT_CERTIFICATE, script_read_expected_certificate},
    {STATEMENT_EXPECT_ALERT, script_read_alert},
    {STATEMENT_EXPECT_SESSION, script_read_session},
    {STATEMENT_EXPECT_KEYS, script_read_expected_keys},
    {STATEMENT_EXPECT_HELLO, script_read_hello},
};

/* Behind a literal: * N. */
static void read_repetition(struct parser *parser, struct statement *statement) {
  parser_skip_blanks(parser);
  if (parser->cursor == parser->end || *parser->cursor != '*') return;
  parser->cursor++;
  parser_skip_blanks(parser);
  struct template_piece *piece = &statement->bytes.pieces[statement->bytes.count - 1];
  if (parser_take_number(parser, 0, LIMIT_SENT, &piece->repeat)) return;
  diagnostics_error(parser->diagnostics, parser_place(parser, parser->cursor),
                    "'*' is followed by how often the literal is repeated, 0 to %d; found %s",
                    LIMIT_SENT, parser_found(parser));
  statement->has_wrong_bytes = true;
  parser_take_word(parser);
}

static void read_literal(struct parser *parser, struct statement *statement) {
  const char *start = parser->cursor + 1, *quote = parser_closing_quote(parser);
  if (!quote) {
    diagnostics_error(parser->diagnostics, parser_place(parser, parser->cursor),
                      "the literal has no closing %c on this line", *parser->cursor);
    statement->has_wrong_bytes = true;
    parser->cursor = parser->end;
    return;
  }
  if (!template_add(&statement->bytes, parser->script->arena, start, (size_t)(quote - start),
                    parser_place(parser, start), parser->diagnostics))
    statement->has_wrong_bytes = true;
  parser->cursor = quote + 1;
  read_repetition(parser, statement);
}

static void read_literals(struct parser *parser, struct statement *statement) {
  while (!parser_at_end(parser) && parser_at_quote(parser))
    read_literal(parser, statement);
}

/* | text: all of the rest of the line, even what looks like a comment, and CRLF. */
static void read_text_line(struct parser *parser, struct statement *statement) {
  const char *start = parser->cursor + 1;
  if (start < parser->end && *start == ' ') start++;
  if (!template_add(&statement->bytes, parser->script->arena, start, (size_t)(parser->end - start),
                    parser_place(parser, start), parser->diagnostics))
    statement->has_wrong_bytes = true;
  template_add_line_end(&statement->bytes, parser->script->arena);
  parser->cursor = parser->end;
}

static void read_no_arguments(struct parser *parser, struct statement *statement) {
  (void)parser;
  (void)statement;
}

static void read_send(struct parser *parser, struct statement *statement) {
  if (!parser_at_end(parser) && !parser_at_quote(parser)) script_read_sending(parser, statement);
  if (statement_bytes_rule(statement->kind) == BYTES_REQUIRED) read_literals(parser, statement);
}

/* The target is the first line of its bytes, empty where there is none; lines of the head follow.
 */
static void end_target(struct parser *parser, struct statement *statement) {
  struct arena *arena = parser->script->arena;
  if (!statement->bytes.count)
    template_add(&statement->bytes, arena, "", 0, statement->place, parser->diagnostics);
  template_add_line_end(&statement->bytes, arena);
}

static void read_recv_word(struct parser *parser, struct statement *statement) {
  const char *start = parser->cursor, *what = parser_found(parser);
  struct bytes word = parser_take_word(parser);
  size_t index = parser_word_index(word, recv_words, RECV_WORD_COUNT);
  if (index < RECV_WORD_COUNT) {
    statement->kind = recv_kinds[index];
    read_literals(parser, statement);
    if (statement->kind == STATEMENT_RECV_CONNECT) end_target(parser, statement);
    return;
  }
  const char *nearest = parser_hint(parser, word, recv_words, RECV_WORD_COUNT);
  parser->cursor = start;
  parser_give_up_line(
      parser, statement,
      arena_printf(
          parser->script->arena,
          "'recv' is followed by request, head, connect, until, a number of bytes from 1 to %d "
          "or a literal; found %s%s",
          LIMIT_RECEIVED, what, nearest));
}

static void read_recv(struct parser *parser, struct statement *statement) {
  if (parser_at_end(parser) || parser_at_quote(parser))
    read_literals(parser, statement);
  else if (parser_take_number(parser, 1, LIMIT_RECEIVED, &statement->number))
    statement->kind = STATEMENT_RECV_COUNT;
  else
    read_recv_word(parser, statement);
}

static void read_expect(struct parser *parser, struct statement *statement) {
  parser_skip_blanks(parser);
  const char *start = parser->cursor, *what = parser_found(parser);
  struct bytes word = parser_take_word(parser);
  size_t index = parser_word_index(word, expect_words, EXPECT_WORD_COUNT);
  if (index < EXPECT_WORD_COUNT) {
    statement->kind = expectations[index].kind;
    expectations[index].read(parser, statement);
    return;
  }
  const char *nearest = parser_hint(parser, word, expect_words, EXPECT_WORD_COUNT);
  parser->cursor = start;
  parser_give_up_line(
      parser, statement,
      arena_printf(parser->script->arena,
                   "'expect' is followed by fin, reset, close, nothing, source, sni, alpn, tls, "
                   "client, alert, session, keys or hello; found %s%s",
                   what, nearest));
}

static void read_use(struct parser *parser, struct statement *statement) {
  parser_skip_blanks(parser);
  if (parser_take_number(parser, 1, LIMIT_CONNECTIONS, &statement->number)) return;
  parser_give_up_line(
      parser, statement,
      arena_printf(parser->script->arena,
                   "'use' is followed by the number of a connection, 1 to %d; found %s",
                   LIMIT_CONNECTIONS, parser_found(parser)));
}

static void read_await(struct parser *parser, struct statement *statement) {
  parser_skip_blanks(parser);
  const char *start = parser->cursor, *what = parser_found(parser);
  static const char *const words[] = {"read"};
  if (parser_word_index(parser_take_word(parser), words, 1) == 0) return;
  parser->cursor = start;
  parser_give_up_line(
      parser, statement,
      arena_printf(parser->script->arena, "'await' is followed by read; found %s", what));
}

static struct statement *add_statement(struct parser *parser, enum statement_kind kind,
                                       struct place place) {
  struct peer_script *script = parser->script;
  script->statements =
      arena_grow(script->arena, script->statements, script->count, sizeof *script->statements);
  struct statement *statement = &script->statements[script->count++];
  statement->kind = kind;
  statement->place = place;
  if (kind == STATEMENT_ACCEPT) {
    script->accepts++;
    script->accept_place = place;
  }
  return statement;
}

/* The first connection needs no accept: it is implied before the first statement. */
static struct statement *begin_statement(struct parser *parser, enum statement_kind kind,
                                         struct place place) {
  if (!parser->script->accepts && kind != STATEMENT_ACCEPT && kind != STATEMENT_LISTEN)
    add_statement(parser, STATEMENT_ACCEPT, place);
  return add_statement(parser, kind, place);
}

static void give_up_verb(struct parser *parser, struct bytes word) {
  struct statement *statement =
      begin_statement(parser, STATEMENT_UNKNOWN, parser_place(parser, (const char *)word.data));
  parser->cursor = (const char *)word.data;
  const char *what = parser_found(parser),
             *nearest = parser_hint(parser, word, verb_words, VERB_COUNT);
  parser_give_up_line(
      parser, statement,
      arena_printf(parser->script->arena,
                   "unknown statement %s; a line begins with recv, send, expect, fin, close, "
                   "reset, stall, await, accept, use, tls, request, update, listen, a quote or |%s",
                   what, nearest));
}

static void read_statement(struct parser *parser) {
  struct bytes word = parser_take_word(parser);
  size_t index = parser_word_index(word, verb_words, VERB_COUNT);
  if (index == VERB_COUNT) {
    give_up_verb(parser, word);
    return;
  }
  struct statement *statement =
      begin_statement(parser, verbs[index].kind, parser_place(parser, (const char *)word.data));
  verbs[index].read(parser, statement);
}

static void read_continuation(struct parser *parser) {
  struct peer_script *script = parser->script;
  const char *start = parser->cursor;
  bool is_first = !script->count;
  struct statement *last = is_first ? begin_statement(parser, STATEMENT_UNKNOWN, parser->line_place)
                                    : &script->statements[script->count - 1];
  if (is_first) {
    parser_give_up_line(parser, last, "bytes belong to the statement above; there is none");
  } else if (statement_bytes_rule(last->kind) == BYTES_NONE) {
    diagnostics_error(parser->diagnostics, parser_place(parser, start), "'%s' takes no bytes",
                      statement_name(last->kind));
    parser->cursor = parser->end;
  } else if (*start == '|') {
    read_text_line(parser, last);
  } else {
    read_literals(parser, last);
  }
}

static void read_line(struct parser *parser) {
  if (parser_at_end(parser)) return;
  if (parser_at_quote(parser) || *parser->cursor == '|')
    read_continuation(parser);
  else
    read_statement(parser);
  if (parser_at_end(parser)) return;
  struct statement *last = &parser->script->statements[parser->script->count - 1];
  bool takes_bytes = statement_bytes_rule(last->kind) != BYTES_NONE;
  diagnostics_error(parser->diagnostics, parser_place(parser, parser->cursor),
                    "unexpected %s behind '%s'; %s is expected", parser_found(parser),
                    statement_name(last->kind),
                    takes_bytes ? "a literal (without b before it) or the end of the line"
                                : "the end of the line");
  last->has_wrong_bytes = true;
}

static void read_lines(struct parser *parser, const char *source, size_t length) {
  const char *end = source + length;
  while (source < end) {
    const char *feed = memchr(source, '\n', (size_t)(end - source));
    const char *next = feed ? feed + 1 : end;
    const char *line_end = feed ? feed : end;
    if (feed && line_end > source && line_end[-1] == '\r') line_end--;
    parser->line = parser->cursor = source;
    parser->end = line_end;
    read_line(parser);
    parser->line_place.line++;
    source = next;
  }
}

struct peer_script *peer_script_parse(const char *source, size_t length, struct place start,
                                      struct diagnostics *diagnostics) {
  size_t errors = diagnostics_count(diagnostics);
  if (!start.line) start.line = 1;
  if (!start.column) start.column = 1;
  struct arena *arena = arena_new();
  struct peer_script *script = arena_alloc(arena, sizeof *script);
  script->arena = arena;
  script->accept_place = start;
  struct parser parser = {.script = script, .diagnostics = diagnostics, .line_place = start};
  read_lines(&parser, source, length);
  script_check(script, diagnostics);
  if (diagnostics_count(diagnostics) == errors) return script;
  peer_script_free(script);
  return NULL;
}

bool peer_script_speaks_tls(const struct peer_script *script) {
  for (size_t i = 0; i < script->count; i++)
    if (script->statements[i].kind == STATEMENT_TLS) return true;
  return false;
}

bool peer_script_has_window(const struct peer_script *script) {
  return script->listen.window > 0;
}

size_t peer_script_statements(const struct peer_script *script) {
  return script->count;
}

struct place peer_script_place(const struct peer_script *script, size_t index) {
  return script->statements[index].place;
}

bool peer_script_sends(const struct peer_script *script, size_t index, FILE *out) {
  const struct statement *statement = &script->statements[index];
  if (statement->kind != STATEMENT_SEND) return false;
  struct buffer buffer = buffer_of(LIMIT_SENT);
  template_render(&statement->bytes, (struct template_values){"127.0.0.1", "80"}, &buffer);
  struct bytes bytes = buffer_view(&buffer);
  if (out && bytes.length) fwrite(bytes.data, 1, bytes.length, out);
  buffer_clear(&buffer);
  return true;
}

void peer_script_free(struct peer_script *script) {
  if (script) arena_free(script->arena);
}
