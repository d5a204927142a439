/* HTTPMessage: the mapping that headers are. Names compare as Latin-1, which is how they were
 * received. */
#include "octets.h"
#include "operations.h"

/* A name to look for: Latin-1, or one that no field can have. */
struct field_name {
  struct hc_buffer latin1;
  bool possible;
};

/* Names are asked for lower(), which bytes have too: they then equal no name. */
static bool to_name(const struct value *value, struct field_name *name, struct outcome *outcome) {
  *name = (struct field_name){0};
  if (value_is_bytes_like(value)) return true;
  if (value->kind != VALUE_TEXT)
    return outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'lower'",
                         value_class_name(value));
  enum octets_fault fault = octets_from_text(value_span(value), &name->latin1);
  name->possible = fault == OCTETS_OK;
  return fault != OCTETS_NO_MEMORY || outcome_check(outcome, HC_MEMORY_ERROR);
}

/* Finds the first field of that name at or after |*index|. */
static bool find_field(const struct hc_message *message, const struct field_name *name,
                       size_t *index) {
  return name->possible && hc_message_next(message, hc_buffer_span(&name->latin1), index);
}

static struct value *value_at(const struct hc_message *message, size_t index) {
  return value_latin1(hc_message_field(message, index).value);
}

static struct value *or_none(struct value *value) {
  return value ? value_retain(value) : value_none();
}

/* get(name, failobj) and message[name], which has no failobj. */
static void return_first(const struct call *call, struct value *otherwise,
                         struct outcome *outcome) {
  struct field_name name;
  struct hc_span value;
  if (to_name(call->arguments[0], &name, outcome)) {
    bool found = name.possible &&
                 hc_message_get(call->subject->message, hc_buffer_span(&name.latin1), &value);
    outcome_return(outcome, found ? value_latin1(value) : or_none(otherwise));
  }
  hc_buffer_free(&name.latin1);
}

static void message_get(const struct call *call, struct outcome *outcome) {
  return_first(call, call->arguments[1], outcome);
}

static void message_item(const struct call *call, struct outcome *outcome) {
  return_first(call, NULL, outcome);
}

static struct value *all_values(const struct hc_message *message, const struct field_name *name) {
  struct value *list = value_items(VALUE_LIST);
  for (size_t index = 0; find_field(message, name, &index); index++)
    value_append(list, value_at(message, index));
  return list;
}

static void message_get_all(const struct call *call, struct outcome *outcome) {
  struct field_name name;
  if (to_name(call->arguments[0], &name, outcome)) {
    struct value *list = all_values(call->subject->message, &name);
    bool found = value_is_true(list);
    outcome_return(outcome, found ? value_retain(list) : or_none(call->arguments[1]));
    value_release(list);
  }
  hc_buffer_free(&name.latin1);
}

static void message_contains(const struct call *call, struct outcome *outcome) {
  struct field_name name;
  size_t index = 0;
  if (to_name(call->arguments[0], &name, outcome))
    outcome_return(outcome, value_bool(find_field(call->subject->message, &name, &index)));
  hc_buffer_free(&name.latin1);
}

enum field_part { FIELD_NAME, FIELD_VALUE, FIELD_BOTH };

static struct value *part_of(struct hc_field field, enum field_part part) {
  if (part != FIELD_BOTH) return value_latin1(part == FIELD_NAME ? field.name : field.value);
  struct value *pair = value_items(VALUE_TUPLE);
  value_append(pair, value_latin1(field.name));
  value_append(pair, value_latin1(field.value));
  return pair;
}

static struct value *list_fields(const struct hc_message *message, enum field_part part) {
  struct value *list = value_items(VALUE_LIST);
  for (size_t i = 0; i < hc_message_count(message); i++)
    value_append(list, part_of(hc_message_field(message, i), part));
  return list;
}

struct value *message_fields(const struct hc_message *message) {
  return list_fields(message, FIELD_BOTH);
}

static void message_keys(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, list_fields(call->subject->message, FIELD_NAME));
}

static void message_values(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, list_fields(call->subject->message, FIELD_VALUE));
}

static void message_items(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, message_fields(call->subject->message));
}

static void message_length(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, value_int((int64_t)hc_message_count(call->subject->message)));
}

static void message_is_multipart(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, value_bool(hc_message_is_multipart(call->subject->message)));
}

static void message_get_unixfrom(const struct call *call, struct outcome *outcome) {
  struct hc_span line;
  if (hc_message_envelope(call->subject->message, &line))
    outcome_return(outcome, value_latin1(line));
}

