/* Reading goes member by member; the first thing that is wrong ends it. The place of an error grows
 * from the inside out, so that an answer without one costs no text. */
#include "execution/protocol.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "execution/value.h"
#include "specification/edition.h"

enum { PROTOCOL_VERSION = 1, DECODING = JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES };

const char *protocol_hello(void) {
  return "{\"hello\":{\"protocol\":1}}\n";
}

const char *protocol_quit(void) {
  return "{\"quit\":{}}\n";
}

/* --- Encoding
 * ------------------------------------------------------------------------------------------------
 */

/* refers_to: whether |value| holds a reference to the variable |name|. */
static bool refers_to(json_t *value, const char *name) {
  const char *reference = json_string_value(json_object_get(value, "ref")), *key;
  if (reference && strcmp(reference, name) == 0) return true;
  json_t *part;
  size_t index;
  json_array_foreach(value, index, part) {
    if (refers_to(part, name)) return true;
  }
  json_object_foreach(value, key, part) {
    if (refers_to(part, name)) return true;
  }
  return false;
}

struct encoded_case protocol_encode_case(const char *id, json_t *steps) {
  json_t *name = json_string(id);
  char *id_text = json_dumps(name, JSON_ENCODE_ANY), *steps_text = json_dumps(steps, JSON_COMPACT);
  struct encoded_case encoded = {
      .text = memory_printf(",\"case\":%s,\"steps\":%s}}\n", id_text ? id_text : "\"\"",
                            steps_text ? steps_text : "[]"),
      .step_count = json_array_size(steps),
      .names_refused_port = refers_to(steps, "refused_port"),
      .names_black_hole_port = refers_to(steps, "black_hole_port"),
  };
  encoded.length = strlen(encoded.text);
  json_decref(name);
  free(id_text);
  free(steps_text);
  return encoded;
}

static void message_reserve(struct message *message, size_t room) {
  if (room <= message->room) return;
  message->text = memory_resize(message->text, room);
  message->room = room;
}

/* message_append: there is room. */
static void message_append(struct message *message, const char *text, size_t length) {
  memcpy(message->text + message->length, text, length);
  message->length += length;
}

static void append_port(struct message *message, const char *name, unsigned port) {
  char text[64];
  if (port == 0) return;
  int length = snprintf(text, sizeof text, ",\"%s\":%u", name, port);
  message_append(message, text, (size_t)length);
}

void protocol_encode_run(struct message *message, const struct run_message *run) {
  enum { VARYING = 512 };
  const struct encoded_case *encoded = run->encoded;
  const char *variables = run->variables ? run->variables : "";
  size_t variables_length = strlen(variables);
  message_reserve(message, 2 * VARYING + variables_length + encoded->length);
  int length = snprintf(message->text, VARYING,
                        "{\"run\":{\"id\":%lu,\"edition\":\"%s\",\"deadline\":%.3f,"
                        "\"variables\":{\"host\":\"%s\",\"port\":%u",
                        run->id, run->edition, run->deadline, run->host, run->port);
  message->length = (size_t)length;
  message_append(message, variables, variables_length);
  append_port(message, "refused_port", run->refused_port);
  append_port(message, "black_hole_port", run->black_hole_port);
  message_append(message, "}", 1);
  message_append(message, encoded->text, encoded->length);
}

void message_clear(struct message *message) {
  free(message->text);
  *message = (struct message){0};
}

/* --- Errors
 * --------------------------------------------------------------------------------------------------
 */

__attribute__((format(printf, 2, 3))) static bool wrong(char **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  *error = memory_vprintf(format, arguments);
  va_end(arguments);
  return false;
}

/* wrong_in: puts the place that |format| gives before the error. */
__attribute__((format(printf, 2, 3))) static bool wrong_in(char **error, const char *format, ...) {
  char place[64];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(place, sizeof place, format, arguments);
  va_end(arguments);
  char *inner = *error;
  *error = memory_printf("%s%s", place, inner);
  free(inner);
  return false;
}

/* --- Members
 * -------------------------------------------------------------------------------------------------
 */

/* decode_line: the object that |line| must be. */
static json_t *decode_line(const char *line, size_t length, char **error) {
  json_error_t problem;
  json_t *message = json_loadb(line, length, DECODING, &problem);
  if (!message)
    wrong(error, "no JSON: %s at byte %d", problem.text, problem.position);
  else if (!json_is_object(message)) {
    wrong(error, "expected an object");
    json_decref(message);
    message = NULL;
  }
  return message;
}

/* only_members: whether |object| has no member but those in |names|, which ends with NULL. */
static bool only_members(json_t *object, const char *const *names, char **error) {
  for (void *member = json_object_iter(object); member;
       member = json_object_iter_next(object, member)) {
    const char *key = json_object_iter_key(member);
    size_t i = 0;
    while (names[i] && strcmp(names[i], key) != 0)
      i++;
    if (!names[i]) return wrong(error, "unknown member \"%s\"", key);
  }
  return true;
}

