/* The pages, loaded: scenarios, and the cases that their tables make of them. */
#ifndef RUNNER_SPECIFICATION_H
#define RUNNER_SPECIFICATION_H

#include <stddef.h>

#include "peer/script.h"
#include "specification/console.h"
#include "specification/registry.h"
#include "specification/variant.h"
#include "text/diagnostics.h"

enum level { LEVEL_DOCUMENTED, LEVEL_CPYTHON };

/* Rows of a registry that a scenario cites, with their ids. */
struct citations {
  const char *const *ids;
  const struct registry_row *const *rows; /* borrowed from the registries */
  size_t count;
};

struct scenario {
  const char *id;    /* "reading#in-pieces" */
  const char *title; /* the heading's text */
  const char *page;  /* "reading" */
  struct place place;
  enum level level;
  struct citations clauses;
  struct citations behaviours;
  struct citations meets;               /* requirements that hold where the scenario passes */
  struct citations breaks;              /* requirements that are broken where the scenario passes */
  const struct registry_row *deviation; /* whose two sides it shows, borrowed from the registries;
                                           NULL: none */
  struct edition_range editions;
  transport_set transports;
  delivery_set deliveries;
  const char *statement; /* the first paragraph, as plain text; "" when there is none */
};

/* One row of a scenario's table, or the scenario itself when it has none. */
struct test_case {
  const char *id; /* the scenario's id, and ":row" with a table */
  const struct scenario *scenario;
  struct place place; /* of the row, or of the heading */
  struct session *session;
  struct peer_script *script; /* NULL: the client must not connect */
  capability_set needs;       /* over plain TCP; other transports need transport_needs() besides */
  variant_set variants; /* those of its scenario's transports and deliveries that its session and
                           script can be played in; at least one */
  const char *console_source;        /* after substitution, for people and for export */
  const char *server_source;         /* NULL without a script */
  const struct test_case *deviating; /* the same case by the second reading of its scenario, with a
                                        session and script of its own; NULL: it has none */
};

/* All that was loaded; it owns everything reachable from it and does not change any more. */
struct specification {
  struct arena *arena;
  const struct scenario *const *scenarios;
  size_t scenario_count;
  const struct test_case *cases;
  size_t case_count;
  size_t page_count;
};

/* specification_load: reads pages. Each path is a page or a folder, of which every *.md is taken in
 * order of name (README.md is not a page). Adds all errors to |diagnostics| and returns NULL when
 * there were any; ids used twice, no page and no scenario are errors too. |registries| tell
 * which ids may be cited;
 * they must outlive the specification. */
struct specification *specification_load(const char *const *paths, size_t path_count,
                                         const struct registries *registries,
                                         struct diagnostics *diagnostics);

/* specification_check_deviations: adds an error for each registered deviation that no scenario
 * shows. */
void specification_check_deviations(const struct specification *specification,
                                    const struct registry *deviations,
                                    struct diagnostics *diagnostics);

/* specification_free: NULL is allowed. */
void specification_free(struct specification *specification);

/* specification_digest: a number that changes when any page's cases change; kept in results. */
unsigned long specification_digest(const struct specification *specification);

#endif
