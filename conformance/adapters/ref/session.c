/* A step is checked as a whole, then its subject and values are made, then it is done. */
#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "memory.h"
#include "operations.h"
#include "value_json.h"

/* How far a step has come: ready, or why it is not done. */
enum progress { READY, NOT_MADE, NOT_WELL_FORMED };

/* A step that is being done. */
struct execution {
  struct session *session;
  json_t *step;
  struct outcome outcome;
  struct ill_formed *ill_formed;
};

/* --- Subject and values --- */

static enum progress make_value(struct execution *execution, json_t *said, struct value **value) {
  const struct session *session = execution->session;
  const struct value_source source = {&session->variables, session->edition, session->shared};
  struct outcome *outcome = &execution->outcome;
  const char *what;
  switch (value_decode(said, &source, value, &what, &outcome->error)) {
  case DECODED: return READY;
  case DECODING_UNBOUND: outcome_unbound(outcome, what); return NOT_MADE;
  case DECODING_RAISES: outcome_check(outcome, outcome->error.kind); return NOT_MADE;
  default: ill_formed_say(execution->ill_formed, "%s", what); return NOT_WELL_FORMED;
  }
}

static const char *text_member(const struct execution *execution, const char *name) {
  return json_string_value(json_object_get(execution->step, name));
}

/* The subject of a step, a reference of the caller's; NULL for the module http.client. */
static enum progress find_subject(struct execution *execution, struct value **subject) {
  const char *name = text_member(execution, "on");
  *subject = NULL;
  if (strcmp(name, "http.client") == 0) return READY;
  if (strcmp(name, "socket") == 0) {
    *subject = value_socket_module();
    return READY;
  }
  struct value *found = environment_find(&execution->session->variables, name);
  if (found) {
    *subject = value_retain(found);
    return READY;
  }
  outcome_unbound(&execution->outcome, name);
  return NOT_MADE;
}

/* --- Calls --- */

/* The zero state has no arguments. */
struct made_arguments {
  struct value *positional; /* a list */
  struct value *named;      /* a list, in the order of |names| */
  const char **names;       /* borrowed from the step */
};

static void release_arguments(struct made_arguments *made) {
  value_release(made->positional);
  value_release(made->named);
  free(made->names);
}

static enum progress make_arguments(struct execution *execution, struct made_arguments *made) {
  json_t *args = json_object_get(execution->step, "args");
  json_t *kwargs = json_object_get(execution->step, "kwargs");
  made->named = value_items(VALUE_LIST);
  made->names = require_memory(calloc(json_object_size(kwargs) + 1, sizeof *made->names));
  if (!args) made->positional = value_items(VALUE_LIST);
  enum progress progress = args ? make_value(execution, args, &made->positional) : READY;
  const char *name;
  json_t *said;
  json_object_foreach(kwargs, name, said) {
    struct value *value;
    if (progress == READY) progress = make_value(execution, said, &value);
    if (progress != READY) break;
    made->names[made->named->item_count] = name;
    value_append(made->named, value);
  }
  return progress;
}

/* An hc_debug_write. */
static void keep_printed(void *payload, struct hc_span text) {
  if (!hc_buffer_append(payload, text)) require_memory(NULL);
}

/* An hc_audit_hook. */
static enum hc_kind keep_event(void *payload, const struct hc_audit_event *event,
                               struct hc_error *error) {
  (void)error;
  struct session *session = payload;
  if (!session->events) session->events = value_items(VALUE_LIST);
  value_append(session->events, event_value(event));
  return HC_OK;
}

static enum progress do_call(struct execution *execution) {
  struct value *subject;
  struct made_arguments made = {0};
  enum progress progress = find_subject(execution, &subject);
  if (progress == READY) progress = make_arguments(execution, &made);
  if (progress == READY) {
    const struct call_arguments arguments = {made.positional->items, made.positional->item_count,
                                             made.names, made.named->items, made.named->item_count};
    const struct client client = {execution->session->edition,
                                  {keep_printed, &execution->session->printed},
                                  keep_event,
                                  execution->session,
                                  execution->session->events};
    operation_call(subject, text_member(execution, "call"), &arguments, &client,
                   &execution->outcome);
  }
  release_arguments(&made);
  value_release(subject);
  return progress;
}

/* --- The other steps --- */

static enum progress do_get(struct execution *execution) {
  struct value *subject;
  enum progress progress = find_subject(execution, &subject);
  if (progress == READY)
    operation_get(subject, text_member(execution, "get"), execution->session->edition,
                  &execution->outcome);
  value_release(subject);
  return progress;
}

