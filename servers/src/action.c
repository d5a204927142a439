/* A statement is a function that goes as far as it can and says how far that was; beside it stands
 * the phrase that tells what it waits for. All state between two calls is in the playing's
 * progress. */
#include "action.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "alert.h"
#include "complaint.h"
#include "connect_request.h"
#include "tls_actions.h"

static struct bytes received(const struct playing *playing) {
  return buffer_view(&playing->current->received);
}

enum step action_fail(struct playing *playing, char *message) {
  if (playing->script->accepts > 1 && playing->current) {
    char *longer = complaint_text("connection %u: %s", playing->current->number, message);
    free(message);
    message = longer;
  }
  playing_fail(playing, playing_statement(playing)->place, message);
  return STEP_FAILED;
}

/* A receive that needs |needed| bytes more than have come; it asks for one when it cannot tell. */
static enum step wait_for_more(struct playing *playing, size_t needed) {
  playing->progress.needed = needed;
  switch (playing->current->client) {
  case CLIENT_OPEN: return STEP_WAITING;
  case CLIENT_CLOSED:
    return action_complain_of_waiting(playing, "the client closed the connection in order (FIN)");
  case CLIENT_RESET: break;
  }
  return action_complain_of_waiting(playing, "the client reset the connection (RST)");
}

static enum step receive(struct playing *playing, size_t length) {
  buffer_consume(&playing->current->received, length);
  return STEP_DONE;
}

static enum step recv_count(struct playing *playing, const struct statement *statement) {
  size_t come = received(playing).length, number = statement->number;
  return come >= number ? receive(playing, number) : wait_for_more(playing, number - come);
}

static enum step recv_bytes(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct bytes expected = buffer_view(&playing->progress.bytes), come = received(playing);
  size_t *equal = &playing->progress.done;
  while (*equal < expected.length && *equal < come.length) {
    if (come.data[*equal] != expected.data[*equal])
      return action_fail(playing, complaint_of_difference(expected, come, *equal));
    ++*equal;
  }
  size_t missing = expected.length - *equal;
  return missing ? wait_for_more(playing, missing) : receive(playing, *equal);
}

static enum step recv_until(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct bytes mark = buffer_view(&playing->progress.bytes), come = received(playing);
  size_t *searched = &playing->progress.done; /* no mark begins before it */
  const unsigned char *found =
      memmem(come.data + *searched, come.length - *searched, mark.data, mark.length);
  if (found) return receive(playing, (size_t)(found - come.data) + mark.length);
  if (come.length >= mark.length) *searched = come.length - mark.length + 1;
  return wait_for_more(playing, 1);
}

static enum step complain_of_framing(struct playing *playing) {
  const struct request_framing *framing = &playing->progress.framing;
  struct bytes come = received(playing);
  struct bytes rest = {come.data + framing->position, come.length - framing->position};
  char *found = complaint_bytes(rest);
  char *message =
      complaint_text("the chunked body of the request is malformed: at offset %zu of the "
                     "request %s is expected, found %s; 'recv head' and 'recv' with bytes "
                     "receive any body",
                     framing->position, framing->expected, found);
  free(found);
  return action_fail(playing, message);
}

/* Where bytes are given, they are known to be one whole request: comparing them is enough. */
static enum step recv_request(struct playing *playing, const struct statement *statement) {
  if (statement->bytes.count) return recv_bytes(playing, statement);
  struct request_framing *framing = &playing->progress.framing;
  switch (request_framing_advance(framing, received(playing))) {
  case FRAMING_MORE:
    return wait_for_more(playing, request_framing_needs(framing, received(playing)));
  case FRAMING_MALFORMED: return complain_of_framing(playing);
  case FRAMING_WHOLE: break;
  }
  return receive(playing, framing->end);
}

static enum step recv_head(struct playing *playing, const struct statement *statement) {
  if (statement->bytes.count) return recv_bytes(playing, statement);
  struct request_framing *framing = &playing->progress.framing;
  request_framing_advance(framing, received(playing));
  return framing->head_length ? receive(playing, framing->head_length) : wait_for_more(playing, 1);
}

