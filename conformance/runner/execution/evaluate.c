/* Each kind of expression is a function that returns a borrowed value, or NULL once the evaluation
 * has ended otherwise. New values are kept alive by |made| until evaluation_clear(). */
#include "execution/evaluate.h"

#include <stdlib.h>
#include <string.h>

#include "execution/value.h"
#include "text/literal.h"

static json_t *compute(const struct expression *expression, json_t *outcomes,
                       struct evaluation *evaluation);

/* keep: takes the reference to |value| over and returns it as borrowed. */
static json_t *keep(struct evaluation *evaluation, json_t *value) {
  if (!evaluation->made) evaluation->made = json_array();
  json_array_append_new(evaluation->made, value);
  return value;
}

static json_t *stop(struct evaluation *evaluation, enum evaluation_end end, const char *reason) {
  evaluation->end = end;
  evaluation->reason = reason;
  return NULL;
}

static json_t *raise(struct evaluation *evaluation, const char *type, json_t *bases, json_t *text) {
  evaluation->end = EVALUATION_RAISES;
  evaluation->value = keep(evaluation, json_pack("{s:s, s:o, s:{}, s:o}", "type", type, "bases",
                                                 bases, "attributes", "text", text));
  return NULL;
}

/* raise_type_error: |before| and |after| stand around the name of the operand's type. */
static json_t *raise_type_error(struct evaluation *evaluation, const char *before, json_t *operand,
                                const char *after) {
  return raise(evaluation, "TypeError", json_pack("[s]", "Exception"),
               json_sprintf("%s%s%s", before, value_type_name(value_of(operand)), after));
}

static json_t *boolean(bool truth) {
  return truth ? json_true() : json_false(); /* these two are not counted */
}

static json_t *compute_step(const struct expression *expression, json_t *outcomes,
                            struct evaluation *evaluation) {
  json_t *outcome = json_array_get(outcomes, expression->step);
  json_t *value = json_object_get(outcome, "value");
  return value ? value : stop(evaluation, EVALUATION_UNBOUND, "it needs a step that gave no value");
}

static json_t *compute_len(json_t *operand, struct evaluation *evaluation) {
  struct value value = value_of(operand);
  switch (value.kind) {
  case VALUE_STR:
  case VALUE_BYTES:
    return keep(evaluation, json_integer((json_int_t)value_text_length(value.content)));
  case VALUE_LIST:
  case VALUE_TUPLE:
  case VALUE_DICT:
    return keep(evaluation, json_integer((json_int_t)json_array_size(value.content)));
  case VALUE_OBJECT:
    return stop(evaluation, EVALUATION_UNDECIDED, "the length of an object is not known to hcspec");
  default: return raise_type_error(evaluation, "object of type '", operand, "' has no len()");
  }
}

static json_t *compute_bool(json_t *operand, struct evaluation *evaluation) {
  struct value value = value_of(operand);
  if (value.kind == VALUE_OBJECT)
    return stop(evaluation, EVALUATION_UNDECIDED, "the truth of an object is not known to hcspec");
  return boolean(value_truth(value));
}

/* --- Subscripts
 * ---------------------------------------------------------------------------------------------- */

/* place_of: the subscript as an index below |count|; a negative one counts from the end. */
static bool place_of(json_t *subscript, size_t count, size_t *place) {
  struct value value = value_of(subscript);
  if (json_is_string(value.content)) return false; /* an int past 64 bits */
  json_int_t index =
      value.kind == VALUE_BOOL ? json_is_true(subscript) : json_integer_value(subscript);
  if (index < 0) index += (json_int_t)count;
  if (index < 0 || (size_t)index >= count) return false;
  *place = (size_t)index;
  return true;
}

static json_t *raise_index_error(struct evaluation *evaluation, struct value sequence) {
  return raise(evaluation, "IndexError", json_pack("[ss]", "LookupError", "Exception"),
               sequence.kind == VALUE_BYTES
                   ? json_string("index out of range")
                   : json_sprintf("%s index out of range", sequence.kind == VALUE_STR
                                                               ? "string"
                                                               : value_type_name(sequence)));
}

/* character_at: the character number |place| of the UTF-8 in |content|, which has more than that.
 */
static const char *character_at(json_t *content, size_t place, size_t *length,
                                unsigned *code_point) {
  const char *cursor = json_string_value(content);
  const char *end = cursor + json_string_length(content);
  while (cursor < end) {
    *length = literal_utf8_length(cursor, (size_t)(end - cursor), code_point);
    if (place-- == 0 || *length == 0) break;
    cursor += *length;
  }
  return cursor;
}

static json_t *character_item(struct value sequence, size_t place, struct evaluation *evaluation) {
  size_t length = 0;
  unsigned code_point = 0;
  const char *character = character_at(sequence.content, place, &length, &code_point);
  return keep(evaluation, sequence.kind == VALUE_STR ? json_stringn(character, length)
                                                     : json_integer(code_point));
}

