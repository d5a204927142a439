/* Bodies that are asked for piece by piece, for tests. */
#ifndef BODIES_H
#define BODIES_H

#include "hc/body.h"

/* A list of pieces, and then the end or a failure. */
struct pieces {
  const struct hc_span *pieces;
  size_t count;
  size_t given;
  enum hc_kind failure; /* after the last piece; HC_OK: the end */
  int64_t asked;        /* the size the last read asked for */
};

/* pieces_iterable and pieces_file return a body that gives `pieces`; as a file it gives a piece a
 * read, whatever size is asked for. */
struct hc_body pieces_iterable(struct pieces *pieces);
struct hc_body pieces_file(struct pieces *pieces, bool text);

/* content_file returns a file over `content` that honours the size asked for. */
struct hc_body content_file(struct hc_span *content);

#endif
