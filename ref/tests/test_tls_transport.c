/* What goes through a TLS transport when all is well, and how it ends. */
#include "hc/tls_transport.h"

#include <openssl/err.h>

#include "support/guarded.h"
#include "support/testing.h"
#include "support/tls_session.h"

/* Reads to the end, in calls of at most `size` bytes, and compares. */
static void assert_reads(struct hc_transport *transport, size_t size, const char *expected) {
  struct hc_buffer all = {0};
  char bytes[64];
  assert_true(size <= sizeof bytes);
  for (size_t got = 1; got > 0;) {
    assert_kind_is(hc_transport_read(transport, bytes, size, &got, NULL), HC_OK, expected);
    assert_true(got <= size);
    assert_true(hc_buffer_append(&all, hc_span_make(bytes, got)));
  }
  assert_text_is(hc_buffer_span(&all), expected, "read");
  hc_buffer_free(&all);
}

/* Reads as many bytes as are expected, from a stream that does not end. */
static void assert_reads_exactly(struct hc_transport *transport, const char *expected) {
  char bytes[64];
  size_t size = 0;
  while (size < strlen(expected)) {
    size_t got = 0;
    assert_kind_is(hc_transport_read(transport, bytes + size, sizeof bytes - size, &got, NULL),
                   HC_OK, expected);
    assert_true(got > 0);
    size += got;
  }
  assert_text_is(hc_span_make(bytes, size), expected, "read");
}

static void assert_writes(struct hc_transport *transport, const char *text) {
  const struct hc_span span = hc_str(text);
  assert_kind_is(hc_transport_write(transport, &span, 1, NULL), HC_OK, text);
}

/* --- Versions and negotiation --- */

static void tls_1_2_and_1_3_carry_bytes_both_ways(void **state) {
  (void)state;
  const struct {
    int version;
    const char *name;
  } rows[] = {{TLS1_2_VERSION, "TLSv1.2"}, {TLS1_3_VERSION, "TLSv1.3"}};
  const struct peer_step steps[] = {
      {PEER_SEND, BYTES("answer")}, {PEER_CLOSE, {0}}, {PEER_END, {0}}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct tls_peer_options options = {.maximum_version = rows[i].version, .steps = steps};
    struct session session = {0};
    session_start(&session, &options);
    assert_string_equal(hc_tls_version_name(session.transport), rows[i].name);
    assert_writes(session.transport, "request");
    assert_text_is(hc_buffer_span(&session.peer.received), "request", rows[i].name);
    assert_reads(session.transport, 64, "answer");
    session_stop(&session);
  }
}

static void editions_up_to_3_9_offer_tls_1_0_and_later_ones_do_not(void **state) {
  (void)state;
  const struct {
    enum hc_edition edition;
    enum hc_kind kind;
  } rows[] = {{HC_EDITION_3_8, HC_OK}, {HC_EDITION_3_9, HC_OK}, {HC_EDITION_3_10, HC_SSL_ERROR}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_tls_context *context = fixture_context(rows[i].edition, false);
    /* OpenSSL has TLS 1.0 at security level 0 only. */
    assert_kind_is(hc_tls_context_set_ciphers(context, hc_str("DEFAULT@SECLEVEL=0"), NULL), HC_OK,
                   "ciphers");
    const struct tls_peer_options options = {.chain = fixture_chain,
                                             .maximum_version = TLS1_VERSION};
    struct tls_peer peer;
    struct hc_transport *transport = NULL;
    tls_peer_start(&peer, &options);
    assert_kind_is(tls_peer_wrap(&peer, context, "host.test", NULL, &transport, NULL), rows[i].kind,
                   hc_edition_name(rows[i].edition));
    hc_transport_release(transport);
    tls_peer_stop(&peer);
    hc_tls_context_release(context);
  }
}

static void the_server_sees_the_host_in_sni_unless_it_is_an_address(void **state) {
  (void)state;
  const struct {
    const char *host;
    const char *seen;
  } rows[] = {
      {"host.test", "host.test"},
      {"HOST.test", "HOST.test"},
      {"127.0.0.1", ""},
      {"::1", ""},
      {"b\xC3\xBC"
       "cher.test",
       "xn--bcher-kva.test"},
      {"[::1]", "[::1]"},
  };
  struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
  hc_tls_context_set_check_hostname(context, false);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct tls_peer_options options = {.chain = fixture_chain};
    struct tls_peer peer;
    struct hc_transport *transport = NULL;
    tls_peer_start(&peer, &options);
    assert_kind_is(tls_peer_wrap(&peer, context, rows[i].host, NULL, &transport, NULL), HC_OK,
                   rows[i].host);
    assert_string_equal(peer.server_name, rows[i].seen);
    hc_transport_release(transport);
    tls_peer_stop(&peer);
  }
  hc_tls_context_release(context);
}

