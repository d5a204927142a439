/* The request that asks a proxy for a tunnel (RFC 9110, section 9.3.6; RFC 9112, section 3.2.3). */
#ifndef PEER_CONNECT_REQUEST_H
#define PEER_CONNECT_REQUEST_H

#include "text/literal.h"

/* connect_request_complaint: what is wrong with |head|, a whole head, as the CONNECT that
 * |expected| describes: a line with the target, then lines that have to stand in the head, each
 * with CRLF. An empty target stands for any. The caller frees it; NULL when nothing is wrong. */
char *connect_request_complaint(struct bytes head, struct bytes expected);

#endif
