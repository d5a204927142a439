/* Each check is a run of a few steps and what must come of them. Both are written as JSON with '
 * for the quotation marks. */
#include "adapter_check/run_checks.h"

#include <stdlib.h>
#include <string.h>

#include "text/diagnostics.h"
#include "text/memory.h"

/* What must come of a step is an outcome, or one of these words: */
enum wanted {
  WANTED_EQUAL,    /* no word: exactly this outcome */
  WANTED_ANY,      /* 'any' */
  WANTED_RETURNED, /* 'returned': a value */
  WANTED_OBJECT,   /* 'object': an object's class */
  WANTED_RAISES,   /* 'raises': an exception */
  WANTED_MISSING,  /* 'missing': unsupported, or an AttributeError */
  WANTED_PRINTED,  /* 'printed': something, on the way to a value */
  WANTED_COUNT,
};

static const char *const wanted_words[WANTED_COUNT] = {
    [WANTED_ANY] = "any",       [WANTED_RETURNED] = "returned", [WANTED_OBJECT] = "object",
    [WANTED_RAISES] = "raises", [WANTED_MISSING] = "missing",   [WANTED_PRINTED] = "printed",
};

struct run_check {
  const char *name;
  const char *steps;
  const char *expected; /* one of each step */
  const char *remedy;
  const char *script;         /* of the peer; NULL: nobody connects */
  enum capability capability; /* that it is about, of capability_checks */
};

#define VALUE_REMEDY                                                                               \
  "read and write values as the table 'Values' of docs/adapter-protocol.md has it"
#define UNBOUND_REMEDY                                                                             \
  "do not execute such a step; its outcome is {\"unbound\": NAME}, the first missing of on, "      \
  "args, "                                                                                         \
  "kwargs"
#define CAPABILITY_REMEDY "leave the capability out of hello, or make this work"

static const struct run_check general_checks[] = {
    {"a run without steps has no outcomes", "[]", "[]",
     "answer {\"result\": {\"id\": …, \"outcomes\": []}}", NULL, 0},
    {"a variable that is not bound is said, and the step not done",
     "[{'call': 'request', 'on': 'nobody', 'args': [{'ref': 'nor_this'}]}, {'get': 'x', 'on': "
     "'nobody'},"
     " {'set': 'x', 'on': 'nobody', 'to': 1}, {'value': {'ref': 'nobody'}}]",
     "[{'unbound': 'nobody'}, {'unbound': 'nobody'}, {'unbound': 'nobody'}, {'unbound': 'nobody'}]",
     UNBOUND_REMEDY, NULL, 0},
    {"of several that are not bound the first is said",
     "[{'call': 'HTTPConnection', 'on': 'http.client', 'args': [{'ref': 'first'}],"
     " 'kwargs': {'port': {'ref': 'second'}}},"
     " {'call': 'HTTPConnection', 'on': 'http.client', 'args': ['h'],"
     " 'kwargs': {'port': {'ref': 'second'}}}]",
     "[{'unbound': 'first'}, {'unbound': 'second'}]", UNBOUND_REMEDY, NULL, 0},
    {"'as' binds what a step gives",
     "[{'value': [1, 'two'], 'as': 'x'}, {'value': {'ref': 'x'}},"
     " {'value': {'tuple': [{'ref': 'x'}]}}]",
     "[{'value': [1, 'two']}, {'value': [1, 'two']}, {'value': {'tuple': [[1, 'two']]}}]",
     "keep the value of every step with 'as' under that name", NULL, 0},
    {"a step that does not return leaves the variable as it was",
     "[{'value': 1, 'as': 'x'}, {'call': 'no_such_function', 'on': 'http.client', 'as': 'x'},"
     " {'value': {'ref': 'nobody'}, 'as': 'x'}, {'value': {'ref': 'x'}}]",
     "[{'value': 1}, 'missing', {'unbound': 'nobody'}, {'value': 1}]",
     "bind only what a step has returned", NULL, 0},
    {"variables end with their case", "[{'value': {'ref': 'x'}}]", "[{'unbound': 'x'}]",
     "begin every run with the variables of its own 'variables' alone", NULL, 0},
    {"the variables of a run are bound", "[{'value': {'ref': 'host'}}, {'value': {'ref': 'port'}}]",
     "['returned', 'returned']", "bind what 'variables' says before the first step", NULL, 0},
    {"a name that the client lacks is unsupported",
     "[{'call': 'no_such_function', 'on': 'http.client'}, {'get': 'no_such_name', 'on': "
     "'http.client'}]",
     "['missing', 'missing']",
     "answer {\"unsupported\": WHY} where the client has no such name, and go on", NULL, 0},
};

