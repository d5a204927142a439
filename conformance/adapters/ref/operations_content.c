/* HTTPMessage: what Content-Type and Content-Disposition say, and the message as text. */
#include "hc/content.h"
#include "hc/message_text.h"
#include "hc/parameters.h"
#include "octets.h"
#include "operations.h"

static struct value *or_none(struct value *otherwise) {
  return otherwise ? value_retain(otherwise) : value_none();
}

/* --- The type --- */

enum type_part { TYPE_WHOLE, TYPE_MAIN, TYPE_SUB };

static void return_type(const struct call *call, enum type_part part, struct outcome *outcome) {
  struct hc_buffer type = {0};
  if (outcome_check(outcome,
                    hc_message_content_type(call->subject->message, &type, &outcome->error))) {
    struct hc_span text = hc_buffer_span(&type);
    const char *slash = memchr(text.data, '/', text.size); /* there is one */
    size_t main_size = (size_t)(slash - text.data);
    if (part == TYPE_MAIN) text.size = main_size;
    if (part == TYPE_SUB) text = hc_span_make(slash + 1, text.size - main_size - 1);
    outcome_return(outcome, value_latin1(text));
  }
  hc_buffer_free(&type);
}

static void message_get_content_type(const struct call *call, struct outcome *outcome) {
  return_type(call, TYPE_WHOLE, outcome);
}

static void message_get_content_maintype(const struct call *call, struct outcome *outcome) {
  return_type(call, TYPE_MAIN, outcome);
}

static void message_get_content_subtype(const struct call *call, struct outcome *outcome) {
  return_type(call, TYPE_SUB, outcome);
}

/* --- Parameters as text --- */

typedef enum hc_kind find_text(const struct hc_message *message, struct hc_buffer *text,
                               bool *found, struct hc_error *error);

/* A method of one argument, failobj. */
static void return_found(const struct call *call, find_text *find, struct outcome *outcome) {
  struct hc_buffer text = {0};
  bool found;
  if (outcome_check(outcome, find(call->subject->message, &text, &found, &outcome->error)))
    outcome_return(outcome,
                   found ? value_text(hc_buffer_span(&text)) : or_none(call->arguments[0]));
  hc_buffer_free(&text);
}

static void message_get_content_charset(const struct call *call, struct outcome *outcome) {
  return_found(call, hc_message_charset, outcome);
}

static void message_get_filename(const struct call *call, struct outcome *outcome) {
  return_found(call, hc_message_filename, outcome);
}

static void message_get_boundary(const struct call *call, struct outcome *outcome) {
  return_found(call, hc_message_boundary, outcome);
}

/* --- Parameters --- */

/* What a caller asks for: the parameters of a field, with or without quotes. */
struct question {
  struct hc_buffer field; /* Latin-1 */
  bool keep_quotes;
};

/* |header| and |unquote| are NULL where they are not given. */
static bool to_question(const struct value *header, const struct value *unquote,
                        struct question *question, struct outcome *outcome) {
  *question = (struct question){.keep_quotes = unquote && !value_is_true(unquote)};
  if (header && header->kind != VALUE_TEXT)
    return outcome_unsupported(outcome, "the library has no field name that is %s",
                               value_class_name(header));
  struct hc_span name = header ? value_span(header) : hc_str("content-type");
  switch (octets_from_text(name, &question->field)) {
  case OCTETS_OK: return true;
  case OCTETS_NO_MEMORY: return outcome_check(outcome, HC_MEMORY_ERROR);
  default: return outcome_unsupported(outcome, "the library's field names are Latin-1");
  }
}

/* The parameters that |question| asks for; false after an exception. */
static bool read_parameters(const struct call *call, const struct question *question,
                            struct hc_parameter_list *list, bool *found, struct outcome *outcome) {
  return outcome_check(
      outcome, hc_message_parameters(call->subject->message, hc_buffer_span(&question->field),
                                     question->keep_quotes, list, found, &outcome->error));
}

static struct value *parameter_value(const struct hc_parameter *parameter) {
  if (!parameter->is_extended) return value_latin1(parameter->value);
  struct value *tuple = value_items(VALUE_TUPLE);
  bool has_charset = parameter->has_charset;
  value_append(tuple, has_charset ? value_latin1(parameter->charset) : value_none());
  value_append(tuple, has_charset ? value_latin1(parameter->language) : value_none());
  value_append(tuple, value_latin1(parameter->value));
  return tuple;
}

static struct value *list_parameters(const struct hc_parameter_list *parameters) {
  struct value *list = value_items(VALUE_LIST);
  for (size_t i = 0; i < hc_parameter_count(parameters); i++) {
    struct hc_parameter parameter = hc_parameter_at(parameters, i);
    struct value *pair = value_items(VALUE_TUPLE);
    value_append(pair, value_latin1(parameter.name));
    value_append(pair, parameter_value(&parameter));
    value_append(list, pair);
  }
  return list;
}

static void message_get_params(const struct call *call, struct outcome *outcome) {
  struct question question;
  struct hc_parameter_list list = {0};
  bool found;
  if (to_question(call->arguments[1], call->arguments[2], &question, outcome) &&
      read_parameters(call, &question, &list, &found, outcome))
    outcome_return(outcome, found ? list_parameters(&list) : or_none(call->arguments[0]));
  hc_parameter_list_free(&list);
  hc_buffer_free(&question.field);
}

