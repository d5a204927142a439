/* Names, members, calls and operators get their meaning, and so do statements made of them. */
#include "specification/lowering.h"

#include <string.h>

#include "specification/operand.h"

static bool is_helper(const struct node *node) {
  return vocabulary_helper(node->name, strlen(node->name)) != HELPER_COUNT;
}

/* Whether |name| is known there; says what a session needs for it. */
static bool require_member(struct lowering *lowering, const struct node *node, bool on_module) {
  enum capability needed;
  size_t length = strlen(node->name);
  if (!vocabulary_member(on_module, node->name, length, &needed)) {
    refuse_unknown(lowering, node, on_module ? "name of http.client" : "member",
                   vocabulary_closest(node->name, length));
    return false;
  }
  lowering->needs |= 1u << needed;
  if (strcmp(node->name, "set_debuglevel") == 0) lowering->prints_debug = true;
  return true;
}

/* What a step can be on: the module or a variable. NULL after an error. */
static const char *lower_receiver(struct lowering *lowering, const struct node *node,
                                  bool *on_module) {
  struct operand operand = lower(lowering, node);
  *on_module = operand.kind == OPERAND_MODULE;
  if (operand.kind == OPERAND_BROKEN) return NULL;
  if (*on_module) return "http.client";
  if (!operand.is_object) {
    diagnostics_error(lowering->diagnostics, node->place,
                      "this is a plain value, which has no members here");
    return NULL;
  }
  if (operand.kind == OPERAND_VALUE) operand = value_step(lowering, operand.json, true);
  return operand_variable(lowering, &operand);
}

static struct operand call_step(struct lowering *lowering, const struct node *call, const char *on,
                                const char *name, bool is_object) {
  json_t *step = json_pack("{s:s, s:s}", "call", name, "on", on);
  if (add_arguments(lowering, call, step)) return step_operand(lowering, step, is_object);
  json_decref(step);
  return broken_operand;
}

static struct operand get_step(struct lowering *lowering, const struct node *node, const char *on,
                               bool on_module) {
  bool is_object = vocabulary_gives_object(on_module, node->name, strlen(node->name));
  return step_operand(lowering, json_pack("{s:s, s:s}", "get", node->name, "on", on), is_object);
}

static struct operand lower_attribute(struct lowering *lowering, const struct node *node) {
  const struct node *object = node->children[0];
  if (object->kind == NODE_NAME && strcmp(object->name, "http") == 0) {
    if (strcmp(node->name, "client") == 0) return (struct operand){.kind = OPERAND_MODULE};
    diagnostics_error(lowering->diagnostics, node->place,
                      "of the package http only http.client is known");
    return broken_operand;
  }
  bool on_module;
  const char *on = lower_receiver(lowering, object, &on_module);
  if (!on || !require_member(lowering, node, on_module)) return broken_operand;
  return get_step(lowering, node, on, on_module);
}

static struct operand lower_method(struct lowering *lowering, const struct node *call) {
  const struct node *method = call->children[0];
  bool on_module;
  const char *on = lower_receiver(lowering, method->children[0], &on_module);
  if (!on || !require_member(lowering, method, on_module)) return broken_operand;
  bool is_object = vocabulary_gives_object(on_module, method->name, strlen(method->name));
  return call_step(lowering, call, on, method->name, is_object);
}

static bool is_none(const struct node *node) {
  return node->kind == NODE_CONSTANT && json_is_null(node->constant);
}

static struct operand bound_operand(const struct binding *binding) {
  static const enum operand_kind kinds[] = {
      [BINDING_BROKEN] = OPERAND_BROKEN,     [BINDING_CONSTANT] = OPERAND_CONSTANT,
      [BINDING_COMPUTED] = OPERAND_COMPUTED, [BINDING_STEP] = OPERAND_STEP,
      [BINDING_VARIABLE] = OPERAND_VARIABLE,
  };
  return (struct operand){kinds[binding->kind], binding->is_object, binding->constant,
                          binding->step,        binding->variable,  binding->computed};
}

