/* How a line begins decides what it is: an outcome never looks like printed text by accident, and a
 * mistake in an outcome is reported as such. */
#include "specification/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "specification/fold.h"
#include "specification/syntax.h"

enum form { FORM_TEXT, FORM_VALUE, FORM_OBJECT, FORM_RAISES };

/* The lines below one statement; |next| <= |count|. */
struct block {
  const struct outcome_reader *reader;
  const struct line *lines;
  size_t count;
  size_t next;
  struct statement *statement;
  struct expectation *expectations; /* the statement's, while they grow */
  struct expectation *legal;        /* likewise */
  FILE *output;                     /* what was printed; NULL until there is some */
  char *output_text;
  size_t output_length;
};

static void refuse(const struct block *block, struct place place, const char *message) {
  diagnostics_error(block->reader->diagnostics, place, "%s", message);
}

static bool begins(const char *text, size_t length, const char *prefix) {
  size_t size = strlen(prefix);
  return length >= size && memcmp(text, prefix, size) == 0;
}

static bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool begins_with_word(const char *text, size_t length, const char *word) {
  size_t size = strlen(word);
  return begins(text, length, word) && (length == size || !is_name_byte(text[size]));
}

/* The length of "<Name>" at the beginning of |text|; 0 when something else stands there. */
static size_t object_length(const char *text, size_t length) {
  size_t end = 1;
  while (end < length && is_name_byte(text[end]))
    end++;
  return length && *text == '<' && end > 1 && end < length && text[end] == '>' ? end + 1 : 0;
}

static bool begins_like_value(const char *text, size_t length) {
  static const char *const words[] = {"None", "True", "False"};
  static const char *const beginnings[] = {"b'", "b\"", "..."};
  for (size_t i = 0; i < 3; i++)
    if (begins_with_word(text, length, words[i]) || begins(text, length, beginnings[i]))
      return true;
  return length && *text && strchr("'\"([{-0123456789", *text);
}

static bool is_blank_line(const struct line *line) {
  static const char mark[] = "<BLANKLINE>";
  return line->length == sizeof mark - 1 && begins(line->text, line->length, mark);
}

static enum form form_of(const struct statement *statement, const struct line *line) {
  const char *text = line->text;
  size_t length = line->length;
  while (length && *text == ' ')
    text++, length--;
  if (begins_with_word(text, length, "raises")) return FORM_RAISES;
  if (statement->kind == STATEMENT_PRINT || is_blank_line(line)) return FORM_TEXT;
  if (object_length(text, length)) return FORM_OBJECT;
  return begins_like_value(text, length) ? FORM_VALUE : FORM_TEXT;
}

/* --- printed text --- */

static bool holds_edition(const struct line *line) {
  char *copy = strndup(line->text, line->length);
  bool found = copy && strstr(copy, "# edition:");
  free(copy);
  return found;
}

/* Why a line cannot be printed text; NULL when it can. */
static const char *no_printed_text(const struct block *block, const struct line *line) {
  if (block->statement->kind != STATEMENT_PRINT && !block->reader->may_print &&
      !block->reader->is_broken)
    return "this is no outcome: expected a literal, '...', '<Class>' or 'raises Exception'; only "
           "print() and a "
           "debug level print text";
  if (block->statement->expectation_count || block->statement->legal_count)
    return "printed text stands above the outcome";
  if (holds_edition(line))
    return "printed text holds in all editions of a scenario: make one scenario for each text";
  return NULL;
}

static void read_text(struct block *block) {
  const struct line *line = &block->lines[block->next++];
  const char *error = no_printed_text(block, line);
  if (error) {
    refuse(block, line->place, error);
    return;
  }
  if (!block->output) block->output = open_memstream(&block->output_text, &block->output_length);
  if (!block->output) return;
  if (!is_blank_line(line)) fwrite(line->text, 1, line->length, block->output);
  fputc('\n', block->output);
}

/* --- what stands behind an outcome --- */

/* An outcome that was read, and whether it is one of those that only an RFC allows. */
struct outcome {
  struct expectation expectation;
  bool is_legal_only;
};

static bool is_rfc_mark(const struct token *comment) {
  size_t length = comment->length;
  while (length && comment->text[length - 1] == ' ')
    length--;
  return length == 3 && begins(comment->text, length, "rfc");
}

static bool read_comment(const struct block *block, const struct token *comment,
                         struct outcome *outcome) {
  static const char key[] = "edition:";
  const size_t key_length = sizeof key - 1;
  size_t offset = 0;
  outcome->expectation.editions = every_edition;
  if (comment->kind == TOKEN_END) return true;
  outcome->is_legal_only = is_rfc_mark(comment);
  if (outcome->is_legal_only) return true;
  if (!begins(comment->text, comment->length, key)) {
    refuse(block, comment->place, "behind an outcome only '# edition: …' or '# rfc' may stand");
    return false;
  }
  const char *error = edition_range_parse(comment->text + key_length, comment->length - key_length,
                                          &outcome->expectation.editions, &offset);
  if (!error) return true;
  struct place place = comment->place;
  place.column += (unsigned)(key_length + offset);
  refuse(block, place, error);
  return false;
}