/* The parameter of |list| called |name|, or else |otherwise|. */
static void return_parameter(const struct hc_parameter_list *list, const struct value *name,
                             struct value *otherwise, struct outcome *outcome) {
  struct hc_buffer latin1 = {0};
  struct hc_parameter parameter;
  enum octets_fault fault = octets_from_text(value_span(name), &latin1);
  bool found = fault == OCTETS_OK && hc_parameter_find(list, hc_buffer_span(&latin1), &parameter);
  if (fault != OCTETS_NO_MEMORY || outcome_check(outcome, HC_MEMORY_ERROR))
    outcome_return(outcome, found ? parameter_value(&parameter) : or_none(otherwise));
  hc_buffer_free(&latin1);
}

static void message_get_param(const struct call *call, struct outcome *outcome) {
  const struct value *name = call->arguments[0];
  struct question question;
  struct hc_parameter_list list = {0};
  bool found;
  if (name->kind != VALUE_TEXT) {
    outcome_unsupported(outcome, "the library has no parameter called by %s",
                        value_class_name(name));
    return;
  }
  if (to_question(call->arguments[2], call->arguments[3], &question, outcome) &&
      read_parameters(call, &question, &list, &found, outcome))
    return_parameter(&list, name, call->arguments[1], outcome);
  hc_parameter_list_free(&list);
  hc_buffer_free(&question.field);
}

/* --- As text --- */

/* Whether the message can be written as the arguments, each NULL or given, ask for. */
static bool can_write(const struct call *call, const struct value *unixfrom,
                      const struct value *policy, struct outcome *outcome) {
  if (hc_message_is_multipart(call->subject->message))
    return outcome_unsupported(outcome, "the library takes no message apart");
  bool plain = (!unixfrom || !value_is_true(unixfrom)) && (!policy || policy->kind == VALUE_NONE);
  return plain || outcome_unsupported(outcome, "the library writes no envelope and has no policy");
}

static void return_text(const struct call *call, int64_t max_line, struct outcome *outcome) {
  struct hc_buffer text = {0};
  enum hc_kind kind =
      hc_message_text(call->subject->message, (size_t)max_line, &text, &outcome->error);
  if (outcome_check(outcome, kind)) outcome_return(outcome, value_latin1(hc_buffer_span(&text)));
  hc_buffer_free(&text);
}

static void message_as_string(const struct call *call, struct outcome *outcome) {
  int64_t max_line = 0;
  if (!can_write(call, call->arguments[0], call->arguments[2], outcome)) return;
  if (call->arguments[1] && !value_as_integer(call->arguments[1], &max_line))
    outcome_unsupported(outcome, "the library has no length of lines that is %s",
                        value_class_name(call->arguments[1]));
  else if (max_line < 0)
    outcome_unsupported(outcome, "the library has no negative length of lines");
  else
    return_text(call, max_line, outcome);
}

static void message_str(const struct call *call, struct outcome *outcome) {
  if (can_write(call, NULL, NULL, outcome)) return_text(call, 0, outcome);
}

static void message_as_bytes(const struct call *call, struct outcome *outcome) {
  struct hc_buffer bytes = {0};
  if (!can_write(call, call->arguments[0], call->arguments[1], outcome)) return;
  if (outcome_check(outcome, hc_message_bytes(call->subject->message, &bytes, &outcome->error)))
    outcome_return(outcome, value_bytes(hc_buffer_span(&bytes)));
  hc_buffer_free(&bytes);
}

#define FAILOBJ                                                                                    \
  {                                                                                                \
    { "failobj", PARAMETER_OPTIONAL }                                                              \
  }

static const struct operation content_operations[] = {
    {"get_content_type", message_get_content_type, {"Message", "get_content_type", {{0}}}},
    {"get_content_maintype",
     message_get_content_maintype,
     {"Message", "get_content_maintype", {{0}}}},
    {"get_content_subtype", message_get_content_subtype, {"Message", "get_content_subtype", {{0}}}},
    {"get_content_charset",
     message_get_content_charset,
     {"Message", "get_content_charset", FAILOBJ}},
    {"get_filename", message_get_filename, {"Message", "get_filename", FAILOBJ}},
    {"get_boundary", message_get_boundary, {"Message", "get_boundary", FAILOBJ}},
    {"get_params",
     message_get_params,
     {"Message",
      "get_params",
      {{"failobj", PARAMETER_OPTIONAL},
       {"header", PARAMETER_OPTIONAL},
       {"unquote", PARAMETER_OPTIONAL}}}},
    {"get_param",
     message_get_param,
     {"Message",
      "get_param",
      {{"param", PARAMETER_REQUIRED},
       {"failobj", PARAMETER_OPTIONAL},
       {"header", PARAMETER_OPTIONAL},
       {"unquote", PARAMETER_OPTIONAL}}}},
    {"as_string",
     message_as_string,
     {"Message",
      "as_string",
      {{"unixfrom", PARAMETER_OPTIONAL},
       {"maxheaderlen", PARAMETER_OPTIONAL},
       {"policy", PARAMETER_OPTIONAL}}}},
    {"as_bytes",
     message_as_bytes,
     {"Message", "as_bytes", {{"unixfrom", PARAMETER_OPTIONAL}, {"policy", PARAMETER_OPTIONAL}}}},
    {"__str__", message_str, {"Message", "__str__", {{0}}}},
    {0},
};

const struct object_class message_content_class = {content_operations, NULL, NULL, NULL};
