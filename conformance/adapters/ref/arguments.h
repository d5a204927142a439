/* Arguments bound to parameters as a call of a Python function binds them, with Python's
 * TypeErrors. */
#ifndef ADAPTER_ARGUMENTS_H
#define ADAPTER_ARGUMENTS_H

#include "hc/edition.h"
#include "outcome.h"
#include "value.h"

enum parameter_kind {
  PARAMETER_REQUIRED,
  PARAMETER_OPTIONAL,
  PARAMETER_VARIADIC, /* "*values": takes all further positional arguments, as a tuple */
  PARAMETER_KEYWORD,  /* optional, given by name only */
};

enum { PARAMETERS_MAX = 9 };

struct parameter {
  const char *name;
  enum parameter_kind kind;
};

/* A function's parameters in order, |self| left out; the first without a name ends them. Required
 * ones come first, then optional ones, then what is variadic or given by name. */
struct signature {
  const char *class_name; /* NULL: a function of the module */
  const char *function_name;
  struct parameter parameters[PARAMETERS_MAX];
};

/* The arguments of a call as they came; borrowed. */
struct call_arguments {
  struct value *const *positional;
  size_t positional_count;
  const char *const *names; /* of the keyword arguments */
  struct value *const *named;
  size_t named_count;
};

/* One reference for each parameter, in order; NULL where nothing is given. The zero state is empty.
 */
struct bound_arguments {
  struct value *values[PARAMETERS_MAX];
};

/* arguments_bind: fills |bound|, which arguments_release() gives back. Otherwise returns false with
 * a TypeError in |outcome|, worded as in the edition, but for the guesses at misspelt names
 * of 3.13. */
bool arguments_bind(const struct signature *signature, const struct call_arguments *given,
                    enum hc_edition edition, struct bound_arguments *bound,
                    struct outcome *outcome);

/* arguments_refuse: raises the TypeError for what should be a str, and returns false. */
bool arguments_refuse(const struct value *argument, enum hc_edition edition,
                      struct outcome *outcome);

void arguments_release(struct bound_arguments *bound);

#endif
