/* Values, attributes, texts and bytes are compared exactly, but for what the rules below name. The
 * peer's complaints and what the peer sent are not compared: they follow from what the client did.
 * The order of events on different connections is that of their numbers. */
#include "execution/difference.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

/* --- Texts
 * -------------------------------------------------------------------------------------------------
 */

/* What may stand in a text, and is passed over on either side: |before|, all up to |after|, and
 * |after|. */
struct passed_over {
  const char *before, *after;
};

static const struct passed_over passed_over[] = {
    {" (_ssl.c:", ")"}, /* the line of CPython's source that raised an SSLError */
    {"_ssl.c:", ": "},  /* the same before the text, of a handshake that timed out */
    {" at 0x", ">"},    /* the address of an object in its repr() */
    /* CPython's codecs wrap what an encoding raises, up to 3.12 */
    {"encoding with 'idna' codec failed (UnicodeError: ", ""},
};

static const char *pass_over(const char *text) {
  for (size_t i = 0; i < sizeof passed_over / sizeof *passed_over; i++) {
    size_t length = strlen(passed_over[i].before);
    if (strncmp(text, passed_over[i].before, length) != 0) continue;
    const char *end = strstr(text + length, passed_over[i].after);
    if (end) return pass_over(end + strlen(passed_over[i].after));
  }
  return text;
}

/* same_text: what lies behind a NUL is compared only where nothing has to be passed over. */
static bool same_text(json_t *left_text, json_t *right_text) {
  if (json_equal(left_text, right_text)) return true;
  const char *left = json_string_value(left_text), *right = json_string_value(right_text);
  for (;;) {
    left = pass_over(left);
    right = pass_over(right);
    if (*left != *right || !*left) break;
    left++;
    right++;
  }
  bool is_wrapped = strncmp(json_string_value(right_text), "encoding with", 13) == 0;
  return *left == *right || (is_wrapped && strcmp(right, ")") == 0 && !*left);
}

/* --- Outcomes
 * ----------------------------------------------------------------------------------------------
 */

static bool same_value(json_t *left, json_t *right);

static bool same_members(json_t *left, json_t *right) {
  const char *key;
  json_t *member;
  if (json_object_size(left) != json_object_size(right)) return false;
  json_object_foreach(left, key, member) {
    if (!same_value(member, json_object_get(right, key))) return false;
  }
  return true;
}

static bool same_items(json_t *left, json_t *right) {
  size_t count = json_array_size(left);
  if (count != json_array_size(right)) return false;
  for (size_t i = 0; i < count; i++)
    if (!same_value(json_array_get(left, i), json_array_get(right, i))) return false;
  return true;
}

static bool same_value(json_t *left, json_t *right) {
  if (!left || !right || json_typeof(left) != json_typeof(right)) return left == right;
  if (json_is_object(left)) return same_members(left, right);
  if (json_is_array(left)) return same_items(left, right);
  if (json_is_string(left)) return same_text(left, right);
  return json_equal(left, right);
}

/* What is compared of an exception: the first |count| of type, bases, text and attributes. */
struct compared {
  const char *type;
  size_t count;
};

/* The texts of Python's own operations on a value of a wrong type are not http.client's, and change
 * from one release to the next; an assertion carries the value that failed it, whatever that is. */
static const struct compared partly[] = {
    {"TypeError", 2}, {"AttributeError", 2}, {"AssertionError", 3}};

static size_t compared_count(json_t *raised) {
  const char *type = json_string_value(json_object_get(raised, "type"));
  for (size_t i = 0; type && i < sizeof partly / sizeof *partly; i++)
    if (strcmp(type, partly[i].type) == 0) return partly[i].count;
  return 4;
}

static bool same_raised(json_t *left, json_t *right) {
  const char *const compared[] = {"type", "bases", "text", "attributes"};
  size_t count = compared_count(left);
  for (size_t i = 0; i < count; i++)
    if (!same_value(json_object_get(left, compared[i]), json_object_get(right, compared[i])))
      return false;
  return true;
}

/* is_number_of_process: what |step| gives depends on what else a process has open. */
static bool is_number_of_process(json_t *step, json_t *left, json_t *right) {
  const char *name = json_string_value(json_object_get(step, "call"));
  return name && strcmp(name, "fileno") == 0 && json_is_integer(json_object_get(left, "value")) &&
         json_is_integer(json_object_get(right, "value"));
}

/* same_outcome: why a step is not supported is for people. */
static bool same_outcome(json_t *step, json_t *left, json_t *right) {
  static const char *const compared[] = {"value", "unbound", "output"};
  json_t *raised = json_object_get(left, "raises");
  bool is_unsupported = json_object_get(left, "unsupported") != NULL;
  if (is_unsupported != (json_object_get(right, "unsupported") != NULL)) return false;
  if (is_number_of_process(step, left, right)) return true;
  if (!raised != !json_object_get(right, "raises")) return false;
  if (raised && !same_raised(raised, json_object_get(right, "raises"))) return false;
  for (size_t i = 0; i < sizeof compared / sizeof *compared; i++)
    if (!same_value(json_object_get(left, compared[i]), json_object_get(right, compared[i])))
      return false;
  return true;
}

