/* What holds for every statement of a kind, in one table. */
#include "statement.h"

static const struct {
  const char *name;
  enum bytes_rule rule;
} kinds[STATEMENT_KINDS] = {
    [STATEMENT_UNKNOWN] = {"?", BYTES_OPTIONAL},
    [STATEMENT_RECV_REQUEST] = {"recv request", BYTES_OPTIONAL},
    [STATEMENT_RECV_HEAD] = {"recv head", BYTES_OPTIONAL},
    [STATEMENT_RECV_BYTES] = {"recv", BYTES_REQUIRED},
    [STATEMENT_RECV_COUNT] = {"recv N", BYTES_NONE},
    [STATEMENT_RECV_UNTIL] = {"recv until", BYTES_REQUIRED},
    [STATEMENT_SEND] = {"send", BYTES_REQUIRED},
    [STATEMENT_EXPECT_FIN] = {"expect fin", BYTES_NONE},
    [STATEMENT_EXPECT_RESET] = {"expect reset", BYTES_NONE},
    [STATEMENT_EXPECT_CLOSE] = {"expect close", BYTES_NONE},
    [STATEMENT_EXPECT_NOTHING] = {"expect nothing", BYTES_NONE},
    [STATEMENT_FIN] = {"fin", BYTES_NONE},
    [STATEMENT_CLOSE] = {"close", BYTES_NONE},
    [STATEMENT_RESET] = {"reset", BYTES_NONE},
    [STATEMENT_STALL] = {"stall", BYTES_NONE},
    [STATEMENT_ACCEPT] = {"accept", BYTES_NONE},
    [STATEMENT_USE] = {"use", BYTES_NONE},
    [STATEMENT_TLS] = {"tls", BYTES_NONE},
    [STATEMENT_EXPECT_SNI] = {"expect sni", BYTES_NONE},
    [STATEMENT_EXPECT_ALPN] = {"expect alpn", BYTES_NONE},
    [STATEMENT_EXPECT_TLS] = {"expect tls", BYTES_NONE},
    [STATEMENT_EXPECT_TLS_FAILURE] = {"expect tls failure", BYTES_NONE},
    [STATEMENT_EXPECT_CLIENT_CERTIFICATE] = {"expect client certificate", BYTES_NONE},
    [STATEMENT_EXPECT_ALERT] = {"expect alert", BYTES_NONE},
};

const char *statement_name(enum statement_kind kind) {
  return kinds[kind].name;
}

enum bytes_rule statement_bytes_rule(enum statement_kind kind) {
  return kinds[kind].rule;
}
