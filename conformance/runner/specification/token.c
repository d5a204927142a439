/* A tokenizer over bytes. Literals are only delimited here: their escapes and digits are decoded by
 * the parser. */
#include "specification/token.h"

#include <string.h>

#include "text/literal.h"

enum { BLANK = 1, DIGIT = 2, NAME_START = 4, QUOTE = 8 };

static const unsigned char classes[256] = {
    [' '] = BLANK,      ['\t'] = BLANK,     ['\r'] = BLANK,     ['\''] = QUOTE,
    ['"'] = QUOTE,      ['0'] = DIGIT,      ['1'] = DIGIT,      ['2'] = DIGIT,
    ['3'] = DIGIT,      ['4'] = DIGIT,      ['5'] = DIGIT,      ['6'] = DIGIT,
    ['7'] = DIGIT,      ['8'] = DIGIT,      ['9'] = DIGIT,      ['a'] = NAME_START,
    ['b'] = NAME_START, ['c'] = NAME_START, ['d'] = NAME_START, ['e'] = NAME_START,
    ['f'] = NAME_START, ['g'] = NAME_START, ['h'] = NAME_START, ['i'] = NAME_START,
    ['j'] = NAME_START, ['k'] = NAME_START, ['l'] = NAME_START, ['m'] = NAME_START,
    ['n'] = NAME_START, ['o'] = NAME_START, ['p'] = NAME_START, ['q'] = NAME_START,
    ['r'] = NAME_START, ['s'] = NAME_START, ['t'] = NAME_START, ['u'] = NAME_START,
    ['v'] = NAME_START, ['w'] = NAME_START, ['x'] = NAME_START, ['y'] = NAME_START,
    ['z'] = NAME_START, ['A'] = NAME_START, ['B'] = NAME_START, ['C'] = NAME_START,
    ['D'] = NAME_START, ['E'] = NAME_START, ['F'] = NAME_START, ['G'] = NAME_START,
    ['H'] = NAME_START, ['I'] = NAME_START, ['J'] = NAME_START, ['K'] = NAME_START,
    ['L'] = NAME_START, ['M'] = NAME_START, ['N'] = NAME_START, ['O'] = NAME_START,
    ['P'] = NAME_START, ['Q'] = NAME_START, ['R'] = NAME_START, ['S'] = NAME_START,
    ['T'] = NAME_START, ['U'] = NAME_START, ['V'] = NAME_START, ['W'] = NAME_START,
    ['X'] = NAME_START, ['Y'] = NAME_START, ['Z'] = NAME_START, ['_'] = NAME_START,
};

/* Longer operators stand before those they begin with. */
static const char *const operators[] = {"**", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{",
                                        "}",  ",",  ".",  ":",  "=",  "+", "-", "*", "<", ">"};

/* The line being read; |cursor| <= |length|. */
struct scanner {
  struct token_list *list;
  const char *line;
  size_t length;
  size_t cursor;
  struct place start;
};

static unsigned char class_at(const struct scanner *scanner, size_t offset) {
  return offset < scanner->length ? classes[(unsigned char)scanner->line[offset]] : 0;
}

static bool has_char(const struct scanner *scanner, size_t offset, char c) {
  return offset < scanner->length && scanner->line[offset] == c;
}

static struct place place_at(const struct scanner *scanner, size_t offset) {
  struct place place = scanner->start;
  place.column += (unsigned)offset;
  return place;
}

static void fail(struct scanner *scanner, size_t offset, const char *message) {
  diagnostics_error(scanner->list->diagnostics, place_at(scanner, offset), "%s", message);
  scanner->list->failed = true;
}

static void add_token(struct scanner *scanner, enum token_kind kind, size_t length) {
  struct token_list *list = scanner->list;
  list->tokens = arena_grow(list->arena, list->tokens, list->count, sizeof *list->tokens);
  list->tokens[list->count++] = (struct token){kind, place_at(scanner, scanner->cursor),
                                               scanner->line + scanner->cursor, length};
  scanner->cursor += length;
}

static void scan_string(struct scanner *scanner, size_t prefix) {
  size_t end = scanner->cursor + prefix;
  char quote = scanner->line[end];
  if (has_char(scanner, end + 1, quote) && has_char(scanner, end + 2, quote)) {
    fail(scanner, scanner->cursor,
         "triple quotes are no part of the console language: write \\n in a plain literal");
    return;
  }
  for (end++; end < scanner->length && scanner->line[end] != quote; end++)
    if (scanner->line[end] == '\\') end++;
  if (end >= scanner->length) {
    fail(scanner, scanner->cursor, "this literal has no closing quote in its line");
    return;
  }
  add_token(scanner, prefix ? TOKEN_BYTES : TOKEN_TEXT, end + 1 - scanner->cursor);
}

static void scan_name(struct scanner *scanner) {
  size_t end = scanner->cursor;
  while (class_at(scanner, end) & (NAME_START | DIGIT))
    end++;
  size_t length = end - scanner->cursor;
  if (!(class_at(scanner, end) & QUOTE))
    add_token(scanner, TOKEN_NAME, length);
  else if (length == 1 && scanner->line[scanner->cursor] == 'b')
    scan_string(scanner, 1);
  else
    fail(scanner, scanner->cursor, "no such prefix of a literal: only '…' and b'…' are known");
}

static size_t skip_digits(const struct scanner *scanner, size_t offset) {
  while (class_at(scanner, offset) & DIGIT)
    offset++;
  return offset;
}

/* Where the exponent that may stand at |offset| ends; |offset| itself when there is none. */
static size_t skip_exponent(const struct scanner *scanner, size_t offset) {
  if (!has_char(scanner, offset, 'e') && !has_char(scanner, offset, 'E')) return offset;
  size_t digits = offset + 1;
  if (has_char(scanner, digits, '+') || has_char(scanner, digits, '-')) digits++;
  return class_at(scanner, digits) & DIGIT ? skip_digits(scanner, digits) : offset;
}

static void scan_number(struct scanner *scanner) {
  size_t whole = skip_digits(scanner, scanner->cursor), end = whole;
  if (has_char(scanner, end, '.')) end = skip_digits(scanner, end + 1);
  end = skip_exponent(scanner, end);
  if (class_at(scanner, end) & NAME_START)
    fail(scanner, end, "a number is written in decimal digits alone");
  else if (end == whole && whole - scanner->cursor > 1 && scanner->line[scanner->cursor] == '0')
    fail(scanner, scanner->cursor, "an integer does not begin with 0");
  else
    add_token(scanner, end == whole ? TOKEN_INTEGER : TOKEN_FLOAT, end - scanner->cursor);
}

static char closing_of(char opening) {
  return opening == '(' ? ')' : opening == '[' ? ']' : '}';
}

static void open_bracket(struct scanner *scanner) {
  struct token_list *list = scanner->list;
  if (list->depth == TOKEN_DEPTH) {
    fail(scanner, scanner->cursor, "brackets are nested too deeply");
    return;
  }
  add_token(scanner, TOKEN_OPERATOR, 1);
  list->open[list->depth++] = list->tokens[list->count - 1];
}

static void close_bracket(struct scanner *scanner) {
  struct token_list *list = scanner->list;
  char closing = scanner->line[scanner->cursor];
  if (!list->depth || closing_of(*list->open[list->depth - 1].text) != closing) {
    diagnostics_error(list->diagnostics, place_at(scanner, scanner->cursor),
                      "'%c' closes no bracket%s", closing, list->depth ? " of its kind" : "");
    list->failed = true;
    return;
  }
  list->depth--;
  add_token(scanner, TOKEN_OPERATOR, 1);
}

static void refuse_character(struct scanner *scanner) {
  size_t rest = scanner->length - scanner->cursor;
  size_t length = literal_utf8_length(scanner->line + scanner->cursor, rest, NULL);
  diagnostics_error(scanner->list->diagnostics, place_at(scanner, scanner->cursor),
                    "'%.*s' has no meaning here", (int)(length ? length : 1),
                    scanner->line + scanner->cursor);
  scanner->list->failed = true;
}

static void scan_operator(struct scanner *scanner) {
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
    size_t length = strlen(operators[i]);
    if (scanner->length - scanner->cursor < length ||
        memcmp(scanner->line + scanner->cursor, operators[i], length) != 0)
      continue;
    add_token(scanner, TOKEN_OPERATOR, length);
    return;
  }
  refuse_character(scanner);
}

