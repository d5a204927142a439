/* What an input of differential_response means: the bytes of a response, how they arrive, and what
 * is then read of it.
 *
 * - Byte 0: in its low nibble the method, of a table; in the high one what follows the last byte:
 *   its end, a reset, a timeout.
 * - Byte 1: delivery. 0: whole; 1-127: in pieces of so many bytes; 128-191: in pieces of seeded
 *   sizes, at most 64 bytes; 192-255: at most 32768, as a socket gives them.
 * - Byte 2: the number of steps, modulo PLAN_STEPS_MAX + 1.
 * - Two bytes a step: operation and amount.
 * - The rest: the response. ESC b n stands for many bytes b (plan_repeat); if b is LF, for many
 *   copies of the line so far.
 *
 * Bytes that are missing read as 0. The layout is what the seeds are written in: it may grow at the
 * end of the tables only. */
#ifndef FUZZ_RESPONSE_PLAN_H
#define FUZZ_RESPONSE_PLAN_H

#include <stdint.h>

#include "ending_transport.h"

enum { PLAN_STEPS_MAX = 16, PLAN_PIECES_MAX = 512, PLAN_RESPONSE_MAX = 160 * 1024 };

enum operation {
  OPERATION_READ_ALL,
  OPERATION_READ,
  OPERATION_READ1,
  OPERATION_PEEK,
  OPERATION_READLINE,
  OPERATION_READINTO,
  OPERATION_READINTO1,
  OPERATION_READLINES,
  OPERATION_NEXT,
  OPERATION_GETHEADER,
  OPERATION_STATE,
  OPERATION_ISCLOSED,
  OPERATION_CLOSE,
  OPERATION_ENTER,
  OPERATION_FLUSH,
  OPERATION_ISATTY,
  OPERATION_TELL,
  OPERATION_BEGIN,
  OPERATION_RANDOM_COUNT, /* those that an input may choose; the others have their place */
  OPERATION_GETHEADERS = OPERATION_RANDOM_COUNT,
  OPERATION_MESSAGE,
  OPERATION_COUNT
};

struct step {
  enum operation operation;
  int64_t amount; /* a size, or the index of a field name */
};

/* Invariants: the pieces are the bytes, cut; behind the bytes there is no room, so that a sanitizer
 * sees a read past their end. */
struct response_plan {
  const char *method;
  enum ending ending;
  struct hc_buffer bytes;
  struct hc_span pieces[PLAN_PIECES_MAX];
  size_t piece_count;
  struct step steps[PLAN_STEPS_MAX + 5];
  size_t step_count;
};

/* response_plan_decode makes `plan` what an input means; it need not have been anything before.
 * Every input means something. */
void response_plan_decode(const uint8_t *data, size_t size, struct response_plan *plan);

void response_plan_free(struct response_plan *plan);

/* The name of the method that an operation calls; of a state or a message: what its line is called.
 */
const char *plan_operation_name(enum operation operation);

/* How the call of a step is written, without the object: "read(5)". At most PLAN_CALL_MAX bytes
 * with the NUL. */
enum { PLAN_CALL_MAX = 64 };
void plan_call(struct step step, char text[PLAN_CALL_MAX]);

/* plan_call_trace appends the call and ": " to a trace that is to be shown. */
void plan_call_trace(struct step step, struct hc_buffer *trace);

/* The field name that getheader(name) asks for. */
const char *plan_field_name(int64_t index);

/* How many bytes, or lines, an escape of `n` stands for: 1-128, or up to a little above 65536. */
size_t plan_repeat(uint8_t n);

#endif