/* What is said of each of these is what is sent, or what stands behind it. */
static const struct value_check {
  const char *value;
  const char *answer; /* NULL: the same */
} value_checks[] = {
    {"null", NULL},
    {"true", NULL},
    {"false", NULL},
    {"0", NULL},
    {"9223372036854775807", NULL},
    {"-9223372036854775808", NULL},
    {"{'int': '18446744073709551616'}", NULL},
    {"{'int': '-18446744073709551616'}", NULL},
    {"{'float': '1.5'}", NULL},
    {"{'float': '1e+300'}", NULL},
    {"{'float': '-inf'}", NULL},
    {"''", NULL},
    {"'a\\u0000\\u00e9\\u20ac\\ud83d\\ude00'", NULL},
    {"{'bytes': ''}", NULL},
    {"{'bytes': '\\u0000\\n\\u007f\\u0080\\u00ff'}", NULL},
    {"{'bytearray': '\\u00ff'}", "{'bytes': '\\u00ff'}"},
    {"[]", NULL},
    {"[1, [null, 'a']]", NULL},
    {"{'tuple': []}", NULL},
    {"{'tuple': [{'bytes': 'a'}]}", NULL},
    {"{'dict': []}", NULL},
    {"{'dict': [['b', 1], ['a', {'tuple': []}]]}", NULL},
};

#define CONNECTION                                                                                 \
  "{'call': 'HTTPConnection', 'on': 'http.client', 'args': [{'ref': 'host'}, {'ref': 'port'}], "   \
  "'as': 'c'}"
#define GET "{'call': 'request', 'on': 'c', 'args': ['GET', '/']}"
#define RESPONSE "{'call': 'getresponse', 'on': 'c', 'as': 'r'}"
#define ANSWERS "recv request\nsend \"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nText\"\n"

