/* Operands turn into arguments or expressions; steps are appended and named here alone. */
#include "specification/operand.h"

#include <string.h>

enum { PARTS_LIMIT = 1024 }; /* of one computed value */

void refuse_unknown(struct lowering *lowering, const struct node *node, const char *what,
                    const char *closest) {
  if (closest)
    diagnostics_error(lowering->diagnostics, node->place, "unknown %s '%s'; did you mean '%s'?",
                      what, node->name, closest);
  else
    diagnostics_error(lowering->diagnostics, node->place, "unknown %s '%s'", what, node->name);
}

struct operand step_operand(struct lowering *lowering, json_t *step, bool is_object) {
  json_array_append_new(lowering->steps, step);
  return (struct operand){
      .kind = OPERAND_STEP, .step = json_array_size(lowering->steps) - 1, .is_object = is_object};
}

void step_name(struct lowering *lowering, size_t step, const char *variable) {
  json_object_set_new(json_array_get(lowering->steps, step), "as", json_string(variable));
}

struct operand value_step(struct lowering *lowering, json_t *value, bool is_object) {
  return step_operand(lowering, json_pack("{s:O}", "value", value), is_object);
}

static json_t *reference_to(struct lowering *lowering, const struct node *node,
                            const char *variable) {
  return constants_keep(lowering->constants, node->place, json_pack("{s:s}", "ref", variable));
}

const char *operand_variable(struct lowering *lowering, struct operand *operand) {
  if (operand->variable) return operand->variable;
  operand->variable = arena_printf(lowering->arena, "_%u", ++lowering->temporaries);
  step_name(lowering, operand->step, operand->variable);
  return operand->variable;
}

json_t *operand_argument(struct lowering *lowering, const struct node *node,
                         struct operand *operand) {
  switch (operand->kind) {
  case OPERAND_CONSTANT:
    return constants_charge(lowering->constants, node->place, operand->json) ? operand->json : NULL;
  case OPERAND_VALUE: return operand->json;
  case OPERAND_STEP:
  case OPERAND_VARIABLE: return reference_to(lowering, node, operand_variable(lowering, operand));
  case OPERAND_COMPUTED:
    diagnostics_error(lowering->diagnostics, node->place,
                      "this is worked out by hcspec itself and cannot be passed to the client");
    return NULL;
  case OPERAND_MODULE:
  case OPERAND_PACKAGE:
    diagnostics_error(lowering->diagnostics, node->place, "a module is no value");
    return NULL;
  case OPERAND_BROKEN: break;
  }
  return NULL;
}

bool operand_expression(struct lowering *lowering, const struct node *node,
                        const struct operand *operand, struct expression *result) {
  switch (operand->kind) {
  case OPERAND_CONSTANT:
    *result = (struct expression){.kind = EXPRESSION_CONSTANT, .constant = operand->json};
    return true;
  case OPERAND_STEP:
    *result = (struct expression){.kind = EXPRESSION_STEP, .step = operand->step};
    return true;
  case OPERAND_COMPUTED: *result = *operand->computed; return true;
  case OPERAND_VARIABLE:
  case OPERAND_VALUE: {
    json_t *value = operand->json ? operand->json : reference_to(lowering, node, operand->variable);
    if (!value) return false;
    *result = (struct expression){.kind = EXPRESSION_STEP,
                                  .step = value_step(lowering, value, false).step};
    return true;
  }
  case OPERAND_MODULE:
  case OPERAND_PACKAGE:
    diagnostics_error(lowering->diagnostics, node->place, "a module is no value");
    return false;
  case OPERAND_BROKEN: break;
  }
  return false;
}

/* Counts the parts of |expression|, but no further than |limit|. */
static size_t count_parts(const struct expression *expression, size_t limit) {
  size_t parts = 1;
  for (size_t i = 0; i < expression->operand_count && parts < limit; i++)
    parts += count_parts(&expression->operands[i], limit - parts);
  return parts;
}

struct operand operand_computed(struct lowering *lowering, const struct node *node,
                                struct expression expression) {
  if (count_parts(&expression, PARTS_LIMIT) >= PARTS_LIMIT) {
    diagnostics_error(lowering->diagnostics, node->place, "this value is made of too many parts");
    return broken_operand;
  }
  struct expression *copy = arena_alloc(lowering->arena, sizeof *copy);
  *copy = expression;
  return (struct operand){.kind = OPERAND_COMPUTED, .computed = copy};
}

