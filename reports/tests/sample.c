#include "sample.h"

#include <stdlib.h>
#include <string.h>

struct topic {
  const char *page, *title, *statement, *console, *clause;
};

static const struct topic topics[] = {
    {"reading", "Past the end",
     "read(amt) returns what is left, then empty bytes for good; nothing is raised.",
     "resp.read(10)", "HTTPResponse.read"},
    {"chunked", "A chunk that breaks off",
     "A chunked body that ends inside a chunk raises IncompleteRead with what has arrived.",
     "resp.read()", "IncompleteRead.partial"},
    {"headers", "Looking up a field",
     "getheader(name) joins the values of equal names with a comma and a space.",
     "resp.getheader('X-List')", "HTTPResponse.getheader"},
    {"tunnel", "A refused CONNECT", "A proxy's refusal raises OSError with its status and reason.",
     "conn.connect()", "HTTPConnection.set_tunnel"},
    {"request-line", "Characters that are refused",
     "putrequest refuses a target with a space or a control character.",
     "conn.putrequest('GET', '/a b')", "HTTPConnection.putrequest"},
};

static const char *const variants[] = {"plain/whole", "plain/bytes", "plain/split",
                                       "tls/whole",   "tls/bytes",   "tunnel/whole"};
static const char *const rows[] = {"", ":exactly", ":more", ":very-much", ":nothing"};

enum {
  TOPICS = sizeof topics / sizeof *topics,
  VARIANTS = sizeof variants / sizeof *variants,
  ROWS = sizeof rows / sizeof *rows,
  SCENARIOS = 6
};

static void add_implementations(struct results *results) {
  static const struct result_implementation items[] = {
      {.name = "ref",
       .version = "0.1.0",
       .language = "C",
       .edition = "3.13",
       .command = "bin/hc-adapter --edition 3.13"},
      {.name = "ref",
       .version = "0.1.0",
       .language = "C",
       .edition = "3.9",
       .command = "bin/hc-adapter --edition 3.9"},
      {.name = "porthole",
       .version = "2.4.1",
       .language = "Rust",
       .edition = "3.13",
       .command = "porthole-adapter"},
      {.name = "cpython",
       .version = "3.13.1",
       .language = "Python",
       .edition = "3.13",
       .command = "python3.13 adapter.py",
       .role = ROLE_ORACLE},
      {.name = "cpython",
       .version = "3.9.21",
       .language = "Python",
       .edition = "3.9",
       .command = "python3.9 adapter.py",
       .role = ROLE_ORACLE},
  };
  for (size_t i = 0; i < sizeof items / sizeof *items; i++)
    results_add_implementation(results, &items[i]);
}

static const struct result_deviation cleartext = {
    .id = "cleartext-after-failed-tunnel",
    .reason = "What was to be secret is not: the request can be read on its way, and by the proxy.",
    .cpython =
        "A connection whose tunnel failed stays open, and the next request goes to the proxy "
        "in clear text.",
    .reference = "The connection is closed; the next request connects anew.",
    .source = "HTTPConnection.set_tunnel",
};

static const struct result_requirement requirements[] = {
    {"RFC9112-8-2", "MUST", "client", "report what breaks off as incomplete"},
    {"RFC9110-5.3-3", "SHOULD", "recipient", "keep the order of lines"},
};

/* What one implementation did in one case; the numbers only spread the verdicts. */
struct situation {
  unsigned page, scenario, row, variant, implementation;
};

static enum verdict verdict_of(const struct situation *at) {
  unsigned topic = at->page % TOPICS;
  bool is_porthole = at->implementation == 2, is_first = at->scenario == 0;
  if (is_porthole && topic == 3) return VERDICT_INAPPLICABLE;
  if (is_porthole && topic == 1 && is_first) return VERDICT_FAIL;
  if (is_porthole && topic == 0 && at->scenario == 3 && at->row == 2)
    return at->variant == 1 ? VERDICT_TIMEOUT : VERDICT_PASS;
  if (is_porthole && topic == 2 && at->scenario == 3 && at->row == 1) return VERDICT_CRASH;
  if (is_porthole && topic == 4 && at->scenario == 1 && at->row == 3 && at->variant == 5)
    return VERDICT_ERROR;
  if (at->implementation == 0 && topic == 0 && at->scenario == 5 && at->row == 2)
    return VERDICT_FAIL;
  if (at->implementation < 2 && topic == 3 && is_first && at->row == 0) return VERDICT_DEVIATION;
  if (at->implementation == 4 && topic == 2 && at->scenario == 5 && at->row == 4)
    return VERDICT_FAIL;
  return VERDICT_PASS;
}

