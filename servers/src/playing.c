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
  if (!playing->is_ending) connection_finish(connection);
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

static int accept_socket(struct playing *playing) {
  if (playing->is_deaf) return -1;
  int fd = listener_accept(playing->listener);
  if (fd >= 0) {
    playing->opened++;
  } else if (errno != EAGAIN && errno != EWOULDBLOCK) {
    playing->is_deaf = true;
    playing_fail(playing, place_now(playing),
                 complaint_text("the peer cannot accept a connection: %s", strerror(errno)));
  }
  return fd;
}

static struct connection *add_connection(struct playing *playing, int fd) {
  size_t index = playing->count++;
  struct connection *connection = &playing->connections[index];
  connection_open(connection, fd, (unsigned)playing->opened, &playing->log);
  preamble_begin(&playing->preambles[index], connection, playing->transport, playing->identities);
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
    int fd = accept_socket(playing);
    if (fd < 0) break;
    add_connection(playing, fd);
  }
  for (size_t i = playing->accepted; i < playing->count; i++)
    advance_preamble(playing, i);
}

struct connection *playing_accept(struct playing *playing) {
  size_t index = playing->accepted;
  if (index == playing->count) {
    int fd = accept_socket(playing);
    if (fd < 0) return NULL;
    add_connection(playing, fd);
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

void playing_accept_surplus(struct playing *playing) {
  for (int fd = accept_socket(playing); fd >= 0; fd = accept_socket(playing)) {
    if (playing->count == LIMIT_CONNECTIONS)
      turn_away(playing, fd);
    else
      release_client(playing, add_connection(playing, fd));
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

void playing_advance(struct playing *playing) {
  while (!playing_is_over(playing)) {
    const struct statement *statement = playing_statement(playing);
    if (!playing->progress.has_begun) begin_statement(playing, statement);
    playing->progress.wants_room = false;
    if (!playing->progress.is_done && action_carry_out(playing, statement) != STEP_DONE) return;
    playing->progress.is_done = true;
    if (!playing->is_ending && !connection_flush(playing->current)) return;
    playing->progress.has_begun = false;
    playing->next++;
  }
}
