/* A person reads along: whatever is known is printed before the peer waits. */
#include "execution/serving.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "execution/curl_command.h"

enum { RUN_SHOWN = 4096 }; /* bytes of a longer run that are printed */

static void show_news(const struct serving *serving, const struct wire_log *log,
                      struct wire_position *shown) {
  wire_log_print_news(log, shown, "", RUN_SHOWN, serving->out);
  fflush(serving->out);
}

static void invite(const struct serving *serving, const struct peer *peer) {
  const struct environment *environment = serving->environment;
  const struct curl_target target = {
      .host = peer_host(peer),
      .port = peer_port(peer),
      .transport = serving->variant.transport,
      .authority = peer_identities_path(environment->identities, PEER_FILE_AUTHORITY),
  };
  char *command = curl_command(serving->test_case->session, &target);
  fprintf(serving->out, "listening on %s:%u\n", target.host, target.port);
  fprintf(serving->out, "authority    %s\ntry          %s\n\n", target.authority, command);
  fflush(serving->out);
  free(command);
}

/* await: waits for the peer's sockets; false when all is to end. What has gone over the wire is
 * shown when there is nothing to do but wait. */
static bool await(const struct serving *serving, struct peer *peer, struct wire_position *shown) {
  struct pollfd fds[1 + PEER_POLL_MAX] = {{.fd = serving->stop, .events = POLLIN}};
  peer_note_read(peer); /* nothing is known of the client's process */
  size_t count = peer_poll(peer, fds + 1);
  int ready = poll(fds, 1 + count, 0);
  if (ready == 0) {
    show_news(serving, peer_log(peer), shown);
    ready = poll(fds, 1 + count, -1);
  }
  if (ready < 0) return errno == EINTR;
  if (fds[0].revents) return false;
  peer_handle(peer, fds + 1, count);
  return true;
}

static enum serving_end tell_end(const struct serving *serving, const struct peer_result *result) {
  const struct place place = result->complaint.place;
  if (result->completed)
    fputs("the client did as the script says\n\n", serving->out);
  else
    fprintf(serving->out, "%s:%u:%u: %s\n\n", place.file ? place.file : "", place.line,
            place.column, result->complaint.message);
  fflush(serving->out);
  return result->completed ? SERVING_COMPLETED : SERVING_FAILED;
}

static void begin(const struct serving *serving, struct peer *peer) {
  unsigned port = peer_port(peer);
  peer_begin(peer, serving->test_case->script, serving->variant.transport,
             serving->variant.delivery, serving->seed);
  if (peer_port(peer) != port) invite(serving, peer); /* the script listens by itself */
}

/* play_for_client: one playing, from its first connection to the end of the last; false when all is
 * to end. */
static bool play_for_client(const struct serving *serving, struct peer *peer,
                            struct peer_result *result) {
  struct wire_position shown = {0};
  bool goes_on = true;
  while (goes_on && !peer_finished(peer))
    goes_on = await(serving, peer, &shown);
  peer_end(peer, result);
  show_news(serving, &result->log, &shown);
  return goes_on;
}

/* serve_one: plays for one client, and begins for the next one before it tells the end: who waits
 * for that finds the peer ready. */
static enum serving_end serve_one(const struct serving *serving, struct peer *peer) {
  struct peer_result result;
  enum serving_end end = SERVING_STOPPED;
  if (play_for_client(serving, peer, &result)) {
    if (!serving->is_once) begin(serving, peer);
    end = tell_end(serving, &result);
  }
  peer_result_clear(&result);
  return end;
}

enum serving_end serve(const struct serving *serving) {
  struct peer *peer = peer_new_at(serving->environment->identities, serving->port);
  enum serving_end end;
  if (!peer) return SERVING_NO_PEER;
  unsigned port = peer_port(peer);
  begin(serving, peer);
  if (peer_port(peer) == port) invite(serving, peer);
  do
    end = serve_one(serving, peer);
  while (end != SERVING_STOPPED && !serving->is_once);
  peer_free(peer);
  return end;
}