static json_t *string_member(json_t *object, const char *name, char **error) {
  json_t *member = json_object_get(object, name);
  if (json_is_string(member)) return member;
  wrong(error, ".%s: %s", name, member ? "expected a string" : "missing");
  return NULL;
}

static json_t *array_member(json_t *object, const char *name, char **error) {
  json_t *member = json_object_get(object, name);
  if (json_is_array(member)) return member;
  wrong(error, ".%s: %s", name, member ? "expected an array" : "missing");
  return NULL;
}

/* content_of: the object in the only member of |message|, which must be called |name|. */
static json_t *content_of(json_t *message, const char *name, char **error) {
  json_t *content = json_object_get(message, name);
  if (!content)
    wrong(error, "expected an object with the member \"%s\"", name);
  else if (json_object_size(message) != 1)
    wrong(error, "expected no member beside \"%s\"", name);
  else if (!json_is_object(content))
    wrong(error, "%s: expected an object", name);
  else
    return content;
  return NULL;
}

/* --- Hello
 * ---------------------------------------------------------------------------------------------------
 */

void hello_clear(struct hello *hello) {
  free(hello->name);
  free(hello->version);
  free(hello->language);
  free(hello->editions);
  *hello = (struct hello){0};
}

static bool decode_text(json_t *content, const char *name, char **text, char **error) {
  json_t *member = string_member(content, name, error);
  if (!member) return false;
  if (strlen(json_string_value(member)) != json_string_length(member))
    return wrong(error, ".%s: a NUL character", name);
  *text = memory_string(json_string_value(member));
  return true;
}

static bool decode_protocol(json_t *content, char **error) {
  json_t *version = json_object_get(content, "protocol");
  if (json_is_integer(version) && json_integer_value(version) == PROTOCOL_VERSION) return true;
  return wrong(error, ".protocol: %s; this hcspec speaks protocol %d",
               version ? "not spoken here" : "missing", PROTOCOL_VERSION);
}

static bool decode_editions(json_t *content, struct hello *hello, char **error) {
  json_t *editions = array_member(content, "editions", error);
  if (!editions) return false;
  size_t count = json_array_size(editions);
  if (count == 0) return wrong(error, ".editions: expected at least one, such as \"3.13\"");
  hello->editions = memory_array(count, sizeof *hello->editions);
  for (size_t i = 0; i < count; i++) {
    json_t *item = json_array_get(editions, i);
    hello->editions[i] =
        json_is_string(item) ? edition_parse(json_string_value(item), json_string_length(item)) : 0;
    if (!hello->editions[i])
      return wrong(error, ".editions[%zu]: expected an edition from \"3.8\" on, such as \"3.13\"",
                   i);
  }
  hello->edition_count = count;
  return true;
}

static void list_capabilities(FILE *out) {
  for (enum capability known = 0; known < CAPABILITY_COUNT; known++)
    fprintf(out, "%s%s", known ? ", " : "", capability_name(known));
}

static bool wrong_capability(char **error, size_t index) {
  char *known;
  size_t length;
  FILE *out = memory_stream(&known, &length);
  list_capabilities(out);
  fclose(out);
  wrong(error, ".capabilities[%zu]: no capability; expected one of %s", index, known);
  free(known);
  return false;
}

static bool decode_capabilities(json_t *content, struct hello *hello, char **error) {
  json_t *capabilities = array_member(content, "capabilities", error);
  if (!capabilities) return false;
  for (size_t i = 0; i < json_array_size(capabilities); i++) {
    json_t *item = json_array_get(capabilities, i);
    enum capability known =
        json_is_string(item) ? capability_parse(json_string_value(item), json_string_length(item))
                             : CAPABILITY_COUNT;
    if (known == CAPABILITY_COUNT) return wrong_capability(error, i);
    hello->capabilities |= 1u << known;
  }
  return true;
}

static bool decode_hello_content(json_t *content, struct hello *hello, char **error) {
  static const char *const members[] = {"protocol", "name",         "version", "language",
                                        "editions", "capabilities", NULL};
  bool is_right =
      decode_protocol(content, error) && decode_text(content, "name", &hello->name, error) &&
      decode_text(content, "version", &hello->version, error) &&
      decode_text(content, "language", &hello->language, error) &&
      decode_editions(content, hello, error) && decode_capabilities(content, hello, error);
  if (!is_right) return wrong_in(error, "hello");
  return only_members(content, members, error) || wrong_in(error, "hello: ");
}

bool protocol_decode_hello(const char *line, size_t length, struct hello *hello, char **error) {
  *hello = (struct hello){0};
  json_t *message = decode_line(line, length, error);
  json_t *content = message ? content_of(message, "hello", error) : NULL;
  bool is_right = content && decode_hello_content(content, hello, error);
  json_decref(message);
  if (!is_right) hello_clear(hello);
  return is_right;
}

