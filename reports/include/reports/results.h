/* The results of a run: the model that every report is written from, and its JSON form
 * (hcspec-results/1).
 *
 * A results object owns every text in it; nothing is removed once added. Writers only read it.
 * Texts that are added may hold any bytes: those that are no UTF-8 are kept as \xHH. Required texts
 * that are NULL become empty. */
#ifndef REPORTS_RESULTS_H
#define REPORTS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "text/arena.h"
#include "text/diagnostics.h"

enum verdict {
  VERDICT_PASS,
  VERDICT_FAIL,         /* it did something else than the page says */
  VERDICT_TIMEOUT,      /* no answer within the case's deadline */
  VERDICT_CRASH,        /* the adapter died */
  VERDICT_ERROR,        /* no judgement possible: an ill-formed answer, or a page that the oracle
                           contradicts */
  VERDICT_INAPPLICABLE, /* the implementation does not claim what the case needs */
  VERDICT_DEVIATION,    /* a registered deviation, seen as registered */
  VERDICT_DIFFERENCE,   /* as the page says, but where it is silent otherwise than the oracle of the
                           same edition; of subjects in differential runs alone */
  VERDICT_COUNT,
};

/* verdict_name: as in the JSON form, "pass"; static. verdict_parse: VERDICT_COUNT when |name| is
 * none. */
const char *verdict_name(enum verdict verdict);
enum verdict verdict_parse(const char *name);

/* The verdict on a requirement of an RFC, or on all of a case; ascending. */
enum rfc_verdict {
  RFC_NONE,    /* nothing was judged: no requirement is cited, or the case does not apply */
  RFC_PASS,    /* met */
  RFC_UNKNOWN, /* what was observed does not tell */
  RFC_NOTE,    /* otherwise than an RFC permits or finds proper: MAY, ought */
  RFC_WARN, /* a SHOULD is not met, or what was received is read more leniently than it is defined
             */
  RFC_FAIL, /* a MUST is not met */
  RFC_VERDICT_COUNT,
};

/* rfc_verdict_name: as in the JSON form, "pass"; static; "" for RFC_NONE. rfc_verdict_parse:
 * RFC_VERDICT_COUNT when |name| is none. */
const char *rfc_verdict_name(enum rfc_verdict verdict);
enum rfc_verdict rfc_verdict_parse(const char *name);

enum role { ROLE_SUBJECT, ROLE_ORACLE };

/* A registered difference from CPython, where what CPython does is a security defect. */
struct result_deviation {
  const char *id;        /* "stale-request-lines" */
  const char *reason;    /* why it is a defect */
  const char *cpython;   /* what CPython does */
  const char *reference; /* what the reference client does instead */
  const char *source;    /* where that is written: a CVE, an RFC, a clause */
};

/* What an RFC asks of a client. */
struct result_requirement {
  const char *id;        /* "RFC9112-6.3-2.5": document, section, paragraph */
  const char *keyword;   /* "MUST NOT" … as the RFC writes it */
  const char *role;      /* of whom it is asked: "client", "recipient" … */
  const char *statement; /* in our words */
};

/* Ids of rows of a registry. */
struct result_ids {
  const char *const *ids;
  size_t count;
};

struct result_scenario {
  const char *id;
  const char *title;
  const char *page;
  const char *statement; /* what it states, in one paragraph of plain text */
  const char *level;     /* "documented" or "cpython" */
  struct result_ids clauses;
  const char *file;
  unsigned line;
  const char *deviation; /* the id of the deviation whose two sides it shows; NULL: none */
  struct result_ids behaviours;
  struct result_ids meets;  /* requirements that http.client meets here */
  struct result_ids breaks; /* and those that it breaks */
};

/* scenario_requirements: how many it cites; scenario_requirement: the id of number |index|, of
 * which those that are met come first. */
size_t scenario_requirements(const struct result_scenario *scenario);
const char *scenario_requirement(const struct result_scenario *scenario, size_t index);

/* One implementation in one edition: a column of the report. */
struct result_implementation {
  const char *name;
  const char *version;
  const char *language;
  const char *edition; /* "3.13" */
  const char *command; /* how its adapter was started */
  enum role role;
  size_t counts[VERDICT_COUNT];         /* kept by results_add_case() */
  size_t rfc_counts[RFC_VERDICT_COUNT]; /* likewise */
};

/* Why a verdict is no pass. NULL members are unknown. */
struct result_failure {
  const char *message;   /* one sentence */
  const char *file;      /* the page */
  unsigned line, column; /* of the statement */
  const char *statement;
  const char *expected;
  const char *observed;
  const char *wire;      /* the transcript, printable text of several lines */
  const char *reproduce; /* a command line */
  bool of_page;          /* an oracle of the edition contradicts the page here: whatever the
                            implementation did, it is not to blame */
};