static bool is_module_name(const char *name) {
  enum capability needed;
  return vocabulary_member(true, name, strlen(name), &needed);
}

static void refuse_name(struct lowering *lowering, const struct node *node) {
  const char *closest = scope_closest(&lowering->scope, node->name);
  if (!closest) closest = vocabulary_closest(node->name, strlen(node->name));
  refuse_unknown(lowering, node, "name", closest);
}

/* The files of a run's variables are of use to TLS alone. */
static void note_run_variable(struct lowering *lowering, const char *name) {
  enum run_variable variable = vocabulary_run_variable(name, strlen(name));
  if (variable == RUN_VARIABLE_COUNT) return;
  lowering->variables |= 1u << variable;
  if (variable >= RUN_AUTHORITY && variable <= RUN_STRANGER_CERTIFICATE)
    lowering->needs |= 1u << CAPABILITY_HTTPS;
}

static struct operand lower_name(struct lowering *lowering, const struct node *node) {
  const struct binding *binding = scope_find(&lowering->scope, node->name);
  note_run_variable(lowering, node->name);
  if (binding) return bound_operand(binding);
  if (strcmp(node->name, "http") == 0) return (struct operand){.kind = OPERAND_PACKAGE};
  if (is_helper(node)) {
    diagnostics_error(lowering->diagnostics, node->place, "'%s' is a helper: call it", node->name);
    return broken_operand;
  }
  if (!is_module_name(node->name)) {
    refuse_name(lowering, node);
    return broken_operand;
  }
  require_member(lowering, node, true);
  return get_step(lowering, node, "http.client", true);
}

static struct operand lower_named_call(struct lowering *lowering, const struct node *call) {
  const struct node *name = call->children[0];
  const struct binding *binding = scope_find(&lowering->scope, name->name);
  if (binding && binding->kind == BINDING_BROKEN) return broken_operand;
  if (binding) {
    diagnostics_error(lowering->diagnostics, name->place,
                      "a variable cannot be called; call a method or a name of http.client");
    return broken_operand;
  }
  enum helper helper = vocabulary_helper(name->name, strlen(name->name));
  if (helper != HELPER_COUNT) return lower_helper(lowering, call, helper);
  if (!is_module_name(name->name)) {
    refuse_name(lowering, name);
    return broken_operand;
  }
  require_member(lowering, name, true);
  return call_step(lowering, call, "http.client", name->name,
                   vocabulary_gives_object(true, name->name, strlen(name->name)));
}

static struct operand lower_call(struct lowering *lowering, const struct node *call) {
  if (call->children[0]->kind == NODE_NAME) return lower_named_call(lowering, call);
  if (call->children[0]->kind == NODE_ATTRIBUTE) return lower_method(lowering, call);
  diagnostics_error(lowering->diagnostics, call->place,
                    "only a method or a name of http.client can be called");
  return broken_operand;
}

static struct operand lower_item(struct lowering *lowering, const struct node *node) {
  struct operand operand = lower(lowering, node->children[0]);
  if (operand.kind == OPERAND_BROKEN) return broken_operand;
  if (operand.is_object)
    return special_method(lowering, &operand, "__getitem__", node->children[1]);
  struct expression result;
  struct expression *operands = new_operands(lowering, EXPRESSION_ITEM, 2, &result);
  bool is_lowered = operand_expression(lowering, node->children[0], &operand, &operands[0]) &&
                    lower_plain(lowering, node->children[1], &operands[1]);
  return is_lowered ? operand_computed(lowering, node, result) : broken_operand;
}

/* x in object: a step, whose outcome is compared with False where the page says "not in". */
static struct operand lower_membership(struct lowering *lowering, const struct node *node,
                                       struct operand *object) {
  struct operand found = special_method(lowering, object, "__contains__", node->children[0]);
  if (found.kind == OPERAND_BROKEN || node->comparison == COMPARE_IN) return found;
  struct expression result;
  struct expression *operands = new_operands(lowering, EXPRESSION_COMPARE, 2, &result);
  operands[0] = (struct expression){.kind = EXPRESSION_STEP, .step = found.step};
  operands[1] = (struct expression){.kind = EXPRESSION_CONSTANT, .constant = json_false()};
  result.comparison = COMPARE_EQUAL;
  return operand_computed(lowering, node, result);
}