/* --- Result
 * --------------------------------------------------------------------------------------------------
 */

static bool check_bases(json_t *raises, char **error) {
  json_t *bases = array_member(raises, "bases", error);
  if (!bases) return false;
  for (size_t i = 0; i < json_array_size(bases); i++)
    if (!json_is_string(json_array_get(bases, i)))
      return wrong(error, ".bases[%zu]: expected a string", i);
  return true;
}

static bool check_attributes(json_t *raises, char **error) {
  json_t *attributes = json_object_get(raises, "attributes");
  if (!json_is_object(attributes))
    return wrong(error, ".attributes: %s", attributes ? "expected an object" : "missing");
  for (void *member = json_object_iter(attributes); member;
       member = json_object_iter_next(attributes, member))
    if (!value_check(json_object_iter_value(member), error))
      return wrong_in(error, ".attributes.%.40s", json_object_iter_key(member));
  return true;
}

static bool check_raises(json_t *raises, char **error) {
  static const char *const members[] = {"type", "bases", "attributes", "text", NULL};
  if (!json_is_object(raises)) return wrong(error, ".raises: expected an object");
  bool is_right = string_member(raises, "type", error) && check_bases(raises, error) &&
                  check_attributes(raises, error) && string_member(raises, "text", error);
  if (!is_right) return wrong_in(error, ".raises");
  return only_members(raises, members, error) || wrong_in(error, ".raises: ");
}

/* check_end: the member of |outcome| that says how the step ended. */
static bool check_end(json_t *outcome, char **error) {
  json_t *value = json_object_get(outcome, "value");
  if (value) return value_check(value, error) || wrong_in(error, ".value");
  json_t *raises = json_object_get(outcome, "raises");
  if (raises) return check_raises(raises, error);
  if (json_object_get(outcome, "unbound")) return string_member(outcome, "unbound", error) != NULL;
  if (json_object_get(outcome, "unsupported"))
    return string_member(outcome, "unsupported", error) != NULL;
  return wrong(error, ": expected one of \"value\", \"raises\", \"unbound\", \"unsupported\"");
}

static bool check_outcome(json_t *outcome, char **error) {
  static const char *const members[] = {"value",       "raises", "unbound",
                                        "unsupported", "output", NULL};
  if (!json_is_object(outcome)) return wrong(error, ": expected an object");
  if (!check_end(outcome, error)) return false;
  bool has_output = json_object_get(outcome, "output") != NULL;
  if (has_output && !string_member(outcome, "output", error)) return false;
  if (json_object_size(outcome) == 1u + has_output) return true;
  if (!only_members(outcome, members, error)) return wrong_in(error, ": ");
  return wrong(error, ": expected only one of \"value\", \"raises\", \"unbound\", \"unsupported\"");
}

static bool check_outcomes(json_t *outcomes, size_t step_count, char **error) {
  for (size_t i = 0; i < json_array_size(outcomes); i++)
    if (!check_outcome(json_array_get(outcomes, i), error))
      return wrong_in(error, "outcomes[%zu]", i);
  if (json_array_size(outcomes) != step_count)
    return wrong(error, "outcomes: %zu for %zu steps", json_array_size(outcomes), step_count);
  return true;
}

/* check_id: an answer to another message, or to none, may be left over from an earlier one. */
static bool check_id(json_t *content, unsigned long id, struct answer_error *error) {
  json_t *member = json_object_get(content, "id");
  error->is_unrelated = true;
  if (!json_is_integer(member))
    return wrong(&error->text, "id: %s", member ? "expected an integer" : "missing");
  if (json_integer_value(member) != (json_int_t)id)
    return wrong(&error->text, "id: not that of this run");
  error->is_unrelated = false;
  return true;
}

static json_t *decode_content(json_t *content, unsigned long id, size_t step_count,
                              struct answer_error *error) {
  static const char *const members[] = {"id", "outcomes", NULL};
  if (!check_id(content, id, error)) return NULL;
  json_t *outcomes = json_object_get(content, "outcomes");
  if (!json_is_array(outcomes)) {
    wrong(&error->text, "outcomes: %s", outcomes ? "expected an array" : "missing");
    return NULL;
  }
  if (!check_outcomes(outcomes, step_count, &error->text)) return NULL;
  return only_members(content, members, &error->text) ? json_incref(outcomes) : NULL;
}

json_t *protocol_decode_result(const char *line, size_t length, unsigned long id, size_t step_count,
                               struct answer_error *error) {
  *error = (struct answer_error){.is_unrelated = true};
  json_t *message = decode_line(line, length, &error->text);
  json_t *content = message ? content_of(message, "result", &error->text) : NULL;
  json_t *outcomes = content ? decode_content(content, id, step_count, error) : NULL;
  json_decref(message);
  if (outcomes) *error = (struct answer_error){0};
  return outcomes;
}
