/* file() and textfile(), as far as a session looks at what a client left of them. */
#include "operations.h"
#include "request_body.h"

static void file_read(const struct call *call, struct outcome *outcome) {
  struct value *file = call->subject;
  int64_t size = -1;
  const struct value *amount = call->arguments[0];
  if (amount && amount->kind != VALUE_NONE && !value_as_integer(amount, &size)) {
    outcome_raise(outcome, HC_TYPE_ERROR, "argument should be integer or None, not '%s'",
                  value_class_name(amount));
    return;
  }
  struct request_body body;
  if (!request_body_make(file, BODY_OF_SEND, &body, outcome)) return;
  struct hc_span block;
  if (!outcome_check(outcome, body.body.read(file, size, &block, &outcome->error))) return;
  bool text = file->kind == VALUE_TEXT_FILE;
  outcome_return(outcome, text ? value_text(block) : value_bytes(block));
}

static const struct operation file_operations[] = {
    {"read", file_read, {"BytesIO", "read", {{"size", PARAMETER_OPTIONAL}}}},
    {0},
};

const struct object_class file_class = {file_operations, NULL, NULL, NULL};