static struct operand lower_comparison(struct lowering *lowering, const struct node *node) {
  const struct node *left = node->children[0], *right = node->children[1];
  bool is_membership = node->comparison == COMPARE_IN || node->comparison == COMPARE_NOT_IN;
  struct expression result;
  struct expression *operands = new_operands(lowering, EXPRESSION_COMPARE, 2, &result);
  result.comparison = node->comparison;
  if (is_membership) {
    struct operand container = lower(lowering, right);
    if (container.kind != OPERAND_BROKEN && container.is_object)
      return lower_membership(lowering, node, &container);
    bool is_lowered = lower_plain(lowering, left, &operands[0]) &&
                      operand_expression(lowering, right, &container, &operands[1]);
    return is_lowered ? operand_computed(lowering, node, result) : broken_operand;
  }
  bool with_none = is_none(left) || is_none(right);
  bool left_lowered = with_none ? lower_expression(lowering, left, &operands[0])
                                : lower_plain(lowering, left, &operands[0]);
  bool right_lowered = with_none ? lower_expression(lowering, right, &operands[1])
                                 : lower_plain(lowering, right, &operands[1]);
  return left_lowered && right_lowered ? operand_computed(lowering, node, result) : broken_operand;
}

/* A list, tuple or dict with parts that only a run tells. */
static struct operand lower_display(struct lowering *lowering, const struct node *node) {
  json_t *value = lower_argument(lowering, node);
  return value ? (struct operand){.kind = OPERAND_VALUE, .json = value} : broken_operand;
}

struct operand lower(struct lowering *lowering, const struct node *node) {
  struct folding folding = {lowering->constants, &lowering->scope, false};
  if (fold_is_constant(&folding, node)) {
    json_t *value = fold(&folding, node);
    return value ? (struct operand){.kind = OPERAND_CONSTANT, .json = value} : broken_operand;
  }
  switch (node->kind) {
  case NODE_NAME: return lower_name(lowering, node);
  case NODE_ATTRIBUTE: return lower_attribute(lowering, node);
  case NODE_CALL: return lower_call(lowering, node);
  case NODE_ITEM: return lower_item(lowering, node);
  case NODE_COMPARE: return lower_comparison(lowering, node);
  case NODE_LIST:
  case NODE_TUPLE:
  case NODE_DICT: return lower_display(lowering, node);
  case NODE_ARITHMETIC:
  case NODE_NEGATE:
    diagnostics_error(lowering->diagnostics, node->place, "arithmetic is for literals alone");
    return broken_operand;
  case NODE_ANY:
    diagnostics_error(lowering->diagnostics, node->place, "'...' stands in outcomes alone");
    return broken_operand;
  case NODE_CONSTANT: break; /* folded above */
  }
  return broken_operand;
}

static bool is_reserved(const char *name) {
  bool is_temporary = name[0] == '_' && name[1] >= '0' && name[1] <= '9';
  return is_temporary || strcmp(name, "socket") == 0 || strcmp(name, "http") == 0 ||
         vocabulary_run_variable(name, strlen(name)) != RUN_VARIABLE_COUNT ||
         vocabulary_helper(name, strlen(name)) != HELPER_COUNT;
}

static void bind_variable(struct lowering *lowering, const char *name, json_t *value,
                          bool is_object) {
  struct operand operand = value_step(lowering, value, is_object);
  step_name(lowering, operand.step, name);
  scope_bind(&lowering->scope, name,
             (struct binding){.kind = BINDING_VARIABLE, .is_object = is_object});
}

/* The result of a step gets the name; whatever has a name already is handed over under the new one.
 */
