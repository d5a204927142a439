/* Recursive descent, one function a level of precedence, as Python ranks them. */
#include "specification/syntax.h"

#include <string.h>

/* Words that Python reserves and the console language has no use for. */
static const char *const foreign_words[] = {
    "and",    "as",  "assert", "async",    "await",  "break",   "class", "continue",
    "def",    "del", "elif",   "else",     "except", "finally", "for",   "from",
    "global", "if",  "lambda", "nonlocal", "not",    "or",      "pass",  "raise",
    "return", "try", "while",  "with",     "yield",
};

static bool is_foreign(const struct token *token) {
  for (size_t i = 0; i < sizeof foreign_words / sizeof *foreign_words; i++)
    if (token_is(token, foreign_words[i])) return true;
  return false;
}

static void refuse(struct parser *parser, const char *expected) {
  const struct token *token = parser->next;
  int length = token->length > 40 ? 40 : (int)token->length;
  if (token->kind == TOKEN_END)
    diagnostics_error(parser->diagnostics, token->place, "the line ends here, expected %s",
                      expected);
  else if (token->kind == TOKEN_NAME && is_foreign(token))
    diagnostics_error(parser->diagnostics, token->place,
                      "'%.*s' is no part of the console language", length, token->text);
  else
    diagnostics_error(parser->diagnostics, token->place, "found '%.*s', expected %s", length,
                      token->text, expected);
}

static bool accept(struct parser *parser, const char *text) {
  if (!token_is(parser->next, text)) return false;
  parser->next++;
  return true;
}

static bool expect(struct parser *parser, const char *text, const char *expected) {
  if (accept(parser, text)) return true;
  refuse(parser, expected);
  return false;
}

static struct node *new_node(struct parser *parser, enum node_kind kind, struct place place) {
  struct node *node = arena_alloc(parser->arena, sizeof *node);
  node->kind = kind;
  node->place = place;
  return node;
}

static void add_child(struct parser *parser, struct node *node, const char *keyword,
                      const struct node *child) {
  size_t count = node->child_count++;
  if (node->height <= child->height) node->height = child->height + 1;
  node->children = arena_grow(parser->arena, node->children, count, sizeof *node->children);
  node->children[count] = child;
  if (node->kind != NODE_CALL) return;
  node->keywords = arena_grow(parser->arena, node->keywords, count, sizeof *node->keywords);
  node->keywords[count] = keyword;
}

/* |node| itself, unless its tree is too high; NULL is passed on. */
static const struct node *bounded(struct parser *parser, const struct node *node) {
  if (!node || node->height <= SYNTAX_HEIGHT) return node;
  diagnostics_error(parser->diagnostics, node->place,
                    "this expression has too many parts within parts");
  return NULL;
}

static const struct node *constant_node(struct parser *parser, struct place place,
                                        json_t *constant) {
  if (!constant) return NULL;
  struct node *node = new_node(parser, NODE_CONSTANT, place);
  node->constant = constant;
  return node;
}

/* Literals that stand side by side are one. */
static const struct node *parse_strings(struct parser *parser) {
  struct place place = parser->next->place;
  enum token_kind kind = parser->next->kind;
  json_t *value = constant_literal(parser->constants, parser->next++);
  for (; value && (parser->next->kind == TOKEN_TEXT || parser->next->kind == TOKEN_BYTES);
       parser->next++) {
    if (parser->next->kind != kind) {
      diagnostics_error(parser->diagnostics, parser->next->place,
                        "bytes and text cannot be joined");
      return NULL;
    }
    json_t *neighbour = constant_literal(parser->constants, parser->next);
    value = neighbour
                ? constant_arithmetic(parser->constants, parser->next->place, "+", value, neighbour)
                : NULL;
  }
  return constant_node(parser, place, value);
}

static const struct node *parse_word(struct parser *parser) {
  const struct token *token = parser->next;
  json_t *(*constant)(void) = token_is(token, "None")    ? json_null
                              : token_is(token, "True")  ? json_true
                              : token_is(token, "False") ? json_false
                                                         : NULL;
  if (!constant && (is_foreign(token) || token_is(token, "is") || token_is(token, "in") ||
                    token_is(token, "import"))) {
    refuse(parser, "a value");
    return NULL;
  }
  parser->next++;
  if (constant)
    return constant_node(parser, token->place,
                         constants_keep(parser->constants, token->place, constant()));
  struct node *node = new_node(parser, NODE_NAME, token->place);
  node->name = arena_copy(parser->arena, token->text, token->length);
  return node;
}

/* Expressions up to |closing|, separated by commas; |*commas| counts these. */
static bool parse_items(struct parser *parser, struct node *node, const char *closing,
                        size_t *commas) {
  *commas = 0;
  while (!accept(parser, closing)) {
    const struct node *item = parse_expression(parser);
    if (!item) return false;
    add_child(parser, node, NULL, item);
    if (accept(parser, closing)) return true;
    if (!expect(parser, ",", "',' or the closing bracket")) return false;
    ++*commas;
  }
  return true;
}

