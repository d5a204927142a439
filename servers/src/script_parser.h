/* What the readers of statements share: where they are in a line, and its words and numbers. */
#ifndef PEER_SCRIPT_PARSER_H
#define PEER_SCRIPT_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "statement.h"
#include "text/diagnostics.h"
#include "text/literal.h"

/* One line at a time: line <= cursor <= end. */
struct parser {
  struct peer_script *script;
  struct diagnostics *diagnostics;
  const char *line;
  const char *cursor;
  const char *end;
  struct place line_place;
};

/* parser_place: the place of |where| in the line. */
struct place parser_place(const struct parser *parser, const char *where);

void parser_skip_blanks(struct parser *parser);

/* parser_at_end: at the end of what the line says: only blanks, which are skipped, or a comment
 * follow. */
bool parser_at_end(struct parser *parser);

/* parser_at_quote: a literal begins at the cursor. */
bool parser_at_quote(const struct parser *parser);

/* parser_take_word: what stands at the cursor up to a blank, bytes, a comment or a *; empty when
 * there is none. */
struct bytes parser_take_word(struct parser *parser);

/* parser_found: what stands at the cursor, for a message; in the script's arena or static. */
const char *parser_found(struct parser *parser);

/* parser_word_index: the index of |word| among |words|, or |count|. */
size_t parser_word_index(struct bytes word, const char *const *words, size_t count);

/* parser_hint: "; did you mean 'recv'?", or nothing. */
const char *parser_hint(struct parser *parser, struct bytes word, const char *const *words,
                        size_t count);

/* parser_give_up_line: adds an error at the cursor and skips the rest of the line. */
void parser_give_up_line(struct parser *parser, struct statement *statement, const char *message);

/* parser_take_number: a decimal number; false, and the cursor stays, when the word there is none,
 * or not within |least| and |most|. */
bool parser_take_number(struct parser *parser, size_t least, size_t most, size_t *value);

/* parser_closing_quote: the quote that closes the literal which begins at the cursor, or NULL. */
const char *parser_closing_quote(const struct parser *parser);

#endif
