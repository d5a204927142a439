/* The messages of the adapter protocol: encoding what hcspec says, and reading strictly what an
 * adapter says. docs/adapter-protocol.md is the reference. Every error names the place in the
 * message: "outcomes[3].raises.type: missing". */
#ifndef RUNNER_PROTOCOL_H
#define RUNNER_PROTOCOL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "specification/vocabulary.h"

/* What an adapter said of itself. The zero state is empty; hello_clear() accepts it. */
struct hello {
  char *name;
  char *version;
  char *language;
  unsigned *editions; /* at least one, as edition_parse() gives them, in the adapter's order */
  size_t edition_count;
  capability_set capabilities;
};

/* hello_clear: releases the texts and leaves the zero state. */
void hello_clear(struct hello *hello);

/* protocol_hello, protocol_quit: the messages, with their line end; static. */
const char *protocol_hello(void);
const char *protocol_quit(void);

/* protocol_decode_hello: reads an answer to hello. On failure returns false, and |*error| is the
 * caller's. */
bool protocol_decode_hello(const char *line, size_t length, struct hello *hello, char **error);

/* The part of `run` that is the same in every playing of a case, encoded once. */
struct encoded_case {
  char *text;
  size_t length;
  size_t step_count;
  bool names_refused_port; /* a step refers to this variable */
  bool names_black_hole_port;
};

/* protocol_encode_case: encodes |id| and |steps|; the caller frees |text|. Not to be called while
 * other threads use |steps|. */
struct encoded_case protocol_encode_case(const char *id, json_t *steps);

/* What changes from one playing to the next. Texts are borrowed. */
struct run_message {
  unsigned long id;
  const char *edition;
  double deadline; /* seconds */
  const char *host;
  unsigned port;
  const char *variables;    /* further ones, encoded, each behind a comma; NULL: none */
  unsigned refused_port;    /* 0: the variable is left out */
  unsigned black_hole_port; /* likewise */
  const struct encoded_case *encoded;
};

/* A message of any length whose room is used again. The zero state is empty; message_clear()
 * accepts it. */
struct message {
  char *text;
  size_t length;
  size_t room;
};

/* protocol_encode_run: puts the line of `run` in the place of what |message| held. */
void protocol_encode_run(struct message *message, const struct run_message *run);

/* message_clear: releases the room and leaves the zero state. */
void message_clear(struct message *message);

/* What is wrong with an answer. The zero state is none. */
struct answer_error {
  char *text;        /* the caller's */
  bool is_unrelated; /* it does not say that it answers |id|: it may have been written earlier */
};

/* protocol_decode_result: reads the answer to `run` number |id| with |step_count| steps. Returns
 * the outcomes, the caller's, one a step and each well-formed; or NULL with |*error| set. */
json_t *protocol_decode_result(const char *line, size_t length, unsigned long id, size_t step_count,
                               struct answer_error *error);

#endif