struct expression *new_operands(struct lowering *lowering, enum expression_kind kind, size_t count,
                                struct expression *result) {
  struct expression *operands = arena_array(lowering->arena, count, sizeof *operands);
  *result = (struct expression){.kind = kind, .operands = operands, .operand_count = count};
  return operands;
}

bool lower_plain(struct lowering *lowering, const struct node *node, struct expression *result) {
  struct operand operand = lower(lowering, node);
  if (operand.kind != OPERAND_BROKEN && operand.is_object) {
    diagnostics_error(lowering->diagnostics, node->place,
                      "this is an object, of which only the class is known: look at its members, "
                      "or compare it with None");
    return false;
  }
  return operand_expression(lowering, node, &operand, result);
}

static bool is_display(const struct lowering *lowering, const struct node *node) {
  struct folding folding = {lowering->constants, &lowering->scope, false};
  bool has_form = node->kind == NODE_LIST || node->kind == NODE_TUPLE || node->kind == NODE_DICT;
  return has_form && !fold_is_constant(&folding, node);
}

/* A list or tuple with parts that only a run tells. */
static bool lower_display(struct lowering *lowering, const struct node *node,
                          struct expression *result) {
  enum expression_kind kind = node->kind == NODE_LIST ? EXPRESSION_LIST : EXPRESSION_TUPLE;
  struct expression *operands = new_operands(lowering, kind, node->child_count, result);
  bool complete = true;
  for (size_t i = 0; i < node->child_count; i++)
    complete = lower_expression(lowering, node->children[i], &operands[i]) && complete;
  return complete;
}

bool lower_expression(struct lowering *lowering, const struct node *node,
                      struct expression *result) {
  if (node->kind != NODE_DICT && is_display(lowering, node))
    return lower_display(lowering, node, result);
  struct operand operand = lower(lowering, node);
  return operand_expression(lowering, node, &operand, result);
}

json_t *lower_argument(struct lowering *lowering, const struct node *node) {
  if (!is_display(lowering, node)) {
    struct operand operand = lower(lowering, node);
    return operand_argument(lowering, node, &operand);
  }
  json_t *items = json_array();
  bool complete = true;
  for (size_t i = 0; i < node->child_count; i++) {
    json_t *item = lower_argument(lowering, node->children[i]);
    complete = complete && item && json_array_append(items, item) == 0;
  }
  if (complete)
    return constants_keep(lowering->constants, node->place, fold_display(node->kind, items));
  json_decref(items);
  return NULL;
}

bool add_arguments(struct lowering *lowering, const struct node *call, json_t *step) {
  bool complete = true;
  for (size_t i = 1; i < call->child_count; i++) {
    json_t *argument = lower_argument(lowering, call->children[i]);
    const char *keyword = call->keywords[i], *group = keyword ? "kwargs" : "args";
    json_t *arguments = json_object_get(step, group);
    complete = complete && argument;
    if (!arguments)
      json_object_set_new(step, group, arguments = keyword ? json_object() : json_array());
    if (argument && keyword)
      json_object_set(arguments, keyword, argument);
    else if (argument)
      json_array_append(arguments, argument);
  }
  return complete;
}

bool has_arguments(struct lowering *lowering, const struct node *call, size_t count) {
  const char *name = call->children[0]->name;
  for (size_t i = 1; i < call->child_count; i++)
    if (call->keywords[i]) {
      diagnostics_error(lowering->diagnostics, call->children[i]->place,
                        "%s() takes no keyword arguments", name);
      return false;
    }
  if (call->child_count - 1 == count) return true;
  diagnostics_error(lowering->diagnostics, call->place, "%s() takes %zu argument%s", name, count,
                    count == 1 ? "" : "s");
  return false;
}

struct operand special_method(struct lowering *lowering, struct operand *object, const char *name,
                              const struct node *argument) {
  enum capability needed = CAPABILITY_HTTP;
  vocabulary_member(false, name, strlen(name), &needed);
  lowering->needs |= 1u << needed;
  if (object->kind == OPERAND_VALUE) *object = value_step(lowering, object->json, true);
  const char *on = operand_variable(lowering, object);
  json_t *value = argument ? lower_argument(lowering, argument) : NULL;
  if (argument && !value) return broken_operand;
  return step_operand(lowering,
                      value ? json_pack("{s:s, s:s, s:[O]}", "call", name, "on", on, "args", value)
                            : json_pack("{s:s, s:s}", "call", name, "on", on),
                      false);
}