static void the_server_chooses_among_the_protocols_offered(void **state) {
  (void)state;
  const struct {
    const char *chosen;
    const char *expected;
    const char *why;
  } rows[] = {
      {"http/1.1", "http/1.1", "the second offered"},
      {"h2", "h2", "the first offered"},
      {"h3", "", "none of them"},
      {NULL, "", "a server without ALPN"},
  };
  const struct hc_span offered[] = {bytes_of("h2"), bytes_of("http/1.1")};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct session session = {.context = fixture_context(HC_EDITION_NEWEST, false)};
    assert_kind_is(hc_tls_context_set_alpn_protocols(session.context, offered, 2, NULL), HC_OK,
                   "offer");
    const struct tls_peer_options options = {.protocol = rows[i].chosen};
    session_start(&session, &options);
    assert_text_is(hc_tls_selected_protocol(session.transport), rows[i].expected, rows[i].why);
    session_stop(&session);
  }
}

/* --- Reading --- */

static void a_stream_ends_with_close_notify_or_without(void **state) {
  (void)state;
  const struct peer_step polite[] = {
      {PEER_SEND, BYTES("body")}, {PEER_CLOSE, {0}}, {PEER_SILENCE, {0}}};
  const struct peer_step ragged[] = {{PEER_SEND, BYTES("body")}, {PEER_END, {0}}};
  const struct peer_step *const both[] = {polite, ragged};
  const enum hc_edition editions[] = {HC_EDITION_3_8, HC_EDITION_3_10, HC_EDITION_3_13};
  for (size_t i = 0; i < 6; i++) {
    const struct tls_peer_options options = {.steps = both[i % 2]};
    struct session session = {.context = fixture_context(editions[i / 2], false)};
    session_start(&session, &options);
    assert_reads(session.transport, 64, "body");
    assert_reads(session.transport, 64, ""); /* and stays ended */
    session_stop(&session);
  }
}

static void an_error_that_others_left_with_openssl_is_not_taken_for_one_of_ours(void **state) {
  (void)state;
  const struct peer_step steps[] = {{PEER_CLOSE, {0}}, {PEER_SILENCE, {0}}};
  const struct tls_peer_options options = {.steps = steps};
  struct session session = {0};
  session_start(&session, &options);
  assert_reads(session.transport, 64, "");
  ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
  assert_reads(session.transport, 64, ""); /* the end, as before */
  assert_int_equal(ERR_peek_error(), 0);
  session_stop(&session);
}

static void bytes_that_arrive_one_by_one_are_the_same_bytes(void **state) {
  (void)state;
  const struct peer_step steps[] = {
      {PEER_SEND, BYTES("first, ")},
      {PEER_UPDATE_KEYS, {0}},
      {PEER_SEND, BYTES("second")},
      {PEER_CLOSE, {0}},
      {PEER_END, {0}},
  };
  const struct tls_peer_options options = {.steps = steps, .piece = 1};
  struct session session = {0};
  session_start(&session, &options);
  assert_writes(session.transport, "request");
  assert_reads(session.transport, 1, "first, second");
  assert_text_is(hc_buffer_span(&session.peer.received), "request", "what the server got");
  session_stop(&session);
}

static void nothing_is_asked_for_and_nothing_read(void **state) {
  (void)state;
  const struct peer_step steps[] = {{PEER_SILENCE, {0}}};
  const struct tls_peer_options options = {.steps = steps};
  struct session session = {0};
  size_t got = 1;
  session_start(&session, &options);
  assert_kind_is(hc_transport_read(session.transport, NULL, 0, &got, NULL), HC_OK, "no bytes");
  assert_int_equal(got, 0);
  session_stop(&session);
}

static void rooms_are_filled_from_one_record(void **state) {
  (void)state;
  const struct peer_step steps[] = {
      {PEER_SEND, BYTES("abcdef")}, {PEER_SEND, BYTES("gh")}, {PEER_CLOSE, {0}}, {PEER_END, {0}}};
  const struct tls_peer_options options = {.steps = steps};
  struct session session = {0};
  session_start(&session, &options);
  const char *const expected[] = {"abcde", "f", "gh", ""};
  for (size_t i = 0; i < 4; i++) {
    char bytes[5];
    const struct hc_room rooms[] = {hc_room_make(bytes, 2), hc_room_make(bytes + 2, 3)};
    size_t got;
    assert_kind_is(hc_transport_read_rooms(session.transport, rooms, 2, &got, NULL), HC_OK, "read");
    assert_text_is(hc_span_make(bytes, got), expected[i], "as one read of five bytes");
  }
  session_stop(&session);
}

