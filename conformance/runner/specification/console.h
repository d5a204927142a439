/* The console language of the pages: statements become steps for the adapter, and what is expected
 * of them. docs/pages.md is the reference of the language. Values have the JSON form of the adapter
 * protocol everywhere. */
#ifndef RUNNER_CONSOLE_H
#define RUNNER_CONSOLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "specification/edition.h"
#include "specification/vocabulary.h"
#include "text/arena.h"
#include "text/diagnostics.h"

/* What the runner computes itself from the outcomes of steps. */
enum expression_kind {
  EXPRESSION_CONSTANT,   /* |constant| */
  EXPRESSION_STEP,       /* the value of step number |step| */
  EXPRESSION_LEN,        /* len(operand) */
  EXPRESSION_BOOL,       /* bool(operand) */
  EXPRESSION_COMPARE,    /* operand |comparison| operand */
  EXPRESSION_ITEM,       /* operand[operand] */
  EXPRESSION_ISINSTANCE, /* isinstance(operand, |constant|: a class name as JSON string) */
  EXPRESSION_LIST,       /* [operand, …] */
  EXPRESSION_TUPLE,      /* (operand, …) */
};

enum comparison {
  COMPARE_EQUAL,
  COMPARE_NOT_EQUAL,
  COMPARE_IS,
  COMPARE_IS_NOT,
  COMPARE_IN,
  COMPARE_NOT_IN
};

struct expression {
  enum expression_kind kind;
  enum comparison comparison;
  json_t *constant; /* owned by the session */
  size_t step;
  const struct expression *operands;
  size_t operand_count;
};

enum expectation_kind {
  EXPECT_VALUE,  /* |value|, in which {"any": true} stands for any value; None is null */
  EXPECT_OBJECT, /* an object whose class is |name| */
  EXPECT_RAISES, /* the exception |name| or one derived from it, with |attributes|; "..." is any
                    exception */
};

struct expected_attribute {
  const char *name;
  json_t *value; /* owned by the session; {"any": true} stands for any value */
};

/* One outcome that is right in |editions|. */
struct expectation {
  struct place place;
  enum expectation_kind kind;
  struct edition_range editions;
  json_t *value; /* owned by the session */
  const char *name;
  const struct expected_attribute *attributes;
  size_t attribute_count;
  const char *source; /* as written, for people */
};

enum statement_kind { STATEMENT_ASSIGNMENT, STATEMENT_EXPRESSION, STATEMENT_PRINT };

/* One statement and what is expected of it. Steps |first_step| up to |first_step + step_count| are
 * its own. */
struct statement {
  enum statement_kind kind;
  struct place place;
  const char *source; /* as written, without ">>> " */
  size_t first_step;
  size_t step_count;
  const struct expression *value; /* NULL for an assignment; a tuple of the arguments for print() */
  const char *output; /* printed text expected, each line ended by \n; NULL: none is looked at */
  const struct expectation *expectations; /* none: an assignment that must succeed, or a print() */
  size_t expectation_count;
  const struct expectation *legal; /* outcomes that http.client does not show, but the requirements
                                      that the scenario cites allow */
  size_t legal_count;
};

/* statement_alternatives: how many outcomes the page takes for right in |edition|. */
size_t statement_alternatives(const struct statement *statement, unsigned edition);

/* A parsed console block. It and all it points to lives in the arena, but for the JSON values,
 * which session_release() gives back. Nothing in it changes after parsing: threads may read it at
 * once. */
struct session {
  json_t *steps; /* array, ready to be sent to an adapter */
  const struct statement *statements;
  size_t statement_count;
  capability_set needs;
  run_variable_set variables; /* that its steps name, beside those of connect() */
  const size_t *connects;     /* the steps that connect() made, in order */
  size_t connect_count;
  json_t *values; /* array that keeps every constant alive */
};

/* A piece of a page: text that begins at |start|; the column of later lines begins at
 * |start.column| too. */
struct fragment {
  const char *text;
  size_t length;
  struct place start;
};

/* console_parse: reads the fragments, joined, as one session. Adds all errors to |diagnostics| and
 * returns NULL when there were any. |arena| holds the result; the caller calls session_release()
 * before freeing it. */
struct session *console_parse(struct arena *arena, const struct fragment *fragments,
                              size_t fragment_count, struct diagnostics *diagnostics);

/* session_release: gives the JSON values back; NULL is allowed. */
void session_release(struct session *session);

/* session_asserts: whether any statement expects an outcome (an assignment alone does not). */
bool session_asserts(const struct session *session);

#endif
