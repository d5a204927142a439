/* What a client said of itself is known once hands are shaken, so that most expectations are judged
 * at once. A handshake that fails is a complaint of tls, unless the next statement expects it. */
#include "tls_actions.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "alert.h"
#include "complaint.h"
#include "text/memory.h"
#include "tls_fault.h"

static struct tls *current_tls(const struct playing *playing) {
  return connection_tls(playing->current);
}

/* 'name', or none for NULL; the caller frees it. */
static char *quoted(const char *name) {
  if (!name) return memory_string("none");
  char *text;
  size_t length;
  FILE *out = complaint_open(&text, &length);
  literal_print_text(out, name, strlen(name));
  fclose(out);
  return text;
}

static enum step complain_of_difference(struct playing *playing, const char *what,
                                        const char *expected, const char *found) {
  return action_fail(playing, complaint_text("expected %s %s, it is %s", what, expected, found));
}

static enum step complain_of_no_tls(struct playing *playing) {
  return action_fail(playing, complaint_text("there is no TLS on this connection"));
}

static bool next_expects_failure(const struct playing *playing) {
  if (playing->next + 1 == playing->script->count) return false;
  enum statement_kind next = playing->script->statements[playing->next + 1].kind;
  return next == STATEMENT_EXPECT_ALERT || next == STATEMENT_EXPECT_TLS_FAILURE;
}

static enum step await_handshake(struct playing *playing) {
  const struct tls *tls = current_tls(playing);
  if (tls->phase == TLS_OPEN) return STEP_DONE;
  bool is_ended = connection_is_ended(playing->current);
  if (tls->phase == TLS_SHAKING && !is_ended) return STEP_WAITING;
  if (next_expects_failure(playing)) return STEP_DONE;
  return action_fail(playing, complaint_text("the TLS handshake failed: %s",
                                             tls->failure ? tls->failure : "the client ended"));
}

enum step tls_begin(struct playing *playing, const struct statement *statement) {
  if (!playing->identities)
    return action_fail(playing, complaint_text("this peer was made without identities for TLS"));
  bool has_begun = playing->progress.done;
  if (!has_begun) connection_begin_tls(playing->current, playing->identities, statement->tls);
  playing->progress.done = 1;
  connection_take_in(playing->current);
  return await_handshake(playing);
}

static enum step judge_name(struct playing *playing, const char *what, const char *expected,
                            const char *found) {
  bool is_same = expected && found ? strcmp(expected, found) == 0 : expected == found;
  if (is_same) return STEP_DONE;
  char *expected_text = quoted(expected), *found_text = quoted(found);
  enum step step = complain_of_difference(playing, what, expected_text, found_text);
  free(expected_text);
  free(found_text);
  return step;
}

enum step tls_expect_sni(struct playing *playing, const struct statement *statement) {
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  return judge_name(playing, "the server name (SNI)", statement->name, tls->talk.server_name);
}

/* 'h2', 'http/1.1', or none when there are none; the caller frees it. */
static char *protocols_text(const unsigned char *data, size_t length) {
  if (!length) return memory_string("none");
  char *text;
  size_t text_length;
  FILE *out = complaint_open(&text, &text_length);
  for (size_t i = 0; i < length; i += 1u + data[i]) {
    if (i) fputs(", ", out);
    literal_print_text(out, data + i + 1, data[i]);
  }
  fclose(out);
  return text;
}

enum step tls_expect_alpn(struct playing *playing, const struct statement *statement) {
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  struct protocol_list expected = statement->protocols;
  const unsigned char *found = tls->talk.protocols;
  size_t length = tls->talk.protocols_length;
  if (length == expected.length && (!length || memcmp(found, expected.data, length) == 0))
    return STEP_DONE;
  char *expected_text = protocols_text(expected.data, expected.length);
  char *found_text = protocols_text(found, length);
  enum step step =
      complain_of_difference(playing, "the client to offer ALPN", expected_text, found_text);
  free(expected_text);
  free(found_text);
  return step;
}

enum step tls_expect_version(struct playing *playing, const struct statement *statement) {
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  const char *expected = statement->number == TLS1_3_VERSION ? "1.3" : "1.2";
  if (tls->phase == TLS_FAILED)
    return action_fail(
        playing, complaint_text("expected TLS %s, but TLS has failed: %s", expected, tls->failure));
  const char *found = tls_version(tls);
  if (strcmp(expected, found) == 0) return STEP_DONE;
  return complain_of_difference(playing, "TLS", expected, found);
}

/* It was requested behind the handshake, and the client has not answered. */
static enum step await_certificate(struct playing *playing, const struct tls *tls) {
  if (tls->phase == TLS_FAILED)
    return action_fail(playing,
                       complaint_text("the client's certificate did not come: %s", tls->failure));
  if (!connection_is_ended(playing->current) && !tls->is_read_over) return STEP_WAITING;
  return action_complain_of_waiting(playing, "the client ended the connection");
}

enum step tls_expect_client_certificate(struct playing *playing,
                                        const struct statement *statement) {
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  if (tls->talk.is_certificate_awaited) return await_certificate(playing, tls);
  char *found = tls_client_name(tls);
  enum step step = judge_name(playing, "the client's certificate", statement->name, found);
  free(found);
  return step;
}

enum step tls_expect_failure(struct playing *playing, const struct statement *statement) {
  (void)statement;
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  if (tls->phase != TLS_OPEN) return STEP_DONE;
  if (tls->talk.is_certificate_awaited && !connection_is_ended(playing->current) &&
      !playing->is_ending)
    return STEP_WAITING;
  return action_fail(playing, complaint_text("expected TLS to fail, hands were shaken (TLS %s)",
                                             tls_version(tls)));
}

