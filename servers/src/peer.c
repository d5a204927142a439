/* The peer as its users see it: it tells what it waits for, takes in what has happened and lets the
 * playing go on. */
#include "peer/peer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "complaint.h"
#include "dead_port.h"
#include "playing.h"
#include "text/memory.h"

struct peer {
  struct listener listener;
  struct peer_identities *identities; /* borrowed */
  struct listener own; /* of the script in play, which says how to listen; else closed */
  struct dead_port refused, black_hole; /* made when asked for */
  struct playing playing;
};

void peer_result_clear(struct peer_result *result) {
  wire_log_clear(&result->log);
  free(result->complaint.message);
  *result = (struct peer_result){0};
}

struct peer *peer_new(struct peer_identities *identities) {
  return peer_new_at(identities, 0);
}

struct peer *peer_new_at(struct peer_identities *identities, unsigned port) {
  struct listener listener;
  if (!listener_open(&listener, (struct listen_options){.port = port})) return NULL;
  struct peer *peer = memory_resize(NULL, sizeof *peer);
  *peer =
      (struct peer){.listener = listener, .own = {.fd = -1, .guard = -1}, .identities = identities};
  peer_begin(peer, NULL, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
  return peer;
}

/* Ends the playing; the log and the complaint stay. */
static void release_connections(struct playing *playing) {
  for (size_t i = 0; i < playing->count; i++) {
    connection_clear(&playing->connections[i]);
    preamble_clear(&playing->preambles[i]);
  }
  playing->count = playing->accepted = 0;
  playing->current = NULL;
  buffer_clear(&playing->progress.bytes);
}

static void discard_playing(struct playing *playing) {
  release_connections(playing);
  wire_log_clear(&playing->log);
  free(playing->complaint.message);
  playing->complaint = (struct peer_complaint){0};
}

void peer_free(struct peer *peer) {
  if (!peer) return;
  discard_playing(&peer->playing);
  listener_close(&peer->listener);
  listener_close(&peer->own);
  dead_port_release(&peer->refused);
  dead_port_release(&peer->black_hole);
  free(peer);
}

const char *peer_host(const struct peer *peer) {
  return peer->playing.listener->host;
}

unsigned peer_port(const struct peer *peer) {
  return peer->playing.listener->port;
}

unsigned peer_refused_port(struct peer *peer) {
  if (!peer->refused.port) dead_port_refusing(&peer->refused);
  return peer->refused.port;
}

unsigned peer_black_hole_port(struct peer *peer) {
  if (!peer->black_hole.port) dead_port_black_hole(&peer->black_hole);
  return peer->black_hole.port;
}

/* Connections that a client opened after the last playing ended. */
static void drop_waiting_connections(const struct listener *listener) {
  for (int fd; (fd = listener_accept(listener, NULL)) >= 0;) {
    struct stream stream = stream_of_socket(fd);
    stream.operations->reset(&stream);
  }
}

/* A machine without the address is no fault of the client, but it has to be told. */
static void listen_for_script(struct peer *peer) {
  struct playing *playing = &peer->playing;
  const struct peer_script *script = playing->script;
  if (listener_open(&peer->own, script->listen)) {
    playing->listener = &peer->own;
    playing->next = 1;
    return;
  }
  playing_fail(playing, script->listen_place,
               complaint_text("the peer cannot listen on %s: %s",
                              listen_address_name(script->listen.address), strerror(errno)));
}

void peer_begin(struct peer *peer, const struct peer_script *script, enum peer_transport transport,
                enum peer_delivery delivery, uint64_t seed) {
  struct playing *playing = &peer->playing;
  discard_playing(playing);
  drop_waiting_connections(&peer->listener);
  listener_close(&peer->own);
  playing->listener = &peer->listener;
  playing->script = script;
  playing->transport = transport;
  playing->identities = peer->identities;
  playing->next = 0;
  playing->progress = (struct progress){.bytes = buffer_of(LIMIT_SENT)};
  playing->delivery = (struct delivery){delivery, seed};
  playing->opened = 0;
  playing->is_ending = playing->is_deaf = false;
  if (script && script->listen_place.line) listen_for_script(peer);
}

static bool waits_for_connection(const struct playing *playing) {
  if (playing_accepts_surplus(playing)) return true;
  if (playing->is_deaf) return false;
  bool has_preamble = playing->transport != PEER_TRANSPORT_PLAIN;
  return has_preamble || playing_statement(playing)->kind == STATEMENT_ACCEPT;
}

/* Of a sparing connection without a receive in hand only its end is of interest, once. */
static int reading_events(const struct playing *playing, const struct connection *connection) {
  bool is_received = connection == playing->current && playing->progress.needed;
  if (!connection->is_sparing || is_received) return POLLIN;
  return connection->has_hung_up ? 0 : POLLRDHUP;
}

static short awaited_events(const struct playing *playing, const struct connection *connection) {
  if (connection->is_closed) return 0;
  bool wants_room = connection == playing->current && !playing_is_over(playing) &&
                    playing->progress.wants_room && !connection->is_refused;
  int events = connection->client == CLIENT_OPEN ? reading_events(playing, connection) : 0;
  return (short)(wants_room || connection_has_queued(connection) ? events | POLLOUT : events);
}

/* A connection with nothing to wait for is left out: poll() would report its hang-up for ever. */
size_t peer_poll(const struct peer *peer, struct pollfd *fds) {
  const struct playing *playing = &peer->playing;
  size_t count = 0;
  if (waits_for_connection(playing))
    fds[count++] = (struct pollfd){.fd = playing->listener->fd, .events = POLLIN};
  for (size_t i = 0; i < playing->count; i++) {
    const struct connection *connection = &playing->connections[i];
    short events = awaited_events(playing, connection);
    if (events) fds[count++] = (struct pollfd){.fd = connection->stream.fd, .events = events};
  }
  return count;
}

static short what_happened(const struct pollfd *fds, size_t count, int fd) {
  for (size_t i = 0; i < count; i++)
    if (fds[i].fd == fd) return fds[i].revents;
  return 0;
}

static void take_in(struct connection *connection, short happened) {
  if (happened & (POLLRDHUP | POLLHUP | POLLERR)) connection->has_hung_up = true;
  if (!happened) return;
  connection_flush(connection);
  connection_take_in(connection);
}

void peer_handle(struct peer *peer, const struct pollfd *fds, size_t count) {
  struct playing *playing = &peer->playing;
  for (size_t i = 0; i < playing->count; i++) {
    struct connection *connection = &playing->connections[i];
    if (!connection->is_closed)
      take_in(connection, what_happened(fds, count, connection->stream.fd));
  }
  playing_accept_ahead(playing);
  playing_check_limits(playing);
  playing_advance(playing);
  if (what_happened(fds, count, playing->listener->fd) && playing_accepts_surplus(playing))
    playing_accept_surplus(playing);
}

const char *peer_cannot_play(const struct peer_script *script) {
  return script ? listen_obstacle(script->listen.address) : NULL;
}

bool peer_has_ipv6(void) {
  return !listen_obstacle(LISTEN_IPV6);
}

bool peer_finished(const struct peer *peer) {
  const struct playing *playing = &peer->playing;
  if (!playing_is_over(playing)) return false;
  for (size_t i = 0; i < playing->count; i++)
    if (!connection_is_ended(&playing->connections[i])) return false;
  return true;
}

const struct wire_log *peer_log(const struct peer *peer) {
  return &peer->playing.log;
}

bool peer_awaits_client(const struct peer *peer) {
  return !playing_is_over(&peer->playing) && action_awaits_client(&peer->playing);
}

bool peer_awaits_read(const struct peer *peer) {
  const struct playing *playing = &peer->playing;
  return !playing_is_over(playing) && playing->progress.has_begun &&
         playing_statement(playing)->kind == STATEMENT_AWAIT_READ && !playing->progress.is_done;
}

void peer_note_read(struct peer *peer) {
  if (!peer_awaits_read(peer)) return;
  peer->playing.progress.is_client_reading = true;
  playing_advance(&peer->playing);
}

static void judge_number_of_connections(struct playing *playing) {
  struct place nowhere = {0};
  size_t accepts = playing->script ? playing->script->accepts : 0;
  if (playing->opened <= accepts) return;
  playing_fail(playing, playing->script ? playing->script->accept_place : nowhere,
               complaint_text("the client opened %zu connection%s, the script accepts %zu",
                              playing->opened, playing->opened == 1 ? "" : "s", accepts));
}

void peer_end(struct peer *peer, struct peer_result *result) {
  struct playing *playing = &peer->playing;
  playing->is_ending = true;
  for (size_t i = 0; i < playing->count; i++)
    connection_take_in(&playing->connections[i]);
  playing_accept_ahead(playing);
  playing_check_limits(playing);
  playing_advance(playing);
  if (!playing_is_over(playing)) action_complain_of_waiting(playing, "the client ended");
  playing_accept_surplus(playing);
  playing_check_limits(playing);
  judge_number_of_connections(playing);
  release_connections(playing);
  *result = (struct peer_result){playing->log, !playing->complaint.message, playing->complaint};
  playing->log = (struct wire_log){0};
  playing->complaint = (struct peer_complaint){0};
  playing->script = NULL;
}
