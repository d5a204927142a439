/* A scenario's cases: one a row of its table, each with its session and script. */
#ifndef RUNNER_CASES_H
#define RUNNER_CASES_H

#include "specification/page.h"
#include "specification/specification.h"

/* The cases of a page, or of several, as they are made. */
struct case_list {
  struct arena *arena;
  struct diagnostics *diagnostics;
  struct test_case *cases;
  size_t count;
  size_t room;      /* bytes of constants that the page may still ask for */
  size_t text_room; /* bytes of blocks, placeholders replaced, that it may still have */
};

/* cases_add: adds the cases of |scenario|, which |section| describes. |needs| are those of its
 * facts. A case with errors is added without session or script, so that the caller can release all
 * that was made. The same error in several rows is reported once. */
void cases_add(struct case_list *list, const struct scenario *scenario,
               const struct section *section, capability_set needs);

#endif
