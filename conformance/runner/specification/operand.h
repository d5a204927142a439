/* Operands: what an expression comes to before it is known what becomes of it. Passed to the client
 * it must be a value of the protocol; compared or shown it is an expression of the runner; and only
 * an object has members. */
#ifndef RUNNER_OPERAND_H
#define RUNNER_OPERAND_H

#include "specification/lowering.h"

enum operand_kind {
  OPERAND_BROKEN,   /* an error, reported */
  OPERAND_CONSTANT, /* |json| */
  OPERAND_STEP,     /* the result of |step|; |variable| is NULL until something refers to it */
  OPERAND_VARIABLE, /* what |variable| holds when a step looks */
  OPERAND_VALUE,    /* |json|, a value that only arguments have */
  OPERAND_COMPUTED, /* |computed| */
  OPERAND_MODULE,   /* http.client */
  OPERAND_PACKAGE,  /* http, of which only the module is known */
};

struct operand {
  enum operand_kind kind;
  bool is_object;
  json_t *json;
  size_t step;
  const char *variable;
  const struct expression *computed;
};

/* lower: what |node| comes to; its steps are appended. Errors are reported and give OPERAND_BROKEN.
 */
struct operand lower(struct lowering *lowering, const struct node *node);

/* lower_argument: |node| as a value of the protocol, borrowed from the constants; NULL after an
 * error. */
json_t *lower_argument(struct lowering *lowering, const struct node *node);

/* lower_expression: |node| as an expression of the runner; false after an error. */
bool lower_expression(struct lowering *lowering, const struct node *node,
                      struct expression *result);

/* lower_plain: as lower_expression(), but an object of the client is an error. */
bool lower_plain(struct lowering *lowering, const struct node *node, struct expression *result);

/* lower_helper: a call of one of the console's own functions. */
struct operand lower_helper(struct lowering *lowering, const struct node *call, enum helper helper);

/* operand_argument, operand_expression: the same for a node that has been lowered to |operand|
 * already. */
json_t *operand_argument(struct lowering *lowering, const struct node *node,
                         struct operand *operand);
bool operand_expression(struct lowering *lowering, const struct node *node,
                        const struct operand *operand, struct expression *result);

/* operand_computed: an operand that the runner works out; one of too many parts is an error at
 * |node|. */
struct operand operand_computed(struct lowering *lowering, const struct node *node,
                                struct expression expression);

/* operand_variable: the variable that holds |operand|, a step or variable; a step without a name
 * gets a temporary. */
const char *operand_variable(struct lowering *lowering, struct operand *operand);

/* new_operands: makes |*result| an expression of |kind| on |count| operands and returns these, to
 * be filled. */
struct expression *new_operands(struct lowering *lowering, enum expression_kind kind, size_t count,
                                struct expression *result);

/* step_operand: appends |step|, which is taken over. step_name: names the variable of a step's
 * result. */
struct operand step_operand(struct lowering *lowering, json_t *step, bool is_object);
void step_name(struct lowering *lowering, size_t step, const char *variable);

/* value_step: a step that gives |value| back as it is then. */
struct operand value_step(struct lowering *lowering, json_t *value, bool is_object);

/* add_arguments: the arguments of |call| as members of |step|; false after an error. */
bool add_arguments(struct lowering *lowering, const struct node *call, json_t *step);

/* has_arguments: whether |call| has |count| arguments, none of them a keyword argument; an error
 * otherwise. */
bool has_arguments(struct lowering *lowering, const struct node *call, size_t count);

/* special_method: calls "__len__" and the like on |object|, with |argument| unless it is NULL. */
struct operand special_method(struct lowering *lowering, struct operand *object, const char *name,
                              const struct node *argument);

/* refuse_unknown: the error that |node| names no known |what|, with the name probably meant unless
 * |closest| is NULL. */
void refuse_unknown(struct lowering *lowering, const struct node *node, const char *what,
                    const char *closest);

static const struct operand broken_operand = {.kind = OPERAND_BROKEN};

#endif