static void keys_are_updated_on_the_way(void **state) {
  (void)state;
  const struct peer_step steps[] = {
      {PEER_SEND, BYTES("a")}, {PEER_UPDATE_KEYS, {0}}, {PEER_SEND, BYTES("b")},
      {PEER_UPDATE_KEYS, {0}}, {PEER_SEND, BYTES("c")}, {PEER_SILENCE, {0}},
  };
  const struct tls_peer_options options = {.minimum_version = TLS1_3_VERSION, .steps = steps};
  struct session session = {0};
  session_start(&session, &options);
  assert_reads_exactly(session.transport, "abc");
  assert_writes(session.transport, "still heard");
  assert_text_is(hc_buffer_span(&session.peer.received), "still heard", "with the new keys");
  session_stop(&session);
}

/* --- Writing --- */

/* A span of `size` bytes that repeat after a prime number of them. */
static void fill(struct hc_buffer *buffer, size_t size) {
  assert_true(hc_buffer_reserve(buffer, size));
  for (size_t i = 0; i < size; i++)
    buffer->data[i] = (char)('a' + i % 23);
  buffer->size = size;
}

static void spans_are_written_in_as_few_records_as_they_fit(void **state) {
  (void)state;
  enum { RECORD = 16384 };
  const struct {
    size_t sizes[4];
    size_t count;
    size_t records;
    const char *why;
  } rows[] = {
      {{0}, 0, 0, "no span"},
      {{0, 0}, 2, 0, "empty spans"},
      {{0}, 1, 0, "an empty span"},
      {{100}, 1, 1, "one span"},
      {{100, 200, 3}, 3, 1, "head and body in one record"},
      {{100, RECORD - 100}, 2, 1, "exactly one record"},
      {{100, RECORD - 99}, 2, 2, "one byte more"},
      {{100, 3 * RECORD, 2}, 3, 4, "a long body fills its records"},
      {{RECORD, RECORD}, 2, 2, "full records"},
      {{5 * RECORD + 1}, 1, 6, "a long span alone"},
      {{0, 10, 0, 10}, 4, 1, "empty ones among others"},
  };
  struct hc_buffer bytes = {0};
  fill(&bytes, 6 * RECORD);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct tls_peer_options options = {0};
    struct session session = {0};
    struct hc_span spans[4];
    struct hc_buffer expected = {0};
    session_start(&session, &options);
    for (size_t s = 0; s < rows[i].count; s++) {
      spans[s] = hc_span_make(bytes.data + s, rows[i].sizes[s]);
      assert_true(hc_buffer_append(&expected, spans[s]));
    }
    assert_kind_is(hc_transport_write(session.transport, spans, rows[i].count, NULL), HC_OK,
                   rows[i].why);
    bool equal = hc_span_equal(hc_buffer_span(&session.peer.received), hc_buffer_span(&expected));
    if (!equal) fail_msg("%s: the server got something else", rows[i].why);
    size_t records = session.peer.records;
    if (records != rows[i].records) fail_msg("%s: %zu records", rows[i].why, records);
    session_stop(&session);
    hc_buffer_free(&expected);
  }
  hc_buffer_free(&bytes);
}

static void a_request_is_one_write_of_the_transport_below(void **state) {
  (void)state;
  const struct tls_peer_options options = {0};
  const struct hc_span spans[] = {bytes_of("POST / HTTP/1.1\r\n\r\n"), bytes_of("body")};
  struct session session = {0};
  session_start(&session, &options);
  size_t before = session.peer.writes;
  assert_kind_is(hc_transport_write(session.transport, spans, 2, NULL), HC_OK, "write");
  assert_int_equal(session.peer.writes, before + 1);
  session_stop(&session);
}

/* --- The client's certificate --- */

static void a_client_certificate_is_presented_when_asked_for(void **state) {
  (void)state;
  const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};
  const struct peer_step steps[] = {{PEER_SEND, BYTES("welcome")}, {PEER_END, {0}}};
  for (size_t i = 0; i < 2; i++) {
    const struct tls_peer_options options = {
        .verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
        .maximum_version = versions[i],
        .steps = steps,
    };
    struct session session = {.context = fixture_context(HC_EDITION_NEWEST, true)};
    session_start(&session, &options);
    assert_reads(session.transport, 64, "welcome");
    const X509 *seen = SSL_get0_peer_certificate(session.peer.openssl);
    assert_int_equal(X509_cmp(seen, fixture_client.x509), 0);
    session_stop(&session);
  }
}