/* What follows the field section, if it is one text. */
static void message_get_payload(const struct call *call, struct outcome *outcome) {
  const struct hc_message *message = call->subject->message;
  if (call->arguments[0] || call->arguments[1] || hc_message_is_multipart(message))
    outcome_unsupported(outcome, "the library takes no message apart or decodes it");
  else
    outcome_return(outcome, value_latin1(hc_message_leftover(message)));
}

/* It compares names with name + ":", and so finds none (HA.10). */
static void message_getallmatchingheaders(const struct call *call, struct outcome *outcome) {
  const struct value *name = call->arguments[0];
  if (name->kind == VALUE_TEXT)
    outcome_return(outcome, value_items(VALUE_LIST));
  else if (value_is_bytes_like(name))
    outcome_raise(outcome, HC_TYPE_ERROR, "can't concat str to %s", value_class_name(name));
  else
    outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'lower'",
                  value_class_name(name));
}

static void message_set_item(const struct call *call, struct outcome *outcome) {
  const struct value *name = call->arguments[0], *value = call->arguments[1];
  struct hc_buffer name_latin1 = {0}, value_latin1_text = {0};
  bool text = name->kind == VALUE_TEXT && value->kind == VALUE_TEXT;
  if (text && octets_from_text(value_span(name), &name_latin1) == OCTETS_OK &&
      octets_from_text(value_span(value), &value_latin1_text) == OCTETS_OK)
    outcome_check(outcome, hc_message_add(call->subject->message, hc_buffer_span(&name_latin1),
                                          hc_buffer_span(&value_latin1_text), &outcome->error));
  else
    outcome_unsupported(outcome, "the library's fields are Latin-1 text");
  hc_buffer_free(&name_latin1);
  hc_buffer_free(&value_latin1_text);
}

static void message_delete_item(const struct call *call, struct outcome *outcome) {
  struct field_name name;
  if (to_name(call->arguments[0], &name, outcome) && name.possible)
    hc_message_remove(call->subject->message, hc_buffer_span(&name.latin1));
  hc_buffer_free(&name.latin1);
}

static void get_defects(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct value *list = value_items(VALUE_LIST);
  for (size_t i = 0; i < hc_message_defect_count(subject->message); i++)
    value_append(list, value_object(hc_defect_name(hc_message_defect(subject->message, i).kind)));
  outcome_return(outcome, list);
}

#define NAME_ONLY                                                                                  \
  {                                                                                                \
    { "name", PARAMETER_REQUIRED }                                                                 \
  }
#define NAME_AND_FAILOBJ                                                                           \
  {                                                                                                \
    {"name", PARAMETER_REQUIRED}, {                                                                \
      "failobj", PARAMETER_OPTIONAL                                                                \
    }                                                                                              \
  }

static const struct operation message_operations[] = {
    {"get", message_get, {"Message", "get", NAME_AND_FAILOBJ}},
    {"get_all", message_get_all, {"Message", "get_all", NAME_AND_FAILOBJ}},
    {"keys", message_keys, {"Message", "keys", {{0}}}},
    {"values", message_values, {"Message", "values", {{0}}}},
    {"items", message_items, {"Message", "items", {{0}}}},
    {"is_multipart", message_is_multipart, {"Message", "is_multipart", {{0}}}},
    {"get_unixfrom", message_get_unixfrom, {"Message", "get_unixfrom", {{0}}}},
    {"get_payload",
     message_get_payload,
     {"Message", "get_payload", {{"i", PARAMETER_OPTIONAL}, {"decode", PARAMETER_OPTIONAL}}}},
    {"getallmatchingheaders",
     message_getallmatchingheaders,
     {"HTTPMessage", "getallmatchingheaders", NAME_ONLY}},
    {"__len__", message_length, {"Message", "__len__", {{0}}}},
    {"__iter__", message_keys, {"Message", "__iter__", {{0}}}},
    {"__contains__", message_contains, {"Message", "__contains__", NAME_ONLY}},
    {"__getitem__", message_item, {"Message", "__getitem__", NAME_ONLY}},
    {"__setitem__",
     message_set_item,
     {"Message", "__setitem__", {{"name", PARAMETER_REQUIRED}, {"val", PARAMETER_REQUIRED}}}},
    {"__delitem__", message_delete_item, {"Message", "__delitem__", NAME_ONLY}},
    {0},
};

static const struct attribute message_attributes[] = {{"defects", get_defects, NULL}, {0}};

const struct object_class message_class = {message_operations, message_attributes, NULL,
                                           &message_content_class};