static const struct node *parse_list(struct parser *parser) {
  size_t commas;
  struct node *node = new_node(parser, NODE_LIST, parser->next++->place);
  return parse_items(parser, node, "]", &commas) ? node : NULL;
}

/* (x) is x itself; (x,) and () are tuples. */
static const struct node *parse_parentheses(struct parser *parser) {
  size_t commas;
  struct node *node = new_node(parser, NODE_TUPLE, parser->next++->place);
  if (!parse_items(parser, node, ")", &commas)) return NULL;
  return node->child_count == 1 && !commas ? node->children[0] : node;
}

static const struct node *parse_dict(struct parser *parser) {
  struct node *node = new_node(parser, NODE_DICT, parser->next++->place);
  while (!accept(parser, "}")) {
    for (int is_value = 0; is_value < 2; is_value++) {
      const struct node *item = parse_expression(parser);
      if (!item || (!is_value && !expect(parser, ":", "':' and a value"))) return NULL;
      add_child(parser, node, NULL, item);
    }
    if (accept(parser, "}")) break;
    if (!expect(parser, ",", "',' or '}'")) return NULL;
  }
  return node;
}

static const struct node *parse_atom(struct parser *parser) {
  const struct token *token = parser->next;
  switch (token->kind) {
  case TOKEN_TEXT:
  case TOKEN_BYTES: return parse_strings(parser);
  case TOKEN_NAME: return parse_word(parser);
  case TOKEN_INTEGER:
  case TOKEN_FLOAT:
    parser->next++;
    return constant_node(parser, token->place, constant_literal(parser->constants, token));
  case TOKEN_ANY: parser->next++; return new_node(parser, NODE_ANY, token->place);
  case TOKEN_OPERATOR:
    if (token_is(token, "(")) return parse_parentheses(parser);
    if (token_is(token, "[")) return parse_list(parser);
    if (token_is(token, "{")) return parse_dict(parser);
    break;
  case TOKEN_END: break;
  }
  refuse(parser, "a value");
  return NULL;
}

/* The name of a keyword argument, or NULL when a positional one stands here. */
static const char *accept_keyword(struct parser *parser) {
  const struct token *token = parser->next;
  if (token->kind != TOKEN_NAME || !token_is(token + 1, "=")) return NULL;
  parser->next += 2;
  return arena_copy(parser->arena, token->text, token->length);
}

static bool keyword_is_fresh(struct parser *parser, const struct node *call, const char *keyword,
                             struct place place) {
  bool follows_keyword = call->child_count > 1 && call->keywords[call->child_count - 1];
  if (!keyword && follows_keyword)
    diagnostics_error(parser->diagnostics, place,
                      "a positional argument stands behind a keyword argument");
  for (size_t i = 1; keyword && i < call->child_count; i++) {
    if (!call->keywords[i] || strcmp(call->keywords[i], keyword) != 0) continue;
    diagnostics_error(parser->diagnostics, place, "the argument '%s' is given twice", keyword);
    return false;
  }
  return keyword || !follows_keyword;
}

static bool parse_argument(struct parser *parser, struct node *call) {
  struct place place = parser->next->place;
  const char *keyword = accept_keyword(parser);
  if (!keyword_is_fresh(parser, call, keyword, place)) return false;
  const struct node *argument = parse_expression(parser);
  if (!argument) return false;
  add_child(parser, call, keyword, argument);
  return true;
}

static const struct node *parse_call(struct parser *parser, const struct node *callee) {
  struct node *call = new_node(parser, NODE_CALL, callee->place);
  add_child(parser, call, NULL, callee);
  parser->next++;
  while (!accept(parser, ")")) {
    if (!parse_argument(parser, call)) return NULL;
    if (accept(parser, ")")) break;
    if (!expect(parser, ",", "',' or ')'")) return NULL;
  }
  return call;
}

static const struct node *parse_attribute(struct parser *parser, const struct node *object) {
  const struct token *name = ++parser->next;
  if (name->kind != TOKEN_NAME) {
    refuse(parser, "a name behind '.'");
    return NULL;
  }
  parser->next++;
  struct node *node = new_node(parser, NODE_ATTRIBUTE, name->place);
  node->name = arena_copy(parser->arena, name->text, name->length);
  add_child(parser, node, NULL, object);
  return node;
}

static const struct node *parse_item(struct parser *parser, const struct node *object) {
  struct node *node = new_node(parser, NODE_ITEM, parser->next++->place);
  add_child(parser, node, NULL, object);
  const struct node *key = parse_expression(parser);
  if (!key || !expect(parser, "]", "']'; slices are no part of the console language")) return NULL;
  add_child(parser, node, NULL, key);
  return node;
}