static const char wire[] = "1 > GET / HTTP/1.1\\r\\n\n"
                           "1 > Host: 127.0.0.1:40117\\r\\nAccept-Encoding: identity\\r\\n\\r\\n\n"
                           "1 < HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n\n"
                           "1 < 5\\r\\nhel\n"
                           "1 . the peer closes\n";

static void describe(struct results *results, enum verdict verdict, const struct situation *at,
                     const char *id, struct result_failure *failure) {
  const struct topic *topic = &topics[at->page % TOPICS];
  static const char *const messages[VERDICT_COUNT] = {
      [VERDICT_FAIL] = "another value than the page says",
      [VERDICT_TIMEOUT] = "no answer within 5 s; the adapter was killed",
      [VERDICT_CRASH] = "the adapter died of signal 11",
      [VERDICT_ERROR] = "the answer is not JSON: line 1, column 7",
      [VERDICT_INAPPLICABLE] = "needs the capability 'tunnel', which is not claimed",
      [VERDICT_DEVIATION] = "cleartext-after-failed-tunnel: what was to be secret is not",
  };
  *failure = (struct result_failure){
      .message = messages[verdict],
      .file = arena_printf(results->arena, "conformance/pages/%s.md", topic->page),
      .line = 20 + at->scenario * 17,
      .column = 5,
      .statement = topic->console,
  };
  if (verdict != VERDICT_FAIL) return;
  failure->expected = at->page % TOPICS == 1 ? "raises IncompleteRead(partial=b'hel', expected=2)"
                                             : "b'Text of the page'";
  failure->observed = at->page % TOPICS == 1
                          ? "raises IncompleteRead(partial=b'hello', expected=None)"
                          : "b'Text of that page'";
  failure->wire = wire;
  failure->reproduce =
      arena_printf(results->arena, "hcspec run --seed 1 --variant '%s' --implementation %s '%s'",
                   variants[at->variant], results->implementations[at->implementation].name, id);
}

/* The first scenario on chunks meets a requirement, the first on headers breaks one. */
static struct result_ids cited(const struct situation *at, unsigned topic) {
  bool is_cited = at->scenario == 0 && at->page % TOPICS == topic;
  return (struct result_ids){&requirements[topic - 1].id, is_cited ? 1 : 0};
}

static enum rfc_verdict rfc_verdict_of(const struct situation *at, enum verdict verdict) {
  if (at->page % TOPICS == 1) return verdict == VERDICT_PASS ? RFC_PASS : RFC_FAIL;
  return verdict == VERDICT_PASS ? RFC_WARN : RFC_UNKNOWN;
}

/* In the first scenario on reading the page takes two outcomes for right. */
static const char *outcomes_of(const struct situation *at, enum verdict verdict) {
  if (at->page > 0 || at->scenario > 0 || verdict != VERDICT_PASS) return NULL;
  return at->implementation == 3 ? "resp.read(10): b'late'\nresp.isclosed(): True"
                                 : "resp.read(10): b'early & <raw>'";
}

static void add_case(struct results *results, const char *scenario, const struct situation *at) {
  struct result_failure failure;
  const char *id = arena_printf(results->arena, "%s%s", scenario, rows[at->row]);
  enum verdict verdict = verdict_of(at);
  enum rfc_verdict rfc = rfc_verdict_of(at, verdict);
  if (verdict != VERDICT_PASS) describe(results, verdict, at, id, &failure);
  results_add_case(results, &(struct result_case){
                                .id = id,
                                .scenario = scenario,
                                .variant = variants[at->variant],
                                .implementation = at->implementation,
                                .verdict = verdict,
                                .failure = verdict == VERDICT_PASS ? NULL : &failure,
                                .outcomes = outcomes_of(at, verdict),
                                .requirements = &rfc,
                            });
}

