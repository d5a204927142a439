/* Of a visit the first difference is looked at; what comes behind it follows from it. */
#include "sweep/known_difference.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sweep/announced.h"

/* What differs, and where. */
struct instance {
  json_t *step, *subject, *oracle; /* the step, and what came of it */
  const struct wire_log *log;      /* what went over the wire: to both the same */
};

static json_t *raised_of(json_t *outcome) {
  return json_object_get(outcome, "raises");
}

static bool raises(json_t *outcome, const char *wanted) {
  const char *type = json_string_value(json_object_get(raised_of(outcome), "type"));
  return type && strcmp(type, wanted) == 0;
}

/* has_read_on: the subject took what came, up to an end that is too early or to a reset. */
static bool has_read_on(const struct instance *instance) {
  const char *call = json_string_value(json_object_get(instance->step, "call"));
  if (!call || strcmp(call, "read") != 0) return false;
  return raises(instance->subject, "IncompleteRead") ||
         raises(instance->subject, "ConnectionResetError");
}

/* is_overflow: a bytes object of so many octets, and of what CPython needs beside them, has a size
 * beyond 2**63 - 1. */
static bool is_overflow(const struct instance *instance) {
  const uint64_t overhead = 64;
  return raises(instance->oracle, "OverflowError") && has_read_on(instance) &&
         announced_most(instance->log) > INT64_MAX - overhead;
}

static uint64_t memory_of_machine(void) {
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : UINT64_MAX;
}

static bool is_memory(const struct instance *instance) {
  return raises(instance->oracle, "MemoryError") && has_read_on(instance) &&
         announced_most(instance->log) >= memory_of_machine();
}

/* integer_of: |value| as 64 bits have it; false when it is none or they do not. */
static bool integer_of(json_t *value, uint64_t *integer) {
  const char *digits = json_string_value(json_object_get(value, "int"));
  char *end;
  if (json_is_integer(value) && json_integer_value(value) >= 0) {
    *integer = (uint64_t)json_integer_value(value);
    return true;
  }
  if (!digits || *digits == '-') return false;
  errno = 0;
  *integer = strtoull(digits, &end, 10);
  return errno == 0;
}

static bool is_beyond_64_bits(json_t *value) {
  const char *digits = json_string_value(json_object_get(value, "int"));
  uint64_t integer;
  return digits && *digits != '-' && !integer_of(value, &integer);
}

/* length_of: where |step| shows one: resp.length, or what an IncompleteRead misses. */
static json_t *length_of(json_t *step, json_t *outcome) {
  const char *name = json_string_value(json_object_get(step, "get"));
  json_t *attributes = json_object_get(raised_of(outcome), "attributes");
  if (name && strcmp(name, "length") == 0) return json_object_get(outcome, "value");
  return raises(outcome, "IncompleteRead") ? json_object_get(attributes, "expected") : NULL;
}

static bool same_attribute(json_t *subject, json_t *oracle, const char *name) {
  json_t *left = json_object_get(json_object_get(raised_of(subject), "attributes"), name);
  json_t *right = json_object_get(json_object_get(raised_of(oracle), "attributes"), name);
  return left == right || json_equal(left, right);
}

/* is_otherwise_same: but for the length, which the text tells too. */
static bool is_otherwise_same(json_t *subject, json_t *oracle) {
  return !raised_of(subject) == !raised_of(oracle) && same_attribute(subject, oracle, "partial") &&
         same_attribute(subject, oracle, "args");
}

/* is_saturated: the subject tells the largest number of 64 bits, and counts nothing off it. */
static bool is_saturated(const struct instance *instance) {
  uint64_t length;
  return integer_of(length_of(instance->step, instance->subject), &length) && length == UINT64_MAX;
}

/* is_counted_down: the oracle's is beyond 64 bits, or was, less what has come. */
static bool is_counted_down(const struct instance *instance) {
  json_t *length = length_of(instance->step, instance->oracle);
  uint64_t left;
  if (!integer_of(length, &left)) return is_beyond_64_bits(length);
  return UINT64_MAX - left <= announced_sent(instance->log);
}

static bool is_beyond(const struct instance *instance) {
  return is_counted_down(instance) && announced_most(instance->log) == UINT64_MAX &&
         is_saturated(instance) && is_otherwise_same(instance->subject, instance->oracle);
}

static const struct {
  bool (*explains)(const struct instance *instance);
  const char *reason;
} known[KNOWN_DIFFERENCES] = {
    [KNOWN_OVERFLOW] = {is_overflow,
                        "a length of 2**63 and more (CPython read it in one piece until patch "
                        "releases of late 2025, and read() could not)"},
    [KNOWN_MEMORY] = {is_memory, "a length beyond the machine's memory (CPython asks for all of it "
                                 "before anything is read)"},
    [KNOWN_BEYOND_64_BITS] = {is_beyond, "a length beyond 64 bits (of which the subject gives the "
                                         "largest number it has)"},
};

enum known_difference known_difference(struct difference difference, const struct session *session,
                                       const struct duel_traces *traces) {
  if (difference.kind != DIFFERENCE_STEP) return KNOWN_NONE;
  const struct instance instance = {
      .step = json_array_get(session->steps, difference.number),
      .subject = json_array_get(traces->subject.outcomes, difference.number),
      .oracle = json_array_get(traces->oracle.outcomes, difference.number),
      .log = &traces->oracle.peer.log,
  };
  for (int i = KNOWN_NONE + 1; i < KNOWN_DIFFERENCES; i++)
    if (known[i].explains(&instance)) return (enum known_difference)i;
  return KNOWN_NONE;
}

const char *known_difference_reason(enum known_difference entry) {
  return known[entry].reason;
}
