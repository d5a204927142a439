/* What an input of differential_request means: a connection, how its server answers, and the calls
 * made on it.
 *
 * - Byte 0: in its low nibble what each connection answers (REPLY_COUNT of them); 0x10: blocks of 3
 *   bytes for file bodies.
 * - A text: the host.
 * - A port: the constructor's.
 * - Calls up to the end of the input, at most PLAN_CALLS_MAX: an operation, and its operands as
 *   request_plan.c reads them.
 *
 * Operands: a text goes up to a byte FF; its other bytes are characters of Latin-1, but 1A x is
 * U+2000 + x, an Arabic letter from x = 70 on, or a surrogate from x = 80 on. A port is a byte
 * (none, a number of a table, or a text that follows), a value a byte and a text, fields a number
 * and so many pairs, a body a byte (kind and size of pieces) and a text. Bytes that are missing
 * read as 0. */
#ifndef FUZZ_REQUEST_PLAN_H
#define FUZZ_REQUEST_PLAN_H

#include <stdint.h>

#include "hc/connection.h"

enum {
  PLAN_CALLS_MAX = 12,
  PLAN_HEADERS_MAX = 3,
  REPLY_COUNT = 12,
  REPLY_REFUSES = REPLY_COUNT - 1
};

enum request_operation {
  CALL_REQUEST,
  CALL_PUTREQUEST,
  CALL_PUTHEADER,
  CALL_ENDHEADERS,
  CALL_SEND,
  CALL_GETRESPONSE,
  CALL_SET_TUNNEL,
  CALL_CLOSE,
  CALL_CONNECT,
  CALL_SET_DEBUGLEVEL,
  CALL_SET_VERSION,
  CALL_SET_AUTO_OPEN,
  CALL_COUNT
};

struct plan_body {
  enum hc_body_kind kind;
  bool text_file;
  struct hc_span data; /* UTF-8 of a text or a text file */
  size_t piece;        /* of an iterable: how many bytes an item has; 0: an empty one, then all */
};

struct request_call {
  enum request_operation operation;
  struct hc_span texts[2]; /* UTF-8: method and url, or the host of a tunnel */
  int number;              /* flags (bit 0, bit 1), a level, or 0 and 1 */
  struct hc_port port;
  struct hc_header headers[PLAN_HEADERS_MAX]; /* of putheader(): the first name, and all values */
  size_t header_count;
  struct plan_body body;
};

/* The zero state is accepted by request_plan_free. */
struct request_plan {
  struct hc_buffer texts; /* what all spans are of; never moved */
  unsigned reply;
  int64_t blocksize;
  struct hc_span host;
  struct hc_port port;
  struct request_call calls[PLAN_CALLS_MAX];
  size_t call_count;
};

/* request_plan_decode reads `plan` from an input. Every input means something. */
void request_plan_decode(const uint8_t *data, size_t size, struct request_plan *plan);

void request_plan_free(struct request_plan *plan);

/* What a server sends on a connection; REPLY_REFUSES has none: nobody listens. */
struct hc_span plan_reply(unsigned reply);

/* plan_call_trace appends how a call is written, "putheader(b'a', b'b')", and ": " to a trace that
 * is to be shown. */
void plan_call_trace(const struct request_call *call, struct hc_buffer *trace);

#endif