/* A client that has ended, or ended TLS, sends no more alerts. */
enum step tls_expect_alert(struct playing *playing, const struct statement *statement) {
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  int expected = (int)statement->number, found = tls->talk.client_alert;
  if (found == expected) return STEP_DONE;
  if (found >= 0)
    return action_fail(playing,
                       complaint_text("expected the alert %s, the client sent the alert %s",
                                      alert_name(expected), alert_name(found)));
  if (tls->phase == TLS_FAILED)
    return action_fail(playing, complaint_text("expected the alert %s, but TLS has failed: %s",
                                               alert_name(expected), tls->failure));
  if (!connection_is_ended(playing->current)) return STEP_WAITING;
  return action_complain_of_waiting(playing, "the client ended the connection");
}

enum step tls_expect_session(struct playing *playing, const struct statement *statement) {
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  bool is_resumed = SSL_session_reused(tls->ssl);
  if (is_resumed == statement->is_emphatic) return STEP_DONE;
  return complain_of_difference(playing, "the session to be",
                                statement->is_emphatic ? "resumed" : "new",
                                is_resumed ? "resumed" : "new");
}

/* What the client sends behind its answer shows that it has answered. */
enum step tls_expect_keys(struct playing *playing, const struct statement *statement) {
  (void)statement;
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  if (tls->talk.has_updated_keys) return STEP_DONE;
  return action_fail(playing, complaint_text("expected the client to update its keys, it has not"));
}

/* 'TLS_AES_*', 'TLS_CHACHA20_*'; the caller frees it. */
static char *patterns_text(const struct offer_wish *wish) {
  char *text;
  size_t length;
  FILE *out = complaint_open(&text, &length);
  for (size_t i = 0; i < wish->count; i++) {
    if (i) fputs(", ", out);
    literal_print_text(out, wish->patterns[i], strlen(wish->patterns[i]));
  }
  fclose(out);
  return text;
}

static enum step complain_of_offer(struct playing *playing, const struct tls *tls,
                                   const struct offer_wish *wish) {
  static const char *const rules[] = {
      [OFFER_WITH] = "with", [OFFER_WITHOUT] = "without", [OFFER_FIRST] = "first"};
  char *patterns = patterns_text(wish), *message;
  size_t length;
  FILE *out = complaint_open(&message, &length);
  fprintf(out, "expected the hello to offer %s %s %s, it offers ", offer_names[wish->kind],
          rules[wish->rule], patterns);
  offer_print(out, tls->talk.offers, wish->kind, tls->ssl);
  fclose(out);
  free(patterns);
  return action_fail(playing, message);
}

enum step tls_expect_hello(struct playing *playing, const struct statement *statement) {
  const struct tls *tls = current_tls(playing);
  if (!tls) return complain_of_no_tls(playing);
  if (offer_fits(tls->talk.offers, &statement->offer, tls->ssl)) return STEP_DONE;
  return complain_of_offer(playing, tls, &statement->offer);
}

/* As with send, it is no complaint when the client has gone. */
static enum step judge_sending(struct playing *playing, const char *obstacle) {
  const struct connection *connection = playing->current;
  if (!obstacle || connection->is_refused || connection_is_ended(connection)) return STEP_DONE;
  return action_fail(playing, complaint_text("the peer cannot %s", obstacle));
}

static const char no_tls[] = "do this: there is no TLS on this connection";

static struct bytes statement_bytes(const struct playing *playing) {
  return buffer_view(&playing->progress.bytes);
}

enum step tls_raw(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct tls *tls = current_tls(playing);
  return judge_sending(playing, tls ? tls_send_raw(tls, statement_bytes(playing)) : no_tls);
}

enum step tls_cut(struct playing *playing, const struct statement *statement) {
  struct tls *tls = current_tls(playing);
  struct bytes bytes = statement_bytes(playing);
  return judge_sending(playing, tls ? tls_send_cut(tls, bytes, statement->number) : no_tls);
}

enum step tls_corrupt(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct tls *tls = current_tls(playing);
  return judge_sending(playing, tls ? tls_send_corrupt(tls, statement_bytes(playing)) : no_tls);
}

enum step tls_alert(struct playing *playing, const struct statement *statement) {
  struct tls *tls = current_tls(playing);
  return judge_sending(playing, tls ? tls_send_alert(tls, (int)statement->number) : no_tls);
}

enum step tls_ticket(struct playing *playing, const struct statement *statement) {
  (void)statement;
  struct tls *tls = current_tls(playing);
  return judge_sending(playing, tls ? tls_send_ticket(tls) : no_tls);
}

enum step tls_request(struct playing *playing, const struct statement *statement) {
  struct tls *tls = current_tls(playing);
  return judge_sending(playing,
                       tls ? tls_request_certificate(tls, statement->is_emphatic) : no_tls);
}

enum step tls_update(struct playing *playing, const struct statement *statement) {
  struct tls *tls = current_tls(playing);
  return judge_sending(playing, tls ? tls_update_keys(tls, statement->is_emphatic) : no_tls);
}

void tls_print_handshake(FILE *out, const struct playing *playing) {
  (void)playing;
  fputs("the TLS handshake was done", out);
}

void tls_print_certificate(FILE *out, const struct playing *playing) {
  (void)playing;
  fputs("it showed a certificate, or that it has none", out);
}

void tls_print_alert(FILE *out, const struct playing *playing) {
  fprintf(out, "it sent the alert %s", alert_name((int)playing_statement(playing)->number));
}
