/* The words of the console language: a logical line of one statement or outcome becomes a list of
 * tokens. */
#ifndef RUNNER_TOKEN_H
#define RUNNER_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "text/arena.h"
#include "text/diagnostics.h"

enum token_kind {
  TOKEN_END,
  TOKEN_NAME,
  TOKEN_INTEGER,
  TOKEN_FLOAT,
  TOKEN_TEXT,  /* '…' or "…", quotes included */
  TOKEN_BYTES, /* b'…', prefix and quotes included */
  TOKEN_ANY,   /* ... */
  TOKEN_OPERATOR,
};

/* |text| is borrowed from the line that was read. */
struct token {
  enum token_kind kind;
  struct place place;
  const char *text;
  size_t length;
};

enum { TOKEN_DEPTH = 64 }; /* how deep brackets may be nested */

/* The tokens of one logical line, which goes on while a bracket is open. The zero state with an
 * arena and diagnostics is an empty list. */
struct token_list {
  struct arena *arena;
  struct diagnostics *diagnostics;
  struct token *tokens;
  size_t count;
  struct token open[TOKEN_DEPTH]; /* brackets that wait to be closed, the innermost last */
  size_t depth;
  struct place start;   /* of the last line read */
  struct token comment; /* of the last line: what follows '#', blanks at its ends left out;
                           TOKEN_END when there is none */
  bool failed;          /* an error was reported; nothing more is read */
};

/* token_list_read: appends the tokens of |length| bytes at |line|, of which the first stands at
 * |place|. The first error is reported and sets |failed|. Brackets that are closed wrongly or
 * nested too deeply are errors. */
void token_list_read(struct token_list *list, const char *line, size_t length, struct place place);

/* token_list_end: appends TOKEN_END behind the last token; a bracket that is still open is an
 * error. Returns whether the list is whole. */
bool token_list_end(struct token_list *list);

/* token_is: whether |token| is the operator or name |text|. */
bool token_is(const struct token *token, const char *text);

#endif
