/* The connections of a playing and its course. What each statement does stands in action.c. */
#include "playing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "complaint.h"

bool playing_is_over(const struct playing *playing) {
  return playing->complaint.message || !playing->script || playing->next == playing->script->count;
}

const struct statement *playing_statement(const struct playing *playing) {
  return &playing->script->statements[playing->next];
}

/* No client is to wait for an answer that will not come. At the end none does any more. */
static void release_client(struct playing *playing, struct connection *connection) {
  if (playing->is_ending) return;
  connection_take_rest(connection);
  connection_finish(connection);
}

void playing_fail(struct playing *playing, struct place place, char *message) {
  if (playing->complaint.message) {
    free(message);
    return;
  }
  playing->complaint = (struct peer_complaint){place, message};
  for (size_t i = 0; i < playing->count; i++)
    release_client(playing, &playing->connections[i]);
}

static struct place place_now(const struct playing *playing) {
  if (!playing->script) return (struct place){0};
  return playing_is_over(playing) ? playing->script->accept_place
                                  : playing_statement(playing)->place;
}

static int accept_socket(struct playing *playing, struct source_address *source) {
  if (playing->is_deaf) return -1;
  int fd = listener_accept(playing->listener, source);
  if (fd >= 0) {
    playing->opened++;
  } else if (errno != EAGAIN && errno != EWOULDBLOCK) {
    playing->is_deaf = true;
    playing_fail(playing, place_now(playing),
                 complaint_text("the peer cannot accept a connection: %s", strerror(errno)));
  }
  return fd;
}

static struct connection *add_connection(struct playing *playing, int fd,
                                         struct source_address source,
                                         enum peer_transport transport) {
  size_t index = playing->count++;
  struct connection *connection = &playing->connections[index];
  bool is_plain = playing->transport == PEER_TRANSPORT_PLAIN;
  connection_open(connection, fd, (unsigned)playing->opened, &playing->log);
  connection->source = source;
  connection->is_sparing = is_plain && playing->script && playing->script->listen.window;
  preamble_begin(&playing->preambles[index], connection, transport, playing->identities);
  connection_take_in(connection);
  return connection;
}

static void advance_preamble(struct playing *playing, size_t index) {
  preamble_advance(&playing->preambles[index], &playing->connections[index],
                   (struct template_values){playing->listener->host, playing->listener->port_text});
}

void playing_accept_ahead(struct playing *playing) {
  if (playing->transport == PEER_TRANSPORT_PLAIN || !playing->script) return;
  while (playing->opened < playing->script->accepts) {
    struct source_address source;
    int fd = accept_socket(playing, &source);
    if (fd < 0) break;
    add_connection(playing, fd, source, playing->transport);
  }
  for (size_t i = playing->accepted; i < playing->count; i++)
    advance_preamble(playing, i);
}

struct connection *playing_accept(struct playing *playing) {
  size_t index = playing->accepted;
  if (index == playing->count) {
    struct source_address source;
    int fd = accept_socket(playing, &source);
    if (fd < 0) return NULL;
    add_connection(playing, fd, source, playing->transport);
  }
  advance_preamble(playing, index);
  const struct preamble *preamble = &playing->preambles[index];
  if (preamble->failure)
    playing_fail(
        playing, playing_statement(playing)->place,
        complaint_text("connection %u: %s", playing->connections[index].number, preamble->failure));
  if (preamble->stage != PREAMBLE_DONE) return NULL;
  playing->accepted++;
  return &playing->connections[index];
}

bool playing_accepts_surplus(const struct playing *playing) {
  if (playing->is_deaf) return false;
  return playing_is_over(playing) || playing->opened >= playing->script->accepts;
}

/* There is no place for it; the client learns so, and the log too. */
static void turn_away(struct playing *playing, int fd) {
  struct connection connection;
  connection_open(&connection, fd, (unsigned)playing->opened, &playing->log);
  connection_reset(&connection);
  connection_clear(&connection);
}

/* Nothing of the transport is spoken on it: how far that came would be a matter of time. */
void playing_accept_surplus(struct playing *playing) {
  struct source_address source;
  for (int fd = accept_socket(playing, &source); fd >= 0; fd = accept_socket(playing, &source)) {
    if (playing->count == LIMIT_CONNECTIONS)
      turn_away(playing, fd);
    else
      release_client(playing, add_connection(playing, fd, source, PEER_TRANSPORT_PLAIN));
  }
}

void playing_check_limits(struct playing *playing) {
  for (size_t i = 0; i < playing->count; i++) {
    struct connection *connection = &playing->connections[i];
    if (!connection->is_exceeding || connection->is_closed) continue;
    connection_reset(connection);
    playing_fail(playing, place_now(playing),
                 complaint_text("the client sent more than %d bytes on connection %u, which is the "
                                "most that is taken in",
                                LIMIT_RECEIVED, connection->number));
  }
}

static void begin_statement(struct playing *playing, const struct statement *statement) {
  struct progress *progress = &playing->progress;
  struct buffer bytes = progress->bytes; /* the memory serves the next statement too */
  buffer_empty(&bytes);
  *progress = (struct progress){.has_begun = true, .bytes = bytes};
  struct template_values values = {playing->listener->host, playing->listener->port_text};
  template_render(&statement->bytes, values, &progress->bytes);
}

/* No statement is left that receives. At the end nobody waits for what is not read. */
static void take_rest(struct playing *playing) {
  for (size_t i = 0; i < playing->count && !playing->is_ending; i++)
    if (playing->connections[i].is_sparing) connection_take_rest(&playing->connections[i]);
}

/* Of a sparing connection as much is read as the statement waits for. */
static bool take_needed(struct playing *playing) {
  size_t needed = playing->progress.needed;
  return needed && playing->current->is_sparing && connection_take_some(playing->current, needed);
}

void playing_advance(struct playing *playing) {
  while (!playing_is_over(playing)) {
    const struct statement *statement = playing_statement(playing);
    if (!playing->progress.has_begun) begin_statement(playing, statement);
    playing->progress.wants_room = false;
    playing->progress.needed = 0;
    enum step step = playing->progress.is_done ? STEP_DONE : action_carry_out(playing, statement);
    if (step == STEP_WAITING && take_needed(playing)) continue;
    if (step != STEP_DONE) return;
    playing->progress.is_done = true;
    if (!playing->is_ending && !connection_flush(playing->current)) return;
    playing->progress.has_begun = false;
    playing->next++;
  }
  take_rest(playing);
}
