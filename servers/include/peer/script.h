/* The script language of the peer: what a server does, step by step, in a few readable lines.
 * docs/peer-script.md is the reference of the language. */
#ifndef PEER_SCRIPT_H
#define PEER_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "text/diagnostics.h"

/* A parsed script. It is immutable, so that many peers may play it at once. */
struct peer_script;

/* peer_script_parse: reads |length| bytes at |source|. |start| is the place of the first byte, so
 * that errors and complaints name the line of the page the script stands in; every line is taken to
 * begin in the column of the first, as in an indented block. |start.file| is borrowed, not copied:
 * it must outlive the script and all complaints about it. A source without statements is a script
 * that accepts no connection. Returns NULL when there were errors; all of them are added to
 * |diagnostics|. The caller frees the script. */
struct peer_script *peer_script_parse(const char *source, size_t length, struct place start,
                                      struct diagnostics *diagnostics);

/* peer_script_speaks_tls: it has a statement tls, so that it decides itself what goes over TLS and
 * PEER_TRANSPORT_PLAIN is the transport to play it with. */
bool peer_script_speaks_tls(const struct peer_script *script);

/* peer_script_accepts: how many connections it accepts. */
size_t peer_script_accepts(const struct peer_script *script);

/* peer_script_sent: what it sends on connection number |connection|, from 1, when all goes as
 * written: the bytes of its send statements in order, below any TLS nothing. The peer's address in
 * them is 127.0.0.1:80. The caller frees the bytes; NULL and a |*length| of 0 when there are none. */
char *peer_script_sent(const struct peer_script *script, size_t connection, size_t *length);

/* peer_script_has_window: it listens with a receive buffer of its own, so that how much a client can
 * send depends on time. */
bool peer_script_has_window(const struct peer_script *script);

/* peer_script_statements: how many statements it has, those counted that are implied.
 * peer_script_place: where number |index| stands. */
size_t peer_script_statements(const struct peer_script *script);
struct place peer_script_place(const struct peer_script *script, size_t index);

/* peer_script_sends: whether statement number |index| is a plain send. The bytes it sends, to whom
 * {host} is 127.0.0.1 and {port} 80, are then added to |out|; NULL is allowed. */
bool peer_script_sends(const struct peer_script *script, size_t index, FILE *out);

/* peer_script_free: NULL is allowed. */
void peer_script_free(struct peer_script *script);

#endif