static enum progress do_set(struct execution *execution) {
  struct value *subject, *to;
  enum progress progress = find_subject(execution, &subject);
  if (progress == READY)
    progress = make_value(execution, json_object_get(execution->step, "to"), &to);
  if (progress == READY) {
    operation_set(subject, text_member(execution, "set"), to, &execution->outcome);
    value_release(to);
  }
  value_release(subject);
  return progress;
}

static enum progress do_value(struct execution *execution) {
  struct value *value;
  enum progress progress = make_value(execution, json_object_get(execution->step, "value"), &value);
  if (progress == READY) outcome_return(&execution->outcome, value);
  return progress;
}

static const struct step_form {
  const char *kind;
  enum progress (*perform)(struct execution *execution);
  struct member members[6];
} forms[] = {
    {"call",
     do_call,
     {{"call", MEMBER_STRING, true},
      {"on", MEMBER_STRING, true},
      {"args", MEMBER_ARRAY, false},
      {"kwargs", MEMBER_OBJECT, false},
      {"as", MEMBER_STRING, false},
      {0}}},
    {"get",
     do_get,
     {{"get", MEMBER_STRING, true},
      {"on", MEMBER_STRING, true},
      {"as", MEMBER_STRING, false},
      {0}}},
    {"set",
     do_set,
     {{"set", MEMBER_STRING, true}, {"on", MEMBER_STRING, true}, {"to", MEMBER_ANY, true}, {0}}},
    {"value", do_value, {{"value", MEMBER_ANY, true}, {"as", MEMBER_STRING, false}, {0}}},
};

static const struct step_form *form_of(const json_t *step) {
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
    if (json_object_get(step, forms[i].kind)) return &forms[i];
  return NULL;
}

/* Binds what a step returned to its variable, if it returned and has one. */
static void bind_result(struct execution *execution) {
  const char *name = text_member(execution, "as");
  const struct outcome *outcome = &execution->outcome;
  if (!name || outcome->kind > OUTCOME_VALUE) return;
  struct value *result = outcome->value ? value_retain(outcome->value) : value_none();
  environment_bind(&execution->session->variables, name, result);
}

/* What came of the step, with what it printed. */
static json_t *encode_outcome(struct execution *execution) {
  json_t *outcome = require_memory(outcome_encode(&execution->outcome));
  struct hc_buffer *printed = &execution->session->printed;
  if (printed->size) {
    json_t *output = require_memory(text_encode(hc_buffer_span(printed)));
    if (json_object_set_new(outcome, "output", output) != 0) require_memory(NULL);
  }
  hc_buffer_empty(printed);
  return outcome;
}

bool session_step(struct session *session, json_t *step, json_t **outcome,
                  struct ill_formed *ill_formed) {
  const struct step_form *form = form_of(step);
  if (!form) return ill_formed_say(ill_formed, "a step that calls, gets, sets and says nothing");
  if (!members_check(step, form->members, "a step", ill_formed)) return false;
  struct execution execution = {.session = session, .step = step, .ill_formed = ill_formed};
  bool well_formed = form->perform(&execution) != NOT_WELL_FORMED;
  if (well_formed) {
    *outcome = encode_outcome(&execution);
    bind_result(&execution);
  }
  outcome_clear(&execution.outcome);
  environment_settle(&session->variables);
  return well_formed;
}

bool session_bind(struct session *session, json_t *variables, struct ill_formed *ill_formed) {
  const struct environment none = {0};
  const struct value_source source = {&none, session->edition, session->shared};
  struct hc_error error = {0};
  const char *name;
  json_t *said;
  json_object_foreach(variables, name, said) {
    struct value *value;
    const char *what;
    enum decoding decoding = value_decode(said, &source, &value, &what, &error);
    hc_error_clear(&error);
    if (decoding == DECODING_RAISES) what = "a context that cannot be made";
    if (decoding != DECODED) return ill_formed_say(ill_formed, "variable %s: %s", name, what);
    environment_bind(&session->variables, name, value);
  }
  return true;
}

void session_clear(struct session *session) {
  environment_clear(&session->variables);
  hc_buffer_free(&session->printed);
  value_release(session->events);
  hc_set_default_timeout((struct hc_timeout){HC_TIMEOUT_DEFAULT, 0}, NULL);
  *session = (struct session){0};
}
