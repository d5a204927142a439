/* The console's own functions: values that only arguments have, and what is worked out from
 * outcomes. */
#include "specification/operand.h"

#include <string.h>

static struct operand note_connect(struct lowering *lowering, struct operand made) {
  size_t count = lowering->connect_count++;
  lowering->connects =
      arena_grow(lowering->arena, lowering->connects, count, sizeof *lowering->connects);
  lowering->connects[count] = made.step;
  return made;
}

/* connect(**kwargs): a connection to the peer. The step is that of a plain one; over another
 * transport the runner plays others in its place. */
static struct operand lower_connect(struct lowering *lowering, const struct node *call) {
  if (call->child_count > 1 && !call->keywords[1]) {
    diagnostics_error(lowering->diagnostics, call->children[1]->place,
                      "connect() takes keyword arguments alone: host and port are the peer's");
    return broken_operand;
  }
  lowering->needs |= 1u << CAPABILITY_HTTP;
  json_t *step = json_pack("{s:s, s:s, s:[{s:s}, {s:s}]}", "call", "HTTPConnection", "on",
                           "http.client", "args", "ref", "host", "ref", "port");
  if (add_arguments(lowering, call, step))
    return note_connect(lowering, step_operand(lowering, step, true));
  json_decref(step);
  return broken_operand;
}

static struct operand value_operand(struct lowering *lowering, const struct node *node,
                                    json_t *json, bool is_object) {
  json_t *kept = constants_keep(lowering->constants, node->place, json);
  return kept ? (struct operand){.kind = OPERAND_VALUE, .json = kept, .is_object = is_object}
              : broken_operand;
}

/* Takes the exception that raises=… names off the arguments of |call|, which then has |*count|
 * left;
 * |*failure| is NULL when there is none. False after an error. */
static bool take_failure(struct lowering *lowering, const struct node *call, size_t *count,
                         const char **failure) {
  const struct node *last = call->children[call->child_count - 1];
  const char *keyword = call->child_count > 1 ? call->keywords[call->child_count - 1] : NULL;
  bool raises = keyword && strcmp(keyword, "raises") == 0;
  *count = call->child_count - 1 - raises;
  *failure = raises ? last->name : NULL;
  for (size_t i = 1; i <= *count; i++)
    if (call->keywords[i]) {
      diagnostics_error(lowering->diagnostics, call->children[i]->place,
                        "%s() takes no keyword argument but raises", call->children[0]->name);
      return false;
    }
  if (!raises || (last->kind == NODE_NAME && vocabulary_failure(last->name, strlen(last->name))))
    return true;
  diagnostics_error(lowering->diagnostics, last->place,
                    "raises takes OSError, RuntimeError or ValueError");
  return false;
}

/* |json|, which is taken over, with the exception that it raises. */
static json_t *with_failure(json_t *json, const char *failure) {
  if (failure) json_object_set_new(json, "raises", json_string(failure));
  return json;
}

/* The content of file(), textfile() and bytearray(): one literal, of bytes or of text; bytearray()
 * also takes a number of zero bytes. NULL after an error. */
static json_t *wrapped_content(struct lowering *lowering, const struct node *argument,
                               enum helper helper, const struct operand *operand) {
  static const char *const forms[] = {[HELPER_FILE] = "b'…'",
                                      [HELPER_STREAM] = "b'…'",
                                      [HELPER_TEXTFILE] = "'…'",
                                      [HELPER_BYTEARRAY] = "b'…', or a number of zero bytes"};
  json_t *value = operand->kind == OPERAND_CONSTANT ? operand->json : NULL;
  if (helper == HELPER_BYTEARRAY && json_is_integer(value)) {
    json_t *zero = constants_keep(lowering->constants, argument->place,
                                  json_pack("{s:s%}", "bytes", "", (size_t)1));
    value =
        zero ? constant_arithmetic(lowering->constants, argument->place, "*", zero, value) : NULL;
    return value;
  }
  if (helper == HELPER_TEXTFILE ? json_is_string(value) : constant_is_tagged(value, "bytes"))
    return value;
  diagnostics_error(lowering->diagnostics, argument->place, "a literal is expected here: %s",
                    forms[helper]);
  return NULL;
}

static struct operand lower_wrapped(struct lowering *lowering, const struct node *call,
                                    enum helper helper) {
  const char *name = call->children[0]->name, *failure = NULL;
  size_t count = call->child_count - 1;
  bool can_fail = count == 2 && call->keywords[2] && helper != HELPER_BYTEARRAY;
  if (can_fail && !take_failure(lowering, call, &count, &failure)) return broken_operand;
  if (!failure && !has_arguments(lowering, call, 1)) return broken_operand;
  struct operand operand = lower(lowering, call->children[1]);
  if (operand.kind == OPERAND_BROKEN) return broken_operand;
  json_t *content = wrapped_content(lowering, call->children[1], helper, &operand);
  if (!content) return broken_operand;
  if (helper == HELPER_BYTEARRAY)
    return value_operand(lowering, call,
                         json_pack("{s:O}", name, json_object_get(content, "bytes")), false);
  lowering->needs |= 1u << (helper == HELPER_STREAM ? CAPABILITY_HTTP : CAPABILITY_FILE_BODIES);
  return value_operand(lowering, call, with_failure(json_pack("{s:O}", name, content), failure),
                       true);
}

static struct operand lower_chunks(struct lowering *lowering, const struct node *call) {
  size_t count;
  const char *failure;
  if (!take_failure(lowering, call, &count, &failure)) return broken_operand;
  lowering->needs |= 1u << CAPABILITY_ITERABLE_BODIES;
  json_t *items = json_array();
  bool complete = true;
  for (size_t i = 1; i <= count; i++) {
    json_t *item = lower_argument(lowering, call->children[i]);
    complete = complete && item && json_array_append(items, item) == 0;
  }
  if (complete)
    return value_operand(lowering, call, with_failure(json_pack("{s:o}", "chunks", items), failure),
                         true);
  json_decref(items);
  return broken_operand;
}