static enum step recv_connect(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct request_framing *framing = &playing->progress.framing;
  struct bytes expected = buffer_view(&playing->progress.bytes), head = received(playing);
  request_framing_advance(framing, head);
  if (!framing->head_length) return wait_for_more(playing, 1);
  head.length = framing->head_length;
  char *complaint = connect_request_complaint(head, expected);
  return complaint ? action_fail(playing, complaint) : receive(playing, head.length);
}

/* The next segment, or what is left of one. Between two segments the client gets a chance to see
 * the first alone. */
static void choose_segment(struct playing *playing, size_t length) {
  struct progress *progress = &playing->progress;
  if (progress->segment) return;
  if (progress->done) sched_yield();
  progress->segment = delivery_segment(&playing->delivery, progress->done, length);
}

/* A client that has gone takes no more bytes, which is no complaint: the script shows what it
 * expects of clients. */
static enum step send_bytes(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct progress *progress = &playing->progress;
  struct bytes bytes = buffer_view(&progress->bytes);
  while (progress->done < bytes.length) {
    choose_segment(playing, bytes.length);
    size_t sent = connection_send(playing->current, bytes.data + progress->done, progress->segment);
    if (playing->current->is_refused) return STEP_DONE;
    progress->wants_room = !sent;
    if (!sent) return STEP_WAITING;
    progress->done += sent;
    progress->segment -= sent;
  }
  return STEP_DONE;
}

static enum step complain_of_bytes(struct playing *playing, const char *expected) {
  char *bytes = complaint_bytes(received(playing));
  char *message = complaint_text("expected %s, the client sent %s", expected, bytes);
  free(bytes);
  return action_fail(playing, message);
}

/* The client's side as it is, or |wanted|: either end will do for CLIENT_OPEN. */
static enum step expect_end(struct playing *playing, enum client_side wanted,
                            const char *expected) {
  static const char *const ends[] = {[CLIENT_CLOSED] = "closed the connection in order (FIN)",
                                     [CLIENT_RESET] = "reset the connection (RST)"};
  enum client_side client = playing->current->client;
  if (received(playing).length) return complain_of_bytes(playing, expected);
  if (client == CLIENT_OPEN) return wait_for_more(playing, 1);
  if (wanted == CLIENT_OPEN || client == wanted) return STEP_DONE;
  if (wanted == CLIENT_CLOSED && connection_has_said_goodbye(playing->current)) return STEP_DONE;
  return action_fail(playing, complaint_text("expected %s, the client %s", expected, ends[client]));
}

static enum step expect_fin(struct playing *playing, const struct statement *statement) {
  const struct tls *tls = connection_tls(playing->current);
  enum step step =
      expect_end(playing, CLIENT_CLOSED, "the client to close the connection in order (FIN)");
  bool has_notified = tls && tls->talk.client_alert == ALERT_CLOSE_NOTIFY;
  if (step != STEP_DONE || !statement->is_without_notify || !has_notified) return step;
  return action_fail(playing, complaint_text("expected FIN without close_notify, the client sent "
                                             "close_notify before it"));
}

static enum step expect_reset(struct playing *playing, const struct statement *statement) {
  (void)statement;
  return expect_end(playing, CLIENT_RESET, "the client to reset the connection (RST)");
}

static enum step expect_close(struct playing *playing, const struct statement *statement) {
  (void)statement;
  return expect_end(playing, CLIENT_OPEN, "the client to close the connection");
}

/* As the last statement it is judged when no more bytes can come. */
static enum step expect_nothing(struct playing *playing, const struct statement *statement) {
  (void)statement;
  bool is_last = playing->next + 1 == playing->script->count;
  if (playing->current->is_sparing)
    connection_take_some(playing->current, 1);
  else
    connection_take_in(playing->current);
  if (received(playing).length) return complain_of_bytes(playing, "no more bytes from the client");
  bool can_more_come = !connection_is_ended(playing->current) && !playing->is_ending;
  return is_last && can_more_come ? wait_for_more(playing, 1) : STEP_DONE;
}

static enum step expect_source(struct playing *playing, const struct statement *statement) {
  (void)statement;
  const char *source = playing->current->source.text;
  struct bytes expected = buffer_view(&playing->progress.bytes);
  if (expected.length == strlen(source) && memcmp(expected.data, source, expected.length) == 0)
    return STEP_DONE;
  char *shown = complaint_bytes(expected);
  char *message = complaint_text("expected a connection from %s, it comes from %s", shown, source);
  free(shown);
  return action_fail(playing, message);
}

