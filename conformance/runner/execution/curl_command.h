/* A command line for people: the first request of a scenario, made with curl. */
#ifndef RUNNER_CURL_COMMAND_H
#define RUNNER_CURL_COMMAND_H

#include "specification/console.h"
#include "specification/variant.h"

/* Where the request goes; all is borrowed. */
struct curl_target {
  const char *host;
  unsigned port;
  enum peer_transport transport;
  const char *authority; /* the path of the peer's authority */
};

/* curl_command: one line for a shell that sends to |target| what the first request() or
 * putrequest() of |session| sends, in the order of http.client, as far as the session says it in
 * plain words; else a GET of /. The caller frees it. */
char *curl_command(const struct session *session, const struct curl_target *target);

#endif
