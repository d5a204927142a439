/* Tests of keep-alive against servers that count, or that close. The body of a counting page is the
 * connection's number and that of the request on it. */
#ifndef KEEPALIVE_H
#define KEEPALIVE_H

#include "hc/connection.h"

/* counted is what a counting page says. */
struct counted {
  unsigned long connection;
  unsigned long request;
};

struct counted keepalive_count(struct hc_connection *connection, const char *url);

/* `count` requests for a counting page use one connection. */
void keepalive_holds(struct hc_connection *connection, const char *url, unsigned long count);

/* A server that closes after each `limit` requests announces it, and the client connects anew. */
void keepalive_is_limited(struct hc_connection *connection, const char *url, int limit);

/* What a server that closes an idle connection costs is one RemoteDisconnected. */
void keepalive_ends_when_idle(struct hc_connection *connection, const char *url);

#endif
