/* How TLS fails: the peer's mistakes, the transport's, time, and memory. The texts are CPython's,
 * less the position in its source. */
#include <errno.h>

#include "hc/tls_transport.h"
#include "support/guarded.h"
#include "support/testing.h"
#include "support/tls_session.h"

static const struct peer_step silent[] = {{PEER_SILENCE, {0}}};

static enum hc_kind read_one(struct hc_transport *transport, size_t *got, struct hc_error *error) {
  char byte;
  return hc_transport_read(transport, &byte, 1, got, error);
}

static enum hc_kind write_text(struct hc_transport *transport, const char *text,
                               struct hc_error *error) {
  const struct hc_span span = hc_str(text);
  return hc_transport_write(transport, &span, 1, error);
}

static void assert_ended(struct hc_transport *transport, const char *why) {
  size_t got = 1;
  assert_kind_is(read_one(transport, &got, NULL), HC_OK, why);
  assert_int_equal(got, 0);
}

/* TL.06: what is left of a transport after a handshake that failed. */
static void assert_closed(struct hc_transport *transport) {
  const char *bad_descriptor = "[Errno 9] Bad file descriptor";
  struct hc_error error = {0};
  size_t got = 0;
  assert_non_null(transport);
  assert_int_equal(hc_transport_fileno(transport), -1);
  assert_null(hc_tls_version_name(transport));
  assert_int_equal(hc_tls_selected_protocol(transport).size, 0);
  read_one(transport, &got, &error);
  assert_error_is(&error, HC_OS_ERROR, bad_descriptor, "read");
  write_text(transport, "GET", &error);
  assert_error_is(&error, HC_OS_ERROR, bad_descriptor, "write");
  const struct hc_timeout none = {HC_TIMEOUT_NONE, 0};
  hc_transport_set_timeout(transport, none, &error);
  assert_error_is(&error, HC_OS_ERROR, bad_descriptor, "set_timeout");
}

/* --- The handshake --- */

struct handshake_row {
  const char *why;
  struct tls_peer_options options;
  enum hc_edition edition;
  enum hc_kind kind;
  const char *text;
  int errnum; /* 0: none */
};

static void check_handshake(const struct handshake_row *row) {
  struct hc_tls_context *context = fixture_context(row->edition, false);
  struct tls_peer peer;
  struct hc_transport *transport = NULL;
  struct hc_error error = {0};
  session_start_peer(&peer, &row->options);
  assert_kind_is(tls_peer_wrap(&peer, context, "host.test", NULL, &transport, &error), row->kind,
                 row->why);
  assert_int_equal(error.has_errno, row->errnum != 0);
  assert_int_equal(error.errnum, row->errnum);
  assert_error_is(&error, row->kind, row->text, row->why);
  assert_true(peer.released);
  assert_closed(transport);
  hc_transport_release(transport);
  tls_peer_stop(&peer);
  hc_tls_context_release(context);
}

static const struct peer_step http[] = {
    {PEER_SEND_CLEAR, BYTES("HTTP/1.1 400 Bad Request\r\n\r\n")}, {PEER_SILENCE, {0}}};
static const struct peer_step too_short[] = {{PEER_SEND_CLEAR, BYTES("abc")}, {PEER_END, {0}}};
static const struct peer_step alert[] = {{PEER_SEND_CLEAR, BYTES("\x15\x03\x03\x00\x02\x02\x28")},
                                         {PEER_SILENCE, {0}}};
