/* A response read by a plan: the same bytes may come at once or in pieces, and be read by any
 * sequence of calls. What each call gave is kept as a trace, so that two readings, or two clients,
 * can be compared. */
#ifndef FUZZ_READING_H
#define FUZZ_READING_H

#include "choices.h"
#include "hc/response.h"
#include "memory_count.h"

enum read_call {
  READ_ALL,       /* read() */
  READ_SOME,      /* read(amount) */
  READ_INTO,      /* readinto() of |amount| bytes */
  READ_LINE,      /* readline() */
  READ_PART_LINE, /* readline(amount): what it and those below give depends on the pieces */
  READ_ONE,       /* read1(amount), or readinto1() of an odd amount, which gives the same */
  READ_PEEK,      /* peek() */
  READ_ANY_ONE,   /* read1() */
  READ_CALL_COUNT
};

struct read_step {
  enum read_call call;
  uint16_t amount;
};

enum { READ_STEP_COUNT = CHOICE_COUNT - 2, READ_AMOUNT_MAX = 9000 };

/* How a response is read: the steps over and over, at most READ_ROUNDS times, and then read(). */
struct read_plan {
  enum hc_edition edition;
  bool is_head; /* the request's method was HEAD */
  size_t piece; /* bytes a read of the transport gives at most */
  struct read_step steps[READ_STEP_COUNT];
};

enum { READ_ROUNDS = 3 };

/* read_plan_of: choice 0 is edition and method, 1 the pieces in which |size| bytes come, the others
 * a step each. */
struct read_plan read_plan_of(const struct choices *choices, size_t size);

/* read_plan_depends_on_pieces: it has a call whose result may. */
bool read_plan_depends_on_pieces(const struct read_plan *plan);

/* What a reading came to. reading_free() releases it. */
struct reading {
  struct memory_count memory; /* of everything, this included */
  struct hc_allocator allocator;
  enum hc_kind begin;
  enum hc_kind end;       /* HC_OK, or that of the call that failed, which is the last */
  struct hc_buffer trace; /* a record each call: the call, its kind, the length, the bytes */
  struct hc_buffer body;  /* what the calls consumed, one after the other */
  struct hc_error error;  /* of |begin| or |end| */
  int status;
  bool is_closed;
  bool is_chunked;
  enum hc_presence has_length; /* once the head is read, and from then on */
  struct hc_integer length;    /* the declared one, if HC_PRESENT */
};

/* reading_carry_out: reads the response in |segments| by |plan|, in pieces of at most |piece|
 * bytes; 0: none. */
void reading_carry_out(struct reading *reading, const struct hc_span *segments, size_t count,
                       const struct read_plan *plan, size_t piece);

/* reading_release: releases all, and asserts that nothing is left. */
void reading_release(struct reading *reading);

/* reading_memory_limit: bytes that reading a response of |size| bytes may take at most, by the
 * limits that hc/limits.h states. */
size_t reading_memory_limit(size_t size);

#endif