/* step_that_differs: the first step of |statement| that came out otherwise, or the step behind its
 * last. */
static size_t step_that_differs(const struct statement *statement, json_t *steps, json_t *subject,
                                json_t *oracle) {
  size_t step = statement->first_step, end = step + statement->step_count;
  while (step < end && same_outcome(json_array_get(steps, step), json_array_get(subject, step),
                                    json_array_get(oracle, step)))
    step++;
  return step;
}

/* compare_outcomes: |*is_parted| when both went on from different outcomes of a statement of which
 * the page allows either: what each did from there on is of its own kind. */
static struct difference compare_outcomes(const struct difference_scope *scope, json_t *subject,
                                          json_t *oracle, bool *is_parted) {
  const struct session *session = scope->session;
  for (size_t i = 0; i < session->statement_count; i++) {
    const struct statement *statement = &session->statements[i];
    size_t step = step_that_differs(statement, session->steps, subject, oracle);
    if (step == statement->first_step + statement->step_count) continue;
    *is_parted = statement_alternatives(statement, scope->edition) > 1;
    return *is_parted ? (struct difference){0} : (struct difference){DIFFERENCE_STEP, step};
  }
  return (struct difference){0};
}

/* --- The wire
 * ----------------------------------------------------------------------------------------------
 */

static size_t connection_count(const struct wire_log *log) {
  size_t count = 0;
  for (size_t i = 0; i < log->count; i++)
    count += log->events[i].kind == WIRE_ACCEPTED;
  return count;
}

/* What came on one connection. */
struct arrival {
  unsigned char *data;
  size_t length;
};

/* forget_port: replaces in |arrival| each |port| by a word of its own: a script that listens by
 * itself has another port in every playing. */
static void forget_port(struct arrival *arrival, unsigned port) {
  char digits[16], *text;
  size_t length = (size_t)snprintf(digits, sizeof digits, ":%u", port), made;
  FILE *out = memory_stream(&text, &made);
  for (size_t i = 0; i < arrival->length;) {
    bool is_port = i + length <= arrival->length && memcmp(arrival->data + i, digits, length) == 0;
    fputs(is_port ? ":port" : "", out);
    if (!is_port) fputc(arrival->data[i], out);
    i += is_port ? length : 1;
  }
  fclose(out);
  free(arrival->data);
  *arrival = (struct arrival){(unsigned char *)text, made};
}

static struct arrival arrival_of(const struct observation *observation, unsigned connection) {
  struct arrival arrival;
  wire_log_received(&observation->peer.log, connection, &arrival.data, &arrival.length);
  return arrival;
}

/* is_handshake: a record of TLS where the script speaks none; it is full of random numbers. */
static bool is_handshake(const struct arrival *arrival) {
  return arrival->length > 2 && arrival->data[0] == 0x16 && arrival->data[1] == 0x03;
}

/* speaks_tls: within TLS, or to a script that speaks none. */
static bool speaks_tls(const struct observation *observation, unsigned connection) {
  const struct wire_log *log = &observation->peer.log;
  for (size_t i = 0; i < log->count; i++)
    if (log->events[i].connection == connection &&
        (log->events[i].kind == WIRE_TLS || log->events[i].kind == WIRE_TLS_FAILED))
      return true;
  struct arrival arrival = arrival_of(observation, connection);
  bool is_one = is_handshake(&arrival);
  free(arrival.data);
  return is_one;
}

static bool same_bytes(const struct observation *left, const struct observation *right,
                       unsigned connection) {
  struct arrival one = arrival_of(left, connection), other = arrival_of(right, connection);
  if (left->port != right->port) {
    forget_port(&one, left->port);
    forget_port(&other, right->port);
  }
  bool is_same = one.length == other.length && memcmp(one.data, other.data, one.length) == 0;
  is_same |= is_handshake(&one) && is_handshake(&other);
  free(one.data);
  free(other.data);
  return is_same;
}

static bool is_end(const struct wire_event *event) {
  return event->kind == WIRE_CLIENT_FIN || event->kind == WIRE_CLIENT_RESET;
}

static bool is_conduct(const struct wire_event *event, unsigned connection) {
  if (event->connection != connection) return false;
  switch (event->kind) {
  case WIRE_CLIENT_FIN:
  case WIRE_CLIENT_RESET:
  case WIRE_CLIENT_ALERT:
  case WIRE_TUNNEL:
  case WIRE_TLS:
  case WIRE_TLS_FAILED: return true;
  default: return false;
  }
}

