/* What holds for every statement of a kind, in one table. */
#include "statement.h"

static const struct {
  const char *name;
  enum bytes_rule rule;
  bool sends;
} kinds[STATEMENT_KINDS] = {
    [STATEMENT_UNKNOWN] = {"?", BYTES_OPTIONAL, false},
    [STATEMENT_RECV_REQUEST] = {"recv request", BYTES_OPTIONAL, false},
    [STATEMENT_RECV_HEAD] = {"recv head", BYTES_OPTIONAL, false},
    [STATEMENT_RECV_CONNECT] = {"recv connect", BYTES_OPTIONAL, false},
    [STATEMENT_RECV_BYTES] = {"recv", BYTES_REQUIRED, false},
    [STATEMENT_RECV_COUNT] = {"recv N", BYTES_NONE, false},
    [STATEMENT_RECV_UNTIL] = {"recv until", BYTES_REQUIRED, false},
    [STATEMENT_SEND] = {"send", BYTES_REQUIRED, true},
    [STATEMENT_EXPECT_FIN] = {"expect fin", BYTES_NONE, false},
    [STATEMENT_EXPECT_RESET] = {"expect reset", BYTES_NONE, false},
    [STATEMENT_EXPECT_CLOSE] = {"expect close", BYTES_NONE, false},
    [STATEMENT_EXPECT_NOTHING] = {"expect nothing", BYTES_NONE, false},
    [STATEMENT_EXPECT_SOURCE] = {"expect source", BYTES_REQUIRED, false},
    [STATEMENT_FIN] = {"fin", BYTES_NONE, true},
    [STATEMENT_CLOSE] = {"close", BYTES_NONE, false},
    [STATEMENT_RESET] = {"reset", BYTES_NONE, false},
    [STATEMENT_STALL] = {"stall", BYTES_NONE, false},
    [STATEMENT_AWAIT_READ] = {"await read", BYTES_NONE, false},
    [STATEMENT_ACCEPT] = {"accept", BYTES_NONE, false},
    [STATEMENT_USE] = {"use", BYTES_NONE, false},
    [STATEMENT_LISTEN] = {"listen", BYTES_NONE, false},
    [STATEMENT_TLS] = {"tls", BYTES_NONE, true},
    [STATEMENT_EXPECT_SNI] = {"expect sni", BYTES_NONE, false},
    [STATEMENT_EXPECT_ALPN] = {"expect alpn", BYTES_NONE, false},
    [STATEMENT_EXPECT_TLS] = {"expect tls", BYTES_NONE, false},
    [STATEMENT_EXPECT_TLS_FAILURE] = {"expect tls failure", BYTES_NONE, false},
    [STATEMENT_EXPECT_CLIENT_CERTIFICATE] = {"expect client certificate", BYTES_NONE, false},
    [STATEMENT_EXPECT_ALERT] = {"expect alert", BYTES_NONE, false},
    [STATEMENT_EXPECT_SESSION] = {"expect session", BYTES_NONE, false},
    [STATEMENT_EXPECT_KEYS] = {"expect keys", BYTES_NONE, false},
    [STATEMENT_EXPECT_HELLO] = {"expect hello", BYTES_NONE, false},
    [STATEMENT_SEND_RAW] = {"send raw", BYTES_REQUIRED, true},
    [STATEMENT_SEND_CUT] = {"send cut", BYTES_REQUIRED, true},
    [STATEMENT_SEND_CORRUPT] = {"send corrupt", BYTES_REQUIRED, true},
    [STATEMENT_SEND_ALERT] = {"send alert", BYTES_NONE, true},
    [STATEMENT_SEND_TICKET] = {"send ticket", BYTES_NONE, true},
    [STATEMENT_REQUEST_CERTIFICATE] = {"request certificate", BYTES_NONE, true},
    [STATEMENT_UPDATE_KEYS] = {"update keys", BYTES_NONE, true},
};

const char *statement_name(enum statement_kind kind) {
  return kinds[kind].name;
}

enum bytes_rule statement_bytes_rule(enum statement_kind kind) {
  return kinds[kind].rule;
}

bool statement_sends(enum statement_kind kind) {
  return kinds[kind].sends;
}
