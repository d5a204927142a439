/* The grammar of the console language: tokens become a tree. What names mean is not looked at here.
 */
#ifndef RUNNER_SYNTAX_H
#define RUNNER_SYNTAX_H

#include "specification/console.h"
#include "specification/constant.h"
#include "specification/token.h"

enum node_kind {
  NODE_CONSTANT,   /* |constant| */
  NODE_ANY,        /* ..., which only an outcome has */
  NODE_NAME,       /* |name| */
  NODE_ATTRIBUTE,  /* child.|name| */
  NODE_CALL,       /* the first child, called with the others; keywords come last and have names */
  NODE_ITEM,       /* child[child] */
  NODE_COMPARE,    /* child |comparison| child */
  NODE_ARITHMETIC, /* child |name| child, where |name| is an operator */
  NODE_NEGATE,     /* -child */
  NODE_LIST,
  NODE_TUPLE,
  NODE_DICT, /* keys and values in turn */
};

enum { SYNTAX_HEIGHT = 100 };

/* A tree in the session's arena. */
struct node {
  enum node_kind kind;
  enum comparison comparison;
  struct place place; /* of the operator of a NODE_COMPARE or NODE_ARITHMETIC; else of the first
                         token; of the name of a NODE_ATTRIBUTE */
  const char *name;
  json_t *constant; /* borrowed from the session's constants */
  const struct node **children;
  const char **keywords; /* of a NODE_CALL: one a child, NULL for those without */
  size_t child_count;
  unsigned height; /* 0 without children; at most SYNTAX_HEIGHT, which bounds all recursion over a
                      tree */
};

/* A token list, read from its beginning on. */
struct parser {
  struct arena *arena;
  struct diagnostics *diagnostics;
  struct constants *constants;
  const struct token *next;
  unsigned depth; /* of expressions within expressions */
};

/* parse_expression: reads one expression. The first error is reported; NULL then. */
const struct node *parse_expression(struct parser *parser);

/* parse_end: whether all tokens are read; an error otherwise. */
bool parse_end(struct parser *parser);

/* A statement; |target| is NULL for an expression. */
struct statement_tree {
  const struct node *target; /* NODE_NAME or NODE_ATTRIBUTE */
  const struct node *value;  /* NULL for an import, which does nothing */
};

/* parse_statement: reads a whole statement. Returns false after an error; |tree->target| is then
 * set if it was read. */
bool parse_statement(struct parser *parser, struct statement_tree *tree);

#endif
