/* What a statement cannot show by itself. Statements that could not be parsed are left out, and
 * where one might have been an accept nothing is said about connections, so that no error is a
 * consequence of another. */

#include <string.h>

#include "peer_limits.h"
#include "request_framing.h"
#include "statement.h"
#include "tls_fault.h"

static void check_presence(const struct statement *statement, struct diagnostics *diagnostics) {
  if (statement_bytes_rule(statement->kind) != BYTES_REQUIRED) return;
  if (!statement->bytes.count)
    diagnostics_error(diagnostics, statement->place,
                      "'%s' has no bytes; a literal behind it, or lines beginning with | below it, "
                      "are expected",
                      statement_name(statement->kind));
  else if (statement->kind == STATEMENT_RECV_UNTIL &&
           !template_length(&statement->bytes, template_longest))
    diagnostics_error(diagnostics, statement->place, "'recv until' needs at least one byte");
}

/* What is cut or corrupted is one record. */
static void check_record(const struct statement *statement, struct diagnostics *diagnostics) {
  bool is_cut = statement->kind == STATEMENT_SEND_CUT;
  if (!is_cut && statement->kind != STATEMENT_SEND_CORRUPT) return;
  size_t length = template_length(&statement->bytes, template_longest);
  if (statement->bytes.count && (!length || length > TLS_RECORD_BYTES))
    diagnostics_error(diagnostics, statement->place,
                      "'%s' takes 1 to %d bytes, what one record holds",
                      statement_name(statement->kind), TLS_RECORD_BYTES);
}

/* One receive, or all that is sent up to and with this statement. The error comes once, where the
 * limit is crossed. */
static void check_length(const struct statement *statement, size_t *sent,
                         struct diagnostics *diagnostics) {
  size_t length = template_length(&statement->bytes, template_longest);
  if (!statement_sends(statement->kind)) {
    if (length > LIMIT_RECEIVED)
      diagnostics_error(diagnostics, statement->place,
                        "'%s' expects more than %d bytes, which is the most that can be received",
                        statement_name(statement->kind), LIMIT_RECEIVED);
    return;
  }
  if (*sent <= LIMIT_SENT && length > LIMIT_SENT - *sent)
    diagnostics_error(diagnostics, statement->place,
                      "from this 'send' on the script sends more than %d bytes, which is the most",
                      LIMIT_SENT);
  *sent = length > LIMIT_SENT ? (size_t)LIMIT_SENT + 1 : *sent + length;
}

static void check_request(const struct statement *statement, struct bytes bytes,
                          struct diagnostics *diagnostics) {
  struct request_framing framing = {0};
  enum framing_status status = request_framing_advance(&framing, bytes);
  if (status == FRAMING_WHOLE && framing.end == bytes.length) return;
  if (status == FRAMING_MALFORMED)
    diagnostics_error(diagnostics, statement->place,
                      "these bytes are not a request: at offset %zu %s is expected; 'recv' without "
                      "'request' takes any bytes",
                      framing.position, framing.expected);
  else if (!framing.head_length)
    diagnostics_error(diagnostics, statement->place,
                      "these bytes are not a whole request: the empty line behind the head is "
                      "missing, write a line with only |");
  else if (status == FRAMING_MORE)
    diagnostics_error(diagnostics, statement->place,
                      "these bytes are not a whole request: its head announces more body than the "
                      "%zu bytes given; 'recv' without 'request' takes any bytes",
                      bytes.length - framing.head_length);
  else
    diagnostics_error(diagnostics, statement->place,
                      "these bytes are more than one request, which ends at offset %zu; 'recv' "
                      "without 'request' takes any bytes",
                      framing.end);
}

static void check_head(const struct statement *statement, struct bytes bytes,
                       struct diagnostics *diagnostics) {
  struct request_framing framing = {0};
  request_framing_advance(&framing, bytes);
  if (framing.head_length == bytes.length) return;
  if (!framing.head_length)
    diagnostics_error(diagnostics, statement->place,
                      "these bytes are not a whole head: the empty line is missing, write a line "
                      "with only |");
  else
    diagnostics_error(diagnostics, statement->place,
                      "these bytes are more than a head, which ends at offset %zu; 'recv' without "
                      "'head' takes any bytes",
                      framing.head_length);
}

/* Bytes that are no request can never be received as one: better said now than by every client's
 * failure. */
