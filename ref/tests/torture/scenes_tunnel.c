/* Scenes through a proxy. */
#include "support/guarded.h"
#include "support/testing.h"
#include "torture/scenes.h"

static void look(void *payload, struct hc_span text) {
  (void)payload;
  assert_true(text.size > 0);
}

/* What TLS would do, without doing it. */
static enum hc_kind pass_on(void *payload, const struct hc_transport_target *target,
                            struct hc_transport **transport, struct hc_error *error) {
  (void)payload;
  (void)target;
  (void)transport;
  (void)error;
  return HC_OK;
}

/* --- Steps --- */

static enum hc_kind show(struct stage *stage) {
  hc_connection_set_debuglevel(stage->connection, 1);
  return HC_OK;
}

static enum hc_kind set_tunnel(struct stage *stage) {
  const struct hc_header headers[] = {{hc_text("Proxy-Authorization"), hc_text("Basic Og==")},
                                      {hc_text("X-Caf\xC3\xA9"), hc_text("7")}};
  return hc_connection_set_tunnel(stage->connection, hc_str("origin.test:8443"),
                                  (struct hc_port){HC_PORT_NONE, 0, {NULL, 0}}, headers, 2,
                                  stage->error);
}

/* Up to edition 3.13 a field may be anything. */
static enum hc_kind set_tunnel_with_anything(struct stage *stage) {
  const struct hc_value number = {HC_VALUE_INTEGER, {NULL, 0}, 7};
  const struct hc_value raw = {HC_VALUE_BYTES, BYTES("raw"), 0};
  const struct hc_header headers[] = {{hc_text("Proxy-Authorization"), hc_text("Basic Og==")},
                                      {hc_text("X-Caf\xC3\xA9"), number},
                                      {raw, raw}};
  return hc_connection_set_tunnel(stage->connection, hc_str("origin.test:8443"),
                                  (struct hc_port){HC_PORT_NONE, 0, {NULL, 0}}, headers, 3,
                                  stage->error);
}

static enum hc_kind set_tunnel_with(struct stage *stage, const char *host, struct hc_value name,
                                    struct hc_value value) {
  const struct hc_header header = {name, value};
  return hc_connection_set_tunnel(stage->connection, hc_str(host), hc_port_number(443), &header, 1,
                                  stage->error);
}

static enum hc_kind set_tunnel_with_bad_name(struct stage *stage) {
  return set_tunnel_with(stage, "origin.test", hc_text("A:\xC3\xA9"), hc_text("b"));
}

static enum hc_kind set_tunnel_with_bad_value(struct stage *stage) {
  return set_tunnel_with(stage, "origin.test", hc_text("A"), hc_text("b\r\nC: d"));
}

static enum hc_kind set_tunnel_to_bad_host(struct stage *stage) {
  return set_tunnel_with(stage, "origin.test\r\nA: b", hc_text("A"), hc_text("b"));
}

static enum hc_kind set_tunnel_to_address(struct stage *stage) {
  return hc_connection_set_tunnel(stage->connection, hc_str("[::1]"), hc_port_number(443), NULL, 0,
                                  stage->error);
}

static enum hc_kind set_tunnel_by_name(struct stage *stage) {
  const struct hc_port port = {HC_PORT_TEXT, 0, BYTES("https")};
  return hc_connection_set_tunnel(stage->connection, hc_str("origin.test"), port, NULL, 0,
                                  stage->error);
}

static enum hc_kind connect(struct stage *stage) {
  return hc_connection_connect(stage->connection, stage->error);
}

static enum hc_kind get(struct stage *stage) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  return stage_exchange(stage, &request);
}

static enum hc_kind look_at_tunnel(struct stage *stage) {
  struct hc_host_port endpoint;
  assert_true(hc_connection_tunnel(stage->connection, &endpoint));
  assert_true(endpoint.host.size > 0);
  return HC_OK;
}

static enum hc_kind look_at_answer(struct stage *stage) {
  struct hc_message *headers = NULL;
  enum hc_kind kind = hc_connection_proxy_headers(stage->connection, &headers, stage->error);
  if (kind != HC_OK) return kind;
  assert_true(hc_message_count(headers) > 0);
  hc_message_free(headers);
  return HC_OK;
}

/* --- Scenes --- */