static void a_certificate_that_is_only_wished_for_may_be_missing(void **state) {
  (void)state;
  const struct peer_step steps[] = {{PEER_SEND, BYTES("welcome")}, {PEER_END, {0}}};
  const struct tls_peer_options options = {.verify_mode = SSL_VERIFY_PEER, .steps = steps};
  struct session session = {0};
  session_start(&session, &options);
  assert_reads(session.transport, 64, "welcome");
  assert_null(SSL_get0_peer_certificate(session.peer.openssl));
  session_stop(&session);
}

static void a_certificate_can_be_asked_for_after_the_handshake(void **state) {
  (void)state;
  const struct peer_step steps[] = {
      {PEER_ASK, {0}}, {PEER_SEND, BYTES("welcome")}, {PEER_SILENCE, {0}}};
  const struct tls_peer_options options = {
      .verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_POST_HANDSHAKE,
      .minimum_version = TLS1_3_VERSION,
      .steps = steps,
  };
  struct session session = {.context = fixture_context(HC_EDITION_NEWEST, true)};
  hc_tls_context_set_post_handshake_auth(session.context, true);
  assert_true(hc_tls_context_post_handshake_auth(session.context));
  session_start(&session, &options);
  assert_null(SSL_get0_peer_certificate(session.peer.openssl));
  assert_reads_exactly(session.transport, "welcome");
  assert_writes(session.transport, "thanks");
  const X509 *seen = SSL_get0_peer_certificate(session.peer.openssl);
  assert_non_null(seen);
  assert_int_equal(X509_cmp(seen, fixture_client.x509), 0);
  assert_text_is(hc_buffer_span(&session.peer.received), "thanks", "and on it goes");
  session_stop(&session);
}

/* --- The rest of a transport --- */

static void the_descriptor_is_that_of_the_transport_below(void **state) {
  (void)state;
  const struct tls_peer_options options = {0};
  struct session session = {0};
  session_start(&session, &options);
  assert_int_equal(hc_transport_fileno(session.transport), hc_transport_fileno(&session.peer.base));
  session_stop(&session);
}

static void closing_says_nothing(void **state) {
  (void)state;
  const struct tls_peer_options options = {0};
  struct session session = {0};
  session_start(&session, &options);
  size_t writes = session.peer.writes;
  hc_transport_release(session.transport);
  session.transport = NULL;
  assert_true(session.peer.released);
  assert_int_equal(session.peer.writes, writes);
  assert_int_equal(session.peer.alert, -1); /* no close_notify, as CPython's close() */
  session_stop(&session);
}

static void other_transports_have_no_tls_version(void **state) {
  (void)state;
  const struct tls_peer_options options = {0};
  struct session session = {0};
  session_start(&session, &options);
  assert_null(hc_tls_version_name(&session.peer.base));
  assert_int_equal(hc_tls_selected_protocol(&session.peer.base).size, 0);
  session_stop(&session);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tls_1_2_and_1_3_carry_bytes_both_ways),
      cmocka_unit_test(editions_up_to_3_9_offer_tls_1_0_and_later_ones_do_not),
      cmocka_unit_test(the_server_sees_the_host_in_sni_unless_it_is_an_address),
      cmocka_unit_test(the_server_chooses_among_the_protocols_offered),
      cmocka_unit_test(a_stream_ends_with_close_notify_or_without),
      cmocka_unit_test(an_error_that_others_left_with_openssl_is_not_taken_for_one_of_ours),
      cmocka_unit_test(bytes_that_arrive_one_by_one_are_the_same_bytes),
      cmocka_unit_test(nothing_is_asked_for_and_nothing_read),
      cmocka_unit_test(rooms_are_filled_from_one_record),
      cmocka_unit_test(keys_are_updated_on_the_way),
      cmocka_unit_test(spans_are_written_in_as_few_records_as_they_fit),
      cmocka_unit_test(a_request_is_one_write_of_the_transport_below),
      cmocka_unit_test(a_client_certificate_is_presented_when_asked_for),
      cmocka_unit_test(a_certificate_that_is_only_wished_for_may_be_missing),
      cmocka_unit_test(a_certificate_can_be_asked_for_after_the_handshake),
      cmocka_unit_test(the_descriptor_is_that_of_the_transport_below),
      cmocka_unit_test(closing_says_nothing),
      cmocka_unit_test(other_transports_have_no_tls_version),
  };
  return cmocka_run_group_tests_name("tls_transport", tests, fixture_setup, fixture_teardown);
}