struct result_case {
  const char *id;        /* "reading#in-pieces:by-length" */
  const char *scenario;  /* "reading#in-pieces" */
  const char *variant;   /* "plain/whole" */
  size_t implementation; /* index */
  enum verdict verdict;
  const struct result_failure *failure; /* NULL for a pass and where there is nothing to say */
  const char *outcomes;  /* where the page takes several outcomes for right, those that came: a line
                            each, "resp.read(-1): b'abc'"; NULL: nowhere */
  size_t scenario_index; /* set by results_add_case() */
  const enum rfc_verdict *requirements; /* one for each that the scenario cites; NULL: nothing was
                                           judged */
  enum rfc_verdict rfc;                 /* the worst of them; set by results_add_case() */
};

/* How fast the cases of one variant were played. */
struct result_pace {
  const char *variant;
  size_t playings; /* repetitions counted */
  double seconds;  /* of all workers together */
};

struct results {
  struct arena *arena;
  const char *version; /* of hcspec */
  uint64_t seed;
  const char *started; /* UTC, "2026-11-22T03:00:00Z" */
  double seconds;
  unsigned workers;
  unsigned repeat;
  bool interrupted;          /* the run was stopped before its end; what is here is what was done */
  struct result_pace *paces; /* none where nothing was measured */
  size_t pace_count;
  struct result_deviation *deviations; /* those that a scenario shows */
  size_t deviation_count;
  struct result_requirement *requirements; /* those that a scenario cites */
  size_t requirement_count;
  struct result_scenario *scenarios;
  size_t scenario_count;
  struct result_implementation *implementations;
  size_t implementation_count;
  struct result_case *cases; /* one an implementation, case and variant */
  size_t case_count;
};

/* results_new: empty results; the caller frees them with results_free(). */
struct results *results_new(void);
void results_free(struct results *results);

/* results_add_pace: adds a copy of |*item|; returns its index. A variant has one. */
size_t results_add_pace(struct results *results, const struct result_pace *item);

/* results_add_deviation: adds a copy of |*item| and of all its texts, or nothing when one of this
 * id is there; returns its index. */
size_t results_add_deviation(struct results *results, const struct result_deviation *item);

/* results_find_deviation: the deviation |id|, or NULL when there is none. */
const struct result_deviation *results_find_deviation(const struct results *results,
                                                      const char *id);

/* results_add_requirement, results_find_requirement: the same of requirements. */
size_t results_add_requirement(struct results *results, const struct result_requirement *item);
const struct result_requirement *results_find_requirement(const struct results *results,
                                                          const char *id);

/* results_add_scenario: adds a copy of |*item| and of all its texts, or completes the scenario of
 * this id that a case has brought; returns its index. Scenarios are reported in the order in which
 * they are first mentioned. */
size_t results_add_scenario(struct results *results, const struct result_scenario *item);

/* results_add_implementation: adds a copy of |*item| and of all its texts; returns its index. Name
 * and edition together identify a column: a second one with the same gets "#2" behind its name. */
size_t results_add_implementation(struct results *results,
                                  const struct result_implementation *item);

/* results_add_case: adds a copy of |*item| and of all its texts; returns its index. The
 * implementation is one that was added; a scenario that was not is added with no more than its id,
 * and verdicts on requirements then cannot be given. */
size_t results_add_case(struct results *results, const struct result_case *item);

/* results_find_scenario: the index of the scenario |id|, or scenario_count when there is none. */
size_t results_find_scenario(const struct results *results, const char *id);

/* results_distinct_cases: how many cases × variants there are, counted once for all
 * implementations. */
size_t results_distinct_cases(const struct results *results);

/* results_page_error: whether |item| shows the page's own error: an oracle's verdict that is
 * neither pass nor inapplicable nor deviation. A CPython that deviates has the defect mended. */
bool results_page_error(const struct results *results, const struct result_case *item);

/* results_unexpected: whether |item| must be looked at: a page error, or a subject's fail, timeout,
 * crash, error or difference. */
bool results_unexpected(const struct results *results, const struct result_case *item);

/* results_rfc_failures: how many cases have a subject fail a requirement of an RFC. */
size_t results_rfc_failures(const struct results *results);

/* results_write_json: the JSON form, whose schema is reports/schema/results-1.schema.json. Returns
 * false with errno set when writing failed; |out| is flushed, so that true means that all of it has
 * left. */
bool results_write_json(const struct results *results, FILE *out);

/* results_read_json: reads |path|; the caller frees the results with results_free(). Adds all
 * errors (syntax, missing, unknown or wrong members, names that are not listed, sums that do not
 * agree with the cases), each with line and column, to |diagnostics| and returns NULL when there
 * were any. A syntax error ends the reading. */
struct results *results_read_json(const char *path, struct diagnostics *diagnostics);

/* results_parse_json: the same for |length| bytes at |text|; errors are placed in the file |path|.
 */
struct results *results_parse_json(const char *path, const char *text, size_t length,
                                   struct diagnostics *diagnostics);

#endif