/* --- outcomes --- */

/* An outcome without its comment, each line of it without blanks at the ends. */
struct outcome_text {
  FILE *stream;
  char *text;
  size_t length;
};

static void add_source(struct outcome_text *source, const struct line *line,
                       const struct token *comment) {
  size_t end = line->length;
  if (comment->kind != TOKEN_END) {
    end = (size_t)(comment->text - line->text); /* behind '#' and blanks */
    do
      end--;
    while (line->text[end] != '#');
  }
  while (end && line->text[end - 1] == ' ')
    end--;
  if (source->length || ftell(source->stream) > 0) fputc('\n', source->stream);
  fwrite(line->text, 1, end, source->stream);
}

/* Reads the tokens of the outcome that begins |skip| bytes into the next line and goes on while a
 * bracket is open. */
static bool read_tokens(struct block *block, size_t skip, struct token_list *tokens,
                        struct outcome *outcome) {
  struct outcome_text source = {.stream = open_memstream(&source.text, &source.length)};
  if (!source.stream) return false;
  do {
    const struct line *line = &block->lines[block->next++];
    struct place place = line->place;
    place.column += (unsigned)skip;
    token_list_read(tokens, line->text + skip, line->length - skip, place);
    add_source(&source, line, &tokens->comment);
    skip = 0;
  } while (!tokens->failed && tokens->depth && block->next < block->count);
  fclose(source.stream);
  outcome->expectation.source = arena_copy(block->reader->arena, source.text, source.length);
  free(source.text);
  return token_list_end(tokens) && read_comment(block, &tokens->comment, outcome);
}

static const struct node *parse_tokens(const struct block *block, const struct token_list *tokens) {
  const struct outcome_reader *reader = block->reader;
  struct parser parser = {reader->arena, reader->diagnostics, reader->constants, tokens->tokens, 0};
  const struct node *node = parse_expression(&parser);
  return node && parse_end(&parser) ? node : NULL;
}

/* The value of a literal, in which "..." stands for any; NULL after an error. */
static json_t *literal_value(const struct block *block, const struct node *node) {
  struct folding folding = {block->reader->constants, NULL, true};
  if (fold_is_constant(&folding, node)) return fold(&folding, node);
  refuse(block, node->place, "an outcome is a literal: no names, calls or comparisons");
  return NULL;
}

static bool read_value(struct block *block, struct token_list *tokens, struct outcome *outcome) {
  struct expectation *expectation = &outcome->expectation;
  if (!read_tokens(block, 0, tokens, outcome)) return false;
  const struct node *node = parse_tokens(block, tokens);
  expectation->kind = EXPECT_VALUE;
  expectation->value = node ? literal_value(block, node) : NULL;
  return expectation->value != NULL;
}

static bool read_object(struct block *block, struct token_list *tokens, struct outcome *outcome) {
  struct expectation *expectation = &outcome->expectation;
  const struct line *line = &block->lines[block->next];
  size_t blanks = 0;
  while (line->text[blanks] == ' ')
    blanks++;
  size_t length = object_length(line->text + blanks, line->length - blanks);
  struct place place = line->place;
  place.column += (unsigned)blanks + 1;
  expectation->kind = EXPECT_OBJECT;
  expectation->name = arena_copy(block->reader->arena, line->text + blanks + 1, length - 2);
  if (!read_tokens(block, blanks + length, tokens, outcome)) return false;
  struct parser end = {.diagnostics = block->reader->diagnostics, .next = tokens->tokens};
  if (!parse_end(&end)) return false;
  if (vocabulary_object_class(expectation->name, length - 2)) return true;
  const char *closest = vocabulary_closest(expectation->name, length - 2);
  diagnostics_error(block->reader->diagnostics, place, "unknown class '%s'%s%s%s",
                    expectation->name, closest ? "; did you mean '" : "", closest ? closest : "",
                    closest ? "'?" : "");
  return false;
}

static bool read_attribute(const struct block *block, const struct node *node, const char *name,
                           struct expected_attribute *attribute) {
  if (!name) {
    refuse(block, node->place, "the attributes of an exception are named: raises X(name=value)");
    return false;
  }
  if (!vocabulary_exception_attribute(name, strlen(name))) {
    diagnostics_error(block->reader->diagnostics, node->place,
                      "'%s' is no attribute that adapters report; there are partial, expected, "
                      "line, version, errno, library, reason, verify_code, verify_message and args",
                      name);
    return false;
  }
  *attribute = (struct expected_attribute){name, literal_value(block, node)};
  return attribute->value != NULL;
}

