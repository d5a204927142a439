/* A scene of calls of the library, played while one thing goes wrong.
 *
 * A scene is a list of steps over one connection. It is played once undisturbed, and then again and
 * again with one fault each time, until the fault's turn comes no more. Nothing in a step depends
 * on whether there is a fault. */
#ifndef STAGE_H
#define STAGE_H

#include "hc/connection.h"
#include "hc/response_stream.h"

struct stage;

/* A step's kind is that of the first of its calls that fails. */
typedef enum hc_kind step(struct stage *stage);

struct scene {
  const char *name;
  step *const *steps; /* ends with NULL */
  /* What the peers send: segments as of hc_memory_script, those of one connection after those of
   * the other, with NEXT_CONNECTION between them. */
  const struct hc_span *segments;
  size_t segment_count;
  struct hc_connection_options options; /* the allocator and the opening are the stage's */
  enum hc_kind kind;                    /* what the scene comes to, undisturbed */
};

#define NEXT_CONNECTION                                                                            \
  { NULL, 0 }

/* The allocation that is refused. */
struct allocation_fault {
  size_t failing; /* its number, from 1; 0: none */
  bool lasting;   /* so are all that follow */
};

enum transport_fault_kind {
  TRANSPORT_SOUND,
  TRANSPORT_FAILS,   /* with `errnum` */
  TRANSPORT_WAITS,   /* a timeout */
  TRANSPORT_ENDS,    /* the stream is at its end; nothing but reads notices */
  TRANSPORT_DAWDLES, /* a read gives one byte */
};

/* The call of a transport that goes wrong, opening it included. */
struct transport_fault {
  enum transport_fault_kind kind;
  int errnum;
  size_t failing; /* as above, over all transports */
};

/* How far the exchange in hand has come. */
enum phase { SENDING, AWAITING, READING };

/* The zero state but for the first members, which are set before stage_play. */
struct stage {
  const struct scene *scene;
  hc_transport_open *open; /* NULL: memory transports over the scene's segments */
  void *open_payload;
  size_t piece;    /* as of hc_memory_script */
  bool no_details; /* errors are asked for as NULL */
  struct allocation_fault allocation;
  struct transport_fault transport;

  size_t allocations;
  size_t transport_calls;
  bool fired; /* the fault's turn has come */
  bool ended; /* a stream has been ended */
  bool proving;
  size_t opened;
  size_t in_use; /* bytes */
  size_t transports;

  struct hc_allocator allocator;
  struct hc_error details;
  struct hc_error *error; /* `details` or NULL */
  struct hc_connection *connection;
  struct hc_response *response;
  struct hc_buffer into;
  struct hc_buffer record; /* the bodies read, one after the other */
  enum phase phase;
};

/* stage_play makes the connection and plays the scene up to the step that fails. */
enum hc_kind stage_play(struct stage *stage);

/* stage_prove shows that the connection, if there is one, serves a whole exchange once it has been
 * closed and nothing goes wrong any more. */
void stage_prove(struct stage *stage);

/* stage_clear releases everything and asserts that nothing is left. */
void stage_clear(struct stage *stage);

/* stage_segments gives what the peer sends on connection `index`, from 0; or on any, while the
 * connection proves itself. */
const struct hc_span *stage_segments(const struct stage *stage, size_t index, size_t *count);

/* --- What more than one step does --- */

/* stage_exchange sends `request`, and reads all of its response into the record. */
enum hc_kind stage_exchange(struct stage *stage, const struct hc_request *request);

/* stage_await gets the response to what was sent; stage_dismiss lets it go. */
enum hc_kind stage_await(struct stage *stage);
void stage_dismiss(struct stage *stage);

/* stage_note adds `bytes` to the record. */
void stage_note(struct stage *stage, struct hc_span bytes);

#endif