static const struct handshake_row handshakes[] = {
    {"an answer in clear",
     {.speaks_clear = true, .steps = http},
     HC_EDITION_NEWEST,
     HC_SSL_ERROR,
     "[SSL: WRONG_VERSION_NUMBER] wrong version number",
     1},
    {"less than the head of a record",
     {.speaks_clear = true, .steps = too_short},
     HC_EDITION_NEWEST,
     HC_SSL_EOF_ERROR,
     "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol",
     8},
    {"the end",
     {.speaks_clear = true},
     HC_EDITION_3_10,
     HC_SSL_EOF_ERROR,
     "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol",
     8},
    {"the end, of old",
     {.speaks_clear = true},
     HC_EDITION_3_9,
     HC_SSL_ZERO_RETURN_ERROR,
     "TLS/SSL connection has been closed (EOF)",
     6},
    {"an alert",
     {.speaks_clear = true, .steps = alert},
     HC_EDITION_NEWEST,
     HC_SSL_ERROR,
     "[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure",
     1},
    {"no answer",
     {.speaks_clear = true, .steps = silent},
     HC_EDITION_NEWEST,
     HC_TIMEOUT_ERROR,
     "The handshake operation timed out",
     0},
    {"a reset",
     {.failing_read = 1},
     HC_EDITION_NEWEST,
     HC_CONNECTION_RESET_ERROR,
     "[Errno 104] Connection reset by peer",
     ECONNRESET},
    {"a reset, of old",
     {.failing_read = 1},
     HC_EDITION_3_10,
     HC_CONNECTION_RESET_ERROR,
     "[Errno 104] Connection reset by peer",
     ECONNRESET},
    {"a certificate required in TLS 1.2",
     {.verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
      .maximum_version = TLS1_2_VERSION},
     HC_EDITION_NEWEST,
     HC_SSL_ERROR,
     "[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure",
     1},
    {"versions that the server does not have",
     {.maximum_version = TLS1_1_VERSION},
     HC_EDITION_NEWEST,
     HC_SSL_ERROR,
     "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version",
     1},
};

static void a_handshake_fails_as_in_cpython(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof handshakes / sizeof handshakes[0]; i++)
    check_handshake(&handshakes[i]);
}

/* Shakes hands with a peer whose read or write of that number fails. */
static enum hc_kind handshake_failing_at(size_t read, size_t write) {
  const struct tls_peer_options options = {
      .failing_read = read,
      .failing_write = write,
      .piece = 100,
  };
  struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
  struct tls_peer peer;
  struct hc_transport *transport = NULL;
  session_start_peer(&peer, &options);
  enum hc_kind kind = tls_peer_wrap(&peer, context, "host.test", NULL, &transport, NULL);
  if (kind != HC_OK) assert_closed(transport);
  hc_transport_release(transport);
  tls_peer_stop(&peer);
  hc_tls_context_release(context);
  return kind;
}

static void every_read_and_write_of_a_handshake_may_fail(void **state) {
  (void)state;
  size_t reads = 0;
  size_t writes = 0;
  enum hc_kind kind = HC_CONNECTION_RESET_ERROR;
  while (kind == HC_CONNECTION_RESET_ERROR)
    kind = handshake_failing_at(++reads, 0);
  assert_kind_is(kind, HC_OK, "one read more than there are");
  for (kind = HC_CONNECTION_RESET_ERROR; kind == HC_CONNECTION_RESET_ERROR;)
    kind = handshake_failing_at(0, ++writes);
  assert_kind_is(kind, HC_OK, "one write more than there are");
  assert_true(reads > 5);
  assert_int_equal(writes, 3); /* the hello, what finishes, and no more */
}

