/* The words of a line. A cursor that has to stay where an error is moves only on success. */
#include "script_parser.h"

#include <string.h>

#include "text/spelling.h"

enum { WORD_SHOWN = 40 };

/* What ends a word: a blank (1), the beginning of bytes or of a comment, a repetition (2). */
static const unsigned char ends_word[256] = {
    [' '] = 1, ['\t'] = 1, ['"'] = 2, ['\''] = 2, ['|'] = 2, ['#'] = 2, ['*'] = 2,
};

struct place parser_place(const struct parser *parser, const char *where) {
  struct place place = parser->line_place;
  place.column += (unsigned)(where - parser->line);
  return place;
}

void parser_skip_blanks(struct parser *parser) {
  while (parser->cursor < parser->end && ends_word[(unsigned char)*parser->cursor] == 1)
    parser->cursor++;
}

bool parser_at_end(struct parser *parser) {
  parser_skip_blanks(parser);
  return parser->cursor == parser->end || *parser->cursor == '#';
}

bool parser_at_quote(const struct parser *parser) {
  return parser->cursor < parser->end && (*parser->cursor == '"' || *parser->cursor == '\'');
}

struct bytes parser_take_word(struct parser *parser) {
  const char *start = parser->cursor;
  while (parser->cursor < parser->end && !ends_word[(unsigned char)*parser->cursor])
    parser->cursor++;
  return (struct bytes){(const unsigned char *)start, (size_t)(parser->cursor - start)};
}

const char *parser_found(struct parser *parser) {
  if (parser_at_end(parser)) return "the end of the line";
  const char *start = parser->cursor, *end = start + 1;
  while (end < parser->end && end - start < WORD_SHOWN && !ends_word[(unsigned char)*end])
    end++;
  return arena_printf(parser->script->arena, "'%.*s'", (int)(end - start), start);
}

size_t parser_word_index(struct bytes word, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (strlen(words[i]) == word.length && memcmp(words[i], word.data, word.length) == 0) return i;
  return count;
}

const char *parser_hint(struct parser *parser, struct bytes word, const char *const *words,
                        size_t count) {
  struct spelling spelling = spelling_of((const char *)word.data, word.length);
  for (size_t i = 0; i < count; i++)
    spelling_consider(&spelling, words[i]);
  if (!spelling.nearest) return "";
  return arena_printf(parser->script->arena, "; did you mean '%s'?", spelling.nearest);
}

void parser_give_up_line(struct parser *parser, struct statement *statement, const char *message) {
  diagnostics_error(parser->diagnostics, parser_place(parser, parser->cursor), "%s", message);
  statement->kind = STATEMENT_UNKNOWN;
  parser->cursor = parser->end;
}

bool parser_take_number(struct parser *parser, size_t least, size_t most, size_t *value) {
  const char *start = parser->cursor;
  struct bytes word = parser_take_word(parser);
  size_t sum = 0;
  bool is_number = word.length > 0;
  for (size_t i = 0; i < word.length && is_number && sum <= most; i++) {
    is_number = word.data[i] >= '0' && word.data[i] <= '9';
    sum = sum * 10 + (size_t)(word.data[i] - '0');
  }
  if (is_number && sum >= least && sum <= most) {
    *value = sum;
    return true;
  }
  parser->cursor = start;
  return false;
}

const char *parser_closing_quote(const struct parser *parser) {
  const char *at = parser->cursor + 1;
  while (at < parser->end && *at != *parser->cursor)
    at += *at == '\\' ? 2 : 1;
  return at < parser->end ? at : NULL;
}
