/* An entry goes by the kind of exception of each side, not by the length that caused it: wider than
 * what it explains. Anything else is unexplained. */
#include "sweep/known_difference.h"

#include <string.h>

static const char *raised_type(json_t *outcome) {
  const char *type = json_string_value(json_object_get(json_object_get(outcome, "raises"), "type"));
  return type ? type : "";
}

/* Exceptions that a step raises: with the subject, with the oracle. */
struct known {
  const char *subject, *oracle, *reason;
};

static const char many_octets[] = "a length of 2**63 and more: CPython read it in one piece until "
                                  "patch releases of late 2025, and "
                                  "read() could not; the page real-servers-chunked shows both";
static const char much_memory[] = "a length for which no memory can be had: CPython asks for all "
                                  "of it at once, before anything is "
                                  "read; where there is more memory it reads on";

static const struct known known[] = {
    {"IncompleteRead", "OverflowError", many_octets},
    {"ConnectionResetError", "OverflowError", many_octets},
    {"IncompleteRead", "MemoryError", much_memory},
    {"ConnectionResetError", "MemoryError", much_memory},
};

/* is_beyond: an int that no 64 bits hold. */
static bool is_beyond(json_t *value) {
  static const char largest[] = "18446744073709551615";
  const char *digits = json_string_value(json_object_get(value, "int"));
  size_t length = digits ? strlen(digits) : 0;
  return length > strlen(largest) || (length == strlen(largest) && strcmp(digits, largest) > 0);
}

static json_t *length_of(json_t *step, json_t *outcome) {
  const char *name = json_string_value(json_object_get(step, "get"));
  json_t *attributes = json_object_get(json_object_get(outcome, "raises"), "attributes");
  if (name && strcmp(name, "length") == 0) return json_object_get(outcome, "value");
  return json_object_get(attributes, "expected");
}

/* has_large_length: the outcomes are the same but for a length beyond 64 bits. */
static bool has_large_length(json_t *step, json_t *subject, json_t *oracle) {
  return is_beyond(length_of(step, oracle)) && length_of(step, subject) &&
         strcmp(raised_type(subject), raised_type(oracle)) == 0;
}

static bool sends(json_t *step) {
  static const char *const calls[] = {"request", "send", "endheaders"};
  const char *call = json_string_value(json_object_get(step, "call"));
  for (size_t i = 0; call && i < sizeof calls / sizeof *calls; i++)
    if (strcmp(call, calls[i]) == 0) return true;
  return false;
}

static const char *known_step(json_t *step, json_t *subject, json_t *oracle) {
  if (has_large_length(step, subject, oracle))
    return "a length beyond 64 bits, of which the subject gives the largest number it has";
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(raised_type(subject), known[i].subject) == 0 &&
        strcmp(raised_type(oracle), known[i].oracle) == 0)
      return known[i].reason;
  return NULL;
}

const char *known_difference(struct difference difference, const struct session *session,
                             const struct duel_traces *traces, bool resets) {
  if (difference.kind != DIFFERENCE_STEP) return NULL;
  if (resets && sends(json_array_get(session->steps, difference.number)))
    return "whether a client still sends after the peer's reset is a matter of time";
  return known_step(json_array_get(session->steps, difference.number),
                    json_array_get(traces->subject.outcomes, difference.number),
                    json_array_get(traces->oracle.outcomes, difference.number));
}