static void check_framing(const struct statement *statement, struct diagnostics *diagnostics) {
  bool is_request = statement->kind == STATEMENT_RECV_REQUEST;
  if (!is_request && statement->kind != STATEMENT_RECV_HEAD) return;
  if (!statement->bytes.count) return;
  struct buffer buffer = buffer_of(LIMIT_RECEIVED);
  if (template_render(&statement->bytes, template_longest, &buffer))
    (is_request ? check_request : check_head)(statement, buffer_view(&buffer), diagnostics);
  buffer_clear(&buffer);
}

/* What is checked in the head of a CONNECT is whole lines, the empty line not among them. */
static void check_connect(const struct statement *statement, struct diagnostics *diagnostics) {
  if (statement->kind != STATEMENT_RECV_CONNECT) return;
  struct buffer buffer = buffer_of(LIMIT_RECEIVED);
  if (template_render(&statement->bytes, template_longest, &buffer)) {
    struct bytes bytes = buffer_view(&buffer);
    if (memcmp(bytes.data + bytes.length - 2, "\r\n", 2) != 0)
      diagnostics_error(diagnostics, statement->place,
                        "the lines below 'recv connect' end in CRLF; write them behind |");
    else if (memmem(bytes.data, bytes.length, "\r\n\r\n", 4))
      diagnostics_error(diagnostics, statement->place,
                        "below 'recv connect' stand lines of the head, and no empty line");
  }
  buffer_clear(&buffer);
}

/* The connections as they are when a statement's turn comes: scripts have no branches. */
struct connections {
  size_t accepted;
  size_t current;
  const struct statement *finished[LIMIT_CONNECTIONS + 1]; /* by fin */
  const struct statement *closed[LIMIT_CONNECTIONS + 1];   /* by close or reset */
};

static void check_accept(struct connections *connections, const struct statement *statement,
                         struct diagnostics *diagnostics) {
  if (connections->accepted == LIMIT_CONNECTIONS) {
    diagnostics_error(diagnostics, statement->place, "a script accepts at most %d connections",
                      LIMIT_CONNECTIONS);
    return;
  }
  connections->current = ++connections->accepted;
}

static void check_use(struct connections *connections, const struct statement *statement,
                      struct diagnostics *diagnostics) {
  if (statement->number > connections->accepted)
    diagnostics_error(diagnostics, statement->place,
                      "connection %zu does not exist here: the script has accepted %zu so far",
                      statement->number, connections->accepted);
  else
    connections->current = statement->number;
}

static void check_open(struct connections *connections, const struct statement *statement,
                       struct diagnostics *diagnostics) {
  size_t current = connections->current;
  const struct statement *finished = connections->finished[current];
  const struct statement *closed = connections->closed[current];
  bool sends = statement_sends(statement->kind);
  const struct statement *obstacle = closed ? closed : sends ? finished : NULL;
  if (obstacle)
    diagnostics_error(diagnostics, statement->place,
                      "'%s' cannot be done: connection %zu was ended by '%s' on line %u",
                      statement_name(statement->kind), current, statement_name(obstacle->kind),
                      obstacle->place.line);
  else if (statement->kind == STATEMENT_FIN)
    connections->finished[current] = statement;
  else if (statement->kind == STATEMENT_CLOSE || statement->kind == STATEMENT_RESET)
    connections->closed[current] = statement;
}

/* Where the peer listens is settled before a client comes. */
static void check_first(size_t index, const struct statement *statement,
                        struct diagnostics *diagnostics) {
  if (index)
    diagnostics_error(diagnostics, statement->place,
                      "'listen' is the first statement of a script, and there is only one");
}

static void check_connections(const struct peer_script *script, struct diagnostics *diagnostics) {
  struct connections connections = {0};
  for (size_t i = 0; i < script->count; i++) {
    const struct statement *statement = &script->statements[i];
    if (statement->kind == STATEMENT_UNKNOWN) return;
    if (statement->kind == STATEMENT_LISTEN)
      check_first(i, statement, diagnostics);
    else if (statement->kind == STATEMENT_ACCEPT)
      check_accept(&connections, statement, diagnostics);
    else if (statement->kind == STATEMENT_USE)
      check_use(&connections, statement, diagnostics);
    else
      check_open(&connections, statement, diagnostics);
  }
}

void script_check(const struct peer_script *script, struct diagnostics *diagnostics) {
  size_t sent = 0;
  for (size_t i = 0; i < script->count; i++) {
    const struct statement *statement = &script->statements[i];
    if (statement->kind == STATEMENT_UNKNOWN || statement->has_wrong_bytes) continue;
    check_presence(statement, diagnostics);
    check_length(statement, &sent, diagnostics);
    check_record(statement, diagnostics);
    check_framing(statement, diagnostics);
    check_connect(statement, diagnostics);
  }
  check_connections(script, diagnostics);
}