static bool read_attributes(const struct block *block, const struct node *call,
                            struct expectation *expectation) {
  size_t count = call->child_count - 1;
  struct expected_attribute *attributes =
      arena_array(block->reader->arena, count, sizeof *attributes);
  bool complete = true;
  for (size_t i = 0; i < count; i++)
    complete =
        read_attribute(block, call->children[i + 1], call->keywords[i + 1], &attributes[i]) &&
        complete;
  expectation->attributes = attributes;
  expectation->attribute_count = count;
  return complete;
}

/* X or X(name=value, …), or ... for any exception. */
static bool read_exception(const struct block *block, const struct node *node,
                           struct expectation *expectation) {
  const struct node *name = node->kind == NODE_CALL ? node->children[0] : node;
  if (node->kind == NODE_ANY) {
    expectation->name = "...";
    return true;
  }
  if (name->kind != NODE_NAME) {
    refuse(block, name->place, "expected the name of an exception, without its module");
    return false;
  }
  expectation->name = name->name;
  if (!vocabulary_exception(name->name, strlen(name->name))) {
    const char *closest = vocabulary_closest(name->name, strlen(name->name));
    diagnostics_error(block->reader->diagnostics, name->place, "unknown exception '%s'%s%s%s",
                      name->name, closest ? "; did you mean '" : "", closest ? closest : "",
                      closest ? "'?" : "");
    return false;
  }
  return node->kind == NODE_NAME || read_attributes(block, node, expectation);
}

static bool read_raises(struct block *block, struct token_list *tokens, struct outcome *outcome) {
  struct expectation *expectation = &outcome->expectation;
  const struct line *line = &block->lines[block->next];
  size_t skip = 0;
  while (line->text[skip] == ' ')
    skip++;
  skip += strlen("raises");
  if (!read_tokens(block, skip, tokens, outcome)) return false;
  const struct node *node = parse_tokens(block, tokens);
  expectation->kind = EXPECT_RAISES;
  return node && read_exception(block, node, expectation);
}

/* append: the array behind |*array|, which has |*count| items, gets |expectation| as its last. */
static void append(struct block *block, struct expectation **array, size_t *count,
                   const struct expectation *expectation) {
  *array = arena_grow(block->reader->arena, *array, *count, sizeof **array);
  (*array)[(*count)++] = *expectation;
}

static void add_outcome(struct block *block, const struct outcome *outcome) {
  const struct expectation *expectation = &outcome->expectation;
  struct statement *statement = block->statement;
  if (statement->kind == STATEMENT_ASSIGNMENT && expectation->kind != EXPECT_RAISES) {
    refuse(block, expectation->place,
           "an assignment shows nothing: write the name as a statement of its own");
    return;
  }
  if (outcome->is_legal_only)
    append(block, &block->legal, &statement->legal_count, expectation);
  else
    append(block, &block->expectations, &statement->expectation_count, expectation);
  statement->expectations = block->expectations;
  statement->legal = block->legal;
}

static void read_outcome(struct block *block, enum form form) {
  const struct outcome_reader *reader = block->reader;
  struct token_list tokens = {.arena = reader->arena, .diagnostics = reader->diagnostics};
  struct outcome outcome = {.expectation.place = block->lines[block->next].place};
  bool is_read = form == FORM_VALUE    ? read_value(block, &tokens, &outcome)
                 : form == FORM_OBJECT ? read_object(block, &tokens, &outcome)
                                       : read_raises(block, &tokens, &outcome);
  if (is_read) add_outcome(block, &outcome);
}

static void expect_none(struct block *block) {
  const struct outcome none = {.expectation = {.place = block->statement->place,
                                               .kind = EXPECT_VALUE,
                                               .editions = every_edition,
                                               .value = json_null(),
                                               .source = "None"}};
  add_outcome(block, &none);
}

void outcomes_read(const struct outcome_reader *reader, const struct line *lines, size_t count,
                   struct statement *statement) {
  struct block block = {.reader = reader, .lines = lines, .count = count, .statement = statement};
  size_t errors = diagnostics_count(reader->diagnostics);
  while (block.next < count) {
    enum form form = form_of(statement, &lines[block.next]);
    if (form == FORM_TEXT)
      read_text(&block);
    else
      read_outcome(&block, form);
  }
  if (block.output) {
    fclose(block.output);
    statement->output = arena_copy(reader->arena, block.output_text, block.output_length);
    free(block.output_text);
  }
  bool failed = reader->is_broken || diagnostics_count(reader->diagnostics) > errors;
  if (failed || statement->expectation_count) return;
  if (statement->kind == STATEMENT_EXPRESSION) expect_none(&block);
  if (statement->kind == STATEMENT_PRINT && !statement->output)
    refuse(&block, statement->place, "what print() prints is not written below it");
}