/* An option of context(): its name and its value. */
static bool add_option(struct lowering *lowering, const struct node *argument, const char *name,
                       json_t *options) {
  if (!name || !vocabulary_context_option(name, strlen(name))) {
    diagnostics_error(lowering->diagnostics, argument->place,
                      "context() takes cafile, certfile, keyfile, password, verify_mode, "
                      "check_hostname, minimum_version, maximum_version, alpn, ciphers and "
                      "post_handshake_auth, by name");
    return false;
  }
  json_t *value = lower_argument(lowering, argument);
  return value && json_object_set(options, name, value) == 0;
}

static struct operand lower_context(struct lowering *lowering, const struct node *call) {
  json_t *options = json_object();
  bool complete = true;
  lowering->needs |= 1u << CAPABILITY_HTTPS;
  for (size_t i = 1; i < call->child_count; i++)
    complete = add_option(lowering, call->children[i], call->keywords[i], options) && complete;
  if (complete && json_object_get(options, "keyfile") && !json_object_get(options, "certfile")) {
    diagnostics_error(lowering->diagnostics, call->place, "a keyfile goes with a certfile");
    complete = false;
  }
  if (complete) return value_operand(lowering, call, json_pack("{s:o}", "context", options), true);
  json_decref(options);
  return broken_operand;
}

static struct operand lower_str(struct lowering *lowering, const struct node *call) {
  if (!has_arguments(lowering, call, 1)) return broken_operand;
  struct operand operand = lower(lowering, call->children[1]);
  if (operand.kind == OPERAND_BROKEN) return broken_operand;
  if (operand.is_object) return special_method(lowering, &operand, "__str__", NULL);
  diagnostics_error(lowering->diagnostics, call->children[1]->place,
                    "str() takes an object of the client; a plain value is shown as it is");
  return broken_operand;
}

static struct operand lower_len(struct lowering *lowering, const struct node *call) {
  if (!has_arguments(lowering, call, 1)) return broken_operand;
  struct operand operand = lower(lowering, call->children[1]);
  if (operand.kind != OPERAND_BROKEN && operand.is_object)
    return special_method(lowering, &operand, "__len__", NULL);
  struct expression result;
  struct expression *operands = new_operands(lowering, EXPRESSION_LEN, 1, &result);
  if (!operand_expression(lowering, call->children[1], &operand, operands)) return broken_operand;
  return operand_computed(lowering, call, result);
}

static struct operand lower_bool(struct lowering *lowering, const struct node *call) {
  if (!has_arguments(lowering, call, 1)) return broken_operand;
  struct expression result;
  struct expression *operands = new_operands(lowering, EXPRESSION_BOOL, 1, &result);
  return lower_plain(lowering, call->children[1], operands)
             ? operand_computed(lowering, call, result)
             : broken_operand;
}

static struct operand lower_list_call(struct lowering *lowering, const struct node *call) {
  if (!has_arguments(lowering, call, 1)) return broken_operand;
  struct operand operand = lower(lowering, call->children[1]);
  if (operand.kind == OPERAND_BROKEN) return broken_operand;
  if (operand.is_object) return special_method(lowering, &operand, "__iter__", NULL);
  diagnostics_error(
      lowering->diagnostics, call->children[1]->place,
      "list() takes an object of the client; this is a plain value, which is shown as it is");
  return broken_operand;
}

/* isinstance(x, Class): the class is a name, whether or not behind "http.client." */
static struct operand lower_isinstance(struct lowering *lowering, const struct node *call) {
  if (!has_arguments(lowering, call, 2)) return broken_operand;
  struct expression result;
  struct expression *operands = new_operands(lowering, EXPRESSION_ISINSTANCE, 1, &result);
  const struct node *class = call->children[2];
  bool is_lowered = lower_expression(lowering, call->children[1], operands);
  if (class->kind != NODE_NAME && class->kind != NODE_ATTRIBUTE) {
    diagnostics_error(lowering->diagnostics, class->place,
                      "isinstance() takes the name of one class");
    return broken_operand;
  }
  if (!vocabulary_class(class->name, strlen(class->name))) {
    refuse_unknown(lowering, class, "class", vocabulary_closest(class->name, strlen(class->name)));
    return broken_operand;
  }
  result.constant = constants_keep(lowering->constants, class->place, json_string(class->name));
  return is_lowered && result.constant ? operand_computed(lowering, call, result) : broken_operand;
}

struct operand lower_helper(struct lowering *lowering, const struct node *call,
                            enum helper helper) {
  switch (helper) {
  case HELPER_CONNECT: return lower_connect(lowering, call);
  case HELPER_FILE:
  case HELPER_TEXTFILE:
  case HELPER_STREAM:
  case HELPER_BYTEARRAY: return lower_wrapped(lowering, call, helper);
  case HELPER_CHUNKS: return lower_chunks(lowering, call);
  case HELPER_CONTEXT: return lower_context(lowering, call);
  case HELPER_STR: return lower_str(lowering, call);
  case HELPER_LEN: return lower_len(lowering, call);
  case HELPER_BOOL: return lower_bool(lowering, call);
  case HELPER_LIST: return lower_list_call(lowering, call);
  case HELPER_ISINSTANCE: return lower_isinstance(lowering, call);
  case HELPER_PRINT:
    diagnostics_error(lowering->diagnostics, call->place, "print() is a statement of its own");
    return broken_operand;
  case HELPER_COUNT: break;
  }
  return broken_operand;
}
