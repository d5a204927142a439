/* An http or https URL, in the two parts that http.client wants: whom to connect to, and what to
 * ask for. */
#ifndef FETCH_URL_H
#define FETCH_URL_H

#include "hc/buffer.h"

/* The zero state is no URL. */
struct url {
  bool https;
  struct hc_span authority; /* HOST[:PORT], borrowed from the text */
  struct hc_buffer target;  /* path and query, at least "/" */
};

/* url_parse splits `text`, without its fragment. Returns NULL, or what is wrong and what to do
 * (static), with `*url` in a state that url_free accepts. */
const char *url_parse(const char *text, struct url *url);

void url_free(struct url *url);

/* proxy_parse finds whom `text` names, HOST:PORT, or that as an http URL, as proxies are often
 * given. Returns NULL, or what is wrong and what to do (static). `*authority` is HOST:PORT,
 * borrowed from the text. */
const char *proxy_parse(const char *text, struct hc_span *authority);

#endif
