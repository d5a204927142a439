/* Messages as lines of JSON: one a line, bounded. */
#ifndef ADAPTER_MESSAGE_LINE_H
#define ADAPTER_MESSAGE_LINE_H

#include <jansson.h>

#include "hc/buffer.h"
#include "ill_formed.h"

/* Bytes of a line, its end included. */
#define MESSAGE_LINE_MAX ((size_t)256 * 1024 * 1024)

/* Where messages come from. The zero state reads descriptor 0.
 * Invariant: taken <= searched <= pending.size, and no line ends in what was searched. */
struct message_source {
  int descriptor;
  struct hc_buffer pending;
  size_t taken;    /* bytes of |pending| that belong to messages read already */
  size_t searched; /* bytes of |pending| known to hold no further line end */
};

enum message_line { MESSAGE_READ, MESSAGE_END, MESSAGE_ILL_FORMED };

/* message_read: the next message, |*message| being the caller's; or the end of the input; or what
 * is wrong: a line that is too long or has no end, or that is no JSON, or a failure to read. */
enum message_line message_read(struct message_source *source, json_t **message,
                               struct ill_formed *ill_formed);

/* message_write: writes |message| to |descriptor| as a line. False when it takes no more. */
bool message_write(int descriptor, const json_t *message);

/* message_source_free: releases what was read; the zero state is left. */
void message_source_free(struct message_source *source);

#endif
