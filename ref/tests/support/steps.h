/* Reading a response step by step, by a table. */
#ifndef STEPS_H
#define STEPS_H

#include "support/script.h"

enum operation { END = 0, ALL, READ, READINTO, READ1, READLINE, PEEK };

/* One call and what it gives. */
struct step {
  enum operation operation;
  int64_t amount;    /* not for ALL and PEEK */
  const char *bytes; /* what is read; for HC_INCOMPLETE_READ the partial */
  bool isclosed;     /* afterwards */
  enum hc_kind kind;
};

struct steps_case {
  const char *why;
  struct hc_span answer;
  struct step steps[8];
  const char *method;      /* NULL: GET */
  enum hc_edition edition; /* 0: the newest */
  bool whole_only;         /* segmentation matters: not byte by byte */
};

/* run_steps reads each case's answer delivered whole, and byte by byte. */
void run_steps(const struct steps_case *cases, size_t count);

#endif
