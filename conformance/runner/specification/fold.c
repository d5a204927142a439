/* Folds from the leaves up; every value made is charged, so that the work is bounded as well. */
#include "specification/fold.h"

static json_t *constant_named(const struct folding *folding, const struct node *node) {
  const struct binding *binding = folding->scope ? scope_find(folding->scope, node->name) : NULL;
  return binding && binding->kind == BINDING_CONSTANT ? binding->constant : NULL;
}

bool fold_is_constant(const struct folding *folding, const struct node *node) {
  switch (node->kind) {
  case NODE_CONSTANT: return true;
  case NODE_ANY: return folding->allows_any;
  case NODE_NAME: return constant_named(folding, node) != NULL;
  case NODE_ARITHMETIC:
  case NODE_NEGATE:
  case NODE_LIST:
  case NODE_TUPLE:
  case NODE_DICT: break;
  case NODE_ATTRIBUTE:
  case NODE_CALL:
  case NODE_ITEM:
  case NODE_COMPARE: return false;
  }
  for (size_t i = 0; i < node->child_count; i++)
    if (!fold_is_constant(folding, node->children[i])) return false;
  return true;
}

/* All children folded into a new array; NULL after an error. */
static json_t *fold_children(const struct folding *folding, const struct node *node) {
  json_t *values = json_array();
  for (size_t i = 0; i < node->child_count; i++) {
    json_t *value = fold(folding, node->children[i]);
    if (value && json_array_append(values, value) == 0) continue;
    json_decref(values);
    return NULL;
  }
  return values;
}

/* Keys and values in turn become pairs; takes |items| over. */
static json_t *pairs_of(json_t *items) {
  json_t *pairs = json_array();
  for (size_t i = 0; i + 1 < json_array_size(items); i += 2)
    json_array_append_new(
        pairs, json_pack("[O, O]", json_array_get(items, i), json_array_get(items, i + 1)));
  json_decref(items);
  return pairs;
}

json_t *fold_display(enum node_kind kind, json_t *items) {
  if (kind == NODE_TUPLE) return json_pack("{s:o}", "tuple", items);
  return kind == NODE_DICT ? json_pack("{s:o}", "dict", pairs_of(items)) : items;
}

static json_t *fold_items(const struct folding *folding, const struct node *node) {
  json_t *items = fold_children(folding, node);
  return items ? constants_keep(folding->constants, node->place, fold_display(node->kind, items))
               : NULL;
}

static json_t *fold_arithmetic(const struct folding *folding, const struct node *node) {
  json_t *a = fold(folding, node->children[0]), *b = a ? fold(folding, node->children[1]) : NULL;
  return b ? constant_arithmetic(folding->constants, node->place, node->name, a, b) : NULL;
}

static json_t *fold_negation(const struct folding *folding, const struct node *node) {
  json_t *number = fold(folding, node->children[0]);
  return number ? constant_negate(folding->constants, node->place, number) : NULL;
}

json_t *fold(const struct folding *folding, const struct node *node) {
  switch (node->kind) {
  case NODE_CONSTANT: return node->constant;
  case NODE_NAME: return constant_named(folding, node);
  case NODE_ANY:
    return constants_keep(folding->constants, node->place, json_pack("{s:b}", "any", 1));
  case NODE_ARITHMETIC: return fold_arithmetic(folding, node);
  case NODE_NEGATE: return fold_negation(folding, node);
  case NODE_LIST:
  case NODE_TUPLE:
  case NODE_DICT: return fold_items(folding, node);
  case NODE_ATTRIBUTE:
  case NODE_CALL:
  case NODE_ITEM:
  case NODE_COMPARE: break;
  }
  return NULL; /* fold_is_constant() does not hold */
}
