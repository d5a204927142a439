/* The steps tell, whatever the console they were written in. */
#include "specification/reach.h"

#include <string.h>

static bool is_from_connect(const struct session *session, size_t step) {
  for (size_t i = 0; i < session->connect_count; i++)
    if (session->connects[i] == step) return true;
  return false;
}

/* sets_peer: whether |step| assigns to an attribute that says who is at the other end: TLS would
 * look for it in the certificate, a tunnel would lead there. */
static bool sets_peer(json_t *step) {
  static const char *const attributes[] = {"host", "port", "default_port", "sock"};
  const char *set = json_string_value(json_object_get(step, "set"));
  for (size_t i = 0; set && i < sizeof attributes / sizeof *attributes; i++)
    if (strcmp(set, attributes[i]) == 0) return true;
  return false;
}

/* obstacle: why |step|, number |index|, fixes the transport; NULL when it does not. */
static const char *obstacle(const struct session *session, json_t *step, size_t index) {
  if (sets_peer(step)) return "the session says itself who is at the other end";
  const char *called = json_string_value(json_object_get(step, "call"));
  if (!called || is_from_connect(session, index)) return NULL;
  if (strcmp(called, "HTTPConnection") == 0 || strcmp(called, "HTTPSConnection") == 0)
    return "the session constructs a connection itself, in place of connect()";
  if (strcmp(called, "set_tunnel") == 0) return "the session sets up a tunnel itself";
  return NULL;
}

static const char *find_obstacle(const struct session *session) {
  const char *found = NULL;
  size_t index;
  json_t *step;
  json_array_foreach(session->steps, index, step) {
    if (!found) found = obstacle(session, step, index);
  }
  return found;
}

struct reach reach_of(const struct session *session, const struct peer_script *script) {
  const char *reason = find_obstacle(session);
  if (script && peer_script_speaks_tls(script))
    reason = "the script says itself what goes over TLS";
  if (!reason && session->connect_count == 0)
    reason = "the session never calls connect(), so that no transport plays a part";
  return (struct reach){reason ? 1u << PEER_TRANSPORT_PLAIN : EVERY_TRANSPORT, reason};
}