/* Without close_notify the client cannot tell the end from an attack (RFC 8446, section 6.1). */
static void leave_tls(struct playing *playing, const struct statement *statement) {
  struct tls *tls = connection_tls(playing->current);
  if (tls && statement->is_without_notify) tls->is_write_over = true;
}

static enum step finish(struct playing *playing, const struct statement *statement) {
  leave_tls(playing, statement);
  connection_finish(playing->current);
  return STEP_DONE;
}

static enum step close_in_order(struct playing *playing, const struct statement *statement) {
  leave_tls(playing, statement);
  connection_say_goodbye(playing->current);
  if (!playing->is_ending && !connection_flush(playing->current)) return STEP_WAITING;
  connection_close(playing->current);
  return STEP_DONE;
}

/* A reset drops what waits to be sent; what the script sent before is to arrive. */
static enum step reset(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct connection *connection = playing->current;
  bool can_wait = !connection->is_refused && !playing->is_ending;
  if (can_wait && !connection->stream.operations->is_flushed(&connection->stream)) {
    playing->progress.wants_room = true;
    return STEP_WAITING;
  }
  connection_reset(connection);
  return STEP_DONE;
}

/* When the client is done it has acted in its way: by giving up. */
static enum step stall(struct playing *playing, const struct statement *statement) {
  (void)statement;
  const struct connection *connection = playing->current;
  bool has_acted =
      received(playing).length || connection->has_hung_up || connection_is_ended(connection);
  return has_acted || playing->is_ending ? STEP_DONE : STEP_WAITING;
}

/* Whether the client reads is not to be seen from here: peer_note_read() tells. */
static enum step await_read(struct playing *playing, const struct statement *statement) {
  (void)statement;
  const struct connection *connection = playing->current;
  bool has_ended = connection->has_hung_up || connection_is_ended(connection);
  bool is_met = playing->progress.is_client_reading || has_ended || playing->is_ending;
  return is_met ? STEP_DONE : STEP_WAITING;
}

static enum step accept_next(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct connection *connection = playing_accept(playing);
  if (!connection) return playing->complaint.message ? STEP_FAILED : STEP_WAITING;
  playing->current = connection;
  return STEP_DONE;
}

static enum step use(struct playing *playing, const struct statement *statement) {
  playing->current = &playing->connections[statement->number - 1];
  return STEP_DONE;
}

typedef void print_awaited(FILE *out, const struct playing *playing);

static void print_bytes(FILE *out, const struct playing *playing) {
  complaint_print_bytes(out, buffer_view(&playing->progress.bytes), 0);
  fputs(" had come", out);
}

static void print_request(FILE *out, const struct playing *playing) {
  if (playing_statement(playing)->bytes.count)
    print_bytes(out, playing);
  else
    fputs("a whole request had come", out);
}

static void print_head(FILE *out, const struct playing *playing) {
  if (playing_statement(playing)->bytes.count)
    print_bytes(out, playing);
  else
    fputs("the empty line that ends a head had come", out);
}

static void print_connect(FILE *out, const struct playing *playing) {
  (void)playing;
  fputs("the empty line that ends a CONNECT request had come", out);
}

static void print_count(FILE *out, const struct playing *playing) {
  size_t number = playing_statement(playing)->number;
  fprintf(out, "%zu byte%s had come", number, number == 1 ? "" : "s");
}

static void print_sending(FILE *out, const struct playing *playing) {
  fprintf(out, "it took in what is sent: %zu of %zu bytes went", playing->progress.done,
          buffer_view(&playing->progress.bytes).length);
}

static void print_fin(FILE *out, const struct playing *playing) {
  (void)playing;
  fputs("it closed the connection in order (FIN)", out);
}

static void print_reset(FILE *out, const struct playing *playing) {
  (void)playing;
  fputs("it reset the connection (RST)", out);
}

static void print_close(FILE *out, const struct playing *playing) {
  (void)playing;
  fputs("it closed the connection", out);
}

static void print_connection(FILE *out, const struct playing *playing) {
  if (playing->accepted < playing->count)
    fprintf(out, "connection %zu was ready for the script (TLS)", playing->accepted + 1);
  else
    fprintf(out, "it opened connection %zu", playing->opened + 1);
}