static json_t *sequence_item(struct value sequence, json_t *subscript,
                             struct evaluation *evaluation) {
  enum value_kind kind = value_of(subscript).kind;
  if (kind != VALUE_INT && kind != VALUE_BOOL)
    return raise_type_error(evaluation, "indices must be integers, not ", subscript, "");
  bool is_text = sequence.kind == VALUE_STR || sequence.kind == VALUE_BYTES;
  size_t place,
      count = is_text ? value_text_length(sequence.content) : json_array_size(sequence.content);
  if (!place_of(subscript, count, &place)) return raise_index_error(evaluation, sequence);
  if (is_text) return character_item(sequence, place, evaluation);
  return json_array_get(sequence.content, place);
}

static json_t *dict_item(json_t *pairs, json_t *key, struct evaluation *evaluation) {
  bool undecided = false;
  for (size_t i = 0; i < json_array_size(pairs); i++) {
    json_t *pair = json_array_get(pairs, i);
    if (value_equal(json_array_get(pair, 0), key, &undecided)) return json_array_get(pair, 1);
  }
  return raise(evaluation, "KeyError", json_pack("[ss]", "LookupError", "Exception"),
               json_string("no such key"));
}

static json_t *compute_item(json_t *container, json_t *subscript, struct evaluation *evaluation) {
  struct value value = value_of(container);
  switch (value.kind) {
  case VALUE_STR:
  case VALUE_BYTES:
  case VALUE_LIST:
  case VALUE_TUPLE: return sequence_item(value, subscript, evaluation);
  case VALUE_DICT: return dict_item(value.content, subscript, evaluation);
  case VALUE_OBJECT:
    return stop(evaluation, EVALUATION_UNDECIDED, "the items of an object are not known to hcspec");
  default: return raise_type_error(evaluation, "'", container, "' object is not subscriptable");
  }
}

/* --- Comparisons
 * --------------------------------------------------------------------------------------------- */

static bool is_same_step(const struct expression *left, const struct expression *right) {
  return left->kind == EXPRESSION_STEP && right->kind == EXPRESSION_STEP &&
         left->step == right->step;
}

static json_t *compute_equal(json_t *left, json_t *right, struct evaluation *evaluation) {
  bool undecided = false;
  bool is_equal = value_equal(left, right, &undecided);
  if (undecided)
    return stop(evaluation, EVALUATION_UNDECIDED,
                "whether two objects of one class are equal is not known to hcspec");
  return boolean(is_equal);
}

static bool is_singleton(enum value_kind kind) {
  return kind == VALUE_NONE || kind == VALUE_BOOL;
}

/* Identity is known for None, True and False, and where the kinds differ. */
static json_t *compute_is(json_t *left, json_t *right, struct evaluation *evaluation) {
  struct value a = value_of(left), b = value_of(right);
  if (a.kind != b.kind) return json_false();
  if (is_singleton(a.kind)) return boolean(json_typeof(left) == json_typeof(right));
  if (!value_matches(left, right)) return json_false();
  return stop(evaluation, EVALUATION_UNDECIDED,
              "whether two names are the same object is not known to hcspec");
}

static bool text_contains(json_t *container, json_t *part) {
  return memmem(json_string_value(container), json_string_length(container),
                json_string_value(part), json_string_length(part)) != NULL;
}

/* byte_in: |byte| in b'…' for an int; the UTF-8 of one code point is found where it stands for that
 * byte only. */
static json_t *byte_in(json_t *content, json_t *byte, struct evaluation *evaluation) {
  json_int_t wanted = json_integer_value(byte);
  if (!json_is_integer(byte) || wanted < 0 || wanted > 255)
    return raise(evaluation, "ValueError", json_pack("[s]", "Exception"),
                 json_string("byte must be in range(0, 256)"));
  unsigned char *data;
  size_t length;
  value_bytes(content, &data, &length);
  bool is_in = memchr(data, (int)wanted, length) != NULL;
  free(data);
  return boolean(is_in);
}

static json_t *item_in(json_t *array, bool of_pairs, json_t *item, struct evaluation *evaluation) {
  bool undecided = false;
  for (size_t i = 0; i < json_array_size(array); i++) {
    json_t *candidate = json_array_get(array, i);
    if (of_pairs) candidate = json_array_get(candidate, 0);
    bool is_unsure = false;
    if (value_equal(candidate, item, &is_unsure) && !is_unsure) return json_true();
    undecided |= is_unsure;
  }
  if (undecided)
    return stop(evaluation, EVALUATION_UNDECIDED,
                "whether two objects of one class are equal is not known to hcspec");
  return json_false();
}