#define ESTABLISHED BYTES("HTTP/1.1 200 Established\r\nVia: proxy\r\nX: \xC3\xA9\r\n\r\n")
#define ANSWER BYTES("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

static const struct hc_span two_connections[] = {ESTABLISHED, ANSWER, NEXT_CONNECTION, ESTABLISHED,
                                                 ANSWER};
static const struct hc_span refusal[] = {
    BYTES("HTTP/1.1 407 S'il vous pla\xEEt\r\nProxy-Authenticate: Basic\r\n\r\n")};

/* DB.09: what is shown of the proxy's fields has to be UTF-8. */
static const struct hc_span no_utf8[] = {BYTES("HTTP/1.1 200 OK\r\nX: \xE9\r\n\r\n")};
static const struct hc_span cut_utf8[] = {BYTES("HTTP/1.1 200 OK\r\nX: \xF0\x9F\x98\r\n\r\n")};

static enum hc_kind close_connection(struct stage *stage) {
  hc_connection_close(stage->connection);
  return HC_OK;
}

static step *const through[] = {
    show, set_tunnel_with_anything, look_at_tunnel, connect, get, close_connection, get, NULL};
static step *const with_answer[] = {
    show,           set_tunnel,       look_at_tunnel,        connect, get,
    look_at_answer, close_connection, set_tunnel_to_address, get,     NULL};
static step *const once[] = {set_tunnel, get, NULL};
static step *const shown_once[] = {show, set_tunnel, get, NULL};
static step *const by_name[] = {set_tunnel_by_name, get, NULL};
static step *const of_anything[] = {set_tunnel_with_anything, get, NULL};
static step *const bad_name[] = {set_tunnel_with_bad_name, get, NULL};
static step *const bad_value[] = {set_tunnel_with_bad_value, get, NULL};
static step *const bad_host[] = {set_tunnel_to_bad_host, get, NULL};

const struct scene tunnel_scenes[] = {
    {.name = "a tunnel",
     .steps = with_answer,
     SEGMENTS(two_connections),
     .options = {.debug_sink = {look, NULL}}},
    {.name = "a tunnel in edition 3.13",
     .steps = through,
     SEGMENTS(two_connections),
     .options = {.debug_sink = {look, NULL}, .edition = HC_EDITION_3_13}},
    {.name = "a tunnel in edition 3.11",
     .steps = through,
     SEGMENTS(two_connections),
     .options = {.debug_sink = {look, NULL}, .edition = HC_EDITION_3_11}},
    {.name = "a tunnel in edition 3.8",
     .steps = through,
     SEGMENTS(two_connections),
     .options = {.debug_sink = {look, NULL}, .edition = HC_EDITION_3_8}},
    {.name = "a secured tunnel",
     .steps = once,
     SEGMENTS(two_connections),
     .options = {.https = true, .secure = pass_on}},
    {.name = "a tunnel that is refused", .steps = once, SEGMENTS(refusal), .kind = HC_OS_ERROR},
    {.name = "a tunnel with fields that cannot be shown",
     .steps = shown_once,
     SEGMENTS(no_utf8),
     .options = {.debug_sink = {look, NULL}},
     .kind = HC_UNICODE_DECODE_ERROR},
    {.name = "a tunnel with fields that cannot be shown, in edition 3.11",
     .steps = shown_once,
     SEGMENTS(cut_utf8),
     .options = {.debug_sink = {look, NULL}, .edition = HC_EDITION_3_11},
     .kind = HC_UNICODE_DECODE_ERROR},
    {.name = "a tunnel to a service by name",
     .steps = by_name,
     SEGMENTS(two_connections),
     .kind = HC_TYPE_ERROR},
    {.name = "a tunnel with a field that is no text",
     .steps = of_anything,
     SEGMENTS(two_connections),
     .kind = HC_ATTRIBUTE_ERROR},
    {.name = "a tunnel with a name that is none",
     .steps = bad_name,
     SEGMENTS(two_connections),
     .kind = HC_VALUE_ERROR},
    {.name = "a tunnel with a value of two lines",
     .steps = bad_value,
     SEGMENTS(two_connections),
     .kind = HC_VALUE_ERROR},
    {.name = "a tunnel to a host of two lines",
     .steps = bad_host,
     SEGMENTS(two_connections),
     .kind = HC_VALUE_ERROR},
    {.name = NULL},
};
