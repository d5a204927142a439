/* Trees of literals become constants. */
#ifndef RUNNER_FOLD_H
#define RUNNER_FOLD_H

#include "specification/scope.h"
#include "specification/syntax.h"

struct folding {
  struct constants *constants;
  const struct scope *scope; /* of names bound to constants; NULL where names have no place */
  bool allows_any;           /* "..." stands for any value: {"any": true} */
};

/* fold_is_constant: whether |node| is made of literals, and names bound to such, alone. */
bool fold_is_constant(const struct folding *folding, const struct node *node);

/* fold: the value of a |node| for which fold_is_constant() holds; borrowed from the constants. NULL
 * after an error, which is reported. */
json_t *fold(const struct folding *folding, const struct node *node);

/* fold_display: |items|, which is taken over, as a list, tuple or dict; for a dict they are keys
 * and values in turn. */
json_t *fold_display(enum node_kind kind, json_t *items);

#endif
