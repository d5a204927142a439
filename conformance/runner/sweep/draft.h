/* A scenario in the making: a script around one response, and a session; ready to be played,
 * changed and printed as a page. */
#ifndef SWEEP_DRAFT_H
#define SWEEP_DRAFT_H

#include "execution/duel.h"
#include "specification/specification.h"

/* All texts are owned. The zero state is empty; draft_clear() accepts it. */
struct draft {
  enum peer_transport transport;
  char *before; /* the script up to the response */
  unsigned char *data;
  size_t length;
  bool resets;       /* the response is followed by a reset, otherwise by a FIN */
  char *after;       /* the script behind that */
  char **statements; /* of the session, as written without prompts */
  size_t statement_count;
};

void draft_clear(struct draft *draft);

/* draft_copy: one of its own; the caller clears it. */
struct draft draft_copy(const struct draft *draft);

/* draft_script: the text of its script; the caller frees it. */
char *draft_script(const struct draft *draft);

/* A draft that can be played. The zero state is none; take_clear() accepts it. */
struct take {
  struct arena *arena;
  struct session *session;
  struct peer_script *script;
  struct encoded_case encoded;
  enum peer_transport transport;
};

/* draft_parse_script: the script alone, for a session that is shared; NULL when it cannot be
 * parsed. */
struct peer_script *draft_parse_script(const struct draft *draft);

/* draft_take: parses all of it; false when it is no scenario, and |take| is then the zero state. */
bool draft_take(const struct draft *draft, struct take *take);

void take_clear(struct take *take);

/* draft_print_page: a scenario to be pasted into a page, with the outcomes that |observation| shows
 * of |take|, which was made of this draft. */
void draft_print_page(const struct draft *draft, const struct take *take, const char *title,
                      const char *statement, const struct observation *observation, FILE *out);

#endif