static json_t *compute_in(json_t *item, json_t *container, struct evaluation *evaluation) {
  struct value value = value_of(container), part = value_of(item);
  switch (value.kind) {
  case VALUE_STR:
    if (part.kind == VALUE_STR) return boolean(text_contains(container, item));
    return raise_type_error(evaluation, "'in <string>' requires string as left operand, not ", item,
                            "");
  case VALUE_BYTES:
    if (part.kind == VALUE_BYTES) return boolean(text_contains(value.content, part.content));
    if (part.kind == VALUE_INT) return byte_in(value.content, item, evaluation);
    return raise_type_error(evaluation, "a bytes-like object is required, not '", item, "'");
  case VALUE_LIST:
  case VALUE_TUPLE:
  case VALUE_DICT: return item_in(value.content, value.kind == VALUE_DICT, item, evaluation);
  case VALUE_OBJECT:
    return stop(evaluation, EVALUATION_UNDECIDED, "what is in an object is not known to hcspec");
  default:
    return raise_type_error(evaluation, "argument of type '", container, "' is not iterable");
  }
}

static json_t *compute_relation(const struct expression *expression, json_t *left, json_t *right,
                                struct evaluation *evaluation) {
  bool is_one = is_same_step(&expression->operands[0], &expression->operands[1]);
  switch (expression->comparison) {
  case COMPARE_EQUAL:
  case COMPARE_NOT_EQUAL:
    return is_one && value_of(left).kind == VALUE_OBJECT ? json_true()
                                                         : compute_equal(left, right, evaluation);
  case COMPARE_IS:
  case COMPARE_IS_NOT: return is_one ? json_true() : compute_is(left, right, evaluation);
  case COMPARE_IN:
  case COMPARE_NOT_IN: break;
  }
  return compute_in(left, right, evaluation);
}

static json_t *compute_comparison(const struct expression *expression, json_t *left, json_t *right,
                                  struct evaluation *evaluation) {
  json_t *truth = compute_relation(expression, left, right, evaluation);
  enum comparison comparison = expression->comparison;
  bool is_negated = comparison == COMPARE_NOT_EQUAL || comparison == COMPARE_IS_NOT ||
                    comparison == COMPARE_NOT_IN;
  return truth && is_negated ? boolean(json_is_false(truth)) : truth;
}

/* --- Everything
 * ---------------------------------------------------------------------------------------------- */

/* isinstance() by the name of the class; bool is an int, and everything is an object. */
static json_t *compute_isinstance(json_t *operand, json_t *class_name) {
  struct value value = value_of(operand);
  const char *wanted = json_string_value(class_name);
  return boolean(strcmp(wanted, value_type_name(value)) == 0 || strcmp(wanted, "object") == 0 ||
                 (value.kind == VALUE_BOOL && strcmp(wanted, "int") == 0));
}

static json_t *compute_sequence(const struct expression *expression, json_t *outcomes,
                                struct evaluation *evaluation) {
  json_t *items = keep(evaluation, json_array());
  for (size_t i = 0; i < expression->operand_count; i++) {
    json_t *item = compute(&expression->operands[i], outcomes, evaluation);
    if (!item) return NULL;
    json_array_append_new(items, json_deep_copy(item)); /* a shared constant must not be counted */
  }
  if (expression->kind == EXPRESSION_LIST) return items;
  return keep(evaluation, json_pack("{s:O}", "tuple", items));
}

static json_t *compute_operation(const struct expression *expression, json_t *outcomes,
                                 struct evaluation *evaluation) {
  json_t *first = compute(&expression->operands[0], outcomes, evaluation);
  if (!first) return NULL;
  switch (expression->kind) {
  case EXPRESSION_LEN: return compute_len(first, evaluation);
  case EXPRESSION_BOOL: return compute_bool(first, evaluation);
  case EXPRESSION_ISINSTANCE: return compute_isinstance(first, expression->constant);
  default: break;
  }
  json_t *second = compute(&expression->operands[1], outcomes, evaluation);
  if (!second) return NULL;
  return expression->kind == EXPRESSION_ITEM
             ? compute_item(first, second, evaluation)
             : compute_comparison(expression, first, second, evaluation);
}

static json_t *compute(const struct expression *expression, json_t *outcomes,
                       struct evaluation *evaluation) {
  switch (expression->kind) {
  case EXPRESSION_CONSTANT: return expression->constant;
  case EXPRESSION_STEP: return compute_step(expression, outcomes, evaluation);
  case EXPRESSION_LIST:
  case EXPRESSION_TUPLE: return compute_sequence(expression, outcomes, evaluation);
  default: return compute_operation(expression, outcomes, evaluation);
  }
}

void evaluate(const struct expression *expression, json_t *outcomes,
              struct evaluation *evaluation) {
  *evaluation = (struct evaluation){.end = EVALUATION_VALUE};
  json_t *value = compute(expression, outcomes, evaluation);
  if (value) evaluation->value = value;
}

void evaluation_clear(struct evaluation *evaluation) {
  json_decref(evaluation->made);
  *evaluation = (struct evaluation){0};
}