static void add_scenario(struct results *results, unsigned page, unsigned number) {
  const struct topic *topic = &topics[page % TOPICS];
  const char *name = page < TOPICS
                         ? topic->page
                         : arena_printf(results->arena, "%s-%u", topic->page, page / TOPICS);
  const char *title =
      number ? arena_printf(results->arena, "%s, %u", topic->title, number) : topic->title;
  const char *id = arena_printf(results->arena, "%s#scenario-%u", name, number);
  struct situation at = {.page = page, .scenario = number};
  results_add_scenario(results,
                       &(struct result_scenario){
                           .id = id,
                           .title = title,
                           .page = name,
                           .statement = topic->statement,
                           .level = number % 3 == 2 ? "cpython" : "documented",
                           .clauses = {&topic->clause, number % 3 == 2 ? 0 : 1},
                           .file = arena_printf(results->arena, "conformance/pages/%s.md", name),
                           .line = 10 + number * 17,
                           .deviation = page % TOPICS == 3 && !number ? cleartext.id : NULL,
                           .meets = cited(&at, 1),
                           .breaks = cited(&at, 2),
                       });
  for (at.row = number % 2; at.row < (number % 2 ? ROWS : 1U); at.row++)
    for (at.variant = 0; at.variant < VARIANTS; at.variant++)
      for (at.implementation = 0; at.implementation < results->implementation_count;
           at.implementation++)
        add_case(results, id, &at);
}

struct results *sample_results(unsigned pages) {
  struct results *results = results_new();
  results->version = "0.1.0";
  results->seed = 1;
  results->started = "2026-11-22T03:00:00Z";
  results->seconds = 1.25;
  results->workers = 2;
  results->repeat = 1;
  add_implementations(results);
  if (pages > 3) results_add_deviation(results, &cleartext);
  for (unsigned i = 0; i < 2 && i + 1 < pages; i++)
    results_add_requirement(results, &requirements[i]);
  for (unsigned page = 0; page < pages; page++)
    for (unsigned number = 0; number < SCENARIOS; number++)
      add_scenario(results, page, number);
  return results;
}

#define HOSTILE                                                                                    \
  "</script><script>alert(1)</script><img src=x onerror=alert(2)>]]>--><!-- &amp; &#0; \"'` "      \
  "```\n````\n| a \\| b |\n"                                                                       \
  "\x1b[31m\a\r\n\x01\x7f\xff\xc3(\xed\xa0\x80\xf4\x90\x80\x80 \xe2\x80\xae"                       \
  "drowssap\xe2\x81\xa9 \xef\xbf\xbe \xef\xbb\xbf"                                                 \
  "\xe2\x80\xa8 \xc2\x85 @octocat #1 https://example.com/ [x](javascript:alert(3)) {{title}} "     \
  "\\xff \xe4\xb8\xad\xf0\x9f\x98\x80"

const char sample_hostile_text[] = HOSTILE;

static const char *long_text(struct results *results, char last) {
  enum { LENGTH = 200000 };
  char *text = arena_alloc(results->arena, LENGTH + sizeof HOSTILE);
  memset(text, 'x', LENGTH);
  text[LENGTH - 1] = last;
  memcpy(text + LENGTH, HOSTILE, sizeof HOSTILE);
  return text;
}

struct results *sample_hostile(void) {
  static const char *const clauses[] = {HOSTILE, HOSTILE};
  struct results *results = results_new();
  results->version = HOSTILE;
  results->seed = UINT64_MAX;
  struct result_implementation implementation = {HOSTILE, HOSTILE,      HOSTILE, HOSTILE,
                                                 HOSTILE, ROLE_SUBJECT, {0},     {0}};
  results_add_implementation(results, &implementation);
  implementation.role = ROLE_ORACLE;
  results_add_implementation(results, &implementation);
  results_add_deviation(results,
                        &(struct result_deviation){HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE});
  results_add_requirement(results,
                          &(struct result_requirement){HOSTILE, HOSTILE, HOSTILE, HOSTILE});
  results_add_scenario(results, &(struct result_scenario){HOSTILE,
                                                          HOSTILE,
                                                          HOSTILE,
                                                          HOSTILE,
                                                          HOSTILE,
                                                          {clauses, 2},
                                                          HOSTILE,
                                                          7,
                                                          sample_hostile_text,
                                                          {clauses, 1},
                                                          {clauses, 1},
                                                          {0}});
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
    for (size_t column = 0; column < 2; column++) {
      struct result_failure failure = {
          HOSTILE, HOSTILE, 3,    4, HOSTILE, long_text(results, 'y'), long_text(results, 'z'),
          HOSTILE, HOSTILE, false};
      const enum rfc_verdict rfc = verdict == VERDICT_PASS ? RFC_FAIL : RFC_WARN;
      results_add_case(results, &(struct result_case){HOSTILE, HOSTILE, HOSTILE, column, verdict,
                                                      &failure, HOSTILE, 0, &rfc, RFC_NONE});
    }
  return results;
}
