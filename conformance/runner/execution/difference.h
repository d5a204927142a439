/* Two complete traces of one case, compared step by step and on the wire, whatever the page says
 * about them. What is not compared is listed in one place (difference.c): it is all that may
 * legitimately differ between an implementation and CPython of the same edition. */
#ifndef RUNNER_DIFFERENCE_H
#define RUNNER_DIFFERENCE_H

#include "execution/observation.h"
#include "specification/console.h"

enum difference_kind {
  DIFFERENCE_NONE,
  DIFFERENCE_FATE,        /* one of them did not answer as it should */
  DIFFERENCE_STEP,        /* step |number|, from 0, came out otherwise */
  DIFFERENCE_CONNECTIONS, /* another number of connections was opened */
  DIFFERENCE_BYTES,       /* other bytes came from the client on connection |number|, from 1 */
  DIFFERENCE_CONDUCT, /* the client ended connection |number| otherwise, or spoke TLS otherwise */
};

/* The first difference that was found. The zero state is none. */
struct difference {
  enum difference_kind kind;
  size_t number;
};

/* What both have played. */
struct difference_scope {
  const struct session *session;
  unsigned edition;
  bool is_cut; /* the peer sent in pieces */
};

/* difference_find: compares what a subject did with what an oracle did. Where the page itself lists
 * several outcomes of a statement in the edition, either is right: such releases differ. What two
 * that came out differently there did from then on, and on the wire, is not compared. */
struct difference difference_find(const struct difference_scope *scope,
                                  const struct observation *subject,
                                  const struct observation *oracle);

/* difference_sentence: what differs, for a person, such as "resp.read(10): outcome of step 4"; the
 * caller frees it. */
char *difference_sentence(struct difference difference, const struct session *session);

#endif