/* Rules of SSLContext.wrap_socket() that need no peer. */
static void what_cannot_be_wrapped_is_refused(void **state) {
  (void)state;
  const struct {
    const char *why;
    struct hc_span host;
    bool check;
    double timeout;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {"no host", bytes_of(""), true, 60, HC_VALUE_ERROR,
       "check_hostname requires server_hostname"},
      {"no host, unchecked", bytes_of(""), false, 60, HC_VALUE_ERROR,
       "server_hostname cannot be an empty string or start with a leading dot."},
      {"an empty label", bytes_of("a..b"), false, 60, HC_UNICODE_ENCODE_ERROR,
       "'idna' codec can't encode character '\\x2e' in position 2: label empty"},
      {"a NUL", bytes_of("host.test\0.evil"), true, 60, HC_TYPE_ERROR,
       "argument must be encoded string without null bytes, not str"},
      {"non-blocking", bytes_of("host.test"), true, 0, HC_VALUE_ERROR,
       "do_handshake_on_connect should not be specified for non-blocking sockets"},
      {"a timeout below 0", bytes_of("host.test"), true, -1, HC_VALUE_ERROR,
       "Timeout value out of range"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
    hc_tls_context_set_check_hostname(context, rows[i].check);
    const struct tls_peer_options options = {0};
    struct tls_peer peer;
    struct hc_error error = {0};
    session_start_peer(&peer, &options);
    const struct hc_tls_options wrap = {
        .context = context,
        .server_hostname = rows[i].host,
        .timeout = {HC_TIMEOUT_SECONDS, rows[i].timeout},
    };
    struct hc_transport *transport = &peer.base;
    assert_kind_is(hc_tls_wrap(&transport, &wrap, &error), rows[i].kind, rows[i].why);
    assert_error_is(&error, rows[i].kind, rows[i].text, rows[i].why);
    assert_int_equal(peer.writes, 0);
    assert_closed(transport); /* so that nothing goes out in clear */
    hc_transport_release(transport);
    tls_peer_stop(&peer);
    hc_tls_context_release(context);
  }
}

static void a_host_name_longer_than_sni_allows_is_refused(void **state) {
  (void)state;
  char host[257];
  for (size_t i = 0; i < 256; i++)
    host[i] = i % 51 == 50 ? '.' : 'a';
  host[256] = '\0';
  struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
  const struct tls_peer_options options = {0};
  struct tls_peer peer;
  struct hc_transport *transport = NULL;
  struct hc_error error = {0};
  session_start_peer(&peer, &options);
  tls_peer_wrap(&peer, context, host, NULL, &transport, &error);
  assert_int_equal(error.errnum, 319); /* OpenSSL's number of the reason, as in CPython */
  assert_error_is(&error, HC_SSL_ERROR,
                  "[SSL: SSL3_EXT_INVALID_SERVERNAME] ssl3 ext invalid servername", "long");
  hc_transport_release(transport);
  tls_peer_stop(&peer);
  hc_tls_context_release(context);
}

/* --- Reading --- */

struct read_row {
  const char *why;
  struct tls_peer_options options;
  enum hc_kind kind; /* HC_OK: the end */
  const char *text;
};

static void check_read(const struct read_row *row) {
  struct session session = {0};
  struct hc_error error = {0};
  size_t got = 1;
  session_start(&session, &row->options);
  assert_kind_is(read_one(session.transport, &got, &error), row->kind, row->why);
  if (row->kind == HC_OK) {
    assert_int_equal(got, 0);
  } else {
    assert_int_equal(error.errnum, 1);
    assert_error_is(&error, row->kind, row->text, row->why);
  }
  assert_ended(session.transport, row->why); /* nothing is read behind a failure */
  session_stop(&session);
}

static void a_read_fails_as_in_cpython(void **state) {
  (void)state;
  static const struct peer_step clear[] = {
      {PEER_SEND_CLEAR, BYTES("HTTP/1.1 400 Bad Request\r\n\r\n")}, {PEER_END, {0}}};
  static const struct peer_step garbage[] = {
      {PEER_SEND_CLEAR, BYTES("\x17\x03\x03\x00\x20"
                              "aaaaaaaabbbbbbbbccccccccdddddddd")},
      {PEER_SILENCE, {0}}};
  static const struct peer_step cut[] = {{PEER_SEND_CUT, BYTES("body")}, {PEER_END, {0}}};
  static const struct peer_step head[] = {{PEER_SEND_CLEAR, BYTES("\x17\x03")}, {PEER_END, {0}}};
  static const struct read_row rows[] = {
      {"bytes in clear",
       {.steps = clear},
       HC_SSL_ERROR,
       "[SSL: WRONG_VERSION_NUMBER] wrong version number"},
      {"bytes that nobody encrypted",
       {.steps = garbage},
       HC_SSL_ERROR,
       "[SSL: DECRYPTION_FAILED_OR_BAD_RECORD_MAC] decryption failed or bad record mac"},
      {"a record cut short", {.steps = cut}, HC_OK, NULL},
      {"the head of a record cut short", {.steps = head}, HC_OK, NULL},
      {"a certificate required in TLS 1.3",
       {.verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
        .minimum_version = TLS1_3_VERSION},
       HC_SSL_ERROR,
       "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert certificate required"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_read(&rows[i]);
}

static void a_certificate_cannot_be_asked_for_later_without_the_permission(void **state) {
  (void)state;
  const struct tls_peer_options options = {
      .verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_POST_HANDSHAKE,
      .minimum_version = TLS1_3_VERSION,
      .steps = silent,
  };
  struct session session = {0};
  session_start(&session, &options);
  assert_int_equal(SSL_verify_client_post_handshake(session.peer.openssl), 0);
  session_stop(&session);
}

static void a_reset_is_an_error_except_in_editions_3_10_to_3_12(void **state) {
  (void)state;
  const struct {
    enum hc_edition edition;
    bool ends;
  } rows[] = {{HC_EDITION_3_8, false}, {HC_EDITION_3_9, false}, {HC_EDITION_3_10, true},
              {HC_EDITION_3_11, true}, {HC_EDITION_3_12, true}, {HC_EDITION_3_13, false}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct tls_peer_options options = {.steps = silent};
    struct session session = {.context = fixture_context(rows[i].edition, false)};
    const char *name = hc_edition_name(rows[i].edition);
    size_t got = 1;
    session_start(&session, &options);
    session.peer.options.failing_read = session.peer.reads + 2; /* the first has the tickets */
    enum hc_kind kind = read_one(session.transport, &got, NULL);
    assert_kind_is(kind, rows[i].ends ? HC_OK : HC_CONNECTION_RESET_ERROR, name);
    assert_int_equal(got, 0);

    struct hc_error error = {0};
    session.peer.options.failing_write = session.peer.writes + 1;
    write_text(session.transport, "x", &error);
    if (rows[i].ends)
      assert_error_is(&error, HC_SSL_EOF_ERROR, "EOF occurred in violation of protocol", name);
    else
      assert_error_is(&error, HC_CONNECTION_RESET_ERROR, "[Errno 104] Connection reset by peer",
                      name);
    session_stop(&session);
  }
}

static void what_was_read_is_not_lost_with_an_answer_that_does_not_get_through(void **state) {
  (void)state;
  static const struct peer_step steps[] = {
      {PEER_ASK, {0}}, {PEER_SEND, BYTES("x")}, {PEER_SILENCE, {0}}};
  const struct tls_peer_options options = {
      .verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_POST_HANDSHAKE,
      .minimum_version = TLS1_3_VERSION,
      .steps = steps,
  };
  struct session session = {.context = fixture_context(HC_EDITION_NEWEST, true)};
  struct hc_error error = {0};
  size_t got = 0;
  hc_tls_context_set_post_handshake_auth(session.context, true);
  session_start(&session, &options);
  session.peer.options.failing_write = session.peer.writes + 1; /* the certificate */
  assert_kind_is(read_one(session.transport, &got, &error), HC_OK, "what came with the question");
  assert_int_equal(got, 1);
  write_text(session.transport, "x", &error);
  assert_error_is(&error, HC_SSL_EOF_ERROR, "EOF occurred in violation of protocol", "a write");
  session_stop(&session);
}

static void a_write_that_fails_behind_close_notify_says_so(void **state) {
  (void)state;
  static const struct peer_step steps[] = {{PEER_CLOSE, {0}}, {PEER_END, {0}}};
  const struct tls_peer_options options = {.steps = steps};
  struct session session = {0};
  struct hc_error error = {0};
  session_start(&session, &options);
  assert_ended(session.transport, "close_notify");
  assert_kind_is(write_text(session.transport, "x", NULL), HC_OK, "nobody minds yet");
  session.peer.options.failing_write = session.peer.writes + 1;
  write_text(session.transport, "x", &error);
  assert_int_equal(error.errnum, 6);
  assert_error_is(&error, HC_SSL_ZERO_RETURN_ERROR, "TLS/SSL connection has been closed (EOF)",
                  "now");
  session_stop(&session);
}

static void a_long_write_fails_in_its_middle(void **state) {
  (void)state;
  enum { LONG = 300000 };
  static const char bytes[LONG];
  const struct tls_peer_options options = {.steps = silent};
  const struct hc_span span = {bytes, LONG};
  struct session session = {0};
  struct hc_error error = {0};
  session_start(&session, &options);
  session.peer.options.failing_write = session.peer.writes + 2;
  assert_kind_is(hc_transport_write(session.transport, &span, 1, &error), HC_CONNECTION_RESET_ERROR,
                 "the second of several writes");
  assert_error_is(&error, HC_CONNECTION_RESET_ERROR, "[Errno 104] Connection reset by peer", "it");
  assert_true(session.peer.received.size > 0);
  assert_true(session.peer.received.size < LONG);
  session_stop(&session);
}

static void nothing_is_written_behind_an_end_without_close_notify(void **state) {
  (void)state;
  const struct tls_peer_options options = {0};
  struct session session = {0};
  struct hc_error error = {0};
  session_start(&session, &options);
  assert_ended(session.transport, "ragged");
  write_text(session.transport, "x", &error);
  assert_error_is(&error, HC_SSL_EOF_ERROR, "EOF occurred in violation of protocol", "as CPython");
  session_stop(&session);
}

/* --- Time --- */

static void a_read_that_timed_out_can_be_repeated(void **state) {
  (void)state;
  static const struct peer_step steps[] = {{PEER_SEND, BYTES("x")}, {PEER_SILENCE, {0}}};
  const struct tls_peer_options options = {.steps = silent};
  struct session session = {0};
  struct hc_error error = {0};
  size_t got = 0;
  session_start(&session, &options);
  for (size_t i = 0; i < 2; i++) {
    read_one(session.transport, &got, &error);
    assert_false(error.has_errno);
    assert_error_is(&error, HC_TIMEOUT_ERROR, "The read operation timed out", "TO.01");
  }
  session.peer.options.steps = steps;
  assert_kind_is(read_one(session.transport, &got, NULL), HC_OK, "now there is something");
  assert_int_equal(got, 1);
  session_stop(&session);
}

static void a_read_that_would_block_can_be_repeated(void **state) {
  (void)state;
  static const struct peer_step steps[] = {{PEER_SEND, BYTES("x")}, {PEER_SILENCE, {0}}};
  const struct tls_peer_options options = {.steps = silent};
  const struct hc_timeout zero = {HC_TIMEOUT_SECONDS, 0};
  struct session session = {0};
  struct hc_error error = {0};
  size_t got = 0;
  session_start(&session, &options);
  assert_kind_is(hc_transport_set_timeout(session.transport, zero, NULL), HC_OK, "set_timeout");
  read_one(session.transport, &got, &error);
  assert_int_equal(error.errnum, 2);
  assert_error_is(&error, HC_SSL_WANT_READ_ERROR, "The operation did not complete (read)", "0");
  session.peer.options.steps = steps;
  assert_kind_is(read_one(session.transport, &got, NULL), HC_OK, "now there is something");
  assert_int_equal(got, 1);
  session_stop(&session);
}

static void nothing_is_written_after_a_write_that_failed(void **state) {
  (void)state;
  const struct {
    enum hc_kind failure;
    double timeout;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {HC_OK, 60, HC_CONNECTION_RESET_ERROR, "[Errno 104] Connection reset by peer"},
      {HC_TIMEOUT_ERROR, 60, HC_TIMEOUT_ERROR, "The write operation timed out"},
      {HC_BLOCKING_IO_ERROR, 0, HC_SSL_WANT_WRITE_ERROR, "The operation did not complete (write)"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct tls_peer_options options = {.steps = silent, .failure = rows[i].failure};
    const struct hc_timeout timeout = {HC_TIMEOUT_SECONDS, rows[i].timeout};
    struct session session = {0};
    struct hc_error error = {0};
    session_start(&session, &options);
    assert_kind_is(hc_transport_set_timeout(session.transport, timeout, NULL), HC_OK, "timeout");
    assert_true(hc_transport_timeout(session.transport).seconds == timeout.seconds);
    size_t writes = session.peer.writes;
    session.peer.options.failing_write = writes + 1;
    write_text(session.transport, "first", &error);
    assert_error_is(&error, rows[i].kind, rows[i].text, "the failure");
    write_text(session.transport, "second", &error);
    assert_error_is(&error, HC_SSL_EOF_ERROR, "EOF occurred in violation of protocol", "after it");
    assert_int_equal(session.peer.writes, writes + 1);
    assert_int_equal(session.peer.received.size, 0);
    session_stop(&session);
  }
}

/* A peer that answers in drops gets no more time than one that answers at once. */
static void the_timeout_bounds_an_operation_as_a_whole(void **state) {
  (void)state;
  const struct tls_peer_options options = {.steps = silent, .piece = 500};
  struct session session = {0};
  session_start(&session, &options);
  const struct tls_peer *peer = &session.peer;
  assert_true(peer->timeout_count > 3);
  assert_true(peer->timeouts[0].seconds == 60);
  for (size_t i = 1; i + 1 < peer->timeout_count; i++) {
    assert_true(peer->timeouts[i].seconds < peer->timeouts[i - 1].seconds);
    assert_true(peer->timeouts[i].seconds > 0);
  }
  assert_true(peer->timeout.seconds == 60); /* as it was */
  session_stop(&session);
}

static void a_refused_timeout_leaves_the_old_one(void **state) {
  (void)state;
  const struct tls_peer_options options = {.steps = silent};
  const struct hc_timeout negative = {HC_TIMEOUT_SECONDS, -1};
  struct session session = {0};
  struct hc_error error = {0};
  size_t got = 0;
  session_start(&session, &options);
  hc_transport_set_timeout(session.transport, negative, &error);
  assert_error_is(&error, HC_VALUE_ERROR, "Timeout value out of range", "HP.19");
  read_one(session.transport, &got, &error);
  assert_error_is(&error, HC_TIMEOUT_ERROR, "The read operation timed out", "the old one");
  session_stop(&session);
}

/* --- Memory --- */

/* An allocator that refuses from the `left`-th allocation on. */
struct budget {
  size_t left;
  size_t balance; /* bytes in use */
};

static void *spend(void *payload, void *block, size_t old_size, size_t new_size) {
  struct budget *budget = payload;
  if (new_size != 0) {
    if (budget->left == 0) return NULL;
    budget->left--;
  }
  void *resized = hc_resize(NULL, block, old_size, new_size);
  budget->balance += new_size;
  budget->balance -= old_size;
  return resized;
}

/* A handshake, a request of two spans and an answer; the error is of the same allocator. */
static enum hc_kind exchange(struct hc_tls_context *context, const struct hc_allocator *allocator,
                             struct hc_error *error) {
  static const struct peer_step steps[] = {{PEER_SEND, BYTES("a")}, {PEER_END, {0}}};
  const struct tls_peer_options options = {.steps = steps};
  const struct hc_span spans[] = {bytes_of("head"), bytes_of("body")};
  struct tls_peer peer;
  struct hc_transport *transport = NULL;
  size_t got = 1;
  session_start_peer(&peer, &options);
  enum hc_kind kind = tls_peer_wrap(&peer, context, "host.test", allocator, &transport, error);
  if (kind == HC_OK) kind = hc_transport_write(transport, spans, 2, error);
  if (kind == HC_OK) kind = read_one(transport, &got, error);
  if (kind == HC_OK) kind = read_one(transport, &got, error);
  if (kind == HC_OK) assert_int_equal(got, 0);
  hc_transport_release(transport);
  tls_peer_stop(&peer);
  return kind;
}

static void every_allocation_may_be_refused(void **state) {
  (void)state;
  struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
  enum hc_kind kind = HC_MEMORY_ERROR;
  size_t allowed = 0;
  for (; kind != HC_OK; allowed++) {
    struct budget budget = {.left = allowed};
    const struct hc_allocator allocator = {spend, &budget};
    struct hc_error error = {.allocator = &allocator};
    kind = exchange(context, &allocator, &error);
    if (kind != HC_OK) assert_kind_is(kind, HC_MEMORY_ERROR, "refused");
    assert_kind_is(error.kind, kind, "told");
    hc_error_clear(&error);
    assert_int_equal(budget.balance, 0);
  }
  assert_true(allowed > 4);
  hc_tls_context_release(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_handshake_fails_as_in_cpython),
      cmocka_unit_test(every_read_and_write_of_a_handshake_may_fail),
      cmocka_unit_test(what_cannot_be_wrapped_is_refused),
      cmocka_unit_test(a_host_name_longer_than_sni_allows_is_refused),
      cmocka_unit_test(a_read_fails_as_in_cpython),
      cmocka_unit_test(a_certificate_cannot_be_asked_for_later_without_the_permission),
      cmocka_unit_test(a_reset_is_an_error_except_in_editions_3_10_to_3_12),
      cmocka_unit_test(what_was_read_is_not_lost_with_an_answer_that_does_not_get_through),
      cmocka_unit_test(a_write_that_fails_behind_close_notify_says_so),
      cmocka_unit_test(a_long_write_fails_in_its_middle),
      cmocka_unit_test(nothing_is_written_behind_an_end_without_close_notify),
      cmocka_unit_test(a_read_that_timed_out_can_be_repeated),
      cmocka_unit_test(a_read_that_would_block_can_be_repeated),
      cmocka_unit_test(nothing_is_written_after_a_write_that_failed),
      cmocka_unit_test(the_timeout_bounds_an_operation_as_a_whole),
      cmocka_unit_test(a_refused_timeout_leaves_the_old_one),
      cmocka_unit_test(every_allocation_may_be_refused),
  };
  return cmocka_run_group_tests_name("tls_failure", tests, fixture_setup, fixture_teardown);
}