static const struct node *parse_postfix(struct parser *parser) {
  const struct node *node = parse_atom(parser);
  while (node) {
    if (token_is(parser->next, "("))
      node = bounded(parser, parse_call(parser, node));
    else if (token_is(parser->next, "["))
      node = bounded(parser, parse_item(parser, node));
    else if (token_is(parser->next, "."))
      node = bounded(parser, parse_attribute(parser, node));
    else
      break;
  }
  return node;
}

static const struct node *binary(struct parser *parser, enum node_kind kind,
                                 const struct token *operator, const struct node * left,
                                 const struct node *right) {
  if (!right) return NULL;
  struct node *node = new_node(parser, kind, operator->place);
  node->name = arena_copy(parser->arena, operator->text, operator->length);
  add_child(parser, node, NULL, left);
  add_child(parser, node, NULL, right);
  return bounded(parser, node);
}

static const struct node *parse_unary(struct parser *parser);

static const struct node *parse_power(struct parser *parser) {
  const struct node *base = parse_postfix(parser);
  const struct token *operator= parser->next;
  if (!base || !accept(parser, "**")) return base;
  return binary(parser, NODE_ARITHMETIC, operator, base, parse_unary(parser));
}

/* Every way to nest goes through here, so that the depth of recursion is bounded. */
static const struct node *parse_unary(struct parser *parser) {
  const struct token *token = parser->next;
  if (parser->depth == SYNTAX_HEIGHT) {
    diagnostics_error(parser->diagnostics, token->place, "this expression is nested too deeply");
    return NULL;
  }
  parser->depth++;
  const struct node *node;
  if (accept(parser, "-")) {
    const struct node *operand = parse_unary(parser);
    struct node *negation = new_node(parser, NODE_NEGATE, token->place);
    if (operand) add_child(parser, negation, NULL, operand);
    node = operand ? negation : NULL;
  } else {
    node = parse_power(parser);
  }
  parser->depth--;
  return bounded(parser, node);
}

/* |operand| separated by either operator, grouped from the left. */
static const struct node *parse_chain(struct parser *parser,
                                      const struct node *(*operand)(struct parser *),
                                      const char *one, const char *other) {
  const struct node *node = operand(parser);
  const struct token *operator= parser->next;
  while (node && (accept(parser, one) || accept(parser, other))) {
    node = binary(parser, NODE_ARITHMETIC, operator, node, operand(parser));
    operator= parser->next;
  }
  return node;
}

static const struct node *parse_product(struct parser *parser) {
  return parse_chain(parser, parse_unary, "*", "*");
}

static const struct node *parse_sum(struct parser *parser) {
  return parse_chain(parser, parse_product, "+", "-");
}

static bool accept_comparison(struct parser *parser, enum comparison *comparison) {
  if (accept(parser, "=="))
    *comparison = COMPARE_EQUAL;
  else if (accept(parser, "!="))
    *comparison = COMPARE_NOT_EQUAL;
  else if (accept(parser, "in"))
    *comparison = COMPARE_IN;
  else if (accept(parser, "is"))
    *comparison = accept(parser, "not") ? COMPARE_IS_NOT : COMPARE_IS;
  else if (token_is(parser->next, "not") && token_is(parser->next + 1, "in"))
    *comparison = COMPARE_NOT_IN, parser->next += 2;
  else
    return false;
  return true;
}

const struct node *parse_expression(struct parser *parser) {
  const struct node *left = parse_sum(parser);
  const struct token *operator= parser->next;
  enum comparison comparison;
  if (!left || !accept_comparison(parser, &comparison)) return left;
  const struct node *right = parse_sum(parser);
  if (!right) return NULL;
  struct node *node = new_node(parser, NODE_COMPARE, operator->place);
  node->comparison = comparison;
  add_child(parser, node, NULL, left);
  add_child(parser, node, NULL, right);
  return node;
}

bool parse_end(struct parser *parser) {
  if (parser->next->kind == TOKEN_END) return true;
  refuse(parser, "an operator or the end of the line");
  return false;
}

static bool parse_import(struct parser *parser) {
  if (accept(parser, "socket")) return parse_end(parser);
  return expect(parser, "http", "'http.client'") && expect(parser, ".", "'http.client'") &&
         expect(parser, "client", "'http.client'") && parse_end(parser);
}

static bool is_target(const struct node *node) {
  return node->kind == NODE_NAME || node->kind == NODE_ATTRIBUTE;
}

bool parse_statement(struct parser *parser, struct statement_tree *tree) {
  *tree = (struct statement_tree){NULL, NULL};
  if (accept(parser, "import")) return parse_import(parser);
  const struct node *first = parse_expression(parser);
  const struct token *sign = parser->next;
  if (!first) return false;
  if (!accept(parser, "=")) {
    tree->value = first;
    return parse_end(parser);
  }
  if (!is_target(first)) {
    diagnostics_error(parser->diagnostics, sign->place,
                      "only a name or an attribute can be assigned to");
    return false;
  }
  tree->target = first;
  tree->value = parse_expression(parser);
  return tree->value && parse_end(parser);
}
