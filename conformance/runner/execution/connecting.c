/* The steps of a session are shared by all who play it: what differs is copied, never changed in
 * place. */
#include "execution/connecting.h"

/* The session's own names do not begin with "_0": its temporaries count from 1. */
static const char unnamed[] = "_0";

/* secured: |step|, which constructs a plain connection, as one that constructs a connection over
 * TLS; owned by the caller. A context that the session gives itself stays; the other one no session
 * can name, so an adapter makes it once. */
static json_t *secured(json_t *step) {
  json_t *copy = json_copy(step), *kwargs = json_object_get(step, "kwargs");
  json_t *all = kwargs ? json_copy(kwargs) : json_object();
  if (!json_object_get(all, "context"))
    json_object_set_new(all, "context",
                        json_pack("{s:{s:{s:s}, s:b}}", "context", "cafile", "ref", "authority",
                                  "shared", true));
  json_object_set_new(copy, "call", json_string("HTTPSConnection"));
  json_object_set_new(copy, "kwargs", all);
  return copy;
}

/* add_tunnel: |step| that constructs the connection, named, and the one that tunnels it. */
static void add_tunnel(json_t *steps, json_t *step) {
  if (!json_object_get(step, "as")) json_object_set_new(step, "as", json_string(unnamed));
  json_array_append(steps, step);
  json_array_append_new(steps, json_pack("{s:s, s:O, s:[{s:s}, {s:s}]}", "call", "set_tunnel", "on",
                                         json_object_get(step, "as"), "args", "ref", "host", "ref",
                                         "port"));
}

json_t *connecting_steps(const struct session *session, enum peer_transport transport) {
  if (transport == PEER_TRANSPORT_PLAIN) return json_incref(session->steps);
  json_t *steps = json_array(), *step;
  size_t index, next = 0;
  json_array_foreach(session->steps, index, step) {
    bool connects = next < session->connect_count && session->connects[next] == index;
    next += connects;
    json_t *played = connects ? secured(step) : json_incref(step);
    if (connects && transport == PEER_TRANSPORT_TUNNEL)
      add_tunnel(steps, played);
    else
      json_array_append(steps, played);
    json_decref(played);
  }
  return steps;
}

json_t *connecting_outcomes(const struct session *session, enum peer_transport transport,
                            json_t *outcomes) {
  if (transport != PEER_TRANSPORT_TUNNEL) return outcomes;
  for (size_t i = 0; i < session->connect_count; i++) {
    size_t constructing = session->connects[i], tunnelling = constructing + 1;
    bool is_made = json_object_get(json_array_get(outcomes, constructing), "value") != NULL;
    bool is_tunnelled = json_object_get(json_array_get(outcomes, tunnelling), "value") != NULL;
    json_array_remove(outcomes, is_made && !is_tunnelled ? constructing : tunnelling);
  }
  return outcomes;
}
