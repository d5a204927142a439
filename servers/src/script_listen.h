/* The statement that says where a peer listens, and how. */
#ifndef PEER_SCRIPT_LISTEN_H
#define PEER_SCRIPT_LISTEN_H

#include "script_parser.h"

/* script_read_listen: what stands behind listen, into the options of the parser's script; errors go
 * to its diagnostics. */
void script_read_listen(struct parser *parser, struct statement *statement);

#endif
