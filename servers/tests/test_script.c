#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "peer/script.h"
#include "statement.h"

static const struct template_values values = {"127.0.0.1", "8080"};

static struct peer_script *parse(const char *source) {
  struct diagnostics *diagnostics = diagnostics_new();
  struct place start = {"page.md", 10, 3};
  struct peer_script *script = peer_script_parse(source, strlen(source), start, diagnostics);
  diagnostics_print(diagnostics, stderr);
  diagnostics_free(diagnostics);
  assert_non_null(script);
  return script;
}

/* One line for the whole script: "recv request; send b'x'; recv N 10". */
static char *summary(const struct peer_script *script) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  for (size_t i = 0; i < script->count; i++) {
    const struct statement *statement = &script->statements[i];
    fprintf(out, "%s%s", i ? "; " : "", statement_name(statement->kind));
    if (statement->number) fprintf(out, " %zu", statement->number);
    if (!statement->bytes.count) continue;
    struct buffer buffer = buffer_of(1 << 20);
    assert_true(template_render(&statement->bytes, values, &buffer));
    struct bytes bytes = buffer_view(&buffer);
    fputc(' ', out);
    literal_print_bytes(out, bytes.data, bytes.length);
    buffer_clear(&buffer);
  }
  fclose(out);
  return text;
}