/* What follows '#' is kept without the blanks at its ends; it may say for which editions the line
 * holds. */
static void scan_comment(struct scanner *scanner) {
  size_t begin = scanner->cursor + 1, end = scanner->length;
  while (class_at(scanner, begin) & BLANK)
    begin++;
  while (end > begin && classes[(unsigned char)scanner->line[end - 1]] & BLANK)
    end--;
  scanner->list->comment =
      (struct token){TOKEN_OPERATOR, place_at(scanner, begin), scanner->line + begin, end - begin};
  scanner->cursor = scanner->length;
}

static void scan_token(struct scanner *scanner) {
  const char *rest = scanner->line + scanner->cursor;
  unsigned char class = classes[(unsigned char)*rest];
  if (class & BLANK)
    scanner->cursor++;
  else if (*rest == '#')
    scan_comment(scanner);
  else if (class & QUOTE)
    scan_string(scanner, 0);
  else if (class & NAME_START)
    scan_name(scanner);
  else if (class & DIGIT)
    scan_number(scanner);
  else if (scanner->length - scanner->cursor >= 3 && memcmp(rest, "...", 3) == 0)
    add_token(scanner, TOKEN_ANY, 3);
  else if (strchr("([{", *rest) && *rest)
    open_bracket(scanner);
  else if (strchr(")]}", *rest) && *rest)
    close_bracket(scanner);
  else
    scan_operator(scanner);
}

void token_list_read(struct token_list *list, const char *line, size_t length, struct place place) {
  struct scanner scanner = {list, line, length, 0, place};
  list->comment = (struct token){.kind = TOKEN_END};
  list->start = place;
  while (!list->failed && scanner.cursor < length)
    scan_token(&scanner);
}

bool token_list_end(struct token_list *list) {
  if (list->failed) return false;
  if (list->depth) {
    const struct token *open = &list->open[list->depth - 1];
    diagnostics_error(list->diagnostics, open->place,
                      "'%c' is never closed; a statement goes on in lines that begin with '... '",
                      *open->text);
    list->failed = true;
    return false;
  }
  struct token end = {TOKEN_END, list->start, "", 0};
  if (list->count) {
    end.place = list->tokens[list->count - 1].place;
    end.place.column += (unsigned)list->tokens[list->count - 1].length;
  }
  list->tokens = arena_grow(list->arena, list->tokens, list->count, sizeof *list->tokens);
  list->tokens[list->count++] = end;
  return true;
}

bool token_is(const struct token *token, const char *text) {
  return (token->kind == TOKEN_OPERATOR || token->kind == TOKEN_NAME) &&
         strlen(text) == token->length && memcmp(token->text, text, token->length) == 0;
}