static bool bind_operand(struct lowering *lowering, const struct node *node, const char *name,
                         struct operand *operand) {
  switch (operand->kind) {
  case OPERAND_CONSTANT:
    scope_bind(&lowering->scope, name,
               (struct binding){.kind = BINDING_CONSTANT, .constant = operand->json});
    return true;
  case OPERAND_COMPUTED:
    scope_bind(&lowering->scope, name,
               (struct binding){.kind = BINDING_COMPUTED, .computed = operand->computed});
    return true;
  case OPERAND_STEP:
    if (!operand->variable) {
      step_name(lowering, operand->step, name);
      scope_bind(&lowering->scope, name,
                 (struct binding){
                     .kind = BINDING_STEP, .is_object = operand->is_object, .step = operand->step});
      return true;
    }
    break;
  case OPERAND_VARIABLE:
  case OPERAND_VALUE:
  case OPERAND_MODULE:
  case OPERAND_PACKAGE:
  case OPERAND_BROKEN: break;
  }
  json_t *value = operand_argument(lowering, node, operand);
  if (value) bind_variable(lowering, name, value, operand->is_object);
  return value != NULL;
}

static bool lower_name_assignment(struct lowering *lowering, const struct statement_tree *tree) {
  const char *name = tree->target->name;
  if (is_reserved(name)) {
    diagnostics_error(lowering->diagnostics, tree->target->place,
                      "'%s' is hcspec's own name and cannot be assigned to", name);
    return false;
  }
  struct operand operand = lower(lowering, tree->value);
  return bind_operand(lowering, tree->value, name, &operand);
}

static bool lower_attribute_assignment(struct lowering *lowering,
                                       const struct statement_tree *tree) {
  const struct node *target = tree->target;
  bool on_module;
  const char *on = lower_receiver(lowering, target->children[0], &on_module);
  bool is_known = on && require_member(lowering, target, on_module);
  json_t *value = lower_argument(lowering, tree->value);
  if (!is_known || !value) return false;
  if (strcmp(target->name, "debuglevel") == 0) lowering->prints_debug = true;
  json_array_append_new(lowering->steps,
                        json_pack("{s:s, s:s, s:O}", "set", target->name, "on", on, "to", value));
  return true;
}

static bool is_print(const struct node *node) {
  return node->kind == NODE_CALL && node->children[0]->kind == NODE_NAME &&
         vocabulary_helper(node->children[0]->name, strlen(node->children[0]->name)) ==
             HELPER_PRINT;
}

static bool lower_print(struct lowering *lowering, const struct node *call,
                        struct expression *value) {
  if (!has_arguments(lowering, call, call->child_count - 1)) return false;
  struct expression *operands =
      new_operands(lowering, EXPRESSION_TUPLE, call->child_count - 1, value);
  bool complete = true;
  for (size_t i = 1; i < call->child_count; i++)
    complete = lower_plain(lowering, call->children[i], &operands[i - 1]) && complete;
  return complete;
}

static bool lower_value(struct lowering *lowering, const struct node *node,
                        struct statement *statement) {
  struct expression *value = arena_alloc(lowering->arena, sizeof *value);
  statement->kind = is_print(node) ? STATEMENT_PRINT : STATEMENT_EXPRESSION;
  statement->value = value;
  return is_print(node) ? lower_print(lowering, node, value)
                        : lower_expression(lowering, node, value);
}

bool lower_statement(struct lowering *lowering, const struct statement_tree *tree,
                     struct statement *statement) {
  size_t first = json_array_size(lowering->steps);
  bool is_lowered;
  if (tree->target) {
    statement->kind = STATEMENT_ASSIGNMENT;
    is_lowered = tree->target->kind == NODE_NAME ? lower_name_assignment(lowering, tree)
                                                 : lower_attribute_assignment(lowering, tree);
  } else {
    is_lowered = lower_value(lowering, tree->value, statement);
  }
  statement->first_step = first;
  statement->step_count = json_array_size(lowering->steps) - first;
  if (!is_lowered) lower_broken(lowering, tree);
  return is_lowered;
}

void lower_broken(struct lowering *lowering, const struct statement_tree *tree) {
  if (!tree->target || tree->target->kind != NODE_NAME || is_reserved(tree->target->name)) return;
  scope_bind(&lowering->scope, tree->target->name, (struct binding){.kind = BINDING_BROKEN});
}
