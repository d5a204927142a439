/* What the client did is noted once: the first end that shows is the one. */
#include "connection.h"

#include <stdint.h>

#include "alert.h"
#include "peer_limits.h"

enum { READ_ROOM = 64 * 1024 };

void connection_open(struct connection *connection, int fd, unsigned number, struct wire_log *log) {
  *connection = (struct connection){
      .stream = stream_of_socket(fd),
      .number = number,
      .log = log,
      .received = buffer_of(LIMIT_RECEIVED),
  };
  wire_log_add(log, WIRE_ACCEPTED, number, NULL, 0);
}

/* A client that has closed its side may still be reading; what waits for it is not to be lost. */
static void release(struct connection *connection) {
  struct stream *stream = &connection->stream;
  if (connection->client == CLIENT_CLOSED && !stream->operations->is_flushed(stream))
    stream->operations->close(stream);
  else
    stream->operations->reset(stream);
}

void connection_clear(struct connection *connection) {
  if (!connection->is_closed) release(connection);
  connection->is_closed = true;
  buffer_clear(&connection->received);
}

static void note(struct connection *connection, enum wire_event_kind kind) {
  wire_log_add(connection->log, kind, connection->number, NULL, 0);
}

static void note_end(struct connection *connection, enum stream_status status) {
  if (connection->client != CLIENT_OPEN) return;
  bool is_reset = status == STREAM_RESET;
  connection->client = is_reset ? CLIENT_RESET : CLIENT_CLOSED;
  connection->is_refused = connection->is_refused || is_reset;
  note(connection, is_reset ? WIRE_CLIENT_RESET : WIRE_CLIENT_FIN);
}

/* One read, of at most |most| bytes. */
static enum stream_status read_some(struct connection *connection, size_t most) {
  unsigned char data[READ_ROOM];
  size_t room = most < sizeof data ? most : sizeof data, length = 0;
  enum stream_status status =
      connection->stream.operations->read(&connection->stream, data, room, &length);
  if (status != STREAM_MOVED) return status;
  if (length > LIMIT_RECEIVED - connection->received_total) {
    connection->is_exceeding = true;
    return STREAM_BLOCKED;
  }
  connection->received_total += length;
  buffer_append(&connection->received, data, length);
  if (!connection->is_unlogged)
    wire_log_add(connection->log, WIRE_RECEIVED, connection->number, data, length);
  return STREAM_MOVED;
}

/* Reads until nothing more is there and returns why. */
static enum stream_status read_all(struct connection *connection) {
  enum stream_status status;
  do
    status = read_some(connection, SIZE_MAX);
  while (status == STREAM_MOVED);
  return status;
}

static bool can_read(const struct connection *connection) {
  return !connection_is_ended(connection) && !connection->is_exceeding;
}

void connection_take_in(struct connection *connection) {
  if (!can_read(connection) || connection->is_sparing) return;
  enum stream_status status = read_all(connection);
  if (status != STREAM_BLOCKED) note_end(connection, status);
}

bool connection_take_some(struct connection *connection, size_t most) {
  if (!can_read(connection)) return false;
  enum stream_status status = read_some(connection, most);
  if (status == STREAM_FIN || status == STREAM_RESET) note_end(connection, status);
  return status != STREAM_BLOCKED;
}

void connection_take_rest(struct connection *connection) {
  connection->is_sparing = false;
  connection_take_in(connection);
}

/* A failed write consumes the error, so that reading would end as if the client had closed in
 * order: the status of the write is what counts. What had come before is still there. */
static void refuse(struct connection *connection, enum stream_status status) {
  connection->is_refused = true;
  if (status == STREAM_REFUSED || connection_is_ended(connection)) return;
  read_all(connection);
  note_end(connection, status);
}

size_t connection_send(struct connection *connection, const void *data, size_t length) {
  if (connection->is_refused || connection->is_closed) return 0;
  size_t written = 0;
  enum stream_status status =
      connection->stream.operations->write(&connection->stream, data, length, &written);
  if (status == STREAM_MOVED && !connection->is_unlogged)
    wire_log_add(connection->log, WIRE_SENT, connection->number, data, written);
  if (status != STREAM_MOVED && status != STREAM_BLOCKED) refuse(connection, status);
  return written;
}

bool connection_flush(struct connection *connection) {
  if (connection->is_refused || connection->is_closed) return true;
  enum stream_status status = connection->stream.operations->flush(&connection->stream);
  if (status != STREAM_MOVED && status != STREAM_BLOCKED) refuse(connection, status);
  return status != STREAM_BLOCKED;
}

bool connection_has_queued(const struct connection *connection) {
  if (connection->is_refused || connection->is_closed) return false;
  return connection->stream.operations->has_queued(&connection->stream);
}

void connection_begin_tls(struct connection *connection, struct peer_identities *identities,
                          const struct tls_options *options) {
  struct bytes early = buffer_view(&connection->received);
  struct tls_start start = {identities, options, connection->log, connection->number, early};
  connection->is_sparing = false;
  tls_stream_begin(&connection->stream, start);
  if (!connection->is_unlogged) wire_log_retract(connection->log, connection->number, early.length);
  connection->received_total -= early.length;
  buffer_empty(&connection->received);
}

struct tls *connection_tls(const struct connection *connection) {
  return tls_of(&connection->stream);
}

void connection_say_goodbye(struct connection *connection) {
  if (!connection->is_closed) connection->stream.operations->say_goodbye(&connection->stream);
}

void connection_finish(struct connection *connection) {
  if (connection->is_finished || connection->is_closed) return;
  connection->is_finished = true;
  connection->stream.operations->finish(&connection->stream);
  note(connection, WIRE_PEER_FIN);
}

bool connection_has_said_goodbye(const struct connection *connection) {
  const struct tls *tls = connection_tls(connection);
  return tls && tls->talk.peer_alert == ALERT_CLOSE_NOTIFY;
}

/* Bytes left unread make the system reset the connection; a sparing one leaves them on purpose. */
void connection_close(struct connection *connection) {
  if (connection->is_closed) return;
  connection_take_in(connection);
  connection->is_closed = true;
  connection->stream.operations->close(&connection->stream);
  note(connection, WIRE_PEER_CLOSED);
}

void connection_reset(struct connection *connection) {
  if (connection->is_closed) return;
  connection->is_closed = true;
  connection->stream.operations->reset(&connection->stream);
  note(connection, WIRE_PEER_RESET);
}

bool connection_is_ended(const struct connection *connection) {
  return connection->is_closed || connection->client != CLIENT_OPEN;
}