static const struct run_check capability_checks[] = {
    {"http: a request and its response",
     "[" CONNECTION ", " GET ", " RESPONSE
     ", {'get': 'status', 'on': 'r'}, {'call': 'read', 'on': 'r'}, {'call': 'close', 'on': 'c'}]",
     "['object', {'value': null}, 'object', {'value': 200}, {'value': {'bytes': 'Text'}},"
     " {'value': null}]",
     CAPABILITY_REMEDY, ANSWERS, CAPABILITY_HTTP},
    {"file-bodies: a file is sent",
     "[" CONNECTION
     ", {'call': 'request', 'on': 'c', 'args': ['POST', '/', {'file': {'bytes': 'Text'}}]}]",
     "['object', {'value': null}]", CAPABILITY_REMEDY, "recv request\n", CAPABILITY_FILE_BODIES},
    {"iterable-bodies: an iterable is sent",
     "[" CONNECTION
     ", {'call': 'request', 'on': 'c', 'args': ['POST', '/', {'chunks': [{'bytes': 'Text'}]}]}]",
     "['object', {'value': null}]", CAPABILITY_REMEDY, "recv request\n",
     CAPABILITY_ITERABLE_BODIES},
    {"buffered-reading: a line and the rest",
     "[" CONNECTION ", " GET ", " RESPONSE ", {'call': 'peek', 'on': 'r'}, {'call': 'readline', "
     "'on': 'r'}, {'call': 'read1', 'on': 'r'}]",
     "['object', {'value': null}, 'object', 'returned', {'value': {'bytes': 'Text'}},"
     " {'value': {'bytes': ''}}]",
     CAPABILITY_REMEDY, ANSWERS, CAPABILITY_BUFFERED_READING},
    {"debuglevel: what is sent is printed",
     "[" CONNECTION ", {'call': 'set_debuglevel', 'on': 'c', 'args': [1]}, " GET "]",
     "['object', {'value': null}, 'printed']", CAPABILITY_REMEDY, "recv request\n",
     CAPABILITY_DEBUGLEVEL},
    {"https: a connection with a context of its own",
     "[{'value': {'context': {'check_hostname': false}}, 'as': 'x'}, {'call': 'HTTPSConnection',"
     " 'on': 'http.client', 'args': ['h'], 'kwargs': {'context': {'ref': 'x'}}, 'as': 'c'},"
     " {'get': 'check_hostname', 'on': 'x'}]",
     "['object', 'object', {'value': false}]", CAPABILITY_REMEDY, NULL, CAPABILITY_HTTPS},
    {"tunnel: one is set",
     "[" CONNECTION ", {'call': 'set_tunnel', 'on': 'c', 'args': ['h', 443]}]",
     "['object', {'value': null}]", CAPABILITY_REMEDY, NULL, CAPABILITY_TUNNEL},
    {"module: its constants and parse_headers",
     "[{'get': 'HTTP_PORT', 'on': 'http.client'}, {'get': 'responses', 'on': 'http.client'},"
     " {'call': 'parse_headers', 'on': 'http.client',"
     " 'args': [{'file': {'bytes': 'A: b\\r\\n\\r\\n'}}], 'as': 'm'},"
     " {'call': '__getitem__', 'on': 'm', 'args': ['a']}]",
     "[{'value': 80}, 'returned', 'object', {'value': 'b'}]", CAPABILITY_REMEDY, NULL,
     CAPABILITY_MODULE},
    {"audit: there are no events before anything is done",
     "[{'call': 'audit_events', 'on': 'http.client'}]", "[{'value': []}]", CAPABILITY_REMEDY, NULL,
     CAPABILITY_AUDIT},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- JSON --- */

/* |text| with " for each '; the caller frees it. */
static char *with_quotation_marks(const char *text) {
  char *copy = memory_string(text);
  for (char *mark = copy; (mark = strchr(mark, '\''));)
    *mark = '"';
  return copy;
}

/* The tables above are well-formed, so this fails for want of memory alone. */
static json_t *read_json(const char *text) {
  char *copy = with_quotation_marks(text);
  json_t *json = json_loads(copy, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
  if (!json) memory_give_up();
  free(copy);
  return json;
}

/* --- Outcomes --- */

static enum wanted read_wanted(json_t *expected) {
  for (enum wanted word = WANTED_EQUAL + 1; word < WANTED_COUNT; word++)
    if (json_is_string(expected) && strcmp(json_string_value(expected), wanted_words[word]) == 0)
      return word;
  return WANTED_EQUAL;
}

static bool is_missing(json_t *outcome) {
  const char *type = json_string_value(json_object_get(json_object_get(outcome, "raises"), "type"));
  return json_object_get(outcome, "unsupported") || (type && strcmp(type, "AttributeError") == 0);
}

static bool meets(json_t *outcome, json_t *expected) {
  json_t *value = json_object_get(outcome, "value");
  switch (read_wanted(expected)) {
  case WANTED_ANY: return true;
  case WANTED_RETURNED: return value != NULL;
  case WANTED_OBJECT: return json_object_get(value, "object") != NULL;
  case WANTED_RAISES: return json_object_get(outcome, "raises") != NULL;
  case WANTED_MISSING: return is_missing(outcome);
  case WANTED_PRINTED: return value && json_object_get(outcome, "output");
  default: return json_equal(outcome, expected);
  }
}

/* Why |outcomes| are not those expected, the caller's; NULL if they are. */
static char *compare(json_t *outcomes, json_t *expected) {
  for (size_t i = 0; i < json_array_size(expected); i++) {
    json_t *outcome = json_array_get(outcomes, i), *wanted = json_array_get(expected, i);
    if (meets(outcome, wanted)) continue;
    char *came = json_dumps(outcome, JSON_COMPACT);
    char *text = json_dumps(wanted, JSON_COMPACT | JSON_ENCODE_ANY);
    char *reason = memory_printf("step %zu: %s\nexpected: %s", i + 1, came, text);
    free(came);
    free(text);
    return reason;
  }
  return NULL;
}

/* --- Checks --- */

/* The scripts above are well-formed. NULL: none. */
static struct peer_script *read_script(const char *source) {
  if (!source) return NULL;
  struct diagnostics *diagnostics = diagnostics_new();
  const struct place start = {"check-adapter", 1, 1};
  struct peer_script *script = peer_script_parse(source, strlen(source), start, diagnostics);
  diagnostics_free(diagnostics);
  return script;
}

static void check_run(struct checking *checking, const struct run_check *check) {
  json_t *steps = read_json(check->steps), *expected = read_json(check->expected);
  struct peer_script *script = read_script(check->script);
  struct peer_result result = {0};
  char *problem = NULL;
  peer_begin(checking->peer, script, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
  json_t *outcomes = checking_run(checking, steps, &problem);
  peer_end(checking->peer, &result);
  if (outcomes) problem = compare(outcomes, expected);
  if (problem) {
    char *sent = json_dumps(steps, JSON_COMPACT);
    findings_fail(checking->findings, check->name, sent, problem, check->remedy);
    free(sent);
  } else {
    findings_pass(checking->findings, check->name);
  }
  peer_result_clear(&result);
  peer_script_free(script);
  json_decref(outcomes);
  json_decref(expected);
  json_decref(steps);
}

static void check_value(struct checking *checking, const struct value_check *check) {
  const char *answer = check->answer ? check->answer : check->value;
  char *shown = with_quotation_marks(check->value);
  char *name = memory_printf("a value is said as it was: %s", shown);
  char *steps = memory_printf("[{'value': %s}]", check->value);
  char *expected = memory_printf("[{'value': %s}]", answer);
  const struct run_check run = {name, steps, expected, VALUE_REMEDY, NULL, CAPABILITY_HTTP};
  check_run(checking, &run);
  free(expected);
  free(steps);
  free(name);
  free(shown);
}

void check_runs(struct checking *checking) {
  capability_set declared = checking->hello.capabilities; /* those of its first process */
  for (size_t i = 0; i < COUNT(general_checks); i++)
    check_run(checking, &general_checks[i]);
  for (size_t i = 0; i < COUNT(value_checks); i++)
    check_value(checking, &value_checks[i]);
  for (size_t i = 0; i < COUNT(capability_checks); i++)
    if (declared & (1u << capability_checks[i].capability))
      check_run(checking, &capability_checks[i]);
}
