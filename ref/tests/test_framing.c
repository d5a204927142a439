#include "framing.h"

#include "support/guarded.h"
#include "support/testing.h"

struct row {
  const char *fields;
  int status;
  int version;
  bool is_head;
  bool chunked;
  int64_t length; /* -1: none */
  bool will_close;
  const char *why;
};

static const struct row rows[] = {
    {"Content-Length: 4", 200, 11, false, false, 4, false, "RFC 9112 section 6.2"},
    {"", 200, 11, false, false, -1, true, "FR.07: to the end of the connection"},
    {"", 200, 10, false, false, -1, true, "FR.07"},
    {"Transfer-Encoding: chunked", 200, 11, false, true, -1, false, "RFC 9112 section 7.1"},
    {"transfer-encoding: CHUNKED", 200, 10, false, true, -1, true, "FR.01, FR.02"},
    {"Transfer-Encoding: chunked ", 200, 11, false, false, -1, true, "FR.01: trailing blank"},
    {"Transfer-Encoding: gzip, chunked", 200, 11, false, false, -1, true, "FR.01: a list"},
    {"Transfer-Encoding: chunked;x", 200, 11, false, false, -1, true, "FR.01: a parameter"},
    {"Transfer-Encoding: \"chunked\"", 200, 11, false, false, -1, true, "FR.01: quotes"},
    {"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", 200, 11, false, false, -1, true,
     "FR.02: only the first counts"},
    {"Transfer-Encoding: chunked\r\nContent-Length: 4", 200, 11, false, true, -1, false,
     "FR.02: it wins over Content-Length"},
    {"Content-Length: 4\r\nContent-Length: 5", 200, 11, false, false, 4, false, "FR.04"},
    {"Content-Length: x", 200, 11, false, false, -1, true, "FR.03"},
    {"Content-Length: -1", 200, 11, false, false, -1, true, "FR.03"},
    {"Content-Length: +5", 200, 11, false, false, 5, false, "FR.03"},
    {"Content-Length: 4", 204, 11, false, false, 0, false, "FR.05"},
    {"", 304, 11, false, false, 0, false, "FR.05"},
    {"Content-Length: 4", 101, 11, false, false, 0, false, "FR.05, IR.02"},
    {"Content-Length: 4", 205, 11, false, false, 4, false, "FR.05: 205 is not special"},
    {"Content-Length: 4", 200, 11, true, false, 0, false, "FR.05: HEAD"},
    {"", 200, 10, true, false, 0, true, "FR.05: HEAD"},
    {"Transfer-Encoding: chunked", 204, 11, false, true, 0, false, "FR.06"},
    {"Content-Length: 0\r\nConnection: close", 200, 11, false, false, 0, true, "FR.08"},
    {"Content-Length: 0\r\nConnection: x-CLOSEly", 200, 11, false, false, 0, true, "FR.08"},
    {"Content-Length: 0\r\nConnection: keep-alive,\r\n close", 200, 11, false, false, 0, true,
     "XT.54: in a fold"},
    {"Content-Length: 0\r\nConnection: x\r\nConnection: close", 200, 11, false, false, 0, false,
     "FR.08: only the first"},
    {"Content-Length: 0", 200, 10, false, false, 0, true, "FR.09"},
    {"Content-Length: 0\r\nConnection: Keep-Alive", 200, 10, false, false, 0, false, "FR.09"},
    {"Content-Length: 0\r\nProxy-Connection: keep-alive", 200, 10, false, false, 0, false, "FR.09"},
    {"Content-Length: 0\r\nKeep-Alive: x\r\nConnection: close", 200, 10, false, false, 0, false,
     "FR.09"},
    {"Content-Length: 0\r\nKeep-Alive:", 200, 10, false, false, 0, true, "FR.09: empty"},
    {"bad line\r\nContent-Length: 4", 200, 11, false, false, -1, true, "XT.52"},
    {"X: a\rContent-Length: 3", 200, 11, false, false, 3, false, "XT.53"},
};

static void framing_follows_status_version_method_and_fields(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_message *headers = NULL;
    hc_message_parse(hc_str(rows[i].fields), HC_EDITION_NEWEST, NULL, &headers, NULL);
    struct hc_framing framing =
        hc_framing_decide(rows[i].status, rows[i].version, rows[i].is_head, headers);
    hc_message_free(headers);
    if (framing.chunked != rows[i].chunked) fail_msg("%s: chunked", rows[i].why);
    if (framing.has_length != (rows[i].length >= 0)) fail_msg("%s: has length", rows[i].why);
    if (rows[i].length >= 0 && framing.length != (uint64_t)rows[i].length) {
      fail_msg("%s: length", rows[i].why);
    }
    if (framing.will_close != rows[i].will_close) fail_msg("%s: will_close", rows[i].why);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(framing_follows_status_version_method_and_fields),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