static void every_statement_parses(void **state) {
  (void)state;
  static const struct {
    const char *why, *source, *summary;
  } rows[] = {
      {"no statement at all", "\n  \n# only words\n", ""},
      {"the first connection is implied", "stall", "accept; stall"},
      {"unless it is written", "accept\nstall", "accept; stall"},
      {"any request", "recv request", "accept; recv request"},
      {"one request", "recv request\n| GET / HTTP/1.1\n|\n",
       "accept; recv request b'GET / HTTP/1.1\\r\\n\\r\\n'"},
      {"a request with a body", "recv request\n| A\n| Content-Length: 2\n|\n\"ab\"",
       "accept; recv request b'A\\r\\nContent-Length: 2\\r\\n\\r\\nab'"},
      {"any head", "recv head", "accept; recv head"},
      {"one head", "recv head 'A\\r\\n\\r\\n'", "accept; recv head b'A\\r\\n\\r\\n'"},
      {"bytes", "recv \"ab\" 'c'", "accept; recv b'abc'"},
      {"bytes on lines of their own", "recv\n'a'\n| b", "accept; recv b'ab\\r\\n'"},
      {"a number of bytes", "recv 10", "accept; recv N 10"},
      {"a mark", "recv until '\\r\\n'", "accept; recv until b'\\r\\n'"},
      {"send", "send 'a'", "accept; send b'a'"},
      {"nothing sent", "send ''", "accept; send b''"},
      {"the four expectations", "expect nothing\nexpect fin\nexpect reset\nexpect close",
       "accept; expect nothing; expect fin; expect reset; expect close"},
      {"a read", "await read", "accept; await read"},
      {"a source", "expect source '127.0.0.2'", "accept; expect source b'127.0.0.2'"},
      {"any tunnel", "recv connect", "accept; recv connect b'\\r\\n'"},
      {"one tunnel", "recv connect '{host}:{port}'",
       "accept; recv connect b'127.0.0.1:8080\\r\\n'"},
      {"a tunnel with lines of the head", "recv connect 'a:1'\n| B: c\n| D: e",
       "accept; recv connect b'a:1\\r\\nB: c\\r\\nD: e\\r\\n'"},
      {"any tunnel with a line of the head", "recv connect\n| B: c",
       "accept; recv connect b'\\r\\nB: c\\r\\n'"},
      {"where to listen, before the implied accept", "listen ipv6\nfin", "listen; accept; fin"},
      {"or before a written one", "listen window 4096\naccept", "listen; accept"},
      {"and nothing else", "listen localhost window 1", "listen"},
      {"the three ends", "fin\nclose\naccept\nreset", "accept; fin; close; accept; reset"},
      {"accept and use", "stall\naccept\nuse 1\nstall", "accept; stall; accept; use 1; stall"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct peer_script *script = parse(rows[i].source);
    char *text = summary(script);
    if (strcmp(text, rows[i].summary) != 0) fail_msg("%s: %s", rows[i].why, text);
    free(text);
    peer_script_free(script);
  }
}

static void bytes_are_read_as_written(void **state) {
  (void)state;
  static const struct {
    const char *why, *source, *bytes;
  } rows[] = {
      {"escapes", "send \"\\x00\\377\\t\\\"\"", "b'\\x00\\xff\\t\"'"},
      {"repetition", "send 'ab' * 3 \"c\"*2", "b'abababcc'"},
      {"repetition of nothing and by nothing", "send '' * 9 'x' * 0", "b''"},
      {"a repetition that is no power of two", "send 'xy' * 5", "b'xyxyxyxyxy'"},
      {"host and port", "send '{host}:{port}' * 2", "b'127.0.0.1:8080127.0.0.1:8080'"},
      {"an escaped brace is no placeholder", "send '\\x7bhost}'", "b'{host}'"},
      {"nor is a brace before anything but a word", "send '{}{ host}{1}{host {\"a\": 1}'",
       "b'{}{ host}{1}{host {\"a\": 1}'"},
      {"a backslash before a brace stands for itself", "send '\\\\{port}'", "b'\\\\8080'"},
      {"one blank behind the bar is dropped", "send\n|  a \n|b", "b' a \\r\\nb\\r\\n'"},
      {"a bar line takes escapes and placeholders", "send\n| \\x41 {port}", "b'A 8080\\r\\n'"},
      {"a bar line has no comments and no literals", "send\n| # \"a\" | ", "b'# \"a\" | \\r\\n'"},
      {"comments and blank lines between", "send 'a' # why\n\n# more\n  'b' # x\n", "b'ab'"},
      {"lines may end in CRLF", "send 'a'\r\n| b\r\n", "b'ab\\r\\n'"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct peer_script *script = parse(rows[i].source);
    char *text = summary(script);
    const char *bytes = text + strlen("accept; send ");
    if (strcmp(bytes, rows[i].bytes) != 0) fail_msg("%s: %s", rows[i].why, bytes);
    free(text);
    peer_script_free(script);
  }
}

static void listen_says_where_and_how(void **state) {
  (void)state;
  static const struct {
    const char *source;
    struct listen_options options;
  } rows[] = {
      {"stall", {LISTEN_IPV4, 0, 0}},
      {"listen ipv4", {LISTEN_IPV4, 0, 0}},
      {"listen  ipv6 # why", {LISTEN_IPV6, 0, 0}},
      {"listen localhost", {LISTEN_LOCALHOST, 0, 0}},
      {"listen window 4096", {LISTEN_IPV4, 4096, 0}},
      {"listen window 1048576 ipv6", {LISTEN_IPV6, 1048576, 0}},
      {"listen ipv6 window 1", {LISTEN_IPV6, 1, 0}},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct peer_script *script = parse(rows[i].source);
    assert_int_equal(script->listen.address, rows[i].options.address);
    assert_int_equal(script->listen.window, rows[i].options.window);
    assert_int_equal(script->listen_place.line, i ? 10 : 0);
    peer_script_free(script);
  }
}

static void statements_know_their_places(void **state) {
  (void)state;
  struct peer_script *script = parse("# first\n  recv request\nsend\n| a\naccept\n");
  assert_int_equal(script->statements[0].place.line, 11); /* the implied accept */
  assert_int_equal(script->statements[1].place.line, 11);
  assert_int_equal(script->statements[1].place.column, 5);
  assert_int_equal(script->statements[2].place.line, 12);
  assert_int_equal(script->statements[2].place.column, 3);
  assert_string_equal(script->statements[2].place.file, "page.md");
  assert_int_equal(script->accepts, 2);
  assert_int_equal(script->accept_place.line, 14);
  peer_script_free(script);
}

struct error_row {
  const char *why, *source;
  unsigned line, column;
  const char *message_part;
};

/* Each source has exactly one error. Places are relative to line 1, column 1. */
static const struct error_row error_rows[] = {
    {"a word that is near", "sned 'x'", 1, 1, "unknown statement 'sned'; a line begins with recv"},
    {"the suggestion", "\n sned 'x'", 2, 2, "did you mean 'send'?"},
    {"case counts", "Recv request", 1, 1, "did you mean 'recv'?"},
    {"a word that is near nothing", "frobnicate", 1, 1, "'frobnicate'"},
    {"no word", "*", 1, 1, "unknown statement '*'"},
    {"what continues an unknown statement is not judged", "sned\n| a\n'b'\n", 1, 1, "'sned'"},
    {"an unknown thing to receive", "recv rquest", 1, 6, "found 'rquest'; did you mean 'request'?"},
    {"zero bytes", "recv 0", 1, 6, "a number of bytes from 1 to 67108864"},
    {"too many bytes", "recv 67108865", 1, 6, "found '67108865'"},
    {"far too many bytes", "recv 99999999999999999999999", 1, 6, "found '9999999999"},
    {"a number with a tail", "recv 10x", 1, 6, "found '10x'"},
    {"two numbers", "recv 10 20", 1, 9, "unexpected '20' behind 'recv N'; the end of the line"},
    {"an unknown expectation", "expect fn", 1, 8, "keys or hello; found 'fn'; did"},
    {"nothing to await", "await", 1, 6, "'await' is followed by read; found the end of the line"},
    {"something else to await", "await write", 1, 7, "followed by read; found 'write'"},
    {"bytes behind a read", "await read 'x'", 1, 12, "unexpected ''x' behind 'await read'"},
    {"an unknown option of tls", "tls identiy good", 1, 5, "did you mean 'identity'?"},
    {"an unknown identity", "tls identity god", 1, 14, "such as good or expired; found 'god'; did"},
    {"no identity", "tls identity", 1, 13, "an identity is expected"},
    {"a version of SSL", "tls version 3.0", 1, 13, "1.2, 1.3 or 1.2-1.3; found '3.0'"},
    {"a version twice", "tls version 1.2 version 1.3", 1, 17, "'version' stands twice here"},
    {"too many tickets", "tls tickets 17", 1, 13, "a number from 0 to 16; found '17'"},
    {"ALPN without quotes", "tls alpn h2", 1, 10, "such as \"http/1.1\"; found 'h2'"},
    {"ALPN without an end", "tls alpn 'h2", 1, 10, "has no closing quote"},
    {"an empty protocol", "tls alpn ''", 1, 11, "a name has 1 to 255 bytes"},
    {"a wrong escape in a name", "tls alpn 'h2\\q'", 1, 13, "unknown escape"},
    {"a certificate that is neither", "tls certificate must", 1, 17, "asked or required"},
    {"a server name without identity", "tls sni 'a.test'", 1, 17, "an identity is expected"},
    {"a server name without quotes", "expect sni a.test", 1, 12, "or none, is expected; found"},
    {"a client without certificate", "expect client 'a'", 1, 15, "followed by certificate"},
    {"an unknown alert", "expect alert unknown_cat", 1, 14, "did you mean 'unknown_ca'?"},
    {"no alert", "send alert", 1, 11, "the name of an alert is expected"},
    {"a state of no session", "expect session old", 1, 16, "new or resumed; found 'old'"},
    {"an outcome of no handshake", "expect tls success", 1, 12, "1.2, 1.3 or failure"},
    {"a cut without a number", "send cut 'x'", 1, 10, "how many octets of the record"},
    {"a cut of nothing", "send cut 3", 1, 1, "'send cut' has no bytes"},
    {"a record that is too long", "send corrupt 'x' * 16385", 1, 1, "1 to 16384 bytes"},
    {"an empty record", "send corrupt ''", 1, 1, "1 to 16384 bytes"},
    {"a request for something else", "request head", 1, 9, "certificate required; found 'head'"},
    {"a certificate that is asked", "request certificate asked", 1, 21, "found 'asked'"},
    {"an update of something else", "update tickets", 1, 8, "keys requested; found 'tickets'"},
    {"an end without something else", "fin without fin", 1, 13, "followed by close_notify"},
    {"a client's end, too", "expect fin without fin", 1, 20, "followed by close_notify"},
    {"keys that are something else", "expect keys old", 1, 13, "followed by updated; found 'old'"},
    {"a hello of something else", "expect hello chiper", 1, 14, "did you mean 'cipher'?"},
    {"a hello without a rule", "expect hello group \"x25519\"", 1, 20, "with, without or first"},
    {"a hello without names", "expect hello group with", 1, 24, "* stands for anything; found the"},
    {"a name without quotes", "expect hello group with x", 1, 25, "names in quotes are expected"},
    {"a hello of two rules", "expect hello group with 'x' first", 1, 29, "unexpected 'first'"},
    {"TLS behind the end", "fin\ntls", 2, 1, "'tls' cannot be done: connection 1 was ended by"},
    {"no expectation", "expect", 1, 7, "found the end of the line"},
    {"a comment is no expectation", "expect # what?", 1, 8, "found the end of the line"},
    {"words behind a statement", "fin now", 1, 5, "unexpected 'now' behind 'fin'"},
    {"a prefix as in Python", "send b'x'", 1, 6, "a literal (without b before it)"},
    {"words behind a literal", "send 'x' y", 1, 10, "unexpected 'y' behind 'send'"},
    {"a bar behind a literal", "send 'x' | y", 1, 10, "unexpected '|' behind 'send'"},
    {"no closing quote", "send 'x", 1, 6, "the literal has no closing ' on this line"},
    {"a backslash hides the quote", "send \"x\\\"", 1, 6, "no closing \""},
    {"an escape", "send 'ab\\q'", 1, 9, "unknown escape"},
    {"an escape in a bar line", "send\n|  \\x4", 2, 4, "\\x needs two hexadecimal digits"},
    {"not ASCII, once a character", "send 'a\xc3\xa9'", 1, 8, "only ASCII"},
    {"an unknown placeholder", "send 'x{hots}'", 1, 8,
     "unknown placeholder {hots}; {host} and {port} exist, and a literal brace before a word is "
     "written \\x7b"},
    {"a placeholder in a bar line", "send\n| {a}", 2, 3, "unknown placeholder {a}"},
    {"a repetition by a word", "send 'x' * y", 1, 12, "how often the literal is repeated"},
    {"a repetition by nothing", "send 'x' *", 1, 11, "found the end of the line"},
    {"a repetition past the limit", "send 'x' * 67108865", 1, 12, "0 to 67108864"},
    {"nothing to send", "stall\nsend # what?\nstall", 2, 1, "'send' has no bytes"},
    {"nothing to receive", "recv", 1, 1, "'recv' has no bytes"},
    {"no mark", "recv until", 1, 1, "'recv until' has no bytes"},
    {"an empty mark", "recv until ''", 1, 1, "'recv until' needs at least one byte"},
    {"bytes for a statement that has none", "fin\n| x", 2, 1, "'fin' takes no bytes"},
    {"a literal for a statement that has none", "recv 5\n 'x'", 2, 2, "'recv N' takes no bytes"},
    {"bytes before all statements", " | x\nstall", 1, 2, "there is none"},
    {"a request without its empty line", "recv request\n| GET / HTTP/1.1", 1, 1,
     "the empty line behind the head is missing, write a line with only |"},
    {"a request that ends in its body", "recv request\n| A\n| Content-Length: 4\n|\n'ab'", 1, 1,
     "announces more body than the 2 bytes given"},
    {"more than a request", "recv request\n| A\n|\n'ab'", 1, 1, "which ends at offset 5"},
    {"a malformed chunk", "recv request\n| A\n| Transfer-Encoding: chunked\n|\n| z", 1, 1,
     "at offset 33 a chunk size is expected"},
    {"a head without its empty line", "recv head\n| A", 1, 1, "these bytes are not a whole head"},
    {"more than a head", "recv head\n| A\n|\n| b", 1, 1,
     "more than a head, which ends at offset 5"},
    {"more than may be sent, at once", "send 'xx' * 60000000", 1, 1, "more than 67108864 bytes"},
    {"more than may be sent, in all, said once",
     "send 'x' * 60000000\nsend 'x' * 60000000\nsend 'x'", 2, 1, "more than 67108864 bytes"},
    {"more than can be counted", "recv 'xx' * 60000000", 1, 1, "the most that can be received"},
    {"a connection that is not accepted yet", "use 2\naccept", 1, 1,
     "connection 2 does not exist here: the script has accepted 1 so far"},
    {"no connection zero", "use 0", 1, 5, "the number of a connection, 1 to 63; found '0'"},
    {"a closed connection", "close\nsend 'x'", 2, 1, "connection 1 was ended by 'close' on line 1"},
    {"a reset connection", "stall\nreset\n\nrecv 1", 4, 1, "ended by 'reset' on line 2"},
    {"a closed connection, come back to", "close\naccept\nuse 1\nfin", 4, 1,
     "'fin' cannot be done"},
    {"no address", "listen", 1, 7, "found the end of the line"},
    {"an unknown address", "listen ipv8", 1, 8,
     "'listen' is followed by ipv4, ipv6, localhost or window and a number of bytes; found 'ipv8'; "
     "did you mean 'ipv"},
    {"a window without a size", "listen ipv6 window", 1, 19,
     "'window' is followed by a number of bytes from 1 to 1048576; found the end of the line"},
    {"a window of nothing", "listen window 0", 1, 15, "found '0'"},
    {"too large a window", "listen window 1048577", 1, 15, "found '1048577'"},
    {"where to listen, too late", "stall\nlisten ipv6", 2, 1,
     "'listen' is the first statement of a script"},
    {"where to listen, twice", "listen ipv6\nlisten ipv4", 2, 1, "and there is only one"},
    {"bytes behind where to listen", "listen ipv6\n'x'", 2, 1, "'listen' takes no bytes"},
    {"no source", "expect source", 1, 1, "'expect source' has no bytes"},
    {"bytes behind an end", "expect fin 'x'", 1, 12, "unexpected ''x' behind 'expect fin'"},
    {"a line of a head without its end", "recv connect 'a:1'\n'B: c'", 1, 1,
     "the lines below 'recv connect' end in CRLF"},
    {"an empty line among lines of a head", "recv connect 'a:1'\n| B: c\n|", 1, 1,
     "and no empty line"},
    {"an empty line instead of a target", "recv connect\n|", 1, 1, "and no empty line"},
    {"sending behind fin", "fin\nrecv 1\nsend 'x'", 3, 1, "ended by 'fin' on line 1"},
};

static void a_malformed_script_names_place_and_remedy(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof error_rows / sizeof *error_rows; i++) {
    const struct error_row *row = &error_rows[i];
    struct diagnostics *diagnostics = diagnostics_new();
    struct place start = {"x", 1, 1};
    assert_null(peer_script_parse(row->source, strlen(row->source), start, diagnostics));
    if (diagnostics_count(diagnostics) != 1) {
      diagnostics_print(diagnostics, stderr);
      fail_msg("%s: not one error", row->why);
    }
    const char *message = diagnostics_message(diagnostics, 0);
    if (!strstr(message, row->message_part)) fail_msg("%s: %s", row->why, message);
    struct place place = diagnostics_place(diagnostics, 0);
    if (place.line != row->line || place.column != row->column)
      fail_msg("%s: at %u:%u", row->why, place.line, place.column);
    diagnostics_free(diagnostics);
  }
}

static void all_errors_of_a_script_are_reported(void **state) {
  (void)state;
  const char *source = "sned 'x'\nsend '\\q{a}\\q' * z\nuse 0\nrecv\n";
  static const struct place places[] = {{"p", 7, 5},  {"p", 8, 11}, {"p", 8, 13}, {"p", 8, 16},
                                        {"p", 8, 22}, {"p", 9, 9},  {"p", 10, 5}};
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(peer_script_parse(source, strlen(source), (struct place){"p", 7, 5}, diagnostics));
  assert_int_equal(diagnostics_count(diagnostics), 7);
  for (size_t i = 0; i < 7; i++) {
    assert_int_equal(diagnostics_place(diagnostics, i).line, places[i].line);
    assert_int_equal(diagnostics_place(diagnostics, i).column, places[i].column);
  }
  diagnostics_free(diagnostics);
}

static void a_script_accepts_as_many_connections_as_the_peer_can_hold(void **state) {
  (void)state;
  char source[64 * 7 + 1] = "";
  for (int i = 0; i < 63; i++)
    strcat(source, "accept\n");
  peer_script_free(parse(source));
  strcat(source, "accept\n");
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(peer_script_parse(source, strlen(source), (struct place){0}, diagnostics));
  assert_int_equal(diagnostics_count(diagnostics), 1);
  assert_non_null(strstr(diagnostics_message(diagnostics, 0), "at most 63 connections"));
  assert_int_equal(diagnostics_place(diagnostics, 0).line, 64);
  diagnostics_free(diagnostics);
}

static void errors_found_before_do_not_refuse_a_script(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  diagnostics_error(diagnostics, (struct place){0}, "elsewhere");
  struct peer_script *script = peer_script_parse("fin", 3, (struct place){0}, diagnostics);
  assert_non_null(script);
  peer_script_free(script);
  peer_script_free(NULL);
  diagnostics_free(diagnostics);
}

/* Whatever the bytes are, there is a script or an error: every prefix, and every byte replaced. */
static void no_source_is_too_strange(void **state) {
  (void)state;
  static const char source[] = "recv request\n| A {host}\n|\nsend 'a\\x00' * 3 \"{port}\"\nuse 1\n";
  char changed[sizeof source];
  for (size_t length = 0; length < sizeof source; length++) {
    for (int octet = 0; octet < 256; octet += 3) {
      memcpy(changed, source, length);
      if (length) changed[length - 1] = (char)octet;
      struct diagnostics *diagnostics = diagnostics_new();
      struct peer_script *script =
          peer_script_parse(changed, length, (struct place){0}, diagnostics);
      assert_true((script != NULL) == (diagnostics_count(diagnostics) == 0));
      peer_script_free(script);
      diagnostics_free(diagnostics);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_statement_parses),
      cmocka_unit_test(bytes_are_read_as_written),
      cmocka_unit_test(listen_says_where_and_how),
      cmocka_unit_test(statements_know_their_places),
      cmocka_unit_test(a_malformed_script_names_place_and_remedy),
      cmocka_unit_test(all_errors_of_a_script_are_reported),
      cmocka_unit_test(a_script_accepts_as_many_connections_as_the_peer_can_hold),
      cmocka_unit_test(errors_found_before_do_not_refuse_a_script),
      cmocka_unit_test(no_source_is_too_strange),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