/* next_conduct: the first event from number |*index| on that counts, and moves behind it; NULL: no
 * more. */
static const struct wire_event *next_conduct(const struct wire_log *log, size_t *index,
                                             unsigned connection) {
  while (*index < log->count) {
    const struct wire_event *event = &log->events[(*index)++];
    if (is_conduct(event, connection)) return event;
  }
  return NULL;
}

static bool same_event(const struct wire_event *left, const struct wire_event *right) {
  return left->kind == right->kind && left->bytes.length == right->bytes.length &&
         (left->bytes.length == 0 ||
          memcmp(left->bytes.data, right->bytes.data, left->bytes.length) == 0);
}

/* is_abandoned: the peer closed or reset |connection|: what the client does with it later is not
 * seen, and which of both comes first, where both end it, is a matter of time. */
static bool is_abandoned(const struct wire_log *log, unsigned connection) {
  for (size_t i = 0; i < log->count; i++)
    if (log->events[i].connection == connection &&
        (log->events[i].kind == WIRE_PEER_CLOSED || log->events[i].kind == WIRE_PEER_RESET))
      return true;
  return false;
}

static bool is_seen_by_chance(const struct wire_event *event, const struct wire_log *log,
                              unsigned connection) {
  return event && is_end(event) && is_abandoned(log, connection);
}

static bool same_conduct(const struct wire_log *left, const struct wire_log *right,
                         unsigned connection, bool any_end) {
  size_t left_index = 0, right_index = 0;
  for (;;) {
    const struct wire_event *one = next_conduct(left, &left_index, connection);
    const struct wire_event *other = next_conduct(right, &right_index, connection);
    if (!other && is_seen_by_chance(one, left, connection)) one = NULL;
    if (!one && is_seen_by_chance(other, right, connection)) other = NULL;
    if (!one || !other) return one == other;
    if (any_end && is_end(one) && is_end(other)) continue;
    if (!same_event(one, other)) return false;
  }
}

/* is_any_end: a client that closes in order resets the connection when octets are left unread.
 * Whether there are is a matter of time where the peer sends in pieces; and what is left of TLS
 * (the peer's close_notify, session tickets, records) is also the library's affair. */
static bool is_any_end(const struct difference_scope *scope, const struct observation *oracle,
                       unsigned connection) {
  return scope->is_cut || speaks_tls(oracle, connection);
}

static struct difference compare_wires(const struct difference_scope *scope,
                                       const struct observation *subject,
                                       const struct observation *oracle) {
  const struct wire_log *left = &subject->peer.log, *right = &oracle->peer.log;
  size_t count = connection_count(right);
  if (connection_count(left) != count) return (struct difference){DIFFERENCE_CONNECTIONS, 0};
  for (unsigned i = 1; i <= count; i++)
    if (!same_bytes(subject, oracle, i)) return (struct difference){DIFFERENCE_BYTES, i};
  for (unsigned i = 1; i <= count; i++)
    if (!same_conduct(left, right, i, is_any_end(scope, oracle, i)))
      return (struct difference){DIFFERENCE_CONDUCT, i};
  return (struct difference){0};
}

/* --- Both
 * --------------------------------------------------------------------------------------------------
 */

struct difference difference_find(const struct difference_scope *scope,
                                  const struct observation *subject,
                                  const struct observation *oracle) {
  struct difference difference = {0};
  bool is_parted = false;
  if (subject->fate != oracle->fate) return (struct difference){DIFFERENCE_FATE, 0};
  if (oracle->fate == ADAPTER_ANSWERED)
    difference = compare_outcomes(scope, subject->outcomes, oracle->outcomes, &is_parted);
  if (difference.kind != DIFFERENCE_NONE || is_parted) return difference;
  return compare_wires(scope, subject, oracle);
}

/* statement_of: the source of the statement that step |step| belongs to. */
static const char *statement_of(const struct session *session, size_t step) {
  const char *source = "";
  for (size_t i = 0; i < session->statement_count; i++)
    if (session->statements[i].first_step <= step) source = session->statements[i].source;
  return source;
}

char *difference_sentence(struct difference difference, const struct session *session) {
  switch (difference.kind) {
  case DIFFERENCE_FATE: return memory_string("one of them gave no well-formed answer");
  case DIFFERENCE_STEP:
    return memory_printf("step %zu comes out otherwise: %s", difference.number + 1,
                         statement_of(session, difference.number));
  case DIFFERENCE_CONNECTIONS: return memory_string("another number of connections is opened");
  case DIFFERENCE_BYTES:
    return memory_printf("other bytes are sent on connection %zu", difference.number);
  case DIFFERENCE_CONDUCT:
    return memory_printf("connection %zu is ended, or TLS spoken, otherwise", difference.number);
  case DIFFERENCE_NONE: break;
  }
  return memory_string("no difference");
}