/* Statements without a phrase never wait for more than the client's end. A listen is carried out
 * when the playing begins. */
static const struct {
  enum step (*carry_out)(struct playing *playing, const struct statement *statement);
  print_awaited *print_awaited;
} actions[STATEMENT_KINDS] = {
    [STATEMENT_RECV_REQUEST] = {recv_request, print_request},
    [STATEMENT_RECV_HEAD] = {recv_head, print_head},
    [STATEMENT_RECV_CONNECT] = {recv_connect, print_connect},
    [STATEMENT_RECV_BYTES] = {recv_bytes, print_bytes},
    [STATEMENT_RECV_COUNT] = {recv_count, print_count},
    [STATEMENT_RECV_UNTIL] = {recv_until, print_bytes},
    [STATEMENT_SEND] = {send_bytes, print_sending},
    [STATEMENT_EXPECT_FIN] = {expect_fin, print_fin},
    [STATEMENT_EXPECT_RESET] = {expect_reset, print_reset},
    [STATEMENT_EXPECT_CLOSE] = {expect_close, print_close},
    [STATEMENT_EXPECT_NOTHING] = {expect_nothing, NULL},
    [STATEMENT_EXPECT_SOURCE] = {expect_source, NULL},
    [STATEMENT_FIN] = {finish, NULL},
    [STATEMENT_CLOSE] = {close_in_order, NULL},
    [STATEMENT_RESET] = {reset, NULL},
    [STATEMENT_STALL] = {stall, NULL},
    [STATEMENT_AWAIT_READ] = {await_read, NULL},
    [STATEMENT_ACCEPT] = {accept_next, print_connection},
    [STATEMENT_USE] = {use, NULL},
    [STATEMENT_TLS] = {tls_begin, tls_print_handshake},
    [STATEMENT_EXPECT_SNI] = {tls_expect_sni, NULL},
    [STATEMENT_EXPECT_ALPN] = {tls_expect_alpn, NULL},
    [STATEMENT_EXPECT_TLS] = {tls_expect_version, NULL},
    [STATEMENT_EXPECT_TLS_FAILURE] = {tls_expect_failure, NULL},
    [STATEMENT_EXPECT_CLIENT_CERTIFICATE] = {tls_expect_client_certificate, tls_print_certificate},
    [STATEMENT_EXPECT_ALERT] = {tls_expect_alert, tls_print_alert},
    [STATEMENT_EXPECT_SESSION] = {tls_expect_session, NULL},
    [STATEMENT_EXPECT_KEYS] = {tls_expect_keys, NULL},
    [STATEMENT_EXPECT_HELLO] = {tls_expect_hello, NULL},
    [STATEMENT_SEND_RAW] = {tls_raw, NULL},
    [STATEMENT_SEND_CUT] = {tls_cut, NULL},
    [STATEMENT_SEND_CORRUPT] = {tls_corrupt, NULL},
    [STATEMENT_SEND_ALERT] = {tls_alert, NULL},
    [STATEMENT_SEND_TICKET] = {tls_ticket, NULL},
    [STATEMENT_REQUEST_CERTIFICATE] = {tls_request, NULL},
    [STATEMENT_UPDATE_KEYS] = {tls_update, NULL},
};

enum step action_carry_out(struct playing *playing, const struct statement *statement) {
  return actions[statement->kind].carry_out(playing, statement);
}

bool action_awaits_client(const struct playing *playing) {
  return actions[playing_statement(playing)->kind].print_awaited;
}

static void print_sent_so_far(FILE *out, const struct playing *playing) {
  struct bytes sent = received(playing);
  fputs("; it had sent ", out);
  if (sent.length)
    complaint_print_bytes(out, sent, 0);
  else
    fputs("nothing more", out);
}

enum step action_complain_of_waiting(struct playing *playing, const char *what_happened) {
  enum statement_kind kind = playing_statement(playing)->kind;
  char *message;
  size_t length;
  FILE *out = complaint_open(&message, &length);
  fprintf(out, "%s before ", what_happened);
  actions[kind].print_awaited(out, playing);
  if (kind != STATEMENT_ACCEPT && kind != STATEMENT_SEND) print_sent_so_far(out, playing);
  fclose(out);
  return action_fail(playing, message);
}
