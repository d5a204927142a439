/* CPython binds in this order, so that the first mistake it would report is the one reported here:
 * positional, then keyword arguments, then too many positional ones, then missing ones. */
#include "arguments.h"

#include <stdio.h>
#include <string.h>

enum { FUNCTION_NAME_SIZE = 80 };

/* What a TypeError calls the function: qualified by its class from 3.10 on. */
static void name_function(const struct signature *signature, enum hc_edition edition,
                          char name[FUNCTION_NAME_SIZE]) {
  bool qualified = signature->class_name && hc_edition_resolve(edition) >= HC_EDITION_3_10;
  snprintf(name, FUNCTION_NAME_SIZE, "%s%s%s()", qualified ? signature->class_name : "",
           qualified ? "." : "", signature->function_name);
}

static size_t count_parameters(const struct signature *signature, enum parameter_kind up_to) {
  size_t count = 0;
  while (count < PARAMETERS_MAX && signature->parameters[count].name &&
         signature->parameters[count].kind <= up_to)
    count++;
  return count;
}

static size_t find_parameter(const struct signature *signature, const char *name) {
  size_t count = count_parameters(signature, PARAMETER_KEYWORD);
  for (size_t i = 0; i < count; i++) {
    const struct parameter *parameter = &signature->parameters[i];
    if (parameter->kind != PARAMETER_VARIADIC && strcmp(parameter->name, name) == 0) return i;
  }
  return PARAMETERS_MAX;
}

static void bind_positional(const struct signature *signature, const struct call_arguments *given,
                            struct bound_arguments *bound) {
  size_t places = count_parameters(signature, PARAMETER_OPTIONAL);
  for (size_t i = 0; i < places && i < given->positional_count; i++)
    bound->values[i] = value_retain(given->positional[i]);
  if (places == PARAMETERS_MAX || !signature->parameters[places].name ||
      signature->parameters[places].kind != PARAMETER_VARIADIC)
    return;
  bound->values[places] = value_items(VALUE_TUPLE);
  for (size_t i = places; i < given->positional_count; i++)
    value_append(bound->values[places], value_retain(given->positional[i]));
}

static bool bind_named(const struct signature *signature, const struct call_arguments *given,
                       const char *function, struct bound_arguments *bound,
                       struct outcome *outcome) {
  for (size_t i = 0; i < given->named_count; i++) {
    size_t place = find_parameter(signature, given->names[i]);
    if (place == PARAMETERS_MAX)
      return outcome_raise(outcome, HC_TYPE_ERROR, "%s got an unexpected keyword argument '%s'",
                           function, given->names[i]);
    if (bound->values[place])
      return outcome_raise(outcome, HC_TYPE_ERROR, "%s got multiple values for argument '%s'",
                           function, given->names[i]);
    bound->values[place] = value_retain(given->named[i]);
  }
  return true;
}

/* How many keyword-only arguments were given. */
static size_t count_keyword_only(const struct signature *signature,
                                 const struct bound_arguments *bound) {
  size_t count = 0;
  for (size_t i = 0; i < PARAMETERS_MAX && signature->parameters[i].name; i++)
    if (signature->parameters[i].kind == PARAMETER_KEYWORD && bound->values[i]) count++;
  return count;
}

static bool check_count(const struct signature *signature, const struct call_arguments *given,
                        const char *function, const struct bound_arguments *bound,
                        struct outcome *outcome) {
  size_t self = signature->class_name ? 1 : 0;
  size_t least = count_parameters(signature, PARAMETER_REQUIRED) + self;
  size_t most = count_parameters(signature, PARAMETER_OPTIONAL) + self;
  size_t passed = given->positional_count + self;
  bool variadic = count_parameters(signature, PARAMETER_VARIADIC) + self > most;
  if (variadic || passed <= most) return true;
  char takes[64], extra[96] = "";
  if (least < most)
    snprintf(takes, sizeof takes, "from %zu to %zu", least, most);
  else
    snprintf(takes, sizeof takes, "%zu", most);
  size_t only = count_keyword_only(signature, bound);
  if (only)
    snprintf(extra, sizeof extra, " positional argument%s (and %zu keyword-only argument%s)",
             passed == 1 ? "" : "s", only, only == 1 ? "" : "s");
  return outcome_raise(outcome, HC_TYPE_ERROR,
                       "%s takes %s positional argument%s but %zu%s %s given", function, takes,
                       least == 1 && most == 1 ? "" : "s", passed, extra,
                       passed == 1 && !only ? "was" : "were");
}

/* Names the missing ones as Python does: 'a', 'b', and 'c'. */
static void list_missing(const struct signature *signature, const struct bound_arguments *bound,
                         size_t required, size_t missing, FILE *out) {
  size_t listed = 0;
  for (size_t i = 0; i < required; i++) {
    if (bound->values[i]) continue;
    if (listed) fputs(missing > 2 ? ", " : " ", out);
    if (listed && listed + 1 == missing) fputs("and ", out);
    fprintf(out, "'%s'", signature->parameters[i].name);
    listed++;
  }
}

static bool check_required(const struct signature *signature, const char *function,
                           const struct bound_arguments *bound, struct outcome *outcome) {
  size_t required = count_parameters(signature, PARAMETER_REQUIRED), missing = 0;
  for (size_t i = 0; i < required; i++)
    missing += !bound->values[i];
  if (!missing) return true;
  char names[128] = "";
  FILE *out = fmemopen(names, sizeof names, "w");
  if (out) {
    list_missing(signature, bound, required, missing, out);
    fclose(out);
  }
  return outcome_raise(outcome, HC_TYPE_ERROR, "%s missing %zu required positional argument%s: %s",
                       function, missing, missing == 1 ? "" : "s", names);
}

bool arguments_bind(const struct signature *signature, const struct call_arguments *given,
                    enum hc_edition edition, struct bound_arguments *bound,
                    struct outcome *outcome) {
  char function[FUNCTION_NAME_SIZE];
  name_function(signature, edition, function);
  *bound = (struct bound_arguments){{NULL}};
  bind_positional(signature, given, bound);
  if (bind_named(signature, given, function, bound, outcome) &&
      check_count(signature, given, function, bound, outcome) &&
      check_required(signature, function, bound, outcome))
    return true;
  arguments_release(bound);
  return false;
}

void arguments_release(struct bound_arguments *bound) {
  for (size_t i = 0; i < PARAMETERS_MAX; i++)
    value_release(bound->values[i]);
  *bound = (struct bound_arguments){{NULL}};
}

bool arguments_refuse(const struct value *argument, enum hc_edition edition,
                      struct outcome *outcome) {
  if (value_is_bytes_like(argument))
    return outcome_raise(outcome, HC_TYPE_ERROR,
                         "cannot use a string pattern on a bytes-like object");
  if (hc_edition_resolve(edition) < HC_EDITION_3_11)
    return outcome_raise(outcome, HC_TYPE_ERROR, "expected string or bytes-like object");
  return outcome_raise(outcome, HC_TYPE_ERROR, "expected string or bytes-like object, got '%s'",
                       value_class_name(argument));
}
